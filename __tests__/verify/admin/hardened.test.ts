import { BACKEND, CACHE, DATABASE, REDIRECT, SERVICE, TLS_POLICY } from "../../../google/hardened";
import { estateOf, value } from "../../support/synthesized";

/** The verification looks for what the constructs set: each value is held against the synthesized stacks. */

const RUN = "google_cloud_run_v2_service.websocket-service";
const SERVERLESS = "google_compute_backend_service.lb_backend-websocket-service";
const SQL = "google_sql_database_instance.database";
const REDIS = "google_redis_instance.redis";
const REDIRECT_MAP = "google_compute_url_map.lb_redirect-url-map";
const TLS = "google_compute_ssl_policy.lb_tls-policy";
const IP = "settings[0].ip_configuration[0]";
const BACKUP = "settings[0].backup_configuration[0]";
const TO_HTTPS = "default_url_redirect[0]";

type Row = readonly [name: string, expected: unknown, address: string, path: string];

const rows = (
  name: string,
  values: Readonly<Record<string, unknown>>,
  address: string,
  paths: Readonly<Record<string, string>>,
): readonly Row[] =>
  Object.entries(values).map(([key, expected]) => [`${name}.${key}`, expected, address, paths[key] ?? key]);

const ROWS: readonly Row[] = [
  ...rows("SERVICE", SERVICE, RUN, {
    invokerIamDisabled: "invoker_iam_disabled",
    executionEnvironment: "template[0].execution_environment",
  }),
  ...rows("BACKEND", BACKEND, SERVERLESS, {
    timeoutSec: "timeout_sec",
    drainingTimeoutSec: "connection_draining_timeout_sec",
    loadBalancingScheme: "load_balancing_scheme",
    logging: "log_config[0].enable",
    iap: "iap[0].enabled",
  }),
  ...rows("TLS_POLICY", TLS_POLICY, TLS, { minTlsVersion: "min_tls_version" }),
  ...rows("REDIRECT", REDIRECT, REDIRECT_MAP, {
    httpsRedirect: `${TO_HTTPS}.https_redirect`,
    code: `${TO_HTTPS}.redirect_response_code`,
    stripQuery: `${TO_HTTPS}.strip_query`,
  }),
  ...rows("DATABASE", DATABASE, SQL, {
    activationPolicy: "settings[0].activation_policy",
    ipv4Enabled: `${IP}.ipv4_enabled`,
    sslMode: `${IP}.ssl_mode`,
    serverCaMode: `${IP}.server_ca_mode`,
    backups: `${BACKUP}.enabled`,
    pointInTimeRecovery: `${BACKUP}.point_in_time_recovery_enabled`,
    deletionProtection: "settings[0].deletion_protection_enabled",
    retainBackupsOnDelete: "settings[0].retain_backups_on_delete",
    queryInsights: "settings[0].insights_config[0].query_insights_enabled",
  }),
  ...rows("CACHE", CACHE, REDIS, {
    authEnabled: "auth_enabled",
    transitEncryptionMode: "transit_encryption_mode",
    connectMode: "connect_mode",
    persistenceMode: "persistence_config[0].persistence_mode",
    maxmemoryPolicy: "redis_configs.maxmemory-policy",
  }),
];

describe.each(["staging", "production"] as const)("%s sets what the verification looks for", (environment) => {
  test.each(ROWS)("%s is %j", (_name, expected, address, path) => {
    expect(value(estateOf(environment), address, path)).toBe(expected);
  });
});
