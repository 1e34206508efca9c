import { firstRefusal, invalidArgument, type Refusal } from "../core/answer";
import { param } from "../core/call";
import type { Draft } from "../core/collection";
import {
  asNumber,
  asObject,
  asText,
  durationSeconds,
  pickMembers,
  valueText,
  type Json,
  type JsonObject,
} from "../core/json";
import type { MetricShape } from "../../google/aggregations";
import { checkMetric, filteredMetric, hasResourceType, metricShape } from "./metrics";

const AT = "service_level_indicator";
const DAY = 86_400;

type Fits = (shape: MetricShape) => boolean;

const isNumber = ({ valueType }: MetricShape): boolean => valueType === "INT64" || valueType === "DOUBLE";
const isCounted: Fits = (shape) => isNumber(shape) && shape.kind !== "GAUGE";
const isLevel: Fits = (shape) => isNumber(shape) && shape.kind === "GAUGE";
const isDistribution: Fits = ({ valueType }) => valueType === "DISTRIBUTION";
const isYesOrNo: Fits = ({ valueType }) => valueType === "BOOL";

/**
 * The rules of an indicator: one form, and metrics that fit it
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/services.serviceLevelObjectives#ServiceLevelIndicator). The
 * texts are ours.
 */
export function checkIndicator(draft: Draft, service: JsonObject): Refusal | undefined {
  const indicator = asObject(draft.next.serviceLevelIndicator);
  return checkOneForm(AT, indicator, {
    basicSli: (basic) => checkBasicIndicator(`${AT}.basicSli`, basic, service),
    requestBased: (requests) => checkPerformance(draft, `${AT}.requestBased`, requests),
    windowsBased: (windows) => checkWindows(draft, service, windows),
  });
}

type Form = (value: JsonObject) => Refusal | undefined;

/** Exactly one of some forms must be given, and must pass its own rules. */
function checkOneForm(at: string, value: JsonObject, forms: Readonly<Record<string, Form>>): Refusal | undefined {
  const names = Object.keys(forms);
  const [given, ...more] = Object.keys(pickMembers(value, ...names));
  if (given === undefined || more.length > 0) {
    return invalidArgument(`Field ${at}: exactly one of ${names.join(", ")} is needed.`);
  }
  return forms[given]?.(asObject(value[given]));
}

function checkBasicIndicator(at: string, basic: JsonObject, service: JsonObject): Refusal | undefined {
  if (service.custom !== undefined) return invalidArgument(`Field ${at}: a custom service has no basic indicator.`);
  return checkOneForm(at, basic, {
    availability: () => undefined,
    latency: ({ threshold }) =>
      durationSeconds(threshold) > 0
        ? undefined
        : invalidArgument(
            `Field ${at}.latency.threshold had an invalid value of "${valueText(threshold)}": must be above 0s.`,
          ),
  });
}

const checkPerformance = (draft: Draft, at: string, performance: JsonObject): Refusal | undefined =>
  checkOneForm(at, performance, {
    goodTotalRatio: (ratio) => checkRatio(draft, `${at}.goodTotalRatio`, ratio),
    distributionCut: ({ distributionFilter, range }) =>
      checkFilter(draft, `${at}.distributionCut.distributionFilter`, distributionFilter, isDistribution) ??
      checkRange(`${at}.distributionCut.range`, range),
  });

function checkRatio(draft: Draft, at: string, ratio: JsonObject): Refusal | undefined {
  const filters = Object.entries(pickMembers(ratio, "goodServiceFilter", "badServiceFilter", "totalServiceFilter"));
  return filters.length === 2
    ? firstRefusal(filters.map(([name, filter]) => checkFilter(draft, `${at}.${name}`, filter, isCounted)))
    : invalidArgument(
        `Field ${at}: exactly two of good_service_filter, bad_service_filter, total_service_filter are needed, found ${filters.length}.`,
      );
}

function checkWindows(draft: Draft, service: JsonObject, windows: JsonObject): Refusal | undefined {
  const at = `${AT}.windowsBased`;
  const seconds = durationSeconds(windows.windowPeriod);
  if (!(seconds >= 60 && DAY % seconds === 0)) {
    return invalidArgument(
      `Field ${at}.windowPeriod had an invalid value of "${valueText(windows.windowPeriod)}": must be at least 60s and divide a day.`,
    );
  }
  // The only form that is not an object.
  const { goodBadMetricFilter } = windows;
  const form = typeof goodBadMetricFilter === "string" ? { ...windows, goodBadMetricFilter: {} } : windows;
  return checkOneForm(at, form, {
    goodBadMetricFilter: () => checkFilter(draft, `${at}.goodBadMetricFilter`, goodBadMetricFilter, isYesOrNo),
    goodTotalRatioThreshold: (threshold) =>
      checkOneForm(`${at}.goodTotalRatioThreshold`, threshold, {
        performance: (performance) => checkPerformance(draft, `${at}.goodTotalRatioThreshold.performance`, performance),
        basicSliPerformance: (basic) =>
          checkBasicIndicator(`${at}.goodTotalRatioThreshold.basicSliPerformance`, basic, service),
      }),
    metricMeanInRange: (mean) => checkSeries(draft, `${at}.metricMeanInRange`, mean),
    metricSumInRange: (sum) => checkSeries(draft, `${at}.metricSumInRange`, sum),
  });
}

const checkSeries = (draft: Draft, at: string, { timeSeries, range }: JsonObject): Refusal | undefined =>
  checkFilter(draft, `${at}.timeSeries`, timeSeries, isLevel) ?? checkRange(`${at}.range`, range);

function checkRange(at: string, range: Json | undefined): Refusal | undefined {
  const { min, max } = asObject(range);
  if (min === undefined && max === undefined) return invalidArgument(`Field ${at}: min, max or both are needed.`);
  return asNumber(min ?? -Infinity) < asNumber(max ?? Infinity)
    ? undefined
    : invalidArgument(`Field ${at}: min ${valueText(min)} must be below max ${valueText(max)}.`);
}

function checkFilter({ call }: Draft, at: string, value: Json | undefined, fits: Fits): Refusal | undefined {
  const filter = asText(value);
  const type = filteredMetric(filter);
  if (type === undefined || !hasResourceType(filter)) {
    return invalidArgument(
      `Field ${at} had an invalid value of "${filter}": must name one metric.type and a resource.type.`,
    );
  }
  const project = param(call, "project");
  const shape = metricShape(call.store, project, type);
  return (
    checkMetric(call.store, project, type) ??
    (shape === undefined || fits(shape)
      ? undefined
      : invalidArgument(
          `Field ${at}: metric ${type} of kind ${shape.kind} and value type ${shape.valueType} does not fit.`,
        ))
  );
}
