import { LOAD_BALANCING_REFUSALS as REFUSALS, firstTwice } from "../../../../google/refusals/load-balancing";
import { MAX_DRAINING_SECONDS } from "../../../../google/load-balancing";
import { BACKEND_ROWS } from "../../../../google/hardened/load-balancer";
import { judgeHardened } from "../../../core/hardened";
import { UNKNOWN, blockPaths, valueAt } from "../../../core/resource";
import { isOneOf, forEveryResource, judgeValue, judgeWhere, numberOf, type Known } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { customHeaders } from "./custom-headers";
import { regionOf } from "../../../core/relations/link";
import { BACKEND_SERVICE, forEveryServerless, groupKind, isServerless, negsAt } from "./serverless-backends";

const SERVERLESS_LIMITS = "https://cloud.google.com/load-balancing/docs/negs/serverless-neg-concepts#limitations";

/** The API answers "not set" as zero, empty text or an empty list. */
const isUnset = (value: Known): boolean =>
  value === undefined || value === 0 || value === "" || (Array.isArray(value) && value.length === 0);

const timeout: Rule = {
  id: "lb-backend-timeout",
  kind: "refused",
  severity: "high",
  title: "The timeout of a backend service in front of a serverless NEG is 30 s",
  why: "Google refuses every other value there at apply (incident 3); it bounds no request, Cloud Run's request timeout does.",
  fix: `set timeout_sec to ${BACKEND_ROWS.timeoutSec.value}; how long a request or a socket may last is Cloud Run's request timeout`,
  source: BACKEND_ROWS.timeoutSec.source,
  check: forEveryServerless((backend) => judgeHardened(backend, BACKEND_ROWS.timeoutSec, undefined)),
};

const draining: Rule = {
  id: "lb-draining-bounds",
  kind: "refused",
  severity: "medium",
  title: "Connection draining is within Google's bounds",
  why: "Google refuses another value at apply; the provider does not check.",
  fix: `set connection_draining_timeout_sec to 0 to ${MAX_DRAINING_SECONDS}`,
  source: BACKEND_ROWS.drainingTimeoutSec.source,
  check: forEveryResource(BACKEND_SERVICE, (backend) => {
    return judgeValue(
      backend,
      BACKEND_ROWS.drainingTimeoutSec.path,
      (value) => value === undefined || REFUSALS.draining.accepts({ seconds: numberOf(value) }),
      REFUSALS.draining.allowed,
    );
  }),
};

const healthCheck: Rule = {
  id: "lb-health-check",
  kind: "refused",
  severity: "high",
  title: "A backend service in front of a serverless NEG has no health check",
  why: "Google refuses one there (incident 3); what protects from a broken revision is Cloud Run's startup probe.",
  fix: "remove health_checks and give the Cloud Run service a startup probe",
  source: SERVERLESS_LIMITS,
  check: forEveryServerless((backend) => judgeValue(backend, "health_checks", isUnset, "none")),
};

const affinity: Rule = {
  id: "lb-affinity",
  kind: "no effect",
  severity: "medium",
  title: "A backend service in front of a serverless NEG has no session affinity and no locality policy",
  why: "Google accepts both there and ignores them: sockets that depend on them find another instance.",
  fix: 'set session_affinity to "NONE", remove the rest, and use Cloud Run\'s own session affinity',
  source: BACKEND_ROWS.sessionAffinity.source,
  check: forEveryServerless((backend) => [
    ...judgeValue(
      backend,
      BACKEND_ROWS.sessionAffinity.path,
      (value) => value === BACKEND_ROWS.sessionAffinity.value || isUnset(value),
      `"${BACKEND_ROWS.sessionAffinity.value}"`,
    ),
    ...["affinity_cookie_ttl_sec", "locality_lb_policy", "locality_lb_policies"].flatMap((path) =>
      judgeValue(backend, path, isUnset, "none"),
    ),
  ]),
};

const portName: Rule = {
  id: "lb-port-name",
  kind: "refused",
  severity: "high",
  title: 'The port name in front of a serverless NEG is "http", declared where the protocol is HTTPS',
  why: 'Google refuses any other name there, and infers "https" from the protocol where it is left out.',
  fix: `set port_name to "${BACKEND_ROWS.portName.value}"`,
  source: BACKEND_ROWS.portName.source,
  check: forEveryServerless((backend) => {
    const protocol = valueAt(backend, BACKEND_ROWS.protocol.path);
    const { path, value: wanted } = BACKEND_ROWS.portName;
    if (valueAt(backend, path) === undefined && protocol === UNKNOWN)
      return [unknown(backend, BACKEND_ROWS.protocol.path)];
    return judgeValue(
      backend,
      path,
      (value) => value === wanted || (isUnset(value) && protocol !== "HTTPS"),
      `"${wanted}"`,
    );
  }),
};

const protocol: Rule = {
  id: "lb-protocol",
  kind: "refused",
  severity: "high",
  title: "The protocol in front of a serverless NEG is HTTP or HTTPS",
  why: "The load balancer upgrades to WebSocket only over these two.",
  fix: `set protocol to ${BACKEND_ROWS.protocol.value}`,
  source: "https://cloud.google.com/load-balancing/docs/https#websocket_support",
  check: forEveryServerless((backend) =>
    judgeValue(backend, BACKEND_ROWS.protocol.path, isOneOf("HTTP", "HTTPS", undefined), '"HTTP" or "HTTPS"'),
  ),
};

const iapOrCdn: Rule = {
  id: "lb-iap-cdn",
  kind: "refused",
  severity: "high",
  title: "Identity-Aware Proxy and Cloud CDN are not on one backend service",
  why: "Google refuses the two together at apply; the provider does not check.",
  fix: "disable one of them, or give each its own backend service",
  source: BACKEND_ROWS.iap.source,
  check: forEveryResource(BACKEND_SERVICE, (backend) => {
    const paths = [BACKEND_ROWS.iap.path, "enable_cdn"];
    const values = paths.map((path) => valueAt(backend, path));
    if (!values.every((value) => value === true || value === UNKNOWN)) return [];
    const [unknownPath] = paths.filter((path) => valueAt(backend, path) === UNKNOWN);
    return unknownPath !== undefined
      ? [unknown(backend, unknownPath)]
      : [violation(backend, "iap[0].enabled and enable_cdn: both true found, one of them allowed")];
  }),
};

/** Success rates are counted for each endpoint, and a serverless NEG has one. */
const UNSUPPORTED_OUTLIERS = [
  "enforcing_success_rate",
  "success_rate_minimum_hosts",
  "success_rate_request_volume",
  "success_rate_stdev_factor",
] as const;

const outliers: Rule = {
  id: "lb-outlier-detection",
  kind: "refused",
  severity: "high",
  title: "Outlier detection in front of a serverless NEG counts errors only",
  why: "Google refuses its success-rate fields there at apply; the provider does not check.",
  fix: "keep consecutive errors, interval and ejection time, and remove the success-rate fields",
  source: SERVERLESS_LIMITS,
  check: forEveryServerless((backend) =>
    UNSUPPORTED_OUTLIERS.flatMap((name) => judgeValue(backend, `outlier_detection[0].${name}`, isUnset, "none")),
  ),
};

const cache: Rule = {
  id: "lb-cache-mode",
  kind: "exposed",
  severity: "high",
  title: "Answers of a service are cached only where they say that they may be",
  why: "FORCE_CACHE_ALL keeps answers that hold a user's data, and gives them to the next one.",
  fix: "set cdn_policy.cache_mode to USE_ORIGIN_HEADERS or CACHE_ALL_STATIC",
  check: forEveryResource(BACKEND_SERVICE, (backend) =>
    judgeWhere(backend, "enable_cdn", true, () =>
      judgeValue(
        backend,
        "cdn_policy[0].cache_mode",
        (mode) => mode !== "FORCE_CACHE_ALL",
        "USE_ORIGIN_HEADERS or CACHE_ALL_STATIC",
      ),
    ),
  ),
};

const negRegions: Rule = {
  id: "lb-neg-regions",
  kind: "refused",
  severity: "high",
  title: "A backend service has at most one serverless NEG a region, and nothing else beside them",
  why: "Google refuses a second serverless NEG of a region and a mix with other groups at apply.",
  fix: "give each Cloud Run service its own backend service",
  source: SERVERLESS_LIMITS,
  check: forEveryResource(BACKEND_SERVICE, (backend, estate): readonly Verdict[] => {
    if (valueAt(backend, "backend") === UNKNOWN) return [unknown(backend, "backend")];
    const blocks = blockPaths(backend, "backend");
    const kinds = blocks.map((block) => groupKind(estate, backend, block));
    if (blocks.length < 2 || !kinds.includes("serverless")) return [];
    const serverless = kinds.filter((kind) => kind !== "other").length;
    if (!REFUSALS.serverlessMixed.accepts({ groups: kinds.length, serverless })) {
      return [violation(backend, "backend: serverless NEGs and other groups found, one kind allowed")];
    }
    const regions = blocks.map((block) => {
      const [neg, ...others] = negsAt(estate, backend, block).filter(isServerless);
      return neg && others.length === 0 ? regionOf(neg) : undefined;
    });
    if (!REFUSALS.serverlessRegions.accepts({ regions })) {
      const twice = firstTwice(regions.filter((region) => region !== undefined));
      return [violation(backend, `backend: two serverless NEGs of ${twice} found, one a region allowed`)];
    }
    const open = regions.indexOf(undefined);
    return open >= 0 ? [unknown(backend, `${blocks[open]}.group`)] : [];
  }),
};

export const backendServiceRules: readonly Rule[] = [
  timeout,
  draining,
  healthCheck,
  affinity,
  portName,
  protocol,
  customHeaders,
  iapOrCdn,
  negRegions,
  outliers,
  cache,
];
