/**
 * Queries of alerts and charts, as text in PromQL, over Monitoring's own metrics
 * (https://cloud.google.com/monitoring/promql/promql-mapping). A DELTA metric is a counter there, a BOOL is 0 or 1, and a
 * distribution is a histogram.
 */

/** What a query reads: a metric and the kind of resource it is written to, narrowed by matchers. */
export interface Selector {
  /** `logging.googleapis.com/user/…`. */
  readonly metric: string;
  /** Needed wherever a metric is written to more than one kind of resource, as those of logs are. */
  readonly resource: string;
  /** Matchers of PromQL, `status=~"5.."`; all must hold. */
  readonly where?: readonly string[];
}

/** A query, and the metrics that it reads. */
export interface Query {
  readonly text: string;
  /** Types, as Monitoring names them. */
  readonly metrics: readonly string[];
}

/** A metric's name in PromQL: the first slash becomes a colon, whatever else a name cannot hold an underscore. */
export const promqlName = (metric: string): string => metric.replace("/", ":").replace(/[^a-zA-Z0-9:]/g, "_");

/** A part of a query that reads one metric over the time just gone; a histogram's parts have a suffix. */
const rangeQuery =
  (call: string, suffix = "") =>
  ({ metric, resource, where = [] }: Selector, seconds: number): Query => ({
    text: `${call}(${promqlName(metric)}${suffix}{${[`monitored_resource="${resource}"`, ...where].join(",")}}[${seconds}s])`,
    metrics: [metric],
  });

/** How much a counter grew. */
export const increase = rangeQuery("increase");
/** By how much a second. */
export const rate = rangeQuery("rate");
/** The last value, for as long as it may stand. */
export const lastValue = rangeQuery("last_over_time");
export const leastValue = rangeQuery("min_over_time");
export const mostValue = rangeQuery("max_over_time");
export const meanValue = rangeQuery("avg_over_time");
/** All values added up: of a BOOL, how many were true. */
export const sumOfValues = rangeQuery("sum_over_time");
/** How many values there are. */
export const countValues = rangeQuery("count_over_time");
/** How much each bucket of a distribution grew. */
export const bucketIncrease = rangeQuery("increase", "_bucket");
/** How many values a distribution got. */
export const countIncrease = rangeQuery("increase", "_count");
/** By how much the sum of a distribution's values grew. */
export const sumIncrease = rangeQuery("increase", "_sum");
/** 1 where there is no value at all, and nothing otherwise. */
export const absent = rangeQuery("absent_over_time");

type Part = Query | string | number;

/** A query made of others: `` query`${a} and ${b}` ``. */
export const query = (texts: TemplateStringsArray, ...parts: readonly Part[]): Query => ({
  text: texts.reduce((text, next, index) => `${text}${partText(parts[index - 1])}${next}`),
  metrics: [...new Set(parts.flatMap((part) => (typeof part === "object" ? part.metrics : [])))],
});

const partText = (part: Part | undefined): string => (typeof part === "object" ? part.text : `${part ?? ""}`);
