import { listOf, member } from "../../policy/core/json";
import { valueAtPath } from "../../policy/core/path";
import type { AttributeRow } from "../consequence";
import {
  attributeRows,
  isExisting,
  isLowered,
  isRaised,
  isRemoved,
  isSetTo,
  numberChangeText,
  type ChangePredicate,
  unprotected,
} from "./row";

/** What Compute Engine changes on a stopped machine alone (https://cloud.google.com/compute/docs/instances/update-instance-properties). */
const STOPPING = [
  "machine_type",
  "min_cpu_platform",
  "service_account.*",
  "advanced_machine_features.*",
  "shielded_instance_config.*",
  "network_performance_config.*",
  "enable_display",
];

const mayStop: ChangePredicate = (_, { after }) => valueAtPath(after, "allow_stopping_for_update") === true;

/** How many public addresses a machine has: one for each block. */
const publicCount = (machine: unknown): number =>
  listOf(valueAtPath(machine, "network_interface")).flatMap((one) => listOf(member(one, "access_config"))).length;

const MACHINE: readonly AttributeRow[] = attributeRows("google_compute_instance", [
  {
    paths: STOPPING,
    when: mayStop,
    severity: "high",
    text: "the machine is stopped and started: what it serves is down for minutes, and an address that is not reserved changes",
    undo: "redeploy",
  },
  {
    paths: STOPPING,
    severity: "high",
    text: "the provider changes this on a stopped machine alone: the apply fails here until allow_stopping_for_update is true",
    undo: "redeploy",
  },
  {
    paths: ["desired_status"],
    when: isSetTo("TERMINATED", "SUSPENDED"),
    severity: "critical",
    text: "the machine is stopped: what it serves is down",
    undo: "redeploy",
  },
  {
    paths: ["desired_status"],
    severity: "medium",
    text: "the machine is started, or left as it is",
    undo: "instant",
  },
  unprotected(
    ["deletion_protection"],
    "high",
    "nothing protects the machine from deletion, and its boot disk goes with it",
  ),
  {
    paths: ["network_interface.*"],
    when: (attribute, change) =>
      isExisting(attribute, change) && publicCount(change.after) > publicCount(change.before),
    severity: "high",
    text: "the machine gets a public address: firewall rules alone stand before it",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["network_interface.access_config.*"],
    severity: "high",
    text: "the machine loses its public address, or gets another: who admits it refuses it, and without a NAT it reaches nothing",
    undo: "one-way",
  },
  {
    paths: ["tags", "tags.*"],
    severity: "high",
    text: "other firewall rules and routes apply to the machine: it may be cut off, or opened",
    undo: "instant",
  },
  {
    paths: ["metadata.*", "metadata"],
    severity: "medium",
    text: "the machine reads other metadata: a startup script runs at its next start, keys of people change at once",
    undo: "instant",
  },
  {
    paths: ["attached_disk", "attached_disk.*"],
    severity: "high",
    text: "disks are attached or taken off while the machine runs: what is mounted from them fails",
    undo: "redeploy",
  },
  {
    paths: ["scheduling.*", "resource_policies", "resource_policies.*"],
    severity: "medium",
    text: "the machine is stopped, moved and started again at other times",
    undo: "redeploy",
  },
]);

const DISK: readonly AttributeRow[] = attributeRows(
  ["google_compute_disk", "google_compute_region_disk"],
  [
    {
      paths: ["size"],
      when: isRaised,
      severity: "low",
      text: (attribute) =>
        `the disk grows, ${numberChangeText(attribute, " GB")}: its file system has to grow on the machine, and it never shrinks again`,
      undo: "one-way",
    },
    {
      paths: ["provisioned_iops", "provisioned_throughput"],
      when: isLowered,
      severity: "medium",
      text: (attribute) => `${numberChangeText(attribute)}: what reads and writes it waits longer`,
      undo: "instant",
    },
  ],
);

const GROUP: readonly AttributeRow[] = attributeRows(
  ["google_compute_instance_group_manager", "google_compute_region_instance_group_manager"],
  [
    {
      paths: ["version", "version.*"],
      severity: "high",
      text: "its machines are made anew from another template, as fast as update_policy allows: sockets on the old ones end, and one that does not start takes capacity away",
      undo: "redeploy",
    },
    {
      paths: ["target_size"],
      when: isLowered,
      severity: "high",
      text: (attribute) => `${numberChangeText(attribute)} machines: the others end with what they serve`,
      undo: "redeploy",
    },
    {
      paths: ["target_size"],
      severity: "low",
      text: (attribute) => `${numberChangeText(attribute)} machines`,
      undo: "redeploy",
    },
    {
      paths: ["auto_healing_policies", "auto_healing_policies.*"],
      when: isRemoved,
      severity: "high",
      text: "a machine that hangs is not replaced any more",
      undo: "instant",
    },
    {
      paths: ["auto_healing_policies", "auto_healing_policies.*"],
      severity: "high",
      text: "machines are judged by another check, or sooner: those that fail it are replaced, all of them where it is wrong",
      undo: "instant",
    },
    {
      paths: ["named_port", "named_port.*"],
      severity: "high",
      text: "backends that name the port send requests to another one: machines that do not listen there get none",
      undo: "instant",
    },
    {
      paths: ["update_policy.*"],
      severity: "medium",
      text: "the next new template is rolled out otherwise: faster, with fewer machines at a time, or not by itself",
      undo: "instant",
    },
    {
      paths: ["stateful_disk", "stateful_disk.*", "stateful_internal_ip.*", "stateful_external_ip.*"],
      severity: "high",
      text: "other disks and addresses are kept when a machine is made anew: what is not kept is lost then",
      undo: "instant",
    },
  ],
);

const AUTOSCALER: readonly AttributeRow[] = attributeRows(
  ["google_compute_autoscaler", "google_compute_region_autoscaler"],
  [
    {
      paths: ["autoscaling_policy.max_replicas"],
      when: isLowered,
      severity: "high",
      text: (attribute) => `at most ${numberChangeText(attribute)} machines: load above that waits or fails`,
      undo: "instant",
    },
    {
      paths: ["autoscaling_policy.min_replicas"],
      when: isLowered,
      severity: "medium",
      text: (attribute) =>
        `at least ${numberChangeText(attribute)} machines: load that comes suddenly waits for new ones`,
      undo: "instant",
    },
    {
      paths: ["autoscaling_policy.max_replicas", "autoscaling_policy.min_replicas"],
      severity: "low",
      text: (attribute) =>
        `${numberChangeText(attribute)} machines: they cost more, and their clients open more connections`,
      undo: "instant",
    },
    {
      paths: ["autoscaling_policy.mode"],
      when: isSetTo("OFF"),
      severity: "high",
      text: "the group keeps its size, whatever comes",
      undo: "instant",
    },
    {
      paths: ["autoscaling_policy.*"],
      severity: "medium",
      text: "machines come and go at another load, or at other times",
      undo: "instant",
    },
  ],
);

/** Rows of machines, disks and what groups them. */
export const MACHINES: readonly AttributeRow[] = [...MACHINE, ...DISK, ...GROUP, ...AUTOSCALER];
