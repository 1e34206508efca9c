import { forEveryOf, forEveryResource, judgeValue } from "../../../core/judge";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { BACKEND_SERVICES } from "../edge/serverless-backends";
import { lastImageFixesOf } from "../../../../google/ended-images";

const GROUPS = ["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"];
const HEALING = "auto_healing_policies";

const healing: Rule = {
  id: "group-healing",
  kind: "down",
  severity: "low",
  title: "A group of machines replaces those that stop answering",
  why: "Without a health check of its own it replaces a machine that is gone, and leaves one that hangs: each one that hangs is capacity lost.",
  fix: "declare auto_healing_policies with a health check and an initial_delay_sec above the start's time",
  source: "https://cloud.google.com/compute/docs/instance-groups/autohealing-instances-in-migs",
  check: forEveryOf(GROUPS, (group) => {
    if (valueAt(group, HEALING) === UNKNOWN) return [unknown(group, HEALING)];
    return blockPaths(group, HEALING).length === 0 ? [violation(group, `${HEALING}: nothing found, one needed`)] : [];
  }),
};

const ZONES = "distribution_policy_zones";

/** Groups of one zone with several machines. */
const inOneZone = forEveryResource("google_compute_instance_group_manager", (group) => {
  if (valueAt(group, "target_size") === UNKNOWN) return [unknown(group, "target_size")];
  // One machine is in one zone whatever its group is.
  return (numberAt(group, "target_size") ?? 1) > 1
    ? [
        violation(
          group,
          `zone: ${numberAt(group, "target_size") ?? ""} machines in one zone found, several zones allowed`,
        ),
      ]
    : [];
});

const oneZone: Rule = {
  id: "group-one-zone",
  kind: "down",
  severity: "low",
  title: "Machines that share a load stand in several zones",
  why: "All of them go when their one zone does.",
  fix: "use google_compute_region_instance_group_manager, or live with it where nobody waits for them",
  source: "https://cloud.google.com/compute/docs/instance-groups/regional-migs",
  check: (estate) => [
    ...inOneZone(estate),
    ...forEveryResource("google_compute_region_instance_group_manager", (group) => {
      if (valueAt(group, ZONES) === UNKNOWN) return [unknown(group, ZONES)];
      return blockPaths(group, ZONES).length === 1
        ? [violation(group, `${ZONES}: one zone of the region found, several allowed`)]
        : [];
    })(estate),
  ],
};

/** Requests a second that any web server answers: a limit below is one for tests. */
const LEAST_RATE = 5;

const rate: Rule = {
  id: "lb-machine-rate",
  kind: "down",
  severity: "medium",
  title: "A machine behind a load balancer may be sent more than a few requests a second",
  why: "Above the rate of all machines together the balancer counts them as full: it moves traffic away, and an autoscaler adds machines.",
  fix: "measure what a machine answers, and set max_rate_per_instance to that, or balance by utilization",
  source: "https://cloud.google.com/load-balancing/docs/backend-service#balancing-mode",
  check: forEveryOf(BACKEND_SERVICES, (service) =>
    blockPaths(service, "backend").flatMap((backend) =>
      ["max_rate_per_instance", "max_rate_per_endpoint"].flatMap((name) => {
        const found = numberAt(service, `${backend}.${name}`) ?? 0;
        return found > 0 && found < LEAST_RATE
          ? [violation(service, `${backend}.${name}: ${found} found, ${LEAST_RATE} requests a second or more allowed`)]
          : [];
      }),
    ),
  ),
};

/** Where machines and templates name the image that they start from. */
const IMAGES: readonly (readonly [type: string, block: string, path: string])[] = [
  ["google_compute_instance", "boot_disk", "initialize_params[0].image"],
  ["google_compute_instance_template", "disk", "source_image"],
  ["google_compute_region_instance_template", "disk", "source_image"],
];

const image: Rule = {
  id: "vm-image-ended",
  kind: "exposed",
  severity: "medium",
  title: "The system of a machine still gets fixes",
  why: "What is found in one that has ended stays open on every machine that starts from it, and Google removes its images.",
  fix: "name the family of a release that its makers support",
  source: "https://cloud.google.com/compute/docs/images/os-details",
  check: (estate) =>
    IMAGES.flatMap(([type, block, path]) =>
      forEveryResource(type, (machine) =>
        blockPaths(machine, block).flatMap((disk) => {
          const at = `${disk}.${path}`;
          if (valueAt(machine, at) === UNKNOWN) return [unknown(machine, at)];
          const found = textAt(machine, at);
          const ended = found === undefined ? undefined : lastImageFixesOf(found);
          return ended === undefined
            ? []
            : [violation(machine, `${at}: a system found whose last fixes are of ${ended}`)];
        }),
      )(estate),
    ),
};

/** Machines, and what they are made from. */
export const MACHINES = IMAGES.map(([type]) => type);
/** The same, with machines that are made from a template. */
export const ANY_MACHINE = [...MACHINES, "google_compute_instance_from_template"];
/** Where a machine has what it runs at its start. */
export const START_SCRIPTS = ["metadata_startup_script", "metadata.startup-script", "metadata.user-data"];
const SCHEDULING = "scheduling[0]";

const preemptible: Rule = {
  id: "vm-preemptible",
  kind: "down",
  severity: "low",
  title: "A machine that serves is not preemptible",
  why: "Google takes it back when it needs the capacity, a preemptible one within a day, and all of a group at the same time.",
  fix: "remove preemptible and the provisioning model SPOT, or keep them for work that may stop",
  source: "https://cloud.google.com/compute/docs/instances/spot",
  check: forEveryOf(MACHINES, (machine) => [
    ...judgeValue(machine, `${SCHEDULING}.preemptible`, (value) => value !== true, "false"),
    ...(valueAt(machine, `${SCHEDULING}.preemptible`) === true
      ? []
      : judgeValue(machine, `${SCHEDULING}.provisioning_model`, (value) => value !== "SPOT", "STANDARD")),
  ]),
};

/** Machines in groups, and what they start from. */
export const machineGroupRules: readonly Rule[] = [healing, oneZone, rate, image, preemptible];
