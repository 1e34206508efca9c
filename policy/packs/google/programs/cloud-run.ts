import { MAX_INSTANCES, MAX_REQUEST_TIMEOUT_SECONDS, TRAFFIC } from "../../../../google/cloud-run";
import { SERVICE_ACCESS } from "../../../../google/hardened/cloud-run";
import { isComputeDefaultAccount } from "../../../../google/default-accounts";
import { RUN_REFUSALS } from "../../../../google/refusals/run";
import { derivedFact } from "../../../core/estate";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import {
  attributeCheck,
  isBetween,
  forEveryResource,
  judgeValue,
  isOneOf,
  type Known,
  numberOf,
} from "../../../core/judge";
import { milder, unknown, violation, type Rule } from "../../../core/rule";
import { targetsOf } from "../../../core/relations/targets";
import { BACKEND_SERVICES, REGION_NEG } from "../edge/serverless-backends";
import { RUN_JOB, RUN_SERVICE, RUN_V1, containersOf, templateOf, workloads } from "./workloads";

export { RUN_JOB, RUN_SERVICE, RUN_V1 };

const INGRESS = SERVICE_ACCESS.ingress;
const MAXIMUM = "template[0].scaling[0].max_instance_count";
const MINIMUM = "template[0].scaling[0].min_instance_count";
const TIMEOUT = "template[0].timeout";

/** Namespaces that Cloud Run v2 keeps for itself. */
const OWN_NAMESPACES =
  /^(run\.googleapis\.com|cloud\.googleapis\.com|serving\.knative\.dev|autoscaling\.knative\.dev)\//;

/** Whether a number is left to Google: states and plans show one that is not set as 0. */
export const isUnsetCount = (value: Known): boolean => value === undefined || value === 0;

const maximum: Rule = {
  id: "run-maximum-instances",
  kind: "refused",
  severity: "high",
  title: "The maximum of instances is not below the minimum",
  why: "Google refuses a maximum below the minimum, and one above its own limit, at apply; the provider does not compare them.",
  fix: "raise template.scaling.max_instance_count, or lower min_instance_count",
  source: "https://cloud.google.com/run/docs/configuring/max-instances",
  check: forEveryResource(RUN_SERVICE, (service) => {
    const least = Math.max(1, numberAt(service, MINIMUM) ?? 1);
    const isOffered = isBetween(1, MAX_INSTANCES);
    const verdicts = judgeValue(
      service,
      MAXIMUM,
      (value) =>
        isUnsetCount(value) || (isOffered(value) && RUN_REFUSALS.scaling.accepts({ least, most: numberOf(value) })),
      `${least} to ${MAX_INSTANCES}`,
    );
    // A maximum that Google gives is above every minimum.
    const isOpen = valueAt(service, MINIMUM) === UNKNOWN && !isUnsetCount(numberAt(service, MAXIMUM));
    return verdicts.length === 0 && isOpen ? [unknown(service, MINIMUM)] : verdicts;
  }),
};

/** Services of both versions that a load balancer of the same estate leads to: a serverless NEG names them. */
export const servicesBehindLoadBalancer = derivedFact(
  (estate): ReadonlySet<Resource> =>
    new Set(
      estate.ofType(REGION_NEG).flatMap((neg) => targetsOf(estate, neg, "cloud_run[0].service", [RUN_SERVICE, RUN_V1])),
    ),
);

/** Values of ingress that let nobody reach the run.app address from the internet. */
export const CLOSED_INGRESS = [INGRESS.value, "INGRESS_TRAFFIC_INTERNAL_ONLY"] as const;

/** Whether some backend of the estate filters requests or asks who sends them. */
export const hasGuardedBackend = derivedFact((estate) =>
  BACKEND_SERVICES.flatMap((type) => estate.ofType(type)).some(
    (backend) =>
      ![undefined, ""].includes(valueAt(backend, "security_policy") as string | undefined) ||
      valueAt(backend, "iap[0].enabled") === true,
  ),
);

const ingress: Rule = {
  id: "run-ingress",
  kind: "exposed",
  severity: "critical",
  abroad: "high",
  title: "A service behind a load balancer is reached through it only",
  why: "With any other ingress, and by default, the run.app address bypasses the load balancer with Cloud Armor's rate limit and WAF.",
  fix: `set ingress to ${INGRESS.value}`,
  source: INGRESS.source,
  check: forEveryResource(RUN_SERVICE, (service, estate) => {
    if (!servicesBehindLoadBalancer(estate).has(service)) return [];
    const verdicts = judgeValue(service, INGRESS.path, isOneOf(...CLOSED_INGRESS), INGRESS.value);
    // Past a balancer that neither filters nor asks who comes, nobody gets further than through it.
    return hasGuardedBackend(estate) ? verdicts : milder("medium", verdicts);
  }),
};

/** The id of the rule against pinned traffic; the drift report asks for its findings. */
export const TRAFFIC_RULE = "run-traffic-latest";

/** Whether some traffic target of a service follows the latest revision; Google's default, without any target, does. */
export function followsLatestRevision(service: Resource): boolean | typeof UNKNOWN {
  if (valueAt(service, "traffic") === UNKNOWN) return UNKNOWN;
  const types = blockPaths(service, "traffic").map((target) => valueAt(service, `${target}.type`));
  if (types.length === 0 || types.includes(TRAFFIC.latest)) return true;
  return types.includes(UNKNOWN) ? UNKNOWN : false;
}

const traffic: Rule = {
  id: TRAFFIC_RULE,
  kind: "no effect",
  severity: "high",
  title: "Some traffic goes to the latest ready revision",
  why: "Traffic that is pinned to a revision leaves every later deployment without users, and nothing says so (incident 1).",
  fix: "declare one traffic target, latest with 100 %, or waive the pin with an expiry",
  source: "https://cloud.google.com/run/docs/rollouts-rollbacks-traffic-migration",
  check: forEveryResource(RUN_SERVICE, (service) => {
    const follows = followsLatestRevision(service);
    const targets = blockPaths(service, "traffic");
    if (follows === true) return [];
    if (targets.length === 1) return judgeValue(service, "traffic[0].type", isOneOf(TRAFFIC.latest), TRAFFIC.latest);
    return follows === UNKNOWN
      ? [unknown(service, "traffic")]
      : [violation(service, `traffic: ${targets.length} targets found, none of them ${TRAFFIC.latest}, one needed`)];
  }),
};

const accountArgument = ({ type }: Resource): string => (type === RUN_V1 ? "service_account_name" : "service_account");

const identity: Rule = {
  id: "run-service-account",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "Every Cloud Run service runs as its own service account",
  why: "Left out, it runs as the project's default account, which may edit the project; a shared one reads the other's secrets.",
  fix: "give the service its own account",
  source: "https://cloud.google.com/run/docs/securing/service-identity",
  check: (estate) => {
    const owners = new Map<string, string>();
    return workloads(estate).flatMap((service) => {
      const path = `${templateOf(service)}.${accountArgument(service)}`;
      const verdicts = judgeValue(
        service,
        path,
        (email) => typeof email === "string" && !isComputeDefaultAccount(email),
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
  abroad: "medium",
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

const mapKeys = (resource: Resource, path: string): readonly string[] => {
  const value = valueAt(resource, path);
  return typeof value === "object" && value !== null ? Object.keys(value) : [];
};

const annotations: Rule = {
  id: "run-annotations",
  kind: "refused",
  severity: "high",
  title: "No annotation or label in a namespace that Cloud Run keeps for itself",
  why: "Version 2 of the API refuses them; autoscaling.knative.dev belongs to version 1.",
  fix: "remove it and use the argument (scaling, ingress, …) instead",
  source: "https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services",
  check: forEveryResource(RUN_SERVICE, (service) =>
    ["annotations", "labels", "template[0].annotations", "template[0].labels"].flatMap((path) =>
      valueAt(service, path) === UNKNOWN
        ? [unknown(service, path)]
        : mapKeys(service, path)
            .filter((key) => OWN_NAMESPACES.test(key))
            .map((key) => violation(service, `${path}: "${key}" found, no key of that namespace allowed`)),
    ),
  ),
};

/** Whether a text is a request timeout that Google takes. */
const isRequestTimeout = (text: string): boolean =>
  /^\d+(\.\d+)?s$/.test(text) && RUN_REFUSALS.timeout.accepts({ seconds: parseFloat(text), given: text });

const timeout: Rule = {
  id: "run-request-timeout",
  kind: "refused",
  severity: "high",
  title: "The request timeout is at most an hour",
  why: `Google refuses more than ${MAX_REQUEST_TIMEOUT_SECONDS} s at apply, and the provider does not check.`,
  fix: `set template.timeout to "1s"–"${MAX_REQUEST_TIMEOUT_SECONDS}s"`,
  source: "https://cloud.google.com/run/docs/configuring/request-timeout",
  check: attributeCheck(
    RUN_SERVICE,
    TIMEOUT,
    (value) => value === undefined || (typeof value === "string" && isRequestTimeout(value)),
    RUN_REFUSALS.timeout.allowed,
  ),
};

/** What Google refuses of any service, and what it leaves open, unreachable or without effect. */
export const cloudRunRules: readonly Rule[] = [maximum, ingress, traffic, identity, imageTag, annotations, timeout];
