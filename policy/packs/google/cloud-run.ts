import {
  DEFAULT_REQUEST_TIMEOUT_SECONDS,
  MAX_INSTANCES,
  MAX_REQUEST_TIMEOUT_SECONDS,
  TRAFFIC,
} from "../../../google/cloud-run";
import { SERVICE_ACCESS, SERVICE_PROTECTION, SERVICE_TEMPLATE } from "../../../google/hardened/cloud-run";
import { hardenedCheck, judgeHardened } from "../../core/hardened";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource, type Value } from "../../core/resource";
import { attributeCheck, isBetween, forEveryResource, judgeValue, isOneOf, type Known } from "../../core/judge";
import { unknown, violation, type Rule } from "../../core/rule";
import { RUN_JOB, RUN_SERVICE, RUN_V1, containersOf, templateOf, workloads } from "./workloads";

export { RUN_JOB, RUN_SERVICE, RUN_V1 };

const INGRESS = SERVICE_ACCESS.ingress;

/** Namespaces that Cloud Run v2 keeps for itself (its API reference). */
const OWN_NAMESPACES =
  /^(run\.googleapis\.com|cloud\.googleapis\.com|serving\.knative\.dev|autoscaling\.knative\.dev)\//;

const present = (value: Known): boolean => value !== undefined;

const minimum: Rule = {
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

const maximum: Rule = {
  id: "run-maximum-instances",
  kind: "refused",
  severity: "high",
  title: "Cloud Run declares a maximum of instances, not below the minimum",
  why: "The maximum feeds the database, cache and address budgets; Google's default is not documented.",
  fix: "set scaling.max",
  check: forEveryResource(RUN_SERVICE, (service) => {
    const min = numberAt(service, "template[0].scaling[0].min_instance_count") ?? 1;
    return judgeValue(
      service,
      "template[0].scaling[0].max_instance_count",
      isBetween(Math.max(1, min), MAX_INSTANCES),
      `${Math.max(1, min)} to ${MAX_INSTANCES}`,
    );
  }),
};

const generation: Rule = {
  id: "run-generation",
  kind: "house",
  severity: "medium",
  title: "Cloud Run uses the second-generation environment",
  why: "Left out, Google chooses, and a change of its choice is invisible; direct VPC egress starts faster there.",
  fix: `set executionEnvironment to ${SERVICE_TEMPLATE.executionEnvironment.value}`,
  check: hardenedCheck(SERVICE_TEMPLATE.executionEnvironment),
};

const boost: Rule = {
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

const ingress: Rule = {
  id: "run-ingress",
  kind: "exposed",
  severity: "critical",
  title: "Cloud Run is reached through the load balancer only",
  why: "With any other ingress the run.app address bypasses Cloud Armor's rate limit and WAF.",
  fix: `set ingress to ${INGRESS.value}`,
  check: attributeCheck(
    RUN_SERVICE,
    INGRESS.path,
    isOneOf(INGRESS.value, "INGRESS_TRAFFIC_INTERNAL_ONLY"),
    INGRESS.value,
  ),
};

/** Members of a binding who are anyone; both forms of binding are read. */
const publicMembers = (binding: Resource): readonly string[] => {
  const members = valueAt(binding, "members");
  return [valueAt(binding, "member"), ...(Array.isArray(members) ? (members as readonly Value[]) : [])].filter(
    (member): member is string => member === "allUsers" || member === "allAuthenticatedUsers",
  );
};

const invoker: Rule = {
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

/** Pinned traffic, which is also drift's matter. */
export const TRAFFIC_RULE = "run-traffic-latest";

const traffic: Rule = {
  id: TRAFFIC_RULE,
  kind: "down",
  severity: "high",
  title: "All traffic goes to the latest ready revision",
  why: "Traffic pinned to a revision left new deployments without users for days (incident 1).",
  fix: "declare one traffic target, latest with 100 %, or waive the pin with an expiry",
  check: forEveryResource(RUN_SERVICE, (service) => {
    const targets = blockPaths(service, "traffic");
    if (targets.length !== 1) {
      if (valueAt(service, "traffic") === UNKNOWN) return [unknown(service, "traffic")];
      return [violation(service, `traffic: ${targets.length} targets found, exactly one, latest with 100 %, allowed`)];
    }
    return [
      ...judgeValue(service, "traffic[0].type", isOneOf(TRAFFIC.latest), TRAFFIC.latest),
      ...judgeValue(service, "traffic[0].percent", isOneOf(100), "100"),
    ];
  }),
};

const protection: Rule = {
  id: "run-deletion-protection",
  kind: "lost",
  severity: "high",
  title: "Cloud Run services are protected from deletion",
  why: "It is the only guard: a replaced service loses its URL, its bindings and every open socket.",
  fix: "set deletionProtection to true",
  check: hardenedCheck(SERVICE_PROTECTION.deletionProtection),
};

const accountOf = ({ type }: Resource): string => (type === RUN_V1 ? "service_account_name" : "service_account");

const identity: Rule = {
  id: "run-service-account",
  kind: "exposed",
  severity: "high",
  title: "Every Cloud Run service runs as its own service account",
  why: "Left out, it runs as the project's default account, which may edit the project; a shared one reads the other's secrets.",
  fix: "give the service its own account",
  check: (estate) => {
    const owners = new Map<string, string>();
    return workloads(estate).flatMap((service) => {
      const path = `${templateOf(service)}.${accountOf(service)}`;
      const verdicts = judgeValue(
        service,
        path,
        (email) => typeof email === "string" && !email.endsWith("-compute@developer.gserviceaccount.com"),
        "a dedicated account",
      );
      // A job may run as the service whose work it does.
      const email = service.type === RUN_JOB ? undefined : textAt(service, path);
      const other = email === undefined ? undefined : owners.get(email);
      if (email !== undefined && other === undefined) owners.set(email, service.address);
      return other ? [...verdicts, violation(service, `${path}: the account of ${other} too`)] : verdicts;
    });
  },
};

const imageTag: Rule = {
  id: "run-image-tag",
  kind: "down",
  severity: "high",
  title: "Images are named by a fixed tag or a digest",
  why: "`latest` gives no revision that can be made again, and no rollback that is one (incident 27).",
  fix: "name a tag that does not move, or a digest",
  check: (estate) =>
    workloads(estate).flatMap((service) =>
      blockPaths(service, containersOf(service)).flatMap((container) =>
        judgeValue(
          service,
          `${container}.image`,
          (image) =>
            typeof image === "string" &&
            (/@sha256:[0-9a-f]{64}$/.test(image) || /[^/]:(?!latest$)[\w][\w.-]*$/.test(image)),
          "…:tag other than latest, or …@sha256:…",
        ),
      ),
    ),
};

const annotations: Rule = {
  id: "run-annotations",
  kind: "refused",
  severity: "high",
  title: "No annotation or label in a namespace that Cloud Run keeps for itself",
  why: "Version 2 of the API refuses them; autoscaling.knative.dev belongs to version 1.",
  fix: "remove it and use the argument (scaling, ingress, …) instead",
  check: forEveryResource(RUN_SERVICE, (service) =>
    ["annotations", "labels", "template[0].annotations", "template[0].labels"].flatMap((path) =>
      Object.keys(mapAt(service, path))
        .filter((key) => OWN_NAMESPACES.test(key))
        .map((key) => violation(service, `${path}: "${key}" found, no key of that namespace allowed`)),
    ),
  ),
};

const mapAt = (resource: Resource, path: string): object => {
  const value = valueAt(resource, path);
  return typeof value === "object" && value !== null ? value : {};
};

const timeout: Rule = {
  id: "run-request-timeout",
  kind: "refused",
  severity: "high",
  title: "The request timeout is declared and at most an hour",
  why: `Google refuses more than ${MAX_REQUEST_TIMEOUT_SECONDS} s at apply, and the provider does not check; undeclared, it is ${DEFAULT_REQUEST_TIMEOUT_SECONDS} s.`,
  fix: `set requestTimeoutSeconds to 1–${MAX_REQUEST_TIMEOUT_SECONDS}`,
  check: attributeCheck(
    RUN_SERVICE,
    "template[0].timeout",
    (value) =>
      typeof value === "string" &&
      /^\d+(\.\d+)?s$/.test(value) &&
      parseFloat(value) >= 1 &&
      parseFloat(value) <= MAX_REQUEST_TIMEOUT_SECONDS,
    `"1s" to "${MAX_REQUEST_TIMEOUT_SECONDS}s"`,
  ),
};

const port: Rule = {
  id: "run-port",
  kind: "house",
  severity: "high",
  title: "The container port is declared",
  why: "Undeclared, it is 8080 and its change is invisible; a container that listens elsewhere never becomes ready.",
  fix: "declare the port",
  check: forEveryResource(RUN_SERVICE, (service) =>
    judgeValue(service, "template[0].containers[0].ports[0].container_port", present, "1 to 65535"),
  ),
};

export const cloudRunRules: readonly Rule[] = [
  minimum,
  maximum,
  generation,
  boost,
  ingress,
  invoker,
  traffic,
  protection,
  identity,
  imageTag,
  annotations,
  timeout,
  port,
];
