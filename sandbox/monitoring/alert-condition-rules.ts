import { ALERT_REFUSALS, isAbsence } from "../../google/alert-refusals";
import { invalidArgument, notFound, type Refusal } from "../core/answer";
import { param } from "../core/call";
import type { Draft } from "../core/collection";
import { asObject, asText, durationSeconds, valueText, type Json, type JsonObject } from "../core/json";
import { pathByProjectId } from "../core/projects";
import { checkAggregations, checkGrouping } from "./aggregation-rules";
import {
  checkMetric,
  filteredChecks,
  filteredMetric,
  filteredObjective,
  hasResourceType,
  metricShape,
} from "./metrics";

/** Kinds of conditions, as Google's JSON and its messages call them. */
const KINDS = [
  ["conditionThreshold", "condition_threshold"],
  ["conditionAbsent", "condition_absent"],
  ["conditionMatchedLog", "condition_matched_log"],
  ["conditionMonitoringQueryLanguage", "condition_monitoring_query_language"],
  ["conditionPrometheusQueryLanguage", "condition_prometheus_query_language"],
  ["conditionSql", "condition_sql"],
] as const;

/** The two comparisons that Google supports of the eight that its API names. */
const COMPARISONS = ["COMPARISON_GT", "COMPARISON_LT"];

/** A threshold is passed for less than this before the condition holds, seconds. */
const MOST_DURATION = 86_400;

/** The rules of one condition of an alert policy. Queries are not read. */
export function checkCondition(draft: Draft, value: Json, index: number): Refusal | undefined {
  const condition = asObject(value);
  const at = `alert_policy.conditions[${index}]`;
  const given = KINDS.filter(([kind]) => condition[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1) {
    return invalidArgument(
      `Field ${at}.condition_case had an invalid value of "${given.length}": Condition subtype (e.g. "condition_absent","condition_threshold", etc.) is absent or unknown.`,
    );
  }
  const [member, name] = kind;
  const body = asObject(condition[member]);
  if (member === "conditionThreshold") return checkThreshold(draft, `${at}.${name}`, body);
  if (member === "conditionAbsent") return checkAbsence(draft, `${at}.${name}`, body);
  return member === "conditionMatchedLog" && asText(body.filter).trim() === ""
    ? invalidArgument(`Field ${at}.${name}.filter had an invalid value of "": must not be empty`)
    : undefined;
}

function checkThreshold(draft: Draft, at: string, condition: JsonObject): Refusal | undefined {
  if (!COMPARISONS.includes(asText(condition.comparison))) {
    return invalidArgument(
      `Field ${at}.comparison had an invalid value of "${asText(condition.comparison)}": must be COMPARISON_GT or COMPARISON_LT.`,
    );
  }
  const duration = condition.duration === undefined ? 0 : durationSeconds(condition.duration);
  if (!(duration % 60 === 0 && duration < MOST_DURATION)) {
    return invalidArgument(
      `Field ${at}.duration had an invalid value of "${valueText(condition.duration)}": must be a multiple of 60s and less than ${MOST_DURATION}s.`,
    );
  }
  const { filter, aggregations, denominatorFilter, denominatorAggregations } = condition;
  return (
    checkGrouping(aggregations) ??
    checkGrouping(denominatorAggregations) ??
    checkSeries(draft, `${at}.`, filter, aggregations) ??
    (denominatorFilter === undefined
      ? undefined
      : checkSeries(draft, `${at}.denominator_`, denominatorFilter, denominatorAggregations))
  );
}

function checkAbsence(draft: Draft, at: string, condition: JsonObject): Refusal | undefined {
  return isAbsence(durationSeconds(condition.duration))
    ? checkSeries(draft, `${at}.`, condition.filter, condition.aggregations)
    : invalidArgument(
        `Field ${at}.duration had an invalid value of "${valueText(condition.duration)}": ${ALERT_REFUSALS.absence.text}`,
      );
}

/**
 * The rules of a filter and its aggregations. The texts on the filter are Google's, from public reports.
 *
 * @param at - prefix of both members' names in messages
 */
function checkSeries(
  { call }: Draft,
  at: string,
  value: Json | undefined,
  aggregations: Json | undefined,
): Refusal | undefined {
  const { store } = call;
  const filter = asText(value);
  const objective = filteredObjective(filter);
  if (objective !== undefined) {
    return store.get(`monitoring/${pathByProjectId(store, objective)}`) === undefined
      ? notFound(`The service level objective '${objective}' was not found.`)
      : undefined;
  }
  const type = filteredMetric(filter);
  if (type === undefined)
    return filterRefusal(`${at}filter`, filter, 'must specify a restriction on "metric.type" in the filter');
  if (!hasResourceType(filter)) {
    return filterRefusal(
      `${at}filter`,
      filter,
      'must specify a restriction on "resource.type" in the filter; see "https://cloud.google.com/monitoring/api/resources" for a list of available resource types.',
    );
  }
  const project = param(call, "project");
  return (
    checkMetric(store, project, type) ??
    filteredChecks(filter)
      .filter((id) => store.get(`monitoring/projects/${project}/uptimeCheckConfigs/${id}`) === undefined)
      .map((id) => notFound(`The uptime check 'projects/${project}/uptimeCheckConfigs/${id}' was not found.`))[0] ??
    checkAggregations(`${at}aggregations`, aggregations, metricShape(store, project, type))
  );
}

const filterRefusal = (at: string, filter: string, problem: string): Refusal =>
  invalidArgument(`Field ${at} had an invalid value of "${filter}": ${problem}`);
