/**
 * How a type's import id is made, in the form that provider google 6.50.0 keeps in its state ("Import" in the pages of
 * https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs). `{name}` is the argument of that name;
 * `{project}`, `{region}` and `{location}` come from the provider's settings where the resource has none.
 */
export interface ImportForm {
  readonly id: string;
  /** Creating one that exists changes nothing, so that it can be left to the program where its id is not known. */
  readonly additive?: true;
}

/** Why a type is not to be imported. */
export interface NoImport {
  readonly reason: string;
}

const global = (collection: string): ImportForm => ({ id: `projects/{project}/global/${collection}/{name}` });

/** A member of one role: importing it takes over that one grant, never the others of the role. */
const member = (of: string): ImportForm => ({ id: `${of} {role} {member}`, additive: true });

/** A type whose objects Google names by numbers of its own; they hold no data. */
const numbered = (listing: string): NoImport => ({
  reason:
    "Google names it by a number of its own, and it holds no data: let the program make its own, then find the hand-made " +
    `one with ${listing} and delete it, or both act`,
});

/** Every type that an environment declares; another one has to be added here before `./netra adopt` can tell. */
export const IMPORTS: Readonly<Record<string, ImportForm | NoImport>> = {
  google_artifact_registry_repository: { id: "projects/{project}/locations/{location}/repositories/{repository_id}" },
  google_cloud_run_v2_job: { id: "projects/{project}/locations/{location}/jobs/{name}" },
  google_cloud_run_v2_service: { id: "projects/{project}/locations/{location}/services/{name}" },
  google_compute_backend_service: global("backendServices"),
  google_compute_global_address: global("addresses"),
  google_compute_global_forwarding_rule: global("forwardingRules"),
  google_compute_managed_ssl_certificate: global("sslCertificates"),
  google_compute_network: global("networks"),
  google_compute_region_network_endpoint_group: {
    id: "projects/{project}/regions/{region}/networkEndpointGroups/{name}",
  },
  google_compute_security_policy: global("securityPolicies"),
  google_compute_ssl_policy: global("sslPolicies"),
  google_compute_subnetwork: { id: "projects/{project}/regions/{region}/subnetworks/{name}" },
  google_compute_target_http_proxy: global("targetHttpProxies"),
  google_compute_target_https_proxy: global("targetHttpsProxies"),
  google_compute_url_map: global("urlMaps"),
  google_iam_workload_identity_pool: {
    id: "projects/{project}/locations/global/workloadIdentityPools/{workload_identity_pool_id}",
  },
  google_iam_workload_identity_pool_provider: {
    id: "projects/{project}/locations/global/workloadIdentityPools/{workload_identity_pool_id}/providers/{workload_identity_pool_provider_id}",
  },
  google_logging_metric: { id: "{name}" },
  google_monitoring_alert_policy: numbered("gcloud monitoring policies list"),
  google_monitoring_custom_service: { id: "projects/{project}/services/{service_id}" },
  google_monitoring_dashboard: numbered("gcloud monitoring dashboards list"),
  google_monitoring_metric_descriptor: { id: "projects/{project}/metricDescriptors/{type}" },
  google_monitoring_notification_channel: numbered("gcloud beta monitoring channels list"),
  google_monitoring_slo: { id: "projects/{project}/services/{service}/serviceLevelObjectives/{slo_id}" },
  google_monitoring_uptime_check_config: numbered("gcloud monitoring uptime list-configs"),
  google_project_iam_custom_role: { id: "projects/{project}/roles/{role_id}" },
  google_project_iam_member: member("{project}"),
  google_project_service: { id: "{project}/{service}", additive: true },
  google_redis_instance: { id: "projects/{project}/locations/{region}/instances/{name}" },
  google_secret_manager_secret: { id: "projects/{project}/secrets/{secret_id}" },
  google_secret_manager_secret_iam_member: member("projects/{project}/secrets/{secret_id}"),
  google_secret_manager_secret_version: {
    reason:
      "importing reads the secret's value into the state in plaintext, and the next apply replaces the version anyway, " +
      "because nobody can compare a write-only value: let the program add its own version",
  },
  google_service_account: {
    id: "projects/{project}/serviceAccounts/{account_id}@{project}.iam.gserviceaccount.com",
  },
  google_service_account_iam_member: member("{service_account_id}"),
  // The network by its path: by its name alone, the provider would take the project from its own settings.
  google_service_networking_connection: { id: "projects/{project}/global/networks/{network}:{service}" },
  google_sql_database: { id: "projects/{project}/instances/{instance}/databases/{name}" },
  google_sql_database_instance: { id: "projects/{project}/instances/{name}" },
  // PostgreSQL's users have no host; MySQL's would stand between the instance and the name.
  google_sql_user: { id: "{project}/{instance}/{name}" },
  google_storage_bucket: { id: "{project}/{name}" },
  google_storage_bucket_iam_member: member("b/{bucket}"),
  random_password: {
    reason: "its import id is the password itself, which would stand in the code: let the program make a new one",
  },
};

/** The form of a type; undefined where the table has none. */
export const importFormOf = (type: string): ImportForm | NoImport | undefined =>
  Object.hasOwn(IMPORTS, type) ? IMPORTS[type] : undefined;

/** Arguments that tell two resources of the same name apart. */
export const PLACES: readonly string[] = ["region", "location"];

/** Arguments that may hold a link to another resource where the id wants its name, the last part of the link. */
const LINKS: readonly string[] = ["network", "secret_id", "instance", "bucket", "service"];

const PLACEHOLDER = /\{(\w+)\}/g;

/** The arguments that say which one it is, apart from where it is: `["name"]`, `["instance", "name"]`. */
export function identityArguments({ id }: ImportForm): readonly string[] {
  const names = [...id.matchAll(PLACEHOLDER)].map(([, name = ""]) => name);
  return [...new Set(names)].filter((name) => name !== "project" && !PLACES.includes(name));
}

/** The text of an argument as an id holds it. */
export const idPart = (argument: string, text: string): string =>
  LINKS.includes(argument) ? text.slice(text.lastIndexOf("/") + 1) : text;

/** The id with its placeholders filled; the names of those for which there is no text where one is missing. */
export function fillId(
  { id }: ImportForm,
  textOf: (argument: string) => string | undefined,
): { readonly id: string } | { readonly missing: readonly string[] } {
  const missing = new Set<string>();
  const filled = id.replace(PLACEHOLDER, (_, name: string) => {
    const text = textOf(name);
    if (text === undefined || text === "") missing.add(name);
    return text ?? "";
  });
  return missing.size > 0 ? { missing: [...missing] } : { id: filled };
}
