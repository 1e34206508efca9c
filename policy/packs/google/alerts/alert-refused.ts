import { ALERT_REFUSALS, isAbsence } from "../../../../google/alert-refusals";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { ALERT } from "./watched";

const RATE_LIMIT = "alert_strategy[0].notification_rate_limit";

const isOnLog = (policy: Resource, condition: string): boolean =>
  valueAt(policy, `${condition}.condition_matched_log[0]`) !== undefined;

function judgeLogs(policy: Resource): readonly Verdict[] {
  const conditions = blockPaths(policy, "conditions");
  const isLimited = blockPaths(policy, RATE_LIMIT).length > 0;
  const onLog = conditions.filter((condition) => isOnLog(policy, condition));
  if (onLog.length === 0) {
    return isLimited
      ? [violation(policy, `${RATE_LIMIT}: found, ${ALERT_REFUSALS.rateLimitOfMetric.allowed} allowed`)]
      : [];
  }
  return [
    ...(conditions.length > 1
      ? [violation(policy, `conditions: ${conditions.length} found, ${ALERT_REFUSALS.logBesideOthers.allowed} allowed`)]
      : []),
    ...(valueAt(policy, "alert_strategy") === UNKNOWN ? [unknown(policy, "alert_strategy")] : []),
    ...(isLimited || valueAt(policy, "alert_strategy") === UNKNOWN
      ? []
      : [violation(policy, `${RATE_LIMIT}: nothing found, ${ALERT_REFUSALS.logWithoutRateLimit.allowed} needed`)]),
  ];
}

const logs: Rule = {
  id: "alert-log-match",
  kind: "refused",
  severity: "high",
  title: "A condition on lines of the log stands alone, with a rate limit that no other alert has",
  why: "Google answers 400 to two conditions on the log in one policy, to one without a rate limit, and to a rate limit beside a metric.",
  fix: "give each condition on the log a policy of its own with notification_rate_limit, and no other policy one",
  source: ALERT_REFUSALS.logBesideOthers.source,
  check: forEveryResource(ALERT, judgeLogs),
};

/** Whether one argument is unknown, of a condition that is known. */
const isKnownOnlyLater = (policy: Resource, path: string): boolean =>
  valueAt(policy, path) === UNKNOWN && valueAt(policy, path.replace(/\.\w+$/, "")) !== UNKNOWN;

const absence: Rule = {
  id: "alert-absence-duration",
  kind: "refused",
  severity: "high",
  title: "A metric is watched for absence up to 23.5 hours",
  why: "Google answers 400 to an absence of more than 23.5 hours or less than two minutes: what runs once a day needs another alert.",
  fix: "shorten duration, or count what ran by a log metric and alert on a number below one",
  source: ALERT_REFUSALS.absence.source,
  check: forEveryResource(ALERT, (policy) =>
    blockPaths(policy, "conditions")
      .map((condition) => `${condition}.condition_absent[0].duration`)
      .flatMap((path) => {
        if (isKnownOnlyLater(policy, path)) return [unknown(policy, path)];
        const text = textAt(policy, path);
        return text === undefined || !/^\d+s$/.test(text) || isAbsence(parseInt(text, 10))
          ? []
          : [violation(policy, `${path}: "${text}" found, ${ALERT_REFUSALS.absence.allowed} allowed`)];
      }),
  ),
};

/** A metric of Google's as PromQL names it, with the mistake of an underscore where a colon belongs. */
const UNDERSCORED = /\b([a-z][a-z0-9]*(?:_[a-z0-9]+)*_googleapis_com)_([a-z]\w*)/;
/** Labels of answers are written small. */
const LOUD_CLASS = /response_code_class\s*=~?\s*"([1-5]XX)"/;

const promql: Rule = {
  id: "alert-promql-name",
  kind: "no effect",
  severity: "high",
  title: "A query names Google's metrics as PromQL knows them",
  why: "With an underscore instead of the colon, or a class of answers in capitals, the query finds nothing: the alert never fires, or Google refuses it.",
  fix: "write run_googleapis_com:request_count and 5xx",
  source: "https://cloud.google.com/monitoring/promql/promql-mapping",
  check: forEveryResource(ALERT, (policy) =>
    blockPaths(policy, "conditions")
      .map((condition) => `${condition}.condition_prometheus_query_language[0].query`)
      .flatMap((path) => {
        if (isKnownOnlyLater(policy, path)) return [unknown(policy, path)];
        const query = textAt(policy, path) ?? "";
        const [, service, rest] = UNDERSCORED.exec(query) ?? [];
        const [, word] = LOUD_CLASS.exec(query) ?? [];
        return [
          ...(service && rest
            ? [violation(policy, `${path}: ${service}_${rest} found, ${service}:${rest} allowed`)]
            : []),
          ...(word
            ? [violation(policy, `${path}: response_code_class "${word}" found, "${word.toLowerCase()}" allowed`)]
            : []),
        ];
      }),
  ),
};

/** What Google answers 400 to, and what it takes and never finds. */
export const alertRefusedRules: readonly Rule[] = [logs, absence, promql];
