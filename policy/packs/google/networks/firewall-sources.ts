import { forEveryResource, plainText } from "../../../core/judge";
import { repeatsOf } from "../../../core/repeats";
import { isOpenValue, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, listAt, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { containsRange, rangeAround } from "../../../../google/ip-ranges";
import { EVERYONE, FIREWALL, isActiveIngress, isEnabled, isIngress, portRange } from "./firewall-ranges";
import { NETWORK } from "./network-services";

const RANGES = "source_ranges";
const NARROW = ["source_tags", "source_service_accounts"];
const TARGETS = ["target_tags", "target_service_accounts"];

const hasEveryone = (rule: Resource, path: string): boolean =>
  listAt(rule, path).some((range) => EVERYONE.includes(plainText(range)));

const alternatives: Rule = {
  id: "network-firewall-sources",
  kind: "no effect",
  severity: "medium",
  title: "Tags of senders stand in a rule without a range of everyone",
  why: "A rule lets in whoever is in the ranges or has the tag: with everyone in the ranges the tag narrows nothing.",
  fix: "remove source_ranges, or say with target_tags who may be reached",
  source: "https://cloud.google.com/firewall/docs/firewalls#combining-source-specs",
  check: forEveryResource(FIREWALL, (rule) => {
    if (!isActiveIngress(rule) || blockPaths(rule, "allow").length === 0) return [];
    const narrow = NARROW.filter((path) => listAt(rule, path).length > 0);
    if (narrow.length === 0) return [];
    if (isOpenValue(valueAt(rule, RANGES)) && !hasEveryone(rule, RANGES)) return [unknown(rule, RANGES)];
    return hasEveryone(rule, RANGES)
      ? narrow.map((path) =>
          violation(rule, `${path}: a value beside everyone in ${RANGES} found, one of both allowed`),
        )
      : [];
  }),
};

const untargeted: Rule = {
  id: "network-firewall-untargeted",
  kind: "exposed",
  severity: "low",
  title: "A rule for the whole internet names the machines that it is for",
  why: "Without a target it holds for every machine of the network, also for those that are added later and serve nobody outside.",
  fix: "set target_tags or target_service_accounts",
  source: "https://cloud.google.com/firewall/docs/firewalls#rule_assignment",
  yieldsTo: ["network-firewall-open"],
  check: forEveryResource(FIREWALL, (rule) => {
    const isOpen = isActiveIngress(rule) && blockPaths(rule, "allow").length > 0;
    if (!isOpen || TARGETS.some((path) => listAt(rule, path).length > 0)) return [];
    const unknownTarget = TARGETS.find((path) => valueAt(rule, path) === UNKNOWN);
    if (unknownTarget !== undefined) return hasEveryone(rule, RANGES) ? [unknown(rule, unknownTarget)] : [];
    return hasEveryone(rule, RANGES)
      ? [violation(rule, "target_tags: nothing beside everyone in source_ranges found, a target allowed")]
      : [];
  }),
};

const DEFAULT_PRIORITY = 1000;

/** What a rule of a firewall is about. */
interface Reach {
  readonly rule: Resource;
  readonly network: string;
  readonly isIngress: boolean;
  readonly isAllowed: boolean;
  readonly priority: number;
  readonly targets: readonly string[];
  readonly peers: readonly string[];
  readonly traffic: readonly (readonly [protocol: string, ports: readonly string[]])[];
}

/** Reads a rule; undefined where a part of it is unknown, or it names senders otherwise than by ranges. */
function reachOf(estate: Estate, rule: Resource): Reach | undefined {
  const ranges = isIngress(rule) ? RANGES : "destination_ranges";
  const action = blockPaths(rule, "allow").length > 0 ? "allow" : "deny";
  const blocks = blockPaths(rule, action);
  const read = [
    "priority",
    "network",
    ranges,
    ...NARROW,
    ...TARGETS,
    ...blocks.flatMap((at) => [`${at}.protocol`, `${at}.ports`]),
  ];
  const [network] = targetsOf(estate, rule, "network", [NETWORK]);
  const name = network ? network.address : textAt(rule, "network")?.split("/").pop();
  const isOpen = read.some((path) => path !== "network" && isOpenValue(valueAt(rule, path)));
  if (isOpen || name === undefined || !isEnabled(rule) || NARROW.some((path) => listAt(rule, path).length > 0))
    return undefined;
  return {
    ...{ rule, network: `${rule.stack} ${name}`, isIngress: isIngress(rule), isAllowed: action === "allow" },
    priority: numberAt(rule, "priority") ?? DEFAULT_PRIORITY,
    targets: TARGETS.flatMap((path) => listAt(rule, path)).map(plainText),
    peers: listAt(rule, ranges).map(plainText),
    traffic: blocks.map((at) => [
      textAt(rule, `${at}.protocol`)?.toLowerCase() ?? "",
      listAt(rule, `${at}.ports`).map(plainText),
    ]),
  };
}

const holdsRange = (outer: string, inner: string): boolean => {
  const [one, other] = [outer, inner].map((text) => {
    const [address = "", prefix = "32"] = text.split("/");
    return rangeAround(address, Number(prefix));
  });
  return one !== undefined && other !== undefined && containsRange(one, other);
};

const holdsPorts = (outer: readonly string[], inner: readonly string[]): boolean =>
  outer.length === 0 ||
  (inner.length > 0 &&
    inner
      .map(portRange)
      .every(([from, to]) => outer.map(portRange).some(([first, last]) => first <= from && to <= last)));

/** Whether one rule says all that another is about, before it is asked. */
const isBefore = (one: Reach, other: Reach): boolean =>
  one.network === other.network &&
  one.isIngress === other.isIngress &&
  one.isAllowed !== other.isAllowed &&
  // Of two with one priority a denial wins.
  (one.priority < other.priority || (one.priority === other.priority && !one.isAllowed)) &&
  (one.targets.length === 0 ||
    (other.targets.length > 0 && other.targets.every((target) => one.targets.includes(target)))) &&
  other.peers.length > 0 &&
  other.peers.every((peer) => one.peers.some((range) => holdsRange(range, peer))) &&
  other.traffic.every(([protocol, ports]) =>
    one.traffic.some(([first, open]) => first === "all" || (first === protocol && holdsPorts(open, ports))),
  );

const shadowed: Rule = {
  id: "network-firewall-shadowed",
  kind: "no effect",
  severity: "medium",
  title: "No firewall rule stands behind one that has decided already",
  why: "The rule with the lower number is asked first, and of two equal ones the denial: this one is never asked.",
  fix: "give the narrower rule the lower priority number",
  source: "https://cloud.google.com/firewall/docs/firewalls#priority_order_for_firewall_rules",
  check: (estate) => {
    const rules = estate.ofType(FIREWALL).map((rule) => [rule, reachOf(estate, rule)] as const);
    const known = rules.flatMap(([, reach]) => reach ?? []);
    return rules.flatMap(([rule, reach]): readonly Verdict[] => {
      if (!reach) {
        return valueAt(rule, "priority") === UNKNOWN && rules.length > 1 ? [unknown(rule, "priority")] : [];
      }
      const first = known.find((other) => isBefore(other, reach));
      return first
        ? [violation(rule, `priority: ${reach.priority} found, behind ${first.rule.address} (${first.priority})`)]
        : [];
    });
  },
};

const twice: Rule = {
  id: "network-firewall-twice",
  kind: "no effect",
  severity: "low",
  title: "One rule says what a firewall lets in",
  why: "Of two that say the same, taking one away closes nothing.",
  fix: "remove one of both",
  source: "https://cloud.google.com/firewall/docs/firewalls",
  check: (estate) =>
    repeatsOf(estate.ofType(FIREWALL), (rule) => {
      const reach = reachOf(estate, rule);
      if (!reach) return undefined;
      const { network, isIngress, isAllowed, targets, peers, traffic } = reach;
      return JSON.stringify([
        network,
        isIngress,
        isAllowed,
        [...targets].sort(),
        [...peers].sort(),
        [...traffic].sort(),
      ]);
    }).map(({ resource, first }) => violation(resource, `allow: what ${first.address} says already found`)),
};

const idleEgress: Rule = {
  id: "network-egress-idle",
  kind: "no effect",
  severity: "low",
  title: "A rule that lets something out stands before one that does not",
  why: "Google lets everything out where no rule denies it: this one changes nothing, and looks as if it limited what leaves.",
  fix: "deny all egress at a higher number, or remove the rule",
  source: "https://cloud.google.com/firewall/docs/firewalls#default_firewall_rules",
  check: (estate) => {
    const out = estate.ofType(FIREWALL).filter((rule) => isEnabled(rule) && !isIngress(rule));
    const isOpen = (rule: Resource): boolean =>
      valueAt(rule, "direction") === UNKNOWN || valueAt(rule, "deny") === UNKNOWN;
    if (out.some((rule) => isOpen(rule) || blockPaths(rule, "deny").length > 0)) return [];
    return out
      .filter((rule) => targetsOf(estate, rule, "network", [NETWORK]).some(({ isNew }) => isNew))
      .map((rule) => violation(rule, "direction: EGRESS that nothing here denies found"));
  },
};

/** Who a firewall rule is for, and whether it is ever asked. */
export const firewallSourceRules: readonly Rule[] = [alternatives, untargeted, shadowed, twice, idleEgress];
