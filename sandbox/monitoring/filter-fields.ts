import { nameField, type FilterField } from "../core/list-filter";
import { asObject, asText, type JsonObject } from "../core/json";

/** What lists of Monitoring are mostly filtered by (https://cloud.google.com/monitoring/api/v3/sorting-and-filtering). */
export const LABELLED_FIELDS: readonly FilterField[] = [
  nameField(undefined),
  { field: "display_name" },
  { field: "user_labels.*" },
];

/** Members of a monitored service that say what it is, and the names that filters give them. */
const IDENTIFIERS: ReadonlyMap<string, string> = new Map([
  ["appEngine", "APP_ENGINE"],
  ["cloudEndpoints", "CLOUD_ENDPOINTS"],
  ["cloudRun", "CLOUD_RUN"],
  ["clusterIstio", "CLUSTER_ISTIO"],
  ["custom", "CUSTOM"],
  ["gkeNamespace", "GKE_NAMESPACE"],
  ["gkeService", "GKE_SERVICE"],
  ["gkeWorkload", "GKE_WORKLOAD"],
  ["istioCanonicalService", "ISTIO_CANONICAL_SERVICE"],
  ["meshIstio", "MESH_ISTIO"],
]);

/** What a service is: the type of a basic one names its member. */
function identifierCases(service: JsonObject): readonly string[] {
  const basic = asText(asObject(service.basicService).serviceType);
  return [...IDENTIFIERS].flatMap(([member, name]) => (service[member] !== undefined || basic === name ? [name] : []));
}

/**
 * What lists of services are filtered by: what a service is, and what describes it
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v3/services/list).
 */
export const SERVICE_FIELDS: readonly FilterField[] = [
  ...LABELLED_FIELDS,
  { field: "identifier_case", values: identifierCases },
  ...[...IDENTIFIERS.keys()].map((member) => ({ field: `${member}.*`, star: "member" }) as const),
];
