import { UNKNOWN, blockPaths, referencesAt, valueAt, type Resource, listAt } from "../../../core/resource";
import { forEveryResource } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";

export const URL_MAP = "google_compute_url_map";
export const HTTPS_PROXY = "google_compute_target_https_proxy";

/** The known texts of a list at a path. */
export const textsAt = (resource: Resource, path: string): readonly string[] =>
  listAt(resource, path).filter((item) => typeof item === "string");

/** Hosts of a url map's host rules, in lower case. */
export const hostsOf = (map: Resource): readonly string[] =>
  blockPaths(map, "host_rule").flatMap((rule) => textsAt(map, `${rule}.hosts`).map((host) => host.toLowerCase()));

/** The first part of a url map's host table that is not known. */
export function unknownHosts(map: Resource): string | undefined {
  if (valueAt(map, "host_rule") === UNKNOWN) return "host_rule";
  return blockPaths(map, "host_rule")
    .map((rule) => `${rule}.hosts`)
    .find((path) => valueAt(map, path) === UNKNOWN || listAt(map, path).includes(UNKNOWN));
}

/** Judges one default, of a map or of a path matcher: the prefix is where it stands. */
function judgeDefault(map: Resource, prefix: string): readonly Verdict[] {
  const service = valueAt(map, `${prefix}default_service`);
  const redirect = valueAt(map, `${prefix}default_url_redirect[0]`);
  if (service === undefined || service === "" || redirect === undefined) return [];
  if (redirect === UNKNOWN) return [unknown(map, `${prefix}default_url_redirect`)];
  // A reference to a resource always yields a link; any other expression may yield nothing.
  const isLink = referencesAt(map, `${prefix}default_service`).some((address) => !/(^|\.)local\./.test(address));
  if (service === UNKNOWN && !isLink) {
    return [unknown(map, `${prefix}default_service`)];
  }
  return [violation(map, `${prefix}default_service: found beside default_url_redirect, one of them allowed`)];
}

const oneDefault: Rule = {
  id: "lb-url-map-default",
  kind: "refused",
  severity: "high",
  title: "A url map, and each of its path matchers, has a default service or a default redirect, not both",
  why: "Google refuses both together at apply; the provider sees it only where both are known.",
  fix: "remove default_service or default_url_redirect",
  source: "https://cloud.google.com/load-balancing/docs/url-map-concepts",
  check: forEveryResource(URL_MAP, (map) =>
    ["", ...blockPaths(map, "path_matcher").map((matcher) => `${matcher}.`)].flatMap((prefix) =>
      judgeDefault(map, prefix),
    ),
  ),
};

export const urlMapRules: readonly Rule[] = [oneDefault];
