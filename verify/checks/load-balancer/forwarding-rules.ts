import type { Environment } from "../../../environments/environment";
import { BACKEND } from "../../../google/hardened";
import { httpProxyName, httpRuleName, httpsProxyName, httpsRuleName } from "../../../environments/names";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { resourceName } from "../../live/links";
import { readAddress, readForwardingRule } from "../../live/frontends";
import { asDeclared, setting } from "../admin/settings";

interface Entrance {
  readonly scheme: "http" | "https";
  readonly rule: string;
  readonly port: number;
  readonly proxy: string;
}

const entrances = (environment: Environment): readonly Entrance[] => [
  { scheme: "https", rule: httpsRuleName(environment), port: 443, proxy: httpsProxyName(environment) },
  { scheme: "http", rule: httpRuleName(environment), port: 80, proxy: httpProxyName(environment) },
];

/** Both ports of the reserved address lead to their proxies. */
export const forwardingRuleChecks = (context: AdminContext): readonly Check[] =>
  entrances(context.environment).map((entrance) => forwardingRuleCheck(context, entrance));

const forwardingRuleCheck = (context: AdminContext, { scheme, rule, port, proxy }: Entrance): Check =>
  adminCheck(context, {
    id: `load-balancer/forwarding-rule/${scheme}`,
    title: `port ${port} of the load balancer's address leads to its ${scheme.toUpperCase()} proxy`,
    gone: "not-as-declared",
    ask: async (live) => {
      const { environment } = context;
      const [address, found] = await Promise.all([
        readAddress(live, environment),
        readForwardingRule(live, environment, rule),
      ]);
      return asDeclared([
        setting("IPAddress", found.IPAddress, address),
        setting("portRange", found.portRange, `${port}-${port}`),
        setting("target", resourceName(found.target), proxy),
        setting("loadBalancingScheme", found.loadBalancingScheme, BACKEND.loadBalancingScheme),
      ]);
    },
  });
