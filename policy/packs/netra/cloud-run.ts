import { isEveryone } from "../../../google/everyone";
import {
  DEFAULT_REQUEST_TIMEOUT_SECONDS,
  MAX_INSTANCES,
  MAX_REQUEST_TIMEOUT_SECONDS,
  TRAFFIC,
} from "../../../google/cloud-run";
import { JOB_TEMPLATE, SERVICE_ACCESS, SERVICE_PROTECTION, SERVICE_TEMPLATE } from "../../../google/hardened/cloud-run";
import { hardenedCheck, judgeHardened } from "../../core/hardened";
import { attributeCheck, forEveryResource, isBetween, isOneOf, judgeValue } from "../../core/judge";
import { blockPaths, valueAt, type Resource, type Value } from "../../core/resource";
import { violation, type SpecRule } from "../../core/rule";
import { CLOSED_INGRESS, RUN_SERVICE, followsLatestRevision, isUnsetCount } from "../google/programs/cloud-run";

const INGRESS = SERVICE_ACCESS.ingress;

const minimum: SpecRule = {
  id: "run-minimum-instances",
  kind: "down",
  severity: "high",
  title: "Cloud Run keeps at least one instance, on the service and on the revision",
  why: "A cold start answers a WebSocket with 503 or lets its handshake time out; with one of the two levels undeclared no later plan is ever empty.",
  fix: "set scaling.min to 1 or more",
  check: forEveryResource(RUN_SERVICE, (service) => [
    ...judgeValue(service, "scaling[0].min_instance_count", isBetween(1, MAX_INSTANCES), "1 or more"),
    ...judgeValue(service, "template[0].scaling[0].min_instance_count", isBetween(1, MAX_INSTANCES), "1 or more"),
  ]),
};

const maximum: SpecRule = {
  id: "run-maximum-instances-declared",
  kind: "down",
  severity: "high",
  title: "Cloud Run declares a maximum of instances, of the service and of the revision",
  why: "The maximum feeds the database, cache and address budgets, and Google's default is not documented. Left out, a change by hand is no difference to any plan.",
  fix: "set scaling.max",
  yieldsTo: ["run-maximum-instances"],
  check: forEveryResource(RUN_SERVICE, (service) =>
    ["scaling[0]", "template[0].scaling[0]"].flatMap((scaling) =>
      judgeValue(service, `${scaling}.max_instance_count`, (value) => !isUnsetCount(value), `1 to ${MAX_INSTANCES}`),
    ),
  ),
};

const generation: SpecRule = {
  id: "run-generation",
  kind: "house",
  severity: "medium",
  title: "Cloud Run uses the second-generation environment",
  why: "Left out, Google chooses, and a change of its choice is invisible; direct VPC egress starts faster there.",
  fix: `set executionEnvironment to ${SERVICE_TEMPLATE.executionEnvironment.value}`,
  check: hardenedCheck(SERVICE_TEMPLATE.executionEnvironment),
};

const boost: SpecRule = {
  id: "run-startup-boost",
  kind: "house",
  severity: "low",
  title: "Cloud Run gives instances more CPU while they start",
  why: "A service that initialises its dependencies on one CPU comes close to the 240 s a startup probe may take.",
  fix: "set startupCpuBoost to true",
  check: forEveryResource(RUN_SERVICE, (service) =>
    blockPaths(service, "template[0].containers").flatMap((container) =>
      judgeValue(service, `${container}.resources[0].startup_cpu_boost`, isOneOf(true), "true"),
    ),
  ),
};

const ingress: SpecRule = {
  id: "run-ingress-declared",
  kind: "exposed",
  severity: "critical",
  title: "Cloud Run is reached through the load balancer only, whatever else a plan holds",
  why: "With any other ingress the run.app address bypasses Cloud Armor's rate limit and WAF.",
  fix: `set ingress to ${INGRESS.value}`,
  yieldsTo: ["run-ingress"],
  check: attributeCheck(RUN_SERVICE, INGRESS.path, isOneOf(...CLOSED_INGRESS), INGRESS.value),
};

const defaultUri: SpecRule = {
  id: "run-default-uri",
  kind: "exposed",
  severity: "medium",
  title: "Cloud Run's own run.app address does not resolve",
  why: "The ingress refuses it today; one change by hand of the ingress would open it, past Cloud Armor.",
  fix: "set default_uri_disabled to true",
  check: hardenedCheck(SERVICE_ACCESS.defaultUriDisabled),
};

/** Members of a binding who are anyone; both forms of binding are read. */
const publicMembers = (binding: Resource): readonly string[] => {
  const members = valueAt(binding, "members");
  return [valueAt(binding, "member"), ...(Array.isArray(members) ? (members as readonly Value[]) : [])].filter(
    (member): member is string => typeof member === "string" && isEveryone(member),
  );
};

const invoker: SpecRule = {
  id: "run-invoker",
  kind: "house",
  severity: "high",
  title: "Behind the load balancer the invoker check is off, and no one is granted it publicly",
  why: "A load balancer cannot sign requests: with the check on every user gets 403; an allUsers binding opens the service wherever its ingress is widened.",
  fix: "set invokerIamDisabled to true and remove allUsers bindings",
  check: (estate) => [
    ...estate
      .ofType(RUN_SERVICE)
      .filter((service) => valueAt(service, INGRESS.path) === INGRESS.value)
      .flatMap((service) => judgeHardened(service, SERVICE_ACCESS.invokerIamDisabled)),
    ...estate
      .ofTypes((type) => type.startsWith("google_cloud_run") && /_iam_(member|binding)$/.test(type))
      .filter((binding) => publicMembers(binding).length > 0)
      .map((binding) => violation(binding, `${publicMembers(binding).join(", ")}: found, named members allowed`)),
  ],
};

const traffic: SpecRule = {
  id: "run-traffic-declared",
  kind: "down",
  severity: "high",
  title: "All traffic goes to the latest ready revision, and says so",
  why: "An old revision with a share of the traffic keeps serving what a deployment was to repair; undeclared, a pin by hand is invisible.",
  fix: "declare one traffic target, latest with 100 %",
  check: forEveryResource(RUN_SERVICE, (service) => {
    // One waiver is to excuse a pin: traffic that never reaches the latest revision is left to run-traffic-latest.
    if (followsLatestRevision(service) !== true) return [];
    const targets = blockPaths(service, "traffic").length;
    return targets === 1
      ? judgeValue(service, "traffic[0].percent", isOneOf(100), "100")
      : [violation(service, `traffic: ${targets} targets found, exactly one, ${TRAFFIC.latest} with 100 %, allowed`)];
  }),
};

const protection: SpecRule = {
  id: "run-deletion-protection",
  kind: "lost",
  severity: "high",
  title: "Cloud Run services are protected from deletion",
  why: "It is the only guard: a replaced service loses its URL, its bindings and every open socket.",
  fix: "set deletionProtection to true",
  check: hardenedCheck(SERVICE_PROTECTION.deletionProtection),
};

const jobProtection: SpecRule = {
  id: "run-job-deletion-protection",
  kind: "lost",
  severity: "low",
  title: "Cloud Run jobs are protected from deletion",
  why: "A deleted job takes its execution history along, and whatever schedules it fails.",
  fix: "set deletion_protection to true",
  // The provider's default is true.
  check: hardenedCheck(JOB_TEMPLATE.deletionProtection, undefined),
};

const timeout: SpecRule = {
  id: "run-request-timeout-declared",
  kind: "house",
  severity: "high",
  title: "The request timeout is declared",
  why: `Undeclared, it is ${DEFAULT_REQUEST_TIMEOUT_SECONDS} s, and a change by hand is invisible.`,
  fix: `set requestTimeoutSeconds to 1–${MAX_REQUEST_TIMEOUT_SECONDS}`,
  yieldsTo: ["run-request-timeout", "socket-request-timeout"],
  check: attributeCheck(
    RUN_SERVICE,
    "template[0].timeout",
    (value) => value !== undefined,
    `"1s" to "${MAX_REQUEST_TIMEOUT_SECONDS}s"`,
  ),
};

const port: SpecRule = {
  id: "run-port",
  kind: "house",
  severity: "high",
  title: "The container port is declared",
  why: "Undeclared, it is 8080 and its change is invisible; a container that listens elsewhere never becomes ready.",
  fix: "declare the port",
  check: attributeCheck(
    RUN_SERVICE,
    "template[0].containers[0].ports[0].container_port",
    (value) => value !== undefined,
    "1 to 65535",
  ),
};

/** How our services are scaled, reached and protected, each of it declared. */
export const cloudRunRules: readonly SpecRule[] = [
  minimum,
  maximum,
  generation,
  boost,
  ingress,
  defaultUri,
  invoker,
  traffic,
  protection,
  jobProtection,
  timeout,
  port,
];
