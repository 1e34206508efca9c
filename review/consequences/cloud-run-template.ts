import { maximumInstances } from "../../google/cloud-run";
import { SERVICE_EGRESS } from "../../google/hardened/cloud-run";
import { mebibytes, vcpus } from "../../google/quantities";
import type { AttributeChange } from "../attribute-changes";
import { isReplacement, type Change } from "../change";
import { matchesPath, plainPath } from "../../google/paths";
import type { AttributeRow } from "../consequence";
import { containerPortRows } from "./container-ports";
import {
  isSetTo,
  isRaised,
  numberChangeText,
  isLowered,
  parseNumber,
  isSwitchedOff,
  isSwitchedOn,
  isRemoved,
  attributeRows,
  type ChangePredicate,
  type UnweighedConsequence,
} from "./row";
import { valueAtPath } from "../../policy/core/path";

const SERVICE = "google_cloud_run_v2_service";

const MAXIMUM_PATHS = ["template.scaling.max_instance_count", "scaling.max_instance_count"];

/** How long the old revision may stay alive: its request timeout. */
const drainTimeText = ({ before }: Change): string => {
  const seconds = parseNumber(valueAtPath(before, "template[0].timeout"));
  return seconds === undefined ? "its request timeout" : `${seconds} s`;
};

const revisionText = (change: Change): string =>
  `new revision; in-flight requests and open sockets finish on the old one until ${drainTimeText(change)} at most: two versions and up to double database connections until then`;

/** The new revision that every change of the template makes; undefined for a new or replaced service, which has only one. */
export const newRevisionConsequence = (change: Change): UnweighedConsequence | undefined =>
  change.type === SERVICE &&
  !isReplacement(change) &&
  change.attributes.some(({ path }) => matchesPath("template.*", plainPath(path)))
    ? { severity: "medium", text: revisionText(change), undo: "redeploy" }
    : undefined;

/** The most instances of a service, by its own maximum and its revision's. */
const mostInstances = (service: unknown): number | undefined =>
  maximumInstances(
    parseNumber(valueAtPath(service, "scaling[0].max_instance_count")),
    parseNumber(valueAtPath(service, "template[0].scaling[0].max_instance_count")),
  );

/** A change of one of the two maxima as a change of what they allow together. */
const asMostInstances = (attribute: AttributeChange, { before, after }: Change): AttributeChange => ({
  ...attribute,
  before: mostInstances(before),
  after: mostInstances(after),
});

/** Whether the two maxima together allow as many instances as before. */
const isAsManyInstances: ChangePredicate = (attribute, { before, after }) =>
  !attribute.unknownAfter && mostInstances(before) === mostInstances(after);

/** The most sockets that a service carries: instances × concurrency. */
function socketsThatFit(service: unknown): number | undefined {
  const instances = mostInstances(service);
  const concurrency = parseNumber(valueAtPath(service, "template[0].max_instance_request_concurrency"));
  return instances === undefined || concurrency === undefined ? undefined : instances * concurrency;
}

function capacityText({ before, after }: Change): string {
  const [was, is] = [before, after].map(socketsThatFit);
  return was === undefined || is === undefined ? "fewer sockets fit" : `${is} sockets fit instead of ${was}`;
}

const hadVpc = (_: AttributeChange, { before }: Change): boolean =>
  valueAtPath(before, "template[0].vpc_access[0]") !== undefined;

const isVpcGone = (attribute: AttributeChange, { before, after }: Change): boolean =>
  !attribute.unknownAfter &&
  valueAtPath(before, "template[0].vpc_access[0]") !== undefined &&
  valueAtPath(after, "template[0].vpc_access[0]") === undefined;

/** Whether a resources block appears without `cpu_idle`, which makes the CPU always allocated. */
const isCpuIdleLost = (_: AttributeChange, { before, after }: Change): boolean => {
  const resources = (side: unknown): unknown => valueAtPath(side, "template[0].containers[0].resources[0]");
  return (
    resources(before) === undefined &&
    resources(after) !== undefined &&
    valueAtPath(resources(after), "cpu_idle") !== true
  );
};

/** A change of quantities (`4096Mi`, `2000m`) as a change of numbers. */
function countQuantity(attribute: AttributeChange, count: (quantity: string) => number | undefined): AttributeChange {
  const number = (side: unknown): number | undefined => (typeof side === "string" ? count(side) : undefined);
  return { ...attribute, before: number(attribute.before), after: number(attribute.after) };
}

/** Rows of the template of a Cloud Run service. Each such change also makes a new revision. */
export const CLOUD_RUN_TEMPLATE: readonly AttributeRow[] = attributeRows(SERVICE, [
  {
    paths: ["template.timeout"],
    when: isLowered,
    severity: "high",
    text: (attribute) =>
      `sockets are cut at ${numberChangeText(attribute, " s")}; every client reconnects at that age, all at once after a deploy`,
    undo: "redeploy",
  },
  {
    paths: ["template.timeout"],
    when: isRaised,
    severity: "medium",
    text: (attribute) =>
      `sockets live up to ${numberChangeText(attribute, " s")}, and so do old revisions after each deploy`,
    undo: "redeploy",
  },
  {
    paths: ["template.max_instance_request_concurrency"],
    when: isLowered,
    severity: "high",
    text: (attribute, change) =>
      `one instance carries ${numberChangeText(attribute)} requests: ${capacityText(change)}; beyond that clients queue and get 429`,
    undo: "redeploy",
  },
  {
    paths: ["template.max_instance_request_concurrency"],
    when: isRaised,
    severity: "medium",
    text: (attribute) =>
      `one instance carries ${numberChangeText(attribute)} requests, and drops as many sockets when it is lost`,
    undo: "redeploy",
  },
  {
    paths: MAXIMUM_PATHS,
    when: isAsManyInstances,
    severity: "low",
    text: "the lower of the two maxima, the service's and the revision's, stays: as many instances as before",
    undo: "instant",
  },
  {
    paths: MAXIMUM_PATHS,
    when: (attribute, change) => isLowered(asMostInstances(attribute, change), change),
    severity: "high",
    text: (attribute, change) =>
      `at most ${numberChangeText(asMostInstances(attribute, change))} instances: ${capacityText(change)}; beyond that clients queue and get 429`,
    undo: "redeploy",
  },
  {
    paths: MAXIMUM_PATHS,
    when: (attribute, change) => isRaised(asMostInstances(attribute, change), change),
    severity: "medium",
    text: (attribute, change) =>
      `at most ${numberChangeText(asMostInstances(attribute, change))} instances, each with its own pools: the database and cache budgets must hold them twice in a rollout`,
    undo: "redeploy",
  },
  {
    paths: ["scaling.min_instance_count", "template.scaling.min_instance_count"],
    when: (attribute, change) =>
      attribute.unknownAfter || (isLowered(attribute, change) && (parseNumber(attribute.after) ?? 0) === 0),
    severity: "medium",
    text: "no instance is kept warm: the first handshake after a pause waits for a cold start, and sessions in memory end between bursts",
    undo: "redeploy",
  },
  {
    paths: ["scaling.min_instance_count", "template.scaling.min_instance_count"],
    severity: "low",
    text: (attribute) => `instances kept warm: ${numberChangeText(attribute)}`,
    undo: "redeploy",
  },
  {
    paths: ["template.session_affinity"],
    when: isSwitchedOff,
    severity: "medium",
    text: "reconnecting clients land on other instances: what only one instance remembers is lost to them",
    undo: "redeploy",
  },
  ...containerPortRows("template.containers"),
  {
    paths: ["template.containers.resources.*"],
    when: isCpuIdleLost,
    severity: "medium",
    text: "resources without cpu_idle: the CPU is always allocated, billed for the whole life of each instance",
    undo: "redeploy",
  },
  {
    paths: ["template.containers.resources.limits.memory"],
    when: (attribute, change) => isLowered(countQuantity(attribute, mebibytes), change),
    severity: "high",
    text: (attribute) =>
      `an instance has ${numberChangeText(countQuantity(attribute, mebibytes), " MiB")}: one that needs more is killed with every socket on it`,
    undo: "redeploy",
  },
  {
    paths: ["template.containers.resources.limits.memory"],
    severity: "medium",
    text: (attribute) =>
      `an instance has ${numberChangeText(countQuantity(attribute, mebibytes), " MiB")}, and costs accordingly`,
    undo: "redeploy",
  },
  {
    paths: ["template.containers.resources.limits.cpu"],
    when: (attribute, change) => isLowered(countQuantity(attribute, vcpus), change),
    severity: "medium",
    text: (attribute) =>
      `an instance has ${numberChangeText(countQuantity(attribute, vcpus), " vCPU")}: starts and handshakes take longer, within the same probe and timeout`,
    undo: "redeploy",
  },
  {
    paths: ["template.containers.resources.limits.cpu"],
    severity: "medium",
    text: (attribute) =>
      `an instance has ${numberChangeText(countQuantity(attribute, vcpus), " vCPU")}, and costs accordingly`,
    undo: "redeploy",
  },
  {
    paths: ["template.containers.resources.cpu_idle"],
    when: isSwitchedOn,
    severity: "medium",
    text: "the CPU is throttled outside requests: background work and timers stall while no socket is open",
    undo: "redeploy",
  },
  {
    paths: ["template.containers.resources.cpu_idle"],
    when: isSwitchedOff,
    severity: "medium",
    text: "the CPU is always allocated, billed for the whole life of each instance",
    undo: "redeploy",
  },
  {
    paths: ["template.containers.liveness_probe.*"],
    severity: "medium",
    text: "the liveness probe changes: an instance that fails it is killed with every socket on it",
    undo: "redeploy",
  },
  {
    paths: ["template.volumes.*", "template.containers.volume_mounts.*"],
    severity: "high",
    text: "what the container finds under its mounts changes; the database's socket directory is one of them",
    undo: "redeploy",
  },
  {
    paths: ["template.vpc_access.*"],
    when: isVpcGone,
    severity: "critical",
    text: "the service leaves the VPC: no private database and no Redis",
    undo: "redeploy",
  },
  {
    paths: [plainPath(SERVICE_EGRESS.egress.path)],
    when: (attribute, change) => hadVpc(attribute, change) && isSetTo("ALL_TRAFFIC")(attribute, change),
    severity: "critical",
    text: "all egress goes through the VPC: without a NAT nothing outside answers, Cloud SQL's sockets included, and the egress address changes",
    undo: "redeploy",
  },
  {
    paths: ["template.vpc_access.*"],
    when: hadVpc,
    severity: "critical",
    text: "the way into the VPC changes: the service loses its database and Redis if the new one does not reach them",
    undo: "redeploy",
  },
  {
    paths: ["template.service_account"],
    when: isRemoved,
    severity: "high",
    text: "the service runs as the project's default account: it loses its own permissions and may edit the project",
    undo: "redeploy",
  },
  {
    paths: ["template.service_account"],
    severity: "high",
    text: "the service runs as another identity: secrets and the database refuse it where that one has no access",
    undo: "redeploy",
  },
  {
    paths: ["template.*"],
    when: (_, change) => !isReplacement(change),
    severity: "medium",
    text: (_, change) => revisionText(change),
    undo: "redeploy",
  },
]);
