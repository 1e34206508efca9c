import { MAX_DRAINING_SECONDS } from "../load-balancing";
import { refusalRow } from "./row";

const SERVERLESS = "https://cloud.google.com/load-balancing/docs/negs/serverless-neg-concepts";
const URL_MAPS = "https://cloud.google.com/load-balancing/docs/url-map-concepts";
const ARMOR = "https://cloud.google.com/compute/docs/reference/rest/v1/securityPolicies";

/** The first of some values that stands twice; undefined where each stands once. */
export const firstTwice = <T>(values: readonly T[]): T | undefined =>
  values.find((value, index) => values.indexOf(value) !== index);

/** Whether an action counts requests; options of a rate limit belong to such actions alone. */
export const countsRequests = (action: unknown): boolean => action === "throttle" || action === "rate_based_ban";

/** What Compute Engine refuses of backend services, url maps and security policies. */
export const LOAD_BALANCING_REFUSALS = {
  draining: refusalRow<{ readonly seconds: number }>({
    accepts: ({ seconds }) => seconds >= 0 && seconds <= MAX_DRAINING_SECONDS,
    text: ({ seconds }) =>
      `'${seconds}'. Must be greater than or equal to 0 and less than or equal to ${MAX_DRAINING_SECONDS}`,
    allowed: `0 to ${MAX_DRAINING_SECONDS}`,
    source: "https://cloud.google.com/load-balancing/docs/enabling-connection-draining",
  }),
  serverlessMixed: refusalRow<{ readonly groups: number; readonly serverless: number }>({
    accepts: ({ groups, serverless }) => serverless === 0 || serverless === groups,
    text: () => "''. Serverless network endpoint groups cannot be mixed with other backends.",
    allowed: "one kind",
    source: SERVERLESS,
  }),
  serverlessRegions: refusalRow<{ readonly regions: readonly (string | undefined)[] }>({
    accepts: ({ regions }) => firstTwice(regions.filter((region) => region !== undefined)) === undefined,
    text: () => "''. A backend service can have one serverless network endpoint group per region.",
    allowed: "one a region",
    source: SERVERLESS,
  }),
  hosts: refusalRow<{ readonly hosts: readonly string[] }>({
    accepts: ({ hosts }) => firstTwice(hosts) === undefined,
    text: ({ hosts }) => `'${firstTwice(hosts) ?? ""}'. The host is in more than one host rule.`,
    allowed: "each host once",
    source: URL_MAPS,
  }),
  pathMatcher: refusalRow<{ readonly name: string; readonly declared: readonly (string | undefined)[] }>({
    accepts: ({ name, declared }) => declared.includes(name),
    text: ({ name }) => `'${name}'. Path matcher not found.`,
    allowed: "a declared one",
    source: URL_MAPS,
  }),
  priorities: refusalRow<{ readonly priorities: readonly number[] }>({
    accepts: ({ priorities }) => firstTwice(priorities) === undefined,
    text: ({ priorities }) => `Cannot have rules with the same priorities: ${firstTwice(priorities) ?? ""}.`,
    allowed: "each priority once",
    source: ARMOR,
  }),
  rateLimit: refusalRow<{ readonly action: string; readonly hasOptions: boolean }>({
    accepts: ({ action, hasOptions }) => countsRequests(action) === hasOptions,
    text: ({ action }) =>
      `Rate limit options are required with, and only with, throttle and rate_based_ban; found action '${action}'.`,
    allowed: "rate_limit_options with throttle and rate_based_ban, and with no other action",
    source: ARMOR,
  }),
} as const;
