import { invalidArgument, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asObject, asText, durationSeconds, valueText, type JsonObject } from "../core/json";
import { checkIndicator } from "./indicator-rules";
import { checkUserLabels } from "./user-label-rules";

const DAY = 86_400;
const CALENDAR = ["DAY", "WEEK", "FORTNIGHT", "MONTH"];

/** Labels that a basic service needs, by its type. */
const LABELS: ReadonlyMap<string, readonly string[]> = new Map([
  ["CLOUD_RUN", ["service_name", "location"]],
  ["APP_ENGINE", ["module_id"]],
  ["CLOUD_ENDPOINTS", ["service"]],
]);

/**
 * The rules of a service: an id and one form (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/services). The
 * texts are ours.
 */
export function checkMonitoredService({ id, next }: Draft): Refusal | undefined {
  if (!/^[a-zA-Z0-9_-]{1,63}$/.test(id)) {
    return invalidArgument(`Field service_id had an invalid value of "${id}": letters, digits, _ and -, at most 63.`);
  }
  const { custom, basicService } = next;
  if ((custom === undefined) === (basicService === undefined)) {
    return invalidArgument("Field service.identifier: one of custom, basic_service is needed.");
  }
  const { serviceType, serviceLabels } = asObject(basicService);
  const missing = (LABELS.get(asText(serviceType)) ?? []).find(
    (label) => asText(asObject(serviceLabels)[label]) === "",
  );
  if (basicService !== undefined && asText(serviceType) === "") {
    return invalidArgument('Field service.basic_service.service_type had an invalid value of "": must not be empty.');
  }
  return missing === undefined
    ? checkUserLabels("service", next.userLabels)
    : invalidArgument(`Field service.basic_service.service_labels: ${asText(serviceType)} needs ${missing}.`);
}

/** The rules of a service level objective. The texts are ours. */
export function checkObjective(draft: Draft): Refusal | undefined {
  const { call, path, next } = draft;
  const service = path.split("/").slice(0, 4).join("/");
  const stored = asObject(call.store.get(`monitoring/${service}`));
  return (
    checkGoal(next) ??
    checkPeriod(next) ??
    checkIndicator(draft, stored) ??
    checkUserLabels("service_level_objective", next.userLabels)
  );
}

function checkGoal({ goal }: JsonObject): Refusal | undefined {
  return typeof goal === "number" && goal > 0 && goal <= 0.9999
    ? undefined
    : invalidArgument(
        `Field service_level_objective.goal had an invalid value of "${valueText(goal)}": must be above 0 and at most 0.9999.`,
      );
}

function checkPeriod({ rollingPeriod, calendarPeriod }: JsonObject): Refusal | undefined {
  if ((rollingPeriod === undefined) === (calendarPeriod === undefined)) {
    return invalidArgument("Field service_level_objective.period: one of rolling_period, calendar_period is needed.");
  }
  if (rollingPeriod === undefined) {
    return CALENDAR.includes(asText(calendarPeriod))
      ? undefined
      : invalidArgument(
          `Field service_level_objective.calendar_period had an invalid value of "${valueText(calendarPeriod)}": must be one of ${CALENDAR.join(", ")}.`,
        );
  }
  const days = durationSeconds(rollingPeriod) / DAY;
  return Number.isInteger(days) && days >= 1 && days <= 30
    ? undefined
    : invalidArgument(
        `Field service_level_objective.rolling_period had an invalid value of "${valueText(rollingPeriod)}": must be 1 to 30 whole days.`,
      );
}
