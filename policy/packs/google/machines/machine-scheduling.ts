import { groupsBy } from "../../../../google/groups";
import { configurationAddress } from "../../../core/plan-references";
import { forEveryOf, forEveryResource, judgeValue } from "../../../core/judge";
import { referrersOf, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { MACHINES } from "./machine-groups";

const SCHEDULING = "scheduling[0]";
const RESTART = `${SCHEDULING}.automatic_restart`;
const MAINTENANCE = `${SCHEDULING}.on_host_maintenance`;

const mayBePreemptible = (machine: Resource): boolean | typeof UNKNOWN => {
  const values = [valueAt(machine, `${SCHEDULING}.preemptible`), valueAt(machine, `${SCHEDULING}.provisioning_model`)];
  if (values.some((value) => value === true || value === "SPOT")) return true;
  return values.includes(UNKNOWN) ? UNKNOWN : false;
};

const spotRestart: Rule = {
  id: "vm-preemptible-restart",
  kind: "refused",
  severity: "high",
  title: "A preemptible machine is neither restarted nor moved by Google",
  why: "Google refuses both at apply, and the provider restarts where nothing is said.",
  fix: "set automatic_restart to false, and on_host_maintenance to TERMINATE or nothing",
  source:
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance#nested_scheduling",
  check: forEveryOf(MACHINES, (machine) => {
    const isPreemptible = mayBePreemptible(machine);
    if (isPreemptible === false) return [];
    const wrong: readonly Verdict[] = [
      ...judgeValue(machine, RESTART, (value) => value === false, "false"),
      ...judgeValue(machine, MAINTENANCE, (value) => value !== "MIGRATE", "TERMINATE"),
    ];
    return isPreemptible === UNKNOWN && wrong.length > 0 ? [unknown(machine, SCHEDULING)] : wrong;
  }),
};

const gpuMaintenance: Rule = {
  id: "vm-gpu-maintenance",
  kind: "refused",
  severity: "high",
  title: "A machine with a GPU ends when its host is maintained",
  why: "Google cannot move one while it runs, which is its default, and refuses the machine at apply.",
  fix: 'set scheduling.on_host_maintenance to "TERMINATE"',
  source: "https://cloud.google.com/compute/docs/gpus/gpu-host-maintenance",
  check: forEveryOf(MACHINES, (machine) => {
    const hasGpu = blockPaths(machine, "guest_accelerator").some(
      (block) => (numberAt(machine, `${block}.count`) ?? 0) > 0,
    );
    // A preemptible machine is never moved.
    return hasGpu && mayBePreemptible(machine) === false
      ? judgeValue(machine, MAINTENANCE, (value) => value === "TERMINATE", '"TERMINATE"')
      : [];
  }),
};

const stopForUpdate: Rule = {
  id: "vm-stop-for-update",
  kind: "refused",
  severity: "low",
  title: "Terraform may stop a machine to change it",
  why: "Its type, its account and its scopes change only while it is stopped: the first such change fails at apply.",
  fix: "set allow_stopping_for_update to true where a stop may be",
  source:
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance#allow_stopping_for_update",
  check: forEveryResource("google_compute_instance", (machine) =>
    judgeValue(machine, "allow_stopping_for_update", (value) => value !== undefined, "true, or a decision"),
  ),
};

const forwarding: Rule = {
  id: "vm-ip-forwarding",
  kind: "exposed",
  severity: "low",
  title: "A machine sends its own packets only",
  why: "One that may forward may also send in the name of other addresses: whoever gets into it passes rules that look at the sender.",
  fix: "remove can_ip_forward where no route leads through the machine",
  source: "https://cloud.google.com/vpc/docs/using-routes#canipforward",
  check: forEveryOf(MACHINES, (machine, estate) => {
    const value = valueAt(machine, "can_ip_forward");
    if (value === UNKNOWN) return [unknown(machine, "can_ip_forward")];
    const isHop = referrersOf(estate, machine).some(({ type }) => type === "google_compute_route");
    return value === true && !isHop
      ? [violation(machine, "can_ip_forward: true found, and no route here that leads through it")]
      : [];
  }),
};

const DISKS = ["google_compute_disk", "google_compute_region_disk"];
const ATTACHMENTS = DISKS.map((type) => `${type}_resource_policy_attachment`);

/** Disks that hold what a machine works on: those that are not made with it. */
const snapshots: Rule = {
  id: "disk-snapshots",
  kind: "lost",
  severity: "low",
  title: "A disk of its own is copied by a schedule",
  why: "What a program deletes or writes over is on no other disk: only a snapshot brings it back.",
  fix: "attach a google_compute_resource_policy with a snapshot schedule by google_compute_disk_resource_policy_attachment",
  source: "https://cloud.google.com/compute/docs/disks/scheduled-snapshots",
  check: forEveryOf(DISKS, (disk, estate): readonly Verdict[] => {
    // One that starts from an image is the disk of a system.
    if (!disk.isNew || textAt(disk, "image") !== undefined) return [];
    const isCopied = ATTACHMENTS.flatMap((type) => estate.ofType(type)).some((attachment) => {
      const disks = targetsOf(estate, attachment, "disk", DISKS);
      return disks.includes(disk) || (disks.length === 0 && valueAt(attachment, "disk") === UNKNOWN);
    });
    return isCopied ? [] : [violation(disk, "name: no schedule of snapshots attached to it found, one needed")];
  }),
};

const oneZone: Rule = {
  id: "vm-one-zone",
  kind: "down",
  severity: "low",
  title: "Machines that are made alike stand in several zones",
  why: "All of them go when their one zone does, and several were made so that one may go.",
  fix: "take the zone of each from a list: element(var.zones, count.index)",
  source: "https://cloud.google.com/compute/docs/regions-zones",
  check: (estate) => {
    const blocks = groupsBy(
      estate.ofType("google_compute_instance"),
      ({ stack, address }) => `${stack} ${configurationAddress(address)}`,
    );
    return [...blocks.values()].flatMap((machines): readonly Verdict[] => {
      const zones = new Set(machines.map((machine) => valueAt(machine, "zone")));
      const [zone] = zones;
      const last = machines.at(-1);
      return last && machines.length > 1 && zones.size === 1 && typeof zone === "string"
        ? [violation(last, `zone: ${machines.length} machines of one block in one zone found, several zones allowed`)]
        : [];
    });
  },
};

/** When machines stop, and what they keep. */
export const machineSchedulingRules: readonly Rule[] = [
  spotRestart,
  gpuMaintenance,
  stopForUpdate,
  forwarding,
  snapshots,
  oneZone,
];
