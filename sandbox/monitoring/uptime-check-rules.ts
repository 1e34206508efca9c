import { UPTIME_MIN_LOCATIONS, UPTIME_PERIODS_SECONDS, UPTIME_TIMEOUT_SECONDS } from "../../google/alerting";
import { firstRefusal, invalidArgument, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asObject, asText, durationSeconds, valueText } from "../core/json";
import { checkUserLabels } from "./user-label-rules";

const { min: SHORTEST, max: LONGEST } = UPTIME_TIMEOUT_SECONDS;

/** Number of checkers in each region. */
const PLACES: ReadonlyMap<string, number> = new Map([
  ["USA", 3],
  ["EUROPE", 1],
  ["SOUTH_AMERICA", 1],
  ["ASIA_PACIFIC", 1],
  ["USA_OREGON", 1],
  ["USA_IOWA", 1],
  ["USA_VIRGINIA", 1],
]);

const fieldRefusal = (name: string, found: unknown, allowed: string): Refusal =>
  invalidArgument(`Field uptime_check_config.${name} had an invalid value of "${asText(found)}": ${allowed}.`);

/**
 * The rules of an uptime check (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.uptimeCheckConfigs).
 * The texts are ours.
 */
export const checkUptime = (draft: Draft): Refusal | undefined => firstRefusal(CHECKS.map((check) => check(draft)));

function checkTimes({ next }: Draft): Refusal | undefined {
  if (!UPTIME_PERIODS_SECONDS.includes(durationSeconds(next.period))) {
    return fieldRefusal(
      "period",
      next.period,
      `must be one of ${UPTIME_PERIODS_SECONDS.map((seconds) => `${seconds}s`).join(", ")}`,
    );
  }
  const timeout = durationSeconds(next.timeout);
  return timeout >= SHORTEST && timeout <= LONGEST
    ? undefined
    : fieldRefusal("timeout", next.timeout, `must be between ${SHORTEST}s and ${LONGEST}s`);
}

function checkRegions({ next }: Draft): Refusal | undefined {
  const regions = asList(next.selectedRegions).map(asText);
  const places = regions.reduce((sum, region) => sum + (PLACES.get(region) ?? 0), 0);
  return regions.length > 0 && places < UPTIME_MIN_LOCATIONS
    ? fieldRefusal(
        "selected_regions",
        regions.join(", "),
        `must be at least ${UPTIME_MIN_LOCATIONS} places, and are ${places}`,
      )
    : undefined;
}

function checkTarget({ next }: Draft): Refusal | undefined {
  if (asText(next.displayName) === "") return fieldRefusal("display_name", "", "must not be empty");
  if ((next.httpCheck === undefined) === (next.tcpCheck === undefined)) {
    return fieldRefusal("check_request_type", "", "must be one of http_check, tcp_check");
  }
  const { type, labels } = asObject(next.monitoredResource);
  if (type !== "uptime_url") return undefined;
  const { host } = asObject(labels);
  return /^[a-z0-9.-]+$/i.test(asText(host))
    ? undefined
    : fieldRefusal("monitored_resource.labels.host", host, "must be a host without scheme or path");
}

function checkHttp({ next }: Draft): Refusal | undefined {
  if (next.httpCheck === undefined) return undefined;
  const { requestMethod, headers, port } = asObject(next.httpCheck);
  if (!["GET", "POST"].includes(asText(requestMethod))) {
    return fieldRefusal("http_check.request_method", requestMethod, "must be GET or POST");
  }
  if (Object.keys(asObject(headers)).length > 100) return fieldRefusal("http_check.headers", "", "at most 100 headers");
  return Number.isInteger(port) && Number(port) >= 1 && Number(port) <= 65_535
    ? undefined
    : fieldRefusal("http_check.port", valueText(port), "must be between 1 and 65535");
}

function checkMatchers({ next }: Draft): Refusal | undefined {
  const long = asList(next.contentMatchers).some((each) => Buffer.byteLength(asText(asObject(each).content)) > 1024);
  return long ? fieldRefusal("content_matchers.content", "", "at most 1024 bytes") : undefined;
}

const CHECKS: readonly ((draft: Draft) => Refusal | undefined)[] = [
  checkTarget,
  checkTimes,
  checkRegions,
  checkHttp,
  checkMatchers,
  ({ next }) => checkUserLabels("uptime_check_config", next.userLabels),
];
