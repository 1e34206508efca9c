import {
  UNKNOWN,
  blockPaths,
  numberAt,
  textAt,
  valueAt,
  type Resource,
  type Value,
  listAt,
} from "../../../core/resource";
import { forEveryOf, forEveryResource, plainText } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { isOpenValue } from "../../../core/relations/targets";

/** The type of firewall rules. */
export const FIREWALL = "google_compute_firewall";
const DEFAULT_PRIORITY = 1000;

/** Every address. */
export const EVERYONE: readonly string[] = ["0.0.0.0/0", "::/0"];

/** Ports of consoles and stores, which nobody serves to the internet. */
const CLOSED_PORTS: readonly number[] = [
  20, 21, 22, 23, 25, 135, 139, 445, 1433, 1521, 2375, 2376, 3306, 3389, 5432, 5601, 5900, 6378, 6379, 9000, 9090, 9200,
  11211, 15672, 27017,
];
/** Widest range of ports that still looks like one service. */
const MAX_PORTS = 1000;

/** Whether a rule is on. */
export const isEnabled = (rule: Resource): boolean => valueAt(rule, "disabled") !== true;

const directionOf = (rule: Resource): string => textAt(rule, "direction") ?? "INGRESS";

/** Whether a rule is about what comes in; Google's default. */
export const isIngress = (rule: Resource): boolean => directionOf(rule) === "INGRESS";

/** Whether a rule is on, and about what comes in. */
export const isActiveIngress = (rule: Resource): boolean => isEnabled(rule) && isIngress(rule);

/** A port or a range of them: `0-65535` → [0, 65535]. */
export function portRange(range: Value): readonly [number, number] {
  const [from = NaN, to = from] = plainText(range).split("-").map(Number);
  return [from, to];
}

/** What an `allow` block opens that should not be open to everyone, if anything. */
function openPorts(rule: Pick<Resource, "values">, allow: string, named = "protocol"): string | undefined {
  const protocol = textAt(rule, `${allow}.${named}`)?.toLowerCase();
  if (protocol === "all") return "every protocol";
  if (protocol !== "tcp" && protocol !== "udp" && protocol !== "6" && protocol !== "17") return undefined;
  if (valueAt(rule, `${allow}.ports`) === UNKNOWN) return undefined;
  const ports = listAt(rule, `${allow}.ports`).filter((port) => port !== UNKNOWN);
  if (listAt(rule, `${allow}.ports`).length === 0) return "every port";
  const wide = ports.map(portRange).find(([from, to]) => to - from >= MAX_PORTS);
  if (wide) return `ports ${wide[0]} to ${wide[1]}`;
  const [closed] = CLOSED_PORTS.filter((port) => ports.map(portRange).some(([from, to]) => port >= from && port <= to));
  return closed === undefined ? undefined : `port ${closed}`;
}

/** What of an `allow` block nobody knows before apply. */
const unknownPart = (rule: Pick<Resource, "values">, allow: string, named: string): string | undefined =>
  [`${allow}.${named}`, `${allow}.ports`].find((path) => isOpenValue(valueAt(rule, path)));

/** Whether a rule allows ports that nobody serves to the internet, whoever its sources are. */
export const opensClosedPorts = (rule: Pick<Resource, "values">): boolean =>
  blockPaths(rule, "allow").some((allow) => openPorts(rule, allow) !== undefined);

/** Whether an `allow` block leads to every port of TCP or UDP, or to every protocol. */
export const opensEverything = (rule: Pick<Resource, "values">, allow: string): boolean =>
  /^(every |ports [01] to 65535$)/.test(openPorts(rule, allow) ?? "");

/** Where a rule says what it lets in, and whom. */
interface Form {
  readonly blocks: string;
  readonly protocol: string;
  readonly sources: string;
}

const RULE: Form = { blocks: "allow", protocol: "protocol", sources: "source_ranges" };
/** Rules of a policy, which hold before those of each network. */
const POLICY_RULES = ["", "network_", "region_network_"].map((kind) => `google_compute_${kind}firewall_policy_rule`);
const POLICY_RULE: Form = {
  blocks: "match[0].layer4_configs",
  protocol: "ip_protocol",
  sources: "match[0].src_ip_ranges",
};

function judgeOpen(rule: Resource, { blocks, protocol, sources }: Form): readonly Verdict[] {
  if (!isActiveIngress(rule)) return [];
  const allows = blockPaths(rule, blocks).map((allow) => ({ allow, what: openPorts(rule, allow, protocol) }));
  const found = allows.filter(({ what }) => what !== undefined);
  const unknowns = allows.flatMap(({ allow }) => unknownPart(rule, allow, protocol) ?? []);
  if (found.length + unknowns.length === 0) return [];
  const everyone = listAt(rule, sources).find((range) => EVERYONE.includes(plainText(range)));
  if (everyone !== undefined && found.length > 0) {
    return found.map(({ allow, what }) =>
      violation(rule, `${allow}: ${what} from ${plainText(everyone)} found, a narrower range or port allowed`),
    );
  }
  if (everyone !== undefined) return unknowns.map((path) => unknown(rule, path));
  return isOpenValue(valueAt(rule, sources)) ? [unknown(rule, sources)] : [];
}

const open: Rule = {
  id: "network-firewall-open",
  kind: "exposed",
  severity: "critical",
  title: "No firewall rule lets the internet reach consoles, stores or everything",
  why: "Addresses are scanned within minutes: what listens there is tried with known passwords and known flaws.",
  fix: "limit source_ranges (for SSH 35.235.240.0/20, Identity-Aware Proxy), or the ports to those that serve",
  source: "https://cloud.google.com/firewall/docs/firewalls",
  check: (estate) => [
    ...forEveryResource(FIREWALL, (rule) => judgeOpen(rule, RULE))(estate),
    ...forEveryOf(POLICY_RULES, (rule) =>
      textAt(rule, "action")?.toLowerCase() === "allow" ? judgeOpen(rule, POLICY_RULE) : [],
    )(estate),
  ],
};

const priorityOf = (rule: Resource): number => numberAt(rule, "priority") ?? DEFAULT_PRIORITY;

/** A rule that stops all egress, whatever the protocol. */
const isDenialOfAll = (rule: Resource): boolean =>
  isEnabled(rule) &&
  directionOf(rule) === "EGRESS" &&
  blockPaths(rule, "deny").some((deny) => textAt(rule, `${deny}.protocol`)?.toLowerCase() === "all") &&
  listAt(rule, "destination_ranges").some((range) => EVERYONE.includes(plainText(range)));

const hasAllowanceBefore = (estate: Estate, denial: Resource): boolean =>
  estate
    .ofType(FIREWALL)
    .some(
      (rule) =>
        isEnabled(rule) &&
        directionOf(rule) === "EGRESS" &&
        blockPaths(rule, "allow").length > 0 &&
        (valueAt(rule, "priority") === UNKNOWN || priorityOf(rule) < priorityOf(denial)),
    );

const egressDenied: Rule = {
  id: "network-egress-denied",
  kind: "down",
  severity: "critical",
  // What allows may stand with the network, in somebody else's configuration, and a network may be meant to be shut.
  abroad: "medium",
  title: "A rule that denies all egress stands behind rules that allow what is needed",
  why: "It cuts database, cache and Google's APIs from everything in the network at once.",
  fix: "allow the private service range and 199.36.153.8/30 (Google's APIs) at a lower number first",
  source: "https://cloud.google.com/firewall/docs/firewalls#priority_order_for_firewall_rules",
  check: (estate) =>
    estate
      .ofType(FIREWALL)
      .filter(isDenialOfAll)
      .filter((rule) => !hasAllowanceBefore(estate, rule))
      .map((rule) =>
        valueAt(rule, "priority") === UNKNOWN
          ? unknown(rule, "priority")
          : violation(rule, `deny: all egress at priority ${priorityOf(rule)} found, with no allowed egress before it`),
      ),
};

/** What the internet may reach, and what nothing may reach any more. */
export const firewallRangeRules: readonly Rule[] = [open, egressDenied];
