import type { Change } from "../../review/change";
import { plainPath } from "../../google/paths";
import type { Undo } from "../../review/consequence";
import { consequencesOf } from "../../review/consequences";
import { ATTRIBUTE_ROWS } from "../../review/consequences/attribute-rows";
import type { Severity } from "../../report/severity";
import { changeOf, create, remove, replace, update, type Json } from "../support/change";

const RUN = "google_cloud_run_v2_service";
const BACKEND = "google_compute_backend_service";
const ARMOR = "google_compute_security_policy";
const SQL = "google_sql_database_instance";
const REDIS = "google_redis_instance";
const NEG = "google_compute_region_network_endpoint_group";
const HTTPS_PROXY = "google_compute_target_https_proxy";
const VERSION = "google_secret_manager_secret_version";

/** A service with that template on both sides of a plan. */
const template = (before: Json, after: Json): Change => update(RUN, { template: [before] }, { template: [after] });
const container = (before: Json, after: Json): Change => template({ containers: [before] }, { containers: [after] });
const settings = (before: Json, after: Json): Change => update(SQL, { settings: [before] }, { settings: [after] });
const variables = (before: readonly Json[], after: readonly Json[]): Change =>
  container({ env: before }, { env: after });
const fromSecret = (version: string, secret = "jwt"): Json => ({
  name: "JWT_SECRET_KEY",
  value: null,
  value_source: [{ secret_key_ref: [{ secret, version }] }],
});
const plain = (name: string, value: string): Json => ({ name, value, value_source: [] });
const rule = (priority: number, more: Json = {}): Json => ({ priority, action: "throttle", preview: false, ...more });

const latest: Json = { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100, revision: "" };
const toRevision = (revision: string, percent = 100): Json => ({
  type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION",
  percent,
  revision,
});
/** A service whose newest ready revision is the second, with these targets on both sides of a plan. */
const traffic = (before: readonly Json[], after: readonly Json[], more: Json = {}): Change => {
  const service = { name: "web", latest_ready_revision: "projects/p/locations/l/services/web/revisions/web-00002-bbb" };
  return update(RUN, { ...service, traffic: before }, { ...service, traffic: after, ...more });
};

interface Expected {
  readonly change: Change;
  readonly prd: Severity;
  readonly trial: Severity;
  readonly text: string;
  readonly undo: Undo;
}

const CASES: Readonly<Record<string, Expected>> = {
  "cloud_run template.* (image, env, resources)": {
    change: template(
      { timeout: "3600s", containers: [{ image: "a:1" }] },
      { timeout: "3600s", containers: [{ image: "a:2" }] },
    ),
    prd: "medium",
    trial: "low",
    text: "finish on the old one until 3600 s at most",
    undo: "redeploy",
  },
  "cloud_run template.timeout lower": {
    change: template({ timeout: "3600s" }, { timeout: "300s" }),
    prd: "high",
    trial: "medium",
    text: "sockets are cut at 300 s instead of 3600 s; every client reconnects at that age",
    undo: "redeploy",
  },
  "cloud_run max_instance_request_concurrency lower": {
    change: template(
      { max_instance_request_concurrency: 250, scaling: [{ max_instance_count: 20 }] },
      { max_instance_request_concurrency: 80, scaling: [{ max_instance_count: 20 }] },
    ),
    prd: "high",
    trial: "medium",
    text: "1600 sockets fit instead of 5000",
    undo: "redeploy",
  },
  "cloud_run scaling.max_instance_count lower": {
    change: template({ scaling: [{ max_instance_count: 20 }] }, { scaling: [{ max_instance_count: 5 }] }),
    prd: "high",
    trial: "medium",
    text: "at most 5 instead of 20 instances",
    undo: "redeploy",
  },
  "cloud_run scaling.max_instance_count higher": {
    change: template({ scaling: [{ max_instance_count: 5 }] }, { scaling: [{ max_instance_count: 20 }] }),
    prd: "medium",
    trial: "low",
    text: "the database and cache budgets must hold them twice",
    undo: "redeploy",
  },
  "cloud_run scaling.min_instance_count → 0": {
    change: update(RUN, { scaling: [{ min_instance_count: 2 }] }, { scaling: [{ min_instance_count: 0 }] }),
    prd: "medium",
    trial: "low",
    text: "cold start",
    undo: "redeploy",
  },
  "cloud_run template.session_affinity off": {
    change: template({ session_affinity: true }, { session_affinity: false }),
    prd: "medium",
    trial: "low",
    text: "land on other instances",
    undo: "redeploy",
  },
  "cloud_run containers.ports.name → h2c": {
    change: container({ ports: [{ name: "http1" }] }, { ports: [{ name: "h2c" }] }),
    prd: "high",
    trial: "medium",
    text: "WebSocket upgrades fail",
    undo: "redeploy",
  },
  "cloud_run containers.ports.name no longer h2c": {
    change: container({ ports: [{ name: "h2c" }] }, { ports: [{ name: "http1" }] }),
    prd: "high",
    trial: "medium",
    text: "gRPC streams fail",
    undo: "redeploy",
  },
  "cloud_run containers.resources added without cpu_idle": {
    change: container({ resources: [] }, { resources: [{ limits: { cpu: "1" }, cpu_idle: false }] }),
    prd: "medium",
    trial: "low",
    text: "without cpu_idle: the CPU is always allocated",
    undo: "redeploy",
  },
  "cloud_run memory lowered": {
    change: container(
      { resources: [{ limits: { memory: "4096Mi" } }] },
      { resources: [{ limits: { memory: "2Gi" } }] },
    ),
    prd: "high",
    trial: "medium",
    text: "an instance has 2048 MiB instead of 4096 MiB: one that needs more is killed",
    undo: "redeploy",
  },
  "cloud_run memory raised": {
    change: container(
      { resources: [{ limits: { memory: "2Gi" } }] },
      { resources: [{ limits: { memory: "4096Mi" } }] },
    ),
    prd: "medium",
    trial: "low",
    text: "an instance has 4096 MiB instead of 2048 MiB, and costs accordingly",
    undo: "redeploy",
  },
  "cloud_run cpu lowered": {
    change: container({ resources: [{ limits: { cpu: "2" } }] }, { resources: [{ limits: { cpu: "1000m" } }] }),
    prd: "medium",
    trial: "low",
    text: "an instance has 1 vCPU instead of 2 vCPU: starts and handshakes take longer",
    undo: "redeploy",
  },
  "cloud_run cpu raised": {
    change: container({ resources: [{ limits: { cpu: "1" } }] }, { resources: [{ limits: { cpu: "2" } }] }),
    prd: "medium",
    trial: "low",
    text: "an instance has 2 vCPU instead of 1 vCPU, and costs accordingly",
    undo: "redeploy",
  },
  "cloud_run cpu_idle true": {
    change: container({ resources: [{ cpu_idle: false }] }, { resources: [{ cpu_idle: true }] }),
    prd: "medium",
    trial: "low",
    text: "timers stall",
    undo: "redeploy",
  },
  "cloud_run template.vpc_access removed": {
    change: template({ vpc_access: [{ egress: "PRIVATE_RANGES_ONLY" }] }, { vpc_access: [] }),
    prd: "critical",
    trial: "high",
    text: "no private database and no Redis",
    undo: "redeploy",
  },
  "cloud_run template.vpc_access egress → ALL_TRAFFIC": {
    change: template({ vpc_access: [{ egress: "PRIVATE_RANGES_ONLY" }] }, { vpc_access: [{ egress: "ALL_TRAFFIC" }] }),
    prd: "critical",
    trial: "high",
    text: "the egress address changes",
    undo: "redeploy",
  },
  "cloud_run ingress → ALL": {
    change: update(RUN, { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" }, { ingress: "INGRESS_TRAFFIC_ALL" }),
    prd: "critical",
    trial: "critical",
    text: "bypasses the load balancer, Cloud Armor and IAP",
    undo: "instant",
  },
  "cloud_run default_uri_disabled false": {
    change: update(RUN, { default_uri_disabled: true }, { default_uri_disabled: false }),
    prd: "critical",
    trial: "critical",
    text: "the run.app URL answers",
    undo: "instant",
  },
  "cloud_run invoker_iam_disabled true": {
    change: update(
      RUN,
      { invoker_iam_disabled: false, ingress: "INGRESS_TRAFFIC_ALL" },
      { invoker_iam_disabled: true, ingress: "INGRESS_TRAFFIC_ALL" },
    ),
    prd: "critical",
    trial: "critical",
    text: "the service is public",
    undo: "instant",
  },
  "cloud_run invoker_iam_disabled true, expected behind the load balancer": {
    change: update(
      RUN,
      { invoker_iam_disabled: false, ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" },
      { invoker_iam_disabled: true, ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" },
    ),
    prd: "low",
    trial: "low",
    text: "as a public service behind it needs",
    undo: "instant",
  },
  "IAM allUsers": {
    change: create("google_cloud_run_v2_service_iam_member", { member: "allUsers", role: "roles/run.invoker" }),
    prd: "critical",
    trial: "critical",
    text: "everyone on the internet gets roles/run.invoker",
    undo: "instant",
  },
  "cloud_run template.service_account unset": {
    change: template({ service_account: "a@p.iam.gserviceaccount.com" }, { service_account: null }),
    prd: "high",
    trial: "medium",
    text: "the project's default account",
    undo: "redeploy",
  },
  "cloud_run template.service_account changed": {
    change: template({ service_account: "a@p" }, { service_account: "b@p" }),
    prd: "high",
    trial: "medium",
    text: "another identity",
    undo: "redeploy",
  },
  "cloud_run env.value_source → value": {
    change: variables([fromSecret("3")], [plain("JWT_SECRET_KEY", "hunter2")]),
    prd: "critical",
    trial: "critical",
    text: "JWT_SECRET_KEY becomes plain text: in plan, state, console",
    undo: "one-way",
  },
  "cloud_run traffic pinned to a revision": {
    change: traffic([latest], [toRevision("web-00001-aaa")]),
    prd: "high",
    trial: "medium",
    text: "traffic is pinned to web-00001-aaa: later deployments are deployed but not live; new requests leave web-00002-bbb; open",
    undo: "instant",
  },
  "cloud_run traffic pinned to the newest revision": {
    change: traffic([latest], [toRevision("web-00002-bbb")]),
    prd: "high",
    trial: "medium",
    text: "traffic is pinned to web-00002-bbb: later deployments are deployed but not live; open sockets",
    undo: "instant",
  },
  "cloud_run traffic pinned to what is no revision of the service: not quoted": {
    change: traffic([latest], [toRevision("hunter2")]),
    prd: "high",
    trial: "medium",
    text: "traffic is pinned to a revision: later deployments",
    undo: "instant",
  },
  "cloud_run traffic divided by name": {
    change: traffic([latest], [toRevision("web-00001-aaa", 90), { ...latest, percent: 10 }]),
    prd: "high",
    trial: "medium",
    text: "traffic is divided among revisions by name",
    undo: "instant",
  },
  "cloud_run traffic known only after apply": {
    change: changeOf(RUN, {
      actions: ["update"],
      before: { traffic: [latest] },
      after: {},
      after_unknown: { traffic: true },
    }),
    prd: "high",
    trial: "medium",
    text: "deployed but not live",
    undo: "instant",
  },
  "cloud_run pin lifted": {
    change: traffic([toRevision("web-00001-aaa")], [latest]),
    prd: "high",
    trial: "medium",
    text: "the pin to web-00001-aaa is lifted: new requests go back to web-00002-bbb, the newest revision, which was rolled back from; what is not repaired in it reaches users again",
    undo: "instant",
  },
  "cloud_run pin lifted by a plan that names no target": {
    change: traffic([toRevision("web-00001-aaa")], []),
    prd: "high",
    trial: "medium",
    text: "is lifted: new requests go back to web-00002-bbb",
    undo: "instant",
  },
  "cloud_run pin lifted, and a new revision in the same plan": {
    change: traffic([toRevision("web-00001-aaa")], [latest], { template: [{ timeout: "60s" }] }),
    prd: "high",
    trial: "medium",
    text: "the pin to web-00001-aaa is lifted: new requests go to the revision that this deploy makes; what is not",
    undo: "instant",
  },
  "cloud_run pin lifted from the newest revision": {
    change: traffic([toRevision("web-00002-bbb")], [latest]),
    prd: "low",
    trial: "low",
    text: "no request moves, and the next revision gets all of them",
    undo: "instant",
  },
  "cloud_run traffic no longer divided": {
    change: traffic([toRevision("web-00001-aaa", 90), { ...latest, percent: 10 }], [latest]),
    prd: "medium",
    trial: "low",
    text: "traffic is divided otherwise",
    undo: "instant",
  },
  "cloud_run deletion_protection false": {
    change: update(RUN, { deletion_protection: true }, { deletion_protection: false }),
    prd: "high",
    trial: "high",
    text: "nothing protects the service from deletion",
    undo: "instant",
  },
  "cloud_run name/location/project": {
    change: replace(RUN, ["location"]),
    prd: "critical",
    trial: "high",
    text: "new URL, every open socket drops, and its bindings and endpoint group point to nothing until they are made again; location cannot be changed in place",
    undo: "redeploy",
  },
  "NEG any attribute": {
    change: replace(NEG, ["cloud_run", 0, "service"], {
      before: { cloud_run: [{ service: "a" }] },
      after: { cloud_run: [{ service: "b" }] },
    }),
    prd: "high",
    trial: "medium",
    text: "resourceInUseByAnotherResource",
    undo: "redeploy",
  },
  "backend_service timeout_sec with serverless NEG": {
    change: update(BACKEND, { timeout_sec: 30 }, { timeout_sec: 3600 }),
    prd: "high",
    trial: "medium",
    text: "timeout 3600 s instead of 30 s: on a serverless backend the apply fails with 400",
    undo: "redeploy",
  },
  "backend_service security_policy removed": {
    change: update(BACKEND, { security_policy: "https://p" }, { security_policy: "" }),
    prd: "critical",
    trial: "critical",
    text: "no rate limit and no WAF",
    undo: "instant",
  },
  "backend_service iap off": {
    change: update(BACKEND, { iap: [{ enabled: true }] }, { iap: [{ enabled: false }] }),
    prd: "high",
    trial: "high",
    text: "IAP is off",
    undo: "instant",
  },
  "backend_service enable_cdn off": {
    change: update(BACKEND, { enable_cdn: true }, { enable_cdn: false }),
    prd: "high",
    trial: "medium",
    text: "every request reaches the service",
    undo: "instant",
  },
  "backend_service log_config off": {
    change: update(BACKEND, { log_config: [{ enable: true }] }, { log_config: [] }),
    prd: "high",
    trial: "medium",
    text: "no audit trail",
    undo: "instant",
  },
  "backend_service protocol": {
    change: update(BACKEND, { protocol: "HTTPS" }, { protocol: "HTTP2" }),
    prd: "medium",
    trial: "low",
    text: "speaks protocol HTTP2 instead of HTTPS",
    undo: "instant",
  },
  "backend_service session_affinity": {
    change: update(BACKEND, { session_affinity: "GENERATED_COOKIE" }, { session_affinity: "NONE" }),
    prd: "medium",
    trial: "low",
    text: "bound to other backends",
    undo: "instant",
  },
  "url_map host/path/default_service": {
    change: update("google_compute_url_map", { default_service: "a" }, { default_service: "b" }),
    prd: "high",
    trial: "medium",
    text: "traffic to a wrong backend",
    undo: "instant",
  },
  "target_https_proxy http_keep_alive_timeout_sec": {
    change: replace(HTTPS_PROXY, ["http_keep_alive_timeout_sec"]),
    prd: "high",
    trial: "medium",
    text: "the forwarding rule has to point to the new one",
    undo: "redeploy",
  },
  "ssl_policy min TLS lower": {
    change: update("google_compute_ssl_policy", { min_tls_version: "TLS_1_2" }, { min_tls_version: "TLS_1_0" }),
    prd: "high",
    trial: "medium",
    text: "TLS policy TLS_1_0 instead of TLS_1_2: weak versions or ciphers are accepted",
    undo: "instant",
  },
  "ssl_policy profile higher": {
    change: update("google_compute_ssl_policy", { profile: "MODERN" }, { profile: "RESTRICTED" }),
    prd: "high",
    trial: "medium",
    text: "clients that cannot are cut off",
    undo: "instant",
  },
  "managed_ssl_certificate managed.domains": {
    change: replace("google_compute_managed_ssl_certificate", ["managed", 0, "domains"]),
    prd: "critical",
    trial: "high",
    text: "HTTPS of its hosts may be down until Google has issued the new one; managed.domains cannot be changed in place",
    undo: "redeploy",
  },
  "global_address (all but labels)": {
    change: replace("google_compute_global_address", ["address"]),
    prd: "critical",
    trial: "critical",
    text: "leaves DNS pointing nowhere, a private range is lost for the peering",
    undo: "one-way",
  },
  "sql settings.tier": {
    change: settings(
      { tier: "db-custom-2-7680", availability_type: "ZONAL" },
      { tier: "db-custom-4-15360", availability_type: "ZONAL" },
    ),
    prd: "high",
    trial: "medium",
    text: "machine db-custom-4-15360 instead of db-custom-2-7680: the database restarts, connections drop for minutes",
    undo: "redeploy",
  },
  "sql database_flags": {
    change: settings(
      { availability_type: "REGIONAL", database_flags: [{ name: "max_connections", value: "400" }] },
      { availability_type: "REGIONAL", database_flags: [{ name: "max_connections", value: "100" }] },
    ),
    prd: "high",
    trial: "medium",
    text: "max_connections 100 instead of 400: the database restarts, connections drop for seconds",
    undo: "redeploy",
  },
  "sql point_in_time_recovery_enabled on": {
    change: settings(
      { backup_configuration: [{ point_in_time_recovery_enabled: false }] },
      { backup_configuration: [{ point_in_time_recovery_enabled: true }] },
    ),
    prd: "high",
    trial: "medium",
    text: "the database restarts",
    undo: "instant",
  },
  "sql insights_config.query_string_length": {
    change: settings(
      { insights_config: [{ query_string_length: 1024 }] },
      { insights_config: [{ query_string_length: 4500 }] },
    ),
    prd: "medium",
    trial: "low",
    text: "the database restarts",
    undo: "redeploy",
  },
  "sql maintenance_version": {
    change: update(SQL, { maintenance_version: "a" }, { maintenance_version: "b" }),
    prd: "high",
    trial: "high",
    text: "patched and restarts",
    undo: "one-way",
  },
  "sql availability_type REGIONAL→ZONAL": {
    change: settings({ availability_type: "REGIONAL" }, { availability_type: "ZONAL" }),
    prd: "high",
    trial: "medium",
    text: "outside Google's SLA",
    undo: "redeploy",
  },
  "sql disk_size below live": {
    change: replace(SQL, ["settings", 0, "disk_size"], {
      before: { settings: [{ disk_size: 48 }] },
      after: { settings: [{ disk_size: 20 }] },
    }),
    prd: "critical",
    trial: "critical",
    text: "settings.disk_size cannot shrink in place",
    undo: "data lost",
  },
  "sql disk_type, settings.collation, region, name, CMEK": {
    change: replace(SQL, ["settings", 0, "disk_type"]),
    prd: "critical",
    trial: "critical",
    text: "every database and user in it is lost",
    undo: "data lost",
  },
  "sql private_network set→empty": {
    change: replace(SQL, ["settings", 0, "ip_configuration", 0, "private_network"]),
    prd: "critical",
    trial: "critical",
    text: "private_network cannot be removed in place",
    undo: "data lost",
  },
  "sql ipv4_enabled": {
    change: settings({ ip_configuration: [{ ipv4_enabled: false }] }, { ip_configuration: [{ ipv4_enabled: true }] }),
    prd: "critical",
    trial: "critical",
    text: "public address",
    undo: "instant",
  },
  "sql authorized_networks /0": {
    change: settings(
      { ip_configuration: [{ authorized_networks: [] }] },
      { ip_configuration: [{ authorized_networks: [{ name: "all", value: "0.0.0.0/0" }] }] },
    ),
    prd: "critical",
    trial: "critical",
    text: "the whole internet may connect",
    undo: "instant",
  },
  "sql ssl_mode": {
    change: settings(
      { ip_configuration: [{ ssl_mode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }] },
      { ip_configuration: [{ ssl_mode: "ENCRYPTED_ONLY" }] },
    ),
    prd: "high",
    trial: "medium",
    text: "clients without TLS",
    undo: "instant",
  },
  "sql connector_enforcement": {
    change: settings({ connector_enforcement: "NOT_REQUIRED" }, { connector_enforcement: "REQUIRED" }),
    prd: "high",
    trial: "medium",
    text: "direct clients are refused",
    undo: "instant",
  },
  "sql activation_policy NEVER": {
    change: settings({ activation_policy: "ALWAYS" }, { activation_policy: "NEVER" }),
    prd: "critical",
    trial: "high",
    text: "the database stops",
    undo: "instant",
  },
  "sql deletion_protection off": {
    change: settings({ deletion_protection_enabled: true }, { deletion_protection_enabled: false }),
    prd: "critical",
    trial: "critical",
    text: "not protected from deletion",
    undo: "instant",
  },
  "sql backup_configuration off": {
    change: settings({ backup_configuration: [{ enabled: true }] }, { backup_configuration: [{ enabled: false }] }),
    prd: "critical",
    trial: "critical",
    text: "no more backups",
    undo: "instant",
  },
  "sql_user name/host/type": {
    change: replace("google_sql_user", ["name"]),
    prd: "high",
    trial: "medium",
    text: "refused at their next connection; name cannot be changed in place",
    undo: "redeploy",
  },
  "sql_user password": {
    change: update("google_sql_user", { password_wo_version: 1 }, { password_wo_version: 2 }),
    prd: "high",
    trial: "medium",
    text: "unless this is the idle user",
    undo: "redeploy",
  },
  "redis tier, connect_mode, transit_encryption_mode, …": {
    change: replace(REDIS, ["transit_encryption_mode"]),
    prd: "critical",
    trial: "critical",
    text: "every session, cache entry and pub/sub subscription is lost, and the address changes",
    undo: "data lost",
  },
  "redis redis_version decrease": {
    change: replace(REDIS, ["redis_version"], {
      before: { redis_version: "REDIS_7_2" },
      after: { redis_version: "REDIS_6_X" },
    }),
    prd: "critical",
    trial: "critical",
    text: "redis_version cannot go down in place",
    undo: "data lost",
  },
  "redis redis_version increase": {
    change: update(
      REDIS,
      { redis_version: "REDIS_6_X", tier: "STANDARD_HA" },
      { redis_version: "REDIS_7_2", tier: "STANDARD_HA" },
    ),
    prd: "high",
    trial: "high",
    text: "version REDIS_7_2 instead of REDIS_6_X: a failover",
    undo: "one-way",
  },
  "redis memory_size_gb": {
    change: update(REDIS, { memory_size_gb: 5 }, { memory_size_gb: 10 }),
    prd: "high",
    trial: "medium",
    text: "10 GB instead of 5 GB: connections are reset for up to minutes, the data stay",
    undo: "redeploy",
  },
  "redis auth_enabled on, 6.x–7.2": {
    change: update(
      REDIS,
      { auth_enabled: false, redis_version: "REDIS_7_2" },
      { auth_enabled: true, redis_version: "REDIS_7_2" },
    ),
    prd: "high",
    trial: "medium",
    text: "fail at their next connection",
    undo: "instant",
  },
  "redis auth_enabled on, ≤5.0": {
    change: update(
      REDIS,
      { auth_enabled: false, redis_version: "REDIS_5_0" },
      { auth_enabled: true, redis_version: "REDIS_5_0" },
    ),
    prd: "high",
    trial: "medium",
    text: "rejected at once",
    undo: "instant",
  },
  "redis auth_enabled off": {
    change: update(REDIS, { auth_enabled: true }, { auth_enabled: false }),
    prd: "high",
    trial: "high",
    text: "clients that send one fail",
    undo: "instant",
  },
  "redis redis_configs.maxmemory-policy": {
    change: update(
      REDIS,
      { redis_configs: { "maxmemory-policy": "noeviction" } },
      { redis_configs: { "maxmemory-policy": "allkeys-lru" } },
    ),
    prd: "medium",
    trial: "low",
    text: "eviction allkeys-lru instead of noeviction",
    undo: "instant",
  },
  "vpc connector": {
    change: replace("google_vpc_access_connector", ["max_instances"]),
    prd: "critical",
    trial: "high",
    text: "every attached service loses its way to the database and Redis meanwhile; max_instances cannot go down in place",
    undo: "redeploy",
  },
  "network auto_create_subnetworks, name": {
    change: replace("google_compute_network", ["auto_create_subnetworks"]),
    prd: "critical",
    trial: "critical",
    text: "everything in it goes with it",
    undo: "one-way",
  },
  "subnetwork network, region, CIDR shrink": {
    change: replace("google_compute_subnetwork", ["ip_cidr_range"]),
    prd: "critical",
    trial: "critical",
    text: "ip_cidr_range cannot change in place unless it only grows",
    undo: "one-way",
  },
  "secret_version secret_data": {
    change: replace(VERSION, ["secret_data_wo_version"], {
      actions: ["create", "delete"],
      before: { deletion_policy: "ABANDON" },
    }),
    prd: "high",
    trial: "medium",
    text: "running revisions keep the version they pin",
    undo: "redeploy",
  },
  "service_networking_connection network/service": {
    change: replace("google_service_networking_connection", ["network"]),
    prd: "critical",
    trial: "critical",
    text: "every service loses the private addresses of database and cache",
    undo: "one-way",
  },

  "cloud_run env removed": {
    change: variables([plain("REDIS_HOST", "10.0.0.3")], []),
    prd: "high",
    trial: "medium",
    text: "the service loses variable REDIS_HOST",
    undo: "redeploy",
  },
  "cloud_run env added": {
    change: variables([], [plain("DEMO_MODE", "0")]),
    prd: "medium",
    trial: "low",
    text: "two versions",
    undo: "redeploy",
  },
  "cloud_run env value → value_source": {
    change: variables([plain("JWT_SECRET_KEY", "hunter2")], [fromSecret("3")]),
    prd: "medium",
    trial: "low",
    text: "two versions",
    undo: "redeploy",
  },
  "cloud_run env value_source → nothing": {
    change: variables([fromSecret("3")], [plain("JWT_SECRET_KEY", "")]),
    prd: "high",
    trial: "medium",
    text: "JWT_SECRET_KEY loses its secret and becomes empty",
    undo: "redeploy",
  },
  "cloud_run env reads another secret": {
    change: variables([fromSecret("3")], [fromSecret("3", "other")]),
    prd: "high",
    trial: "medium",
    text: "JWT_SECRET_KEY reads another secret",
    undo: "redeploy",
  },
  "cloud_run env reads the latest version": {
    change: variables([fromSecret("3")], [fromSecret("latest")]),
    prd: "high",
    trial: "medium",
    text: "unreviewed",
    undo: "redeploy",
  },
  "armor rate limit lower": {
    change: update(
      ARMOR,
      { rule: [rule(1000, { rate_limit_options: [{ rate_limit_threshold: [{ count: 7840 }] }] })] },
      { rule: [rule(1000, { rate_limit_options: [{ rate_limit_threshold: [{ count: 100 }] }] })] },
    ),
    prd: "high",
    trial: "medium",
    text: "an address may ask 100 instead of 7840 times",
    undo: "instant",
  },
  "armor preview off": {
    change: update(
      ARMOR,
      { rule: [rule(2000, { action: "deny(403)", preview: true })] },
      { rule: [rule(2000, { action: "deny(403)" })] },
    ),
    prd: "high",
    trial: "medium",
    text: "it may block requests that are wanted",
    undo: "instant",
  },
  "armor rule removed": {
    change: update(ARMOR, { rule: [rule(1000), rule(1001)] }, { rule: [rule(1001)] }),
    prd: "high",
    trial: "high",
    text: "what it limited or blocked comes through",
    undo: "instant",
  },
  "armor default rule denies": {
    change: update(
      ARMOR,
      { rule: [rule(2147483647, { action: "allow" })] },
      { rule: [rule(2147483647, { action: "deny(403)" })] },
    ),
    prd: "critical",
    trial: "high",
    text: "whatever no rule allows is refused",
    undo: "instant",
  },
  "sql database_version": {
    change: update(SQL, { database_version: "POSTGRES_15" }, { database_version: "POSTGRES_17" }),
    prd: "high",
    trial: "high",
    text: "version POSTGRES_17 instead of POSTGRES_15",
    undo: "one-way",
  },
  "sql maintenance window": {
    change: settings({ maintenance_window: [{ hour: 2 }] }, { maintenance_window: [{ hour: 4 }] }),
    prd: "low",
    trial: "low",
    text: "at another time",
    undo: "instant",
  },
  "project service disabled": {
    change: remove("google_project_service", { disable_on_destroy: true }),
    prd: "critical",
    trial: "high",
    text: "the API is disabled",
    undo: "redeploy",
  },
  "monitoring alert policy disabled": {
    change: update("google_monitoring_alert_policy", { enabled: true }, { enabled: false }),
    prd: "high",
    trial: "medium",
    text: "nobody is told",
    undo: "instant",
  },
  "artifact registry deleted": {
    change: remove("google_artifact_registry_repository", {}),
    prd: "critical",
    trial: "critical",
    text: "every image in it is lost",
    undo: "data lost",
  },
  "IAM member removed": {
    change: remove("google_project_iam_member", { role: "roles/cloudsql.client", member: "serviceAccount:a@b" }),
    prd: "high",
    trial: "medium",
    text: "an identity loses roles/cloudsql.client",
    undo: "instant",
  },
};

describe("consequences", () => {
  it.each(Object.entries(CASES))("%s", (_, { change, prd, trial, text, undo }) => {
    const found = consequencesOf(change, "production");
    expect(found[0]).toMatchObject({ severity: prd });
    expect(found).toContainEqual(
      expect.objectContaining({ severity: prd, undo, text: expect.stringContaining(text) as string }),
    );
    expect(consequencesOf(change, "staging")).toContainEqual(
      expect.objectContaining({ severity: trial, undo, text: expect.stringContaining(text) as string }),
    );
  });

  it.each(ATTRIBUTE_ROWS.map((row) => [row.type, row.paths.join(", "), row] as const))(
    "%s %s: is written as a sentence",
    (type, _, row) => {
      const path = row.paths[0]!.replace(/\.\*$/, "");
      expect(path).toBe(plainPath(path));
      const sides = [undefined, true, false, 1, 2, "x"];
      const texts = sides.flatMap((before) =>
        sides.flatMap((after) => {
          const attribute = { path, before, after, unknownAfter: false, sensitive: false };
          const told = row.consequenceOf(attribute, update(type, {}, {}));
          return told ? [told.text] : [];
        }),
      );
      expect(texts.filter((text) => /\.$|undefined|null|NaN/.test(text))).toEqual([]);
    },
  );
});
