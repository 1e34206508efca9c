import { backendServiceName } from "../../environments/names";
import { LB_BACKEND_LATENCIES, RUN_LATENCIES } from "../../environments/platform-metrics";
import { once } from "../once";
import { valueAt } from "../resource";
import { plainText, type Estate } from "../rule";
import { RUN_SERVICE, RUN_V1 } from "./cloud-run";
import { metricIn } from "./metric-facts";
import { socketServices } from "./variable";
import { workloads } from "./workloads";

/** Services that a filter of Cloud Run's metrics names. */
export const serviceNames = (filter: string): readonly string[] =>
  [...filter.matchAll(/resource\.labels?\.service_name\s*=\s*"([^"]+)"/g)].map(([, name = ""]) => name);

const socketNames = once(
  (estate) =>
    new Set(
      socketServices(estate, workloads(estate))
        .filter(({ type }) => type === RUN_SERVICE || type === RUN_V1)
        .map((service) => plainText(valueAt(service, "name"))),
    ),
);

/** Whether the latency that a filter selects is, among others, the life of sockets. */
export function countsSockets(estate: Estate, filter: string): boolean {
  const metric = metricIn(filter);
  if (metric === RUN_LATENCIES.type) {
    const sockets = socketNames(estate);
    const named = serviceNames(filter);
    // A filter with conditions of another form, such as !=, may leave them out.
    const met = named.length > 0 ? named.some((name) => sockets.has(name)) : !filter.includes("service_name");
    return met && sockets.size > 0;
  }
  return metric === LB_BACKEND_LATENCIES.type && !filter.includes("matched_url_path_rule")
    ? socketBackends(estate).some((name) => filter.includes(`"${name}"`))
    : false;
}

/** Names of the backend services of socket services; only the spec tells them. */
function socketBackends({ spec }: Estate): readonly string[] {
  if (!spec) return [];
  const { environment } = spec;
  return Object.entries(environment.services)
    .filter(([, { sockets }]) => sockets !== undefined)
    .map(([service]) => backendServiceName(environment, service));
}
