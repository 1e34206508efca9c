import { RUN_LATENCIES } from "../../../../google/platform-metrics";
import { derivedFact, type Estate } from "../../../core/estate";
import { textAt, valueAt } from "../../../core/resource";
import { plainText } from "../../../core/judge";
import { RUN_SERVICE, RUN_V1 } from "../programs/cloud-run";
import { metricIn } from "./metric-facts";
import { BACKEND_SERVICES, negsOf } from "../edge/serverless-backends";
import { URL_MAP } from "../edge/url-map";
import { socketServices } from "../programs/variable";
import { WORKLOAD_TYPES } from "../programs/workloads";

/** Both count a socket with its whole life; the second, from the client's side, is in no table of ours. */
const BALANCER_LATENCY = /^loadbalancing\.googleapis\.com\/https\/(backend|total)_latencies$/;

/** Texts that a filter's label has to be equal to: one, or one of several. */
const namedBy = (filter: string, label: string): readonly string[] =>
  [...filter.matchAll(new RegExp(`resource\\.labels?\\.${label}\\s*=\\s*("[^"]+"|one_of\\([^)]*\\))`, "g"))].flatMap(
    ([, value = ""]) => [...value.matchAll(/"([^"]+)"/g)].map(([, text = ""]) => text),
  );

/** Services that a filter of Cloud Run's metrics names. */
export const serviceNames = (filter: string): readonly string[] => namedBy(filter, "service_name");

/** Where sockets pass, by the names that Monitoring's labels have for it. */
export interface SocketTraffic {
  /** Names of Cloud Run services. */
  readonly services: ReadonlySet<string>;
  /** Names of backend services. */
  readonly backends: ReadonlySet<string>;
  /** Names of url maps; empty where nobody knows which one leads to sockets. */
  readonly maps: ReadonlySet<string>;
}

const socketServiceNames = (estate: Estate): ReadonlySet<string> =>
  new Set(
    socketServices(estate, WORKLOAD_TYPES)
      .filter(({ type }) => type === RUN_SERVICE || type === RUN_V1)
      .map((service) => plainText(valueAt(service, "name"))),
  );

/** Backend services whose endpoints lead to a socket service. */
function socketBackendNames(estate: Estate, services: ReadonlySet<string>): ReadonlySet<string> {
  const backends = estate
    .ofTypes((type) => services.size > 0 && BACKEND_SERVICES.includes(type))
    .filter((backend) =>
      negsOf(estate, backend).some((neg) => services.has(plainText(valueAt(neg, "cloud_run[0].service")))),
    );
  return new Set(backends.map((backend) => textAt(backend, "name") ?? ""));
}

/** The url map that serves, where there is one only; of several nobody knows which. */
function servingMapNames(estate: Estate): ReadonlySet<string> {
  const serving = estate.ofType(URL_MAP).filter((map) => valueAt(map, "default_url_redirect[0]") === undefined);
  return new Set(serving.length === 1 ? serving.map((map) => plainText(valueAt(map, "name"))) : []);
}

/** Where the sockets of an estate pass, as its services, endpoints and url maps tell. */
export const socketTraffic = derivedFact((estate): SocketTraffic => {
  const services = socketServiceNames(estate);
  return { services, backends: socketBackendNames(estate, services), maps: servingMapNames(estate) };
});

/** Whether a filter meets one of those names; one that compares the label in another form, such as !=, may leave them out. */
function meetsLabel(filter: string, label: string, names: ReadonlySet<string>): boolean {
  const named = namedBy(filter, label);
  return named.length > 0 ? named.some((name) => names.has(name)) : !filter.includes(label) && names.size > 0;
}

/** Whether a filter without a backend is on another load balancer. */
function isOfOtherMap(maps: ReadonlySet<string>, filter: string): boolean {
  const named = namedBy(filter, "url_map_name");
  return named.length > 0 && !named.some((name) => maps.has(name));
}

/** Whether the latency that a filter selects is, among others, the life of sockets. */
export function countsSockets({ services, backends, maps }: SocketTraffic, filter: string): boolean {
  const metric = metricIn(filter);
  if (metric === RUN_LATENCIES.type) return meetsLabel(filter, "service_name", services);
  if (!BALANCER_LATENCY.test(metric) || filter.includes("matched_url_path_rule")) return false;
  const backend = "backend_target_name";
  return meetsLabel(filter, backend, backends) && (filter.includes(backend) || !isOfOtherMap(maps, filter));
}
