/**
 * Blocks that stand once at most although they have a `name`, a `priority` or an `id`: every one of google 6.50's schema
 * with that bound, and the ports of a container, which Cloud Run holds to one where the schema does not. Such a name is a
 * value and not what tells one from another: a rename is a change of the name.
 */
const SINGLE: ReadonlySet<string> = new Set([
  ...["advance_rollout_rule", "api_key_config", "apt", "build_config", "cloud_function_v2", "cmek_settings", "context"],
  ...["current_page", "custom_constraint", "custom_policy", "data_provider", "default_version", "delivery_pipeline"],
  ...["document_processing_config", "endpoints_api_service", "event_stream", "field", "file_shares", "github", "goo"],
  ...["googet", "group_key", "http_cookie", "identity", "info_type", "kind", "kubernetes_secret"],
  ...["local_object_reference", "md5_authentication_key", "md5_authentication_keys", "memcache_parameters", "metadata"],
  ...["network", "orchestrated_resource", "os_policy_assignment_v1_payload", "policy", "ports", "preferred_member_key"],
  ...["primary_instance_settings", "promote_release_rule", "publisher", "query", "repair_rollout_rule"],
  ...["resource_spec", "restricted_client_application", "rollout_restriction", "secret_key_ref"],
  ...["security_health_analytics_custom_module", "serde_info", "standard_isolation", "stored_type"],
  ...["strong_session_affinity_cookie", "subnet", "surrogate_info_type", "target", "time_zone"],
  ...["timed_promote_release_rule", "timestamp_field", "transient", "triggered_intent", "upgrade", "vm_image", "voice"],
  ...["vpc_access_connector", "yum", "zypper"],
]);

const nameOf = (item: unknown): unknown =>
  typeof item === "object" && item !== null && "name" in item ? item.name : undefined;

/**
 * Whether the items of a list are compared by place, whatever their names: a block that stands once at most, or the only
 * container, whose rename changes nothing else of it.
 */
export function isByPlace(path: string, before: readonly unknown[], after: readonly unknown[]): boolean {
  if (before.length > 1 || after.length > 1) return false;
  const block = path.slice(path.lastIndexOf(".") + 1);
  if (SINGLE.has(block)) return true;
  return block === "containers" && before.length === after.length && nameOf(before[0]) !== nameOf(after[0]);
}
