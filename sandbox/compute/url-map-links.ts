/** Links of a route action: what it weighs requests over, and what it sends a copy to. */
const ACTION_LINKS = ["weightedBackendServices[].backendService", "requestMirrorPolicy.backendService"] as const;

/** Links beside a default service. */
const DEFAULT_LINKS = [
  "defaultService",
  ...ACTION_LINKS.map((link) => `defaultRouteAction.${link}`),
  "defaultCustomErrorResponsePolicy.errorService",
];

/** Links of a rule on paths or routes. */
const RULE_LINKS = [
  "service",
  ...ACTION_LINKS.map((link) => `routeAction.${link}`),
  "customErrorResponsePolicy.errorService",
];

/**
 * Paths in a URL map of every link to what answers requests: a backend service or a backend bucket
 * (https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps).
 */
export const ANSWERING_LINKS: readonly string[] = [
  ...DEFAULT_LINKS,
  ...DEFAULT_LINKS.map((link) => `pathMatchers[].${link}`),
  ...["pathRules", "routeRules"].flatMap((rules) => RULE_LINKS.map((link) => `pathMatchers[].${rules}[].${link}`)),
];

/** Paths of every link of a URL map; its tests name what should answer. */
export const URL_MAP_LINKS: readonly string[] = [...ANSWERING_LINKS, "tests[].service"];
