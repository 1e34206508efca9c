import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, blockPaths, listAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";

const KEY = "google_apikeys_key";
const RESTRICTIONS = "restrictions[0]";

const apis: Rule = {
  id: "api-key-any-api",
  kind: "exposed",
  severity: "medium",
  title: "An API key names the APIs that it is for",
  why: "Whoever finds it, and a key in a browser or an app is found, calls every API of the project that takes keys, and the project pays.",
  fix: "add restrictions.api_targets",
  source: "https://cloud.google.com/docs/authentication/api-keys#securing",
  check: forEveryResource(KEY, (key) => {
    if (valueAt(key, "restrictions") === UNKNOWN) return [unknown(key, "restrictions")];
    const targets = `${RESTRICTIONS}.api_targets`;
    if (valueAt(key, targets) === UNKNOWN) return [unknown(key, targets)];
    return blockPaths(key, targets).length > 0 ? [] : [violation(key, `${targets}: nothing found, an API needed`)];
  }),
};

/** Blocks that say who may use a key. */
const CLIENTS = [
  "browser_key_restrictions",
  "server_key_restrictions",
  "android_key_restrictions",
  "ios_key_restrictions",
] as const;

/** A page that anybody can serve: every one, or one on the reader's own machine. */
const ANY_PAGE = /^(\*|\*\/\*|https?:\/\/\*(\/\*)?|(https?:\/\/)?(localhost|127\.0\.0\.1)(:[\d*]+)?(\/\*?)?)$/;

function judgeClients(key: Resource): readonly Verdict[] {
  if (valueAt(key, "restrictions") === UNKNOWN) return [unknown(key, "restrictions")];
  const found = CLIENTS.filter((block) => valueAt(key, `${RESTRICTIONS}.${block}[0]`) !== undefined);
  if (found.length === 0) {
    return [violation(key, `${RESTRICTIONS}: nobody named who may use the key, pages, addresses or apps needed`)];
  }
  const referrers = `${RESTRICTIONS}.browser_key_restrictions[0].allowed_referrers`;
  return listAt(key, referrers).some((page) => typeof page === "string" && ANY_PAGE.test(page))
    ? [violation(key, `${referrers}: a page that anybody can serve found, pages of one's own allowed`)]
    : [];
}

const clients: Rule = {
  id: "api-key-any-client",
  kind: "exposed",
  severity: "low",
  title: "An API key names who may use it",
  why: "A key that is copied out of a page works from anywhere, and its quota and its bill are the project's.",
  fix: "add browser_key_restrictions, server_key_restrictions, android_key_restrictions or ios_key_restrictions",
  source: "https://cloud.google.com/docs/authentication/api-keys#securing",
  yieldsTo: ["api-key-any-api"],
  check: forEveryResource(KEY, judgeClients),
};

/** What a key that everybody can copy opens. */
export const apiKeyRules: readonly Rule[] = [apis, clients];
