import { forEveryOf, forEveryResource, judgeValue } from "../../../core/judge";
import { referrersOf, sureTargetsOf, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, listAt, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { BACKEND_SERVICES } from "../edge/serverless-backends";

const REGIONAL = "google_compute_region_instance_group_manager";
/** Managed groups of machines, in one zone and in a region. */
export const GROUPS = ["google_compute_instance_group_manager", REGIONAL];
const AUTOSCALERS = ["google_compute_autoscaler", "google_compute_region_autoscaler"];
const POLICY = "update_policy[0]";
const SIZE = "target_size";

const sizes: Rule = {
  id: "group-size-scaled",
  kind: "down",
  severity: "medium",
  title: "One of both says how many machines a group has: Terraform or its autoscaler",
  why: "Each apply sets the group back to the written size, whatever load the autoscaler has answered with more machines.",
  fix: "remove target_size",
  source:
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_instance_group_manager#target_size",
  check: forEveryOf(AUTOSCALERS, (autoscaler, estate) =>
    sureTargetsOf(estate, autoscaler, "target", GROUPS).flatMap((group): readonly Verdict[] => {
      const size = valueAt(group, SIZE);
      if (size === UNKNOWN) return [unknown(group, SIZE)];
      return size === undefined
        ? []
        : [violation(group, `${SIZE}: a number beside ${autoscaler.address} found, none allowed`)];
    }),
  ),
};

const rollout: Rule = {
  id: "group-rollout",
  kind: "no effect",
  severity: "low",
  title: "A changed template reaches the machines of its group",
  why: "Without a proactive policy Google waits until a machine is made for another reason: old ones run on, and the group is of two versions for weeks.",
  fix: 'declare update_policy with type = "PROACTIVE"',
  source: "https://cloud.google.com/compute/docs/instance-groups/rolling-out-updates-to-managed-instance-groups",
  check: forEveryOf(GROUPS, (group) => {
    if (valueAt(group, "update_policy") === UNKNOWN) return [unknown(group, "update_policy")];
    return judgeValue(group, `${POLICY}.type`, (type) => type === "PROACTIVE", '"PROACTIVE"');
  }),
};

/** Zones of a region, in which Google puts a group that names none: no region has fewer. */
const LEAST_ZONES = 3;
/** Below this size Google takes no percentage for a group of a region. */
const LEAST_FOR_PERCENT = 10;

/** Why Google refuses the numbers of an update policy. */
function refusedNumbers(group: Resource): readonly string[] {
  const at = (name: string): number | undefined => numberAt(group, `${POLICY}.${name}`);
  const [surge, out] = [at("max_surge_fixed"), at("max_unavailable_fixed")];
  const both = surge === 0 && out === 0 ? ["max_surge_fixed and max_unavailable_fixed: both 0 found, one above 0"] : [];
  const more = Math.max(surge ?? 0, at("max_surge_percent") ?? 0);
  const recreated =
    textAt(group, `${POLICY}.replacement_method`) === "RECREATE" && more > 0
      ? [`max_surge: ${more} beside replacement_method RECREATE found, 0`]
      : [];
  if (group.type !== REGIONAL) return [...both, ...recreated];
  const zones = listAt(group, "distribution_policy_zones").length || LEAST_ZONES;
  const few = ["max_surge_fixed", "max_unavailable_fixed"].flatMap((name) => {
    const found = at(name) ?? 0;
    return found > 0 && found < zones ? [`${name}: ${found} found, 0, or one for each zone (${zones} or more)`] : [];
  });
  const size = numberAt(group, SIZE);
  const shares = ["max_surge_percent", "max_unavailable_percent"].flatMap((name) =>
    (at(name) ?? 0) > 0 && size !== undefined && size < LEAST_FOR_PERCENT
      ? [`${name}: a share of ${size} machines found, a fixed number below ${LEAST_FOR_PERCENT} machines`]
      : [],
  );
  return [...both, ...recreated, ...few, ...shares];
}

const updateNumbers: Rule = {
  id: "group-update-numbers",
  kind: "refused",
  severity: "high",
  title: "A group is updated by numbers that Google takes",
  why: "Google refuses at apply to add or take fewer machines at once than a group of a region has zones, a share of a small one, and neither to add nor to take.",
  fix: "set max_surge_fixed to the number of zones and max_unavailable_fixed to 0, with replacement_method SUBSTITUTE",
  source:
    "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_region_instance_group_manager#nested_update_policy",
  check: forEveryOf(GROUPS, (group) => {
    const open = ["max_surge_fixed", "max_unavailable_fixed"].find(
      (name) => valueAt(group, `${POLICY}.${name}`) === UNKNOWN,
    );
    // What the configuration leaves out Google fills in; what it computes nobody knows.
    if (open !== undefined) return [unknown(group, `${POLICY}.${open}`)];
    return refusedNumbers(group).map((text) => violation(group, `${POLICY}.${text} allowed`));
  }),
};

/** The time in which a machine starts and its programs do. */
const LEAST_DELAY_SECONDS = 60;

const healingDelay: Rule = {
  id: "group-healing-delay",
  kind: "down",
  severity: "medium",
  title: "A machine has started before its group judges it",
  why: "One that is still installing what it serves counts as broken: the group replaces it, and the next one, without an end.",
  fix: "set initial_delay_sec above the time that a start takes, 300 for instance",
  source: "https://cloud.google.com/compute/docs/instance-groups/autohealing-instances-in-migs#initial_delay",
  check: forEveryOf(GROUPS, (group) =>
    blockPaths(group, "auto_healing_policies").flatMap((policy) =>
      judgeValue(
        group,
        `${policy}.initial_delay_sec`,
        (delay) => typeof delay === "number" && delay >= LEAST_DELAY_SECONDS,
        `${LEAST_DELAY_SECONDS} seconds or more`,
      ),
    ),
  ),
};

const RANGE = "autoscaling_policy[0]";

const scaling: Rule = {
  id: "autoscaler-range",
  kind: "no effect",
  severity: "low",
  title: "An autoscaler may add machines",
  why: "With one number for the least and the most it never does, and looks as if it answered load.",
  fix: "set max_replicas above min_replicas",
  source: "https://cloud.google.com/compute/docs/autoscaler",
  check: forEveryOf(AUTOSCALERS, (autoscaler) => {
    const paths = ["min_replicas", "max_replicas"].map((name) => `${RANGE}.${name}`);
    const open = paths.find((path) => valueAt(autoscaler, path) === UNKNOWN);
    if (open !== undefined) return [unknown(autoscaler, open)];
    const [least, most] = paths.map((path) => numberAt(autoscaler, path));
    return least !== undefined && most !== undefined && most <= least
      ? [violation(autoscaler, `${RANGE}.max_replicas: ${most} found, more than min_replicas (${least}) allowed`)]
      : [];
  }),
};

/** How many machines a group has at least; undefined where nothing here says so. */
const leastSize = (group: Resource, autoscaler: Resource | undefined): number | undefined =>
  autoscaler ? numberAt(autoscaler, `${RANGE}.min_replicas`) : numberAt(group, SIZE);

const single: Rule = {
  id: "group-one-machine",
  kind: "down",
  severity: "low",
  title: "A group that serves has two machines or more",
  why: "While its only one is replaced, updated or ill nobody answers.",
  fix: "set min_replicas, or target_size, to 2 or more",
  source: "https://cloud.google.com/compute/docs/instance-groups",
  check: forEveryOf(GROUPS, (group, estate) => {
    const isServing = BACKEND_SERVICES.flatMap((type) => estate.ofType(type)).some((backend) =>
      blockPaths(backend, "backend").some((block) =>
        targetsOf(estate, backend, `${block}.group`, GROUPS).includes(group),
      ),
    );
    if (!isServing) return [];
    const autoscalers = AUTOSCALERS.flatMap((type) => estate.ofType(type)).filter((one) =>
      targetsOf(estate, one, "target", GROUPS).includes(group),
    );
    // Which of its instances scales the group nothing tells.
    if (autoscalers.some((one) => sureTargetsOf(estate, one, "target", GROUPS).length === 0)) return [];
    const [autoscaler] = autoscalers;
    const [owner, path] = autoscaler ? [autoscaler, `${RANGE}.min_replicas`] : [group, SIZE];
    if (valueAt(owner, path) === UNKNOWN) return [unknown(owner, path)];
    const least = leastSize(group, autoscaler);
    return least !== undefined && least < 2 ? [violation(owner, `${path}: ${least} found, 2 or more allowed`)] : [];
  }),
};

const unmanaged: Rule = {
  id: "group-unmanaged",
  kind: "down",
  severity: "low",
  title: "Machines behind a load balancer are of a managed group",
  why: "Nothing replaces a machine of an unmanaged one that dies, adds one under load, or updates them one by one.",
  fix: "make them from a template with google_compute_region_instance_group_manager",
  source: "https://cloud.google.com/compute/docs/instance-groups#unmanaged_instance_groups",
  check: forEveryResource("google_compute_instance_group", (group, estate) =>
    referrersOf(estate, group).some(({ type }) => BACKEND_SERVICES.includes(type))
      ? [violation(group, "instances: machines that nothing replaces found, a managed group allowed")]
      : [],
  ),
};

/** How groups of machines are updated, healed and scaled. */
export const groupUpdateRules: readonly Rule[] = [
  sizes,
  rollout,
  updateNumbers,
  healingDelay,
  scaling,
  single,
  unmanaged,
];
