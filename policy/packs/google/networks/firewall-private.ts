import { forEveryResource, plainText } from "../../../core/judge";
import { isOpenValue } from "../../../core/relations/targets";
import { blockPaths, listAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import { FIREWALL, isActiveIngress, opensEverything } from "./firewall-ranges";

/** All private addresses, and the addresses of Identity-Aware Proxy. A subnet, or Google's own networks, are narrower. */
const WIDE: ReadonlySet<string> = new Set(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "35.235.240.0/20"]);

export const everyPort: Rule = {
  id: "network-firewall-every-port",
  kind: "exposed",
  severity: "low",
  title: "A wide range of senders reaches the ports that are served",
  why: "Every machine of every peered network, or everyone with a tunnel of Identity-Aware Proxy, reaches what was never meant to be served.",
  fix: "list the ports (for tunnels 22 or 3389), or narrow the range to the subnets that call",
  source: "https://cloud.google.com/firewall/docs/firewalls#best_practices_for_firewall_rules",
  check: forEveryResource(FIREWALL, (rule) => {
    const allows = isActiveIngress(rule)
      ? blockPaths(rule, "allow").filter((allow) => opensEverything(rule, allow))
      : [];
    if (allows.length === 0) return [];
    const wide = listAt(rule, "source_ranges")
      .map(plainText)
      .find((range) => WIDE.has(range));
    if (wide !== undefined) {
      return allows.map((allow) => violation(rule, `${allow}: every port from ${wide} found, single ports allowed`));
    }
    return isOpenValue(valueAt(rule, "source_ranges")) ? [unknown(rule, "source_ranges")] : [];
  }),
  yieldsTo: ["network-firewall-open"],
};
