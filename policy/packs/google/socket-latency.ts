import { routedServices } from "../../../environments/hosts";
import { backendServiceName, urlMapName } from "../../../environments/names";
import { RUN_LATENCIES } from "../../../google/platform-metrics";
import { derivedFact, type Estate } from "../../core/estate";
import { textAt, valueAt } from "../../core/resource";
import { plainText } from "../../core/judge";
import { RUN_SERVICE, RUN_V1 } from "./cloud-run";
import { metricIn } from "./metric-facts";
import { BACKEND_SERVICES, negsOf } from "./serverless-backends";
import { URL_MAP } from "./url-map";
import { socketServices } from "./variable";
import { WORKLOAD_TYPES } from "./workloads";

/** Both count a socket with its whole life; the second, from the client's side, is in no table of ours. */
const BALANCER_LATENCY = /^loadbalancing\.googleapis\.com\/https\/(backend|total)_latencies$/;

/** Texts that a filter's label has to be equal to: one, or one of several. */
const namedBy = (filter: string, label: string): readonly string[] =>
  [...filter.matchAll(new RegExp(`resource\\.labels?\\.${label}\\s*=\\s*("[^"]+"|one_of\\([^)]*\\))`, "g"))].flatMap(
    ([, value = ""]) => [...value.matchAll(/"([^"]+)"/g)].map(([, text = ""]) => text),
  );

/** Services that a filter of Cloud Run's metrics names. */
export const serviceNames = (filter: string): readonly string[] => namedBy(filter, "service_name");

const socketNames = derivedFact(
  (estate) =>
    new Set(
      socketServices(estate, WORKLOAD_TYPES)
        .filter(({ type }) => type === RUN_SERVICE || type === RUN_V1)
        .map((service) => plainText(valueAt(service, "name"))),
    ),
);

/** Names of the backend services of socket services: the spec tells them, and elsewhere their endpoints do. */
const socketBackends = derivedFact((estate): ReadonlySet<string> => {
  const { spec } = estate;
  if (spec) {
    const { environment } = spec;
    const routed = routedServices(environment).filter((name) => environment.services[name]?.sockets !== undefined);
    return new Set(routed.map((name) => backendServiceName(environment, name)));
  }
  const sockets = socketNames(estate);
  const backends = estate
    .ofTypes((type) => sockets.size > 0 && BACKEND_SERVICES.includes(type))
    .filter((backend) =>
      negsOf(estate, backend).some((neg) => sockets.has(plainText(valueAt(neg, "cloud_run[0].service")))),
    );
  return new Set(backends.map((backend) => textAt(backend, "name") ?? ""));
});

/** Whether a filter meets one of those names; one that compares the label in another form, such as !=, may leave them out. */
function meets(filter: string, label: string, names: ReadonlySet<string>): boolean {
  const named = namedBy(filter, label);
  return named.length > 0 ? named.some((name) => names.has(name)) : !filter.includes(label) && names.size > 0;
}

/** Names of the url maps that lead to sockets; of several elsewhere nobody knows which. */
function socketMaps(estate: Estate): readonly string[] {
  if (estate.spec) return [urlMapName(estate.spec.environment)];
  const serving = estate.ofType(URL_MAP).filter((map) => valueAt(map, "default_url_redirect[0]") === undefined);
  return serving.length === 1 ? serving.map((map) => plainText(valueAt(map, "name"))) : [];
}

/** Whether a filter without a backend is on another load balancer. */
function isElsewhere(estate: Estate, filter: string): boolean {
  const maps = namedBy(filter, "url_map_name");
  return maps.length > 0 && !socketMaps(estate).some((name) => maps.includes(name));
}

/** Whether the latency that a filter selects is, among others, the life of sockets. */
export function countsSockets(estate: Estate, filter: string): boolean {
  const metric = metricIn(filter);
  if (metric === RUN_LATENCIES.type) return meets(filter, "service_name", socketNames(estate));
  if (!BALANCER_LATENCY.test(metric) || filter.includes("matched_url_path_rule")) return false;
  const backend = "backend_target_name";
  return meets(filter, backend, socketBackends(estate)) && (filter.includes(backend) || !isElsewhere(estate, filter));
}
