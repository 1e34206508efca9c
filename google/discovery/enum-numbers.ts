/**
 * Numbers of enums whose members are not counted from 0 in the order of Google's documents, by their first members
 * (protos.json of @google-cloud/run 3.3.0, monitoring 5.4.0, redis 5.3.0, secret-manager 6.3.0, logging 11.4.0: of all
 * other enums that these have in common with the documents, the numbers are the order).
 */
const NUMBERS: readonly Readonly<Record<string, number>>[] = [
  {
    ALIGN_NONE: 0,
    ALIGN_DELTA: 1,
    ALIGN_RATE: 2,
    ALIGN_INTERPOLATE: 3,
    ALIGN_NEXT_OLDER: 4,
    ALIGN_MIN: 10,
    ALIGN_MAX: 11,
    ALIGN_MEAN: 12,
    ALIGN_COUNT: 13,
    ALIGN_SUM: 14,
    ALIGN_STDDEV: 15,
    ALIGN_COUNT_TRUE: 16,
    ALIGN_COUNT_FALSE: 24,
    ALIGN_FRACTION_TRUE: 17,
    ALIGN_PERCENTILE_99: 18,
    ALIGN_PERCENTILE_95: 19,
    ALIGN_PERCENTILE_50: 20,
    ALIGN_PERCENTILE_05: 21,
    ALIGN_PERCENT_CHANGE: 23,
  },
  { CHECKER_TYPE_UNSPECIFIED: 0, STATIC_IP_CHECKERS: 1, VPC_CHECKERS: 3 },
  { COLOR_UNSPECIFIED: 0, YELLOW: 4, RED: 6 },
  {
    LAUNCH_STAGE_UNSPECIFIED: 0,
    UNIMPLEMENTED: 6,
    PRELAUNCH: 7,
    EARLY_ACCESS: 1,
    ALPHA: 2,
    BETA: 3,
    GA: 4,
    DEPRECATED: 5,
  },
  { NOTIFICATION_PROMPT_UNSPECIFIED: 0, OPENED: 1, CLOSED: 3 },
  {
    REDUCE_NONE: 0,
    REDUCE_MEAN: 1,
    REDUCE_MIN: 2,
    REDUCE_MAX: 3,
    REDUCE_SUM: 4,
    REDUCE_STDDEV: 5,
    REDUCE_COUNT: 6,
    REDUCE_COUNT_TRUE: 7,
    REDUCE_COUNT_FALSE: 15,
    REDUCE_FRACTION_TRUE: 8,
    REDUCE_PERCENTILE_99: 9,
    REDUCE_PERCENTILE_95: 10,
    REDUCE_PERCENTILE_50: 11,
    REDUCE_PERCENTILE_05: 12,
  },
  {
    SECRET_TYPE_UNSPECIFIED: 0,
    CLOUD_SQL_DB_CREDENTIALS: 1,
    ACCESS_KEY: 2,
    CERTIFICATE: 3,
    OTHER_DB_CREDENTIALS: 4,
    OTHER: 50,
  },
  { SNAPSHOT_PERIOD_UNSPECIFIED: 0, ONE_HOUR: 3, SIX_HOURS: 4, TWELVE_HOURS: 5, TWENTY_FOUR_HOURS: 6 },
  {
    STATUS_CLASS_UNSPECIFIED: 0,
    STATUS_CLASS_1XX: 100,
    STATUS_CLASS_2XX: 200,
    STATUS_CLASS_3XX: 300,
    STATUS_CLASS_4XX: 400,
    STATUS_CLASS_5XX: 500,
    STATUS_CLASS_ANY: 1000,
  },
  { TIER_UNSPECIFIED: 0, BASIC: 1, STANDARD_HA: 3 },
];

/** Documents whose numbers are known. */
const NUMBERED: ReadonlySet<string> = new Set([
  "artifactregistry.v1",
  "logging.v2",
  "monitoring.v1",
  "monitoring.v3",
  "redis.v1",
  "run.v2",
  "secretmanager.v1",
  "serviceusage.v1",
]);

/**
 * The member of an enum by its number, which the JSON of protocol buffers takes for the name; undefined where there is
 * none, or where the numbers of its document are not known.
 *
 * @param document - name and version of the discovery document
 * @param values - the members in its order
 */
export function enumMember(document: string, values: readonly string[], number: number): string | undefined {
  if (!NUMBERED.has(document)) return undefined;
  const numbers = NUMBERS.find((each) => Object.keys(each).join() === values.join());
  return numbers === undefined ? values[number] : values.find((value) => numbers[value] === number);
}
