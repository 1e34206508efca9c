import { BACKEND_ROWS } from "../../../google/hardened/load-balancer";
import { judgeHardened } from "../../core/hardened";
import { forEveryResource, isOneOf, judgeValue } from "../../core/judge";
import { textAt } from "../../core/resource";
import type { SpecRule } from "../../core/rule";
import { BACKEND_SERVICE, forEveryServerless } from "../google/edge/serverless-backends";

const timeout: SpecRule = {
  id: "lb-backend-timeout-declared",
  kind: "house",
  severity: "high",
  title: "The timeout of a backend service in front of a serverless NEG is declared",
  why: "Where the value is left out, no plan shows a change by hand.",
  fix: `set timeout_sec to ${BACKEND_ROWS.timeoutSec.value}; how long a request or a socket may last is Cloud Run's request timeout`,
  yieldsTo: ["lb-backend-timeout"],
  check: forEveryServerless((backend) => judgeHardened(backend, BACKEND_ROWS.timeoutSec)),
};

const draining: SpecRule = {
  id: "lb-draining",
  kind: "house",
  severity: "medium",
  title: `Connection draining is ${BACKEND_ROWS.drainingTimeoutSec.value} s, and declared`,
  why: "It is the remediation plan's value; left out, a change by hand is invisible.",
  fix: `set connection_draining_timeout_sec to ${BACKEND_ROWS.drainingTimeoutSec.value}`,
  yieldsTo: ["lb-draining-bounds"],
  check: forEveryResource(BACKEND_SERVICE, (backend) => judgeHardened(backend, BACKEND_ROWS.drainingTimeoutSec)),
};

const affinity: SpecRule = {
  id: "lb-affinity-declared",
  kind: "house",
  severity: "medium",
  title: "That a backend service in front of a serverless NEG has no session affinity is declared",
  why: "Where the value is left out, no plan shows a change by hand, and whoever made it believes that it acts.",
  fix: `set session_affinity to "${BACKEND_ROWS.sessionAffinity.value}"`,
  yieldsTo: ["lb-affinity"],
  check: forEveryServerless((backend) =>
    judgeValue(
      backend,
      BACKEND_ROWS.sessionAffinity.path,
      isOneOf(BACKEND_ROWS.sessionAffinity.value),
      `"${BACKEND_ROWS.sessionAffinity.value}"`,
    ),
  ),
};

const protocol: SpecRule = {
  id: "lb-protocol-declared",
  kind: "house",
  severity: "high",
  title: "The protocol in front of a serverless NEG is declared",
  why: "Where the value is left out, no plan shows a change by hand, and HTTP/2 there ends every WebSocket.",
  fix: `set protocol to ${BACKEND_ROWS.protocol.value}`,
  yieldsTo: ["lb-protocol"],
  check: forEveryServerless((backend) =>
    judgeValue(backend, BACKEND_ROWS.protocol.path, isOneOf("HTTP", "HTTPS"), '"HTTP" or "HTTPS"'),
  ),
};

const logging: SpecRule = {
  id: "lb-logging",
  kind: "house",
  severity: "medium",
  title: "Backend services log every request",
  why: "Without the log nothing tells whether a 502 came from the load balancer or from Cloud Run, nor what a WAF rule in preview would block; and alerts and objectives count users by it.",
  fix: "set log_config.enable to true and sample_rate to 1",
  check: forEveryResource(BACKEND_SERVICE, (backend) => {
    if (textAt(backend, "load_balancing_scheme") === "INTERNAL_SELF_MANAGED") return [];
    const enabled = judgeHardened(backend, BACKEND_ROWS.logging);
    if (enabled.length > 0) return enabled;
    return judgeValue(backend, "log_config[0].sample_rate", isOneOf(1), "1");
  }),
};

/** What our backend services declare, also where it is Google's default. */
export const backendServiceRules: readonly SpecRule[] = [timeout, draining, affinity, protocol, logging];
