import { textsIn } from "../../policy/core/json";
import { textAt } from "../../policy/core/resource";
import { isReplacement, type Change } from "../change";
import type { UnweighedConsequence } from "../consequences/row";
import type { PlanGraph } from "./plan-graph";

/** What leads requests to a backend service: a url map by its hosts, a proxy or a forwarding rule by itself. */
const LEADING =
  /^google_compute_(region_)?(url_map|target_(tcp|ssl|grpc)_proxy|forwarding_rule)$|^google_compute_global_forwarding_rule$/;

/**
 * What the replacement of a backend service does that nothing here leads to; undefined where something does, or where nothing here
 * leads anywhere, so that another state may.
 */
export function unusedBackendConsequence(graph: PlanGraph, change: Change): UnweighedConsequence | undefined {
  if (!isReplacement(change) || !/^google_compute_(region_)?backend_service$/.test(change.type)) return undefined;
  const leading = graph.estate.ofTypes((type) => LEADING.test(type));
  const own = graph.resourceAt(change.address);
  const name = own && textAt(own, "name");
  const isNamed = leading.some(({ values }) =>
    textsIn(values).some((text) => text === name || text.endsWith(`/${name}`)),
  );
  const isReferred = graph.referrersOf(change).some(({ type }) => LEADING.test(type));
  if (name === undefined || leading.length === 0 || isNamed || isReferred) return undefined;
  return {
    severity: "medium",
    text: "replaced: nothing here leads to it; a host that another state leads to it answers with errors until the new one serves",
    undo: "redeploy",
  };
}
