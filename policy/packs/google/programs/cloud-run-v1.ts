import { DEFAULT_REQUEST_TIMEOUT_SECONDS, MAX_REQUEST_TIMEOUT_SECONDS } from "../../../../google/cloud-run";
import { isBetween, forEveryResource, judgeValue, numberOf } from "../../../core/judge";
import { milder, type Rule } from "../../../core/rule";
import { RUN_V1, hasGuardedBackend, servicesBehindLoadBalancer } from "./cloud-run";
import { REVISION_ANNOTATIONS, judgeAnnotation, judgeIngressAnnotation } from "./cloud-run-annotations";
import { isSocketService } from "./variable";

const TIMEOUT = "template[0].spec[0].timeout_seconds";

const ingress: Rule = {
  id: "run-v1-ingress",
  kind: "exposed",
  severity: "critical",
  abroad: "high",
  title: "A Cloud Run service of version 1 behind a load balancer is reached through it only",
  why: "The annotation's default is `all`: the run.app address bypasses the load balancer with Cloud Armor's rate limit and WAF.",
  fix: "annotate the service with run.googleapis.com/ingress internal-and-cloud-load-balancing",
  source: "https://cloud.google.com/run/docs/securing/ingress",
  check: forEveryResource(RUN_V1, (service, estate) => {
    if (!servicesBehindLoadBalancer(estate).has(service)) return [];
    const verdicts = judgeIngressAnnotation(service);
    return hasGuardedBackend(estate) ? verdicts : milder("medium", verdicts);
  }),
};

const egress: Rule = {
  id: "run-v1-egress",
  kind: "down",
  severity: "high",
  title: "Only private ranges of a version 1 service leave through the VPC, unless it has a NAT",
  why: "With all-traffic and no NAT the sockets of Cloud SQL and every outside host are cut off.",
  fix: "annotate run.googleapis.com/vpc-access-egress private-ranges-only, or declare a NAT in the region first",
  source: "https://cloud.google.com/run/docs/configuring/vpc-connectors#egress",
  check: forEveryResource(RUN_V1, (service, estate) => {
    if (estate.ofType("google_compute_router_nat").length > 0) return [];
    const verdicts = judgeAnnotation(
      service,
      REVISION_ANNOTATIONS,
      "run.googleapis.com/vpc-access-egress",
      (text) => text !== "all-traffic" && text !== "all",
      "private-ranges-only",
    );
    // Where the connector is not declared here, its network may have its NAT where that is declared.
    return estate.ofType("google_vpc_access_connector").length === 0 ? milder("medium", verdicts) : verdicts;
  }),
};

const timeout: Rule = {
  id: "run-v1-timeout",
  kind: "refused",
  severity: "high",
  title: "Requests of a version 1 service last at most an hour",
  why: `Google refuses more than ${MAX_REQUEST_TIMEOUT_SECONDS} s at apply, and the provider does not check.`,
  fix: `set template.spec.timeout_seconds to 1–${MAX_REQUEST_TIMEOUT_SECONDS}`,
  source: "https://cloud.google.com/run/docs/configuring/request-timeout",
  check: forEveryResource(RUN_V1, (service) =>
    judgeValue(
      service,
      TIMEOUT,
      (value) => value === undefined || isBetween(1, MAX_REQUEST_TIMEOUT_SECONDS)(value),
      `1 to ${MAX_REQUEST_TIMEOUT_SECONDS}`,
    ),
  ),
};

const socketTimeout: Rule = {
  id: "run-v1-socket-timeout",
  kind: "down",
  severity: "high",
  title: "A socket service's requests of version 1 may last an hour",
  why: `A socket is one request: it is cut at its timeout, after ${DEFAULT_REQUEST_TIMEOUT_SECONDS} s where nothing is declared.`,
  fix: `set template.spec.timeout_seconds to ${MAX_REQUEST_TIMEOUT_SECONDS}`,
  source: "https://cloud.google.com/run/docs/triggering/websockets",
  check: forEveryResource(RUN_V1, (service) =>
    isSocketService(service)
      ? judgeValue(
          service,
          TIMEOUT,
          // More than that is refused, which is the matter of run-v1-timeout.
          (value) => numberOf(value) >= MAX_REQUEST_TIMEOUT_SECONDS,
          `${MAX_REQUEST_TIMEOUT_SECONDS} (a socket service)`,
        )
      : [],
  ),
};

const throttling: Rule = {
  id: "run-v1-cpu-allocation",
  kind: "down",
  severity: "high",
  title: "A socket service of version 1 has its CPU all the time",
  why: "Throttled between requests, pings and timers of open sockets stall; that is the default.",
  fix: "annotate the revision template with run.googleapis.com/cpu-throttling false",
  source: "https://cloud.google.com/run/docs/configuring/billing-settings",
  check: forEveryResource(RUN_V1, (service) =>
    isSocketService(service)
      ? judgeAnnotation(
          service,
          REVISION_ANNOTATIONS,
          "run.googleapis.com/cpu-throttling",
          (text) => text === "false",
          "false",
        )
      : [],
  ),
};

/** What version 1 says in annotations, which the rules of version 2 cannot read. */
export const cloudRunV1Rules: readonly Rule[] = [ingress, egress, timeout, socketTimeout, throttling];
