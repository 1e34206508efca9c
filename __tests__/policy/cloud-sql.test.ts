import { CONTRACT, FLOORS } from "../../environments/contract";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import type { Spec } from "../../policy/core/spec";
import { cloudSqlRules } from "../../policy/packs/google/stores/cloud-sql";
import { databaseRules } from "../../policy/packs/netra/cloud-sql";
import { alteredBody, findingsOfRules, resources, verdictsOf, verdictsOfRule } from "../support/resource";

/** An instance as our constructs write it for trial; each case breaks one value. */
const INSTANCE = {
  name: "db",
  database_version: "POSTGRES_17",
  deletion_protection: true,
  lifecycle: { prevent_destroy: true },
  settings: {
    deletion_protection_enabled: true,
    retain_backups_on_delete: true,
    final_backup_config: { enabled: true, retention_days: 30 },
    edition: "ENTERPRISE",
    tier: "db-custom-2-7680",
    availability_type: "ZONAL",
    activation_policy: "ALWAYS",
    disk_autoresize: true,
    disk_autoresize_limit: 100,
    ip_configuration: {
      ipv4_enabled: false,
      private_network: "projects/p/global/networks/n",
      ssl_mode: "ENCRYPTED_ONLY",
    },
    backup_configuration: {
      enabled: true,
      point_in_time_recovery_enabled: true,
      transaction_log_retention_days: 7,
    },
    maintenance_window: { day: 7, hour: 5 },
    insights_config: { query_insights_enabled: true },
    database_flags: [
      { name: "max_connections", value: "400" },
      { name: "log_statement", value: "ddl" },
    ],
  },
};
const ADDRESS = "google_sql_database_instance.db";
const SPEC: Spec = { environment: trial, contract: CONTRACT, floors: FLOORS };
const PRODUCTION: Spec = { ...SPEC, environment: prd };
const IP = "settings.ip_configuration";
const BACKUPS = "settings.backup_configuration";

/** Beside a Cloud Run service, whose pools make max_connections matter. */
const estate = (instance: object) => ({ [ADDRESS]: instance, "google_cloud_run_v2_service.api": { name: "api" } });
/** Both packs, as they judge our own estate. */
const OURS = [...cloudSqlRules, ...databaseRules];
const found = (instance: object, spec?: Spec) => verdictsOf(spec ? OURS : cloudSqlRules, estate(instance), spec);
const flags = (...values: readonly (readonly [name: string, value: unknown])[]) =>
  alteredBody(
    INSTANCE,
    "settings.database_flags",
    values.map(([name, value]) => ({ name, value })),
  );

test("a hardened instance has no finding, in our own estate and in any other", () => {
  expect(found(INSTANCE, SPEC)).toEqual([]);
  expect(found(alteredBody(INSTANCE, "settings.availability_type", "REGIONAL"), PRODUCTION)).toEqual([]);
  expect(found(INSTANCE)).toEqual([]);
});

test.each([
  ["sql-version-declared", "database_version", "POSTGRES_16", '"POSTGRES_16" found, POSTGRES_17 allowed'],
  ["sql-private", `${IP}.ipv4_enabled`, true, "true found, false allowed"],
  ["sql-private", `${IP}.ipv4_enabled`, undefined, "nothing found, false allowed"],
  ["sql-private", `${IP}.private_network`, undefined, "private_network: nothing found, a network allowed"],
  ["sql-private", `${IP}.authorized_networks`, [{ value: "0.0.0.0/0" }], "authorized_networks[0].value"],
  ["sql-private", `${IP}.authorized_networks`, [{ value: "10.0.0.0/8" }, { value: "::/0" }], "authorized_networks[1]"],
  ["sql-encrypted", `${IP}.ssl_mode`, undefined, "ENCRYPTED_ONLY"],
  ["sql-encrypted", `${IP}.ssl_mode`, "ALLOW_UNENCRYPTED_AND_ENCRYPTED", '"ALLOW_UNENCRYPTED_AND_ENCRYPTED" found'],
  ["sql-encrypted-declared", `${IP}.ssl_mode`, "TRUSTED_CLIENT_CERTIFICATE_REQUIRED", "ENCRYPTED_ONLY allowed"],
  ["sql-edition-tier", "settings.edition", undefined, "found with ENTERPRISE_PLUS, only ENTERPRISE has it"],
  ["sql-edition-tier", "settings.edition", "ENTERPRISE_PLUS", "only ENTERPRISE has it"],
  ["sql-edition-tier", "settings.tier", "db-perf-optimized-N-2", "only ENTERPRISE_PLUS has it"],
  ["sql-edition-tier", "settings.tier", "db-custom-3-7680", '"db-custom-3-7680" found, a legal PostgreSQL tier'],
  ["sql-edition-tier", "settings.tier", "db-n1-standard-1", "a legal PostgreSQL tier"],
  ["sql-backups", BACKUPS, undefined, "backup_configuration[0].enabled: nothing found"],
  ["sql-backups", `${BACKUPS}.enabled`, false, "false found, true allowed"],
  ["sql-backups", `${BACKUPS}.point_in_time_recovery_enabled`, undefined, "point_in_time_recovery_enabled"],
  ["sql-backups-retained", "settings.retain_backups_on_delete", undefined, "retain_backups_on_delete"],
  ["sql-log-retention", `${BACKUPS}.transaction_log_retention_days`, 14, "14 found, 1 to 7 allowed"],
  ["sql-log-retention", `${BACKUPS}.transaction_log_retention_days`, 0, "0 found"],
  ["sql-deletion-protection-declared", "deletion_protection", false, "deletion_protection: false found"],
  ["sql-deletion-protection-declared", "deletion_protection", undefined, "deletion_protection: nothing found"],
  [
    "sql-deletion-protection-declared",
    "settings.deletion_protection_enabled",
    undefined,
    "deletion_protection_enabled",
  ],
  ["sql-deletion-protection-declared", "lifecycle", undefined, "lifecycle.prevent_destroy"],
  ["sql-availability", "settings.availability_type", "REGIONAL", '"REGIONAL" found, ZONAL allowed'],
  ["sql-availability", "settings.availability_type", undefined, "nothing found"],
  ["sql-maintenance-window", "settings.maintenance_window", undefined, "maintenance_window[0].day: nothing found"],
  ["sql-maintenance-window", "settings.maintenance_window.day", 9, "9 found, 1 to 7"],
  ["sql-maintenance-window", "settings.maintenance_window.hour", 24, "24 found, 0 to 23"],
  ["sql-insights", "settings.insights_config", undefined, "query_insights_enabled: nothing found"],
  ["sql-max-connections-declared", "settings.database_flags", undefined, "no max_connections found, a number allowed"],
  ["sql-max-connections", "settings.database_flags.0.value", "many", "max_connections: settings[0].database_flags[0]"],
  ["sql-memory-flags", "settings.database_flags.0.value", "500", '"500" found, 1 to 400 with this tier'],
  ["sql-memory-flags", "settings.tier", "db-custom-1-3840", '"400" found, 1 to 100'],
  ["sql-log-statement", "settings.database_flags.1.value", "all", "log_statement: settings[0].database_flags[1].value"],
  ["sql-disk", "settings.disk_autoresize", false, "disk_autoresize: false found"],
  ["sql-disk-limit", "settings.disk_autoresize_limit", 0, "0 found, above 0"],
  ["sql-disk-limit", "settings.disk_autoresize_limit", undefined, "nothing found, above 0"],
  ["sql-disk", "settings.disk_size", 10, "disk_size: 10 found, none allowed"],
  ["sql-activation", "settings.activation_policy", "NEVER", '"NEVER" found, ALWAYS'],
  ["sql-activation-declared", "settings.activation_policy", undefined, "nothing found"],
])("%s: %s = %j", (rule, path, value, message) => {
  const verdicts = found(alteredBody(INSTANCE, path, value), SPEC);
  expect(new Set(verdicts.map((finding) => finding.rule))).toEqual(new Set([rule]));
  expect(verdicts.every(({ status, address }) => status === "violation" && address === ADDRESS)).toBe(true);
  expect(verdicts.map((finding) => finding.message).join("\n")).toContain(message);
});

test.each([
  ["sql-version", "database_version"],
  ["sql-private", `${IP}.ipv4_enabled`],
  ["sql-private", IP],
  ["sql-private", `${IP}.authorized_networks`],
  ["sql-encrypted", `${IP}.ssl_mode`],
  ["sql-edition-tier", "settings.edition"],
  ["sql-edition-tier", "settings.tier"],
  ["sql-edition-tier", "database_version"],
  ["sql-backups", BACKUPS],
  ["sql-backups", "database_version"],
  ["sql-log-retention", `${BACKUPS}.transaction_log_retention_days`],
  ["sql-deletion-protection-declared", "deletion_protection"],
  ["sql-deletion-protection-declared", "settings.deletion_protection_enabled"],
  ["sql-version-declared", "database_version"],
  ["sql-encrypted-declared", `${IP}.ssl_mode`],
  ["sql-edition-declared", "settings.edition"],
  ["sql-backups-retained", "settings.retain_backups_on_delete"],
  ["sql-max-connections-declared", "settings.database_flags"],
  ["sql-max-connections-declared", "settings.database_flags.0.value"],
  ["sql-activation-declared", "settings.activation_policy"],
  ["sql-availability", "settings.availability_type"],
  ["sql-maintenance-window", "settings.maintenance_window"],
  ["sql-insights", "settings.insights_config.query_insights_enabled"],
  ["sql-max-connections", "settings.database_flags"],
  ["sql-max-connections", "settings.database_flags.0.name"],
  ["sql-max-connections", "settings.database_flags.0.value"],
  ["sql-memory-flags", "settings.tier"],
  ["sql-memory-flags", "settings.database_flags.0.value"],
  ["sql-log-statement", "settings.database_flags.1.value"],
  ["sql-disk", "settings.disk_autoresize"],
  ["sql-disk-limit", "settings.disk_autoresize_limit"],
  ["sql-disk", "settings.disk_size"],
  ["sql-activation", "settings.activation_policy"],
])("%s is unknown when %s is", (rule, path) => {
  const body = alteredBody(INSTANCE, path, "${google_other_thing.x.value}");
  const statuses = verdictsOfRule(OURS, rule, estate(body), SPEC).map(({ status }) => status);
  expect(statuses).toContain("unknown");
  expect(statuses).not.toContain("violation");
});

test("a tier of a newer machine series is refused in our own estate: the budgets need its memory", () => {
  const verdicts = found(alteredBody(INSTANCE, "settings.tier", "db-c4a-highmem-4"), SPEC);
  expect(verdicts.map(({ rule, status }) => [rule, status])).toEqual([
    ["sql-edition-tier", "unknown"],
    ["sql-edition-declared", "violation"],
  ]);
});

test("an edition is left to Google where the one that Google picks offers the tier", () => {
  const undeclared = alteredBody(INSTANCE, "settings.edition", undefined);
  const plus = alteredBody(undeclared, "settings.tier", "db-perf-optimized-N-2");
  const older = alteredBody(undeclared, "database_version", "POSTGRES_15");
  expect(found(plus)).toEqual([]);
  expect(found(older)).toEqual([]);
  expect(found(undeclared).map(({ rule }) => rule)).toEqual(["sql-edition-tier"]);
  expect(found(plus, SPEC).map(({ rule }) => rule)).toEqual(["sql-edition-declared"]);
});

test("a database without any protection is unprotected for anybody; one of the two is enough elsewhere", () => {
  const terraformOff = alteredBody(INSTANCE, "deletion_protection", false);
  const bothOff = alteredBody(terraformOff, "settings.deletion_protection_enabled", undefined);
  expect(found(terraformOff)).toEqual([]);
  expect(found(alteredBody(INSTANCE, "settings.deletion_protection_enabled", undefined))).toEqual([]);
  expect(found(bothOff).map(({ rule }) => rule)).toEqual(["sql-deletion-protection"]);
  expect(found(alteredBody(bothOff, "deletion_protection", "${var.protected}")).map(({ status }) => status)).toEqual([
    "unknown",
  ]);
});

test("our own promise is silent where Google's rule has spoken, and heard where that one is waived", () => {
  const unprotected = alteredBody(
    alteredBody(INSTANCE, "deletion_protection", false),
    "settings.deletion_protection_enabled",
    false,
  );
  const waiver = {
    rule: "sql-deletion-protection",
    address: ADDRESS,
    reason: "a test",
    owner: "platform",
    expires: "2026-06-30",
  };
  const waived: Spec = { ...SPEC, environment: { ...trial, waivers: [waiver] } };
  const rules = (spec: Spec) => found(unprotected, spec).map(({ rule, status }) => [rule, status]);
  expect(rules(SPEC)).toEqual([["sql-deletion-protection", "violation"]]);
  expect(new Set(rules(waived).map(String))).toEqual(
    new Set(["sql-deletion-protection,waived", "sql-deletion-protection-declared,violation"]),
  );
});

test("prd is regional, whatever its data say", () => {
  const zonal: Spec = {
    ...PRODUCTION,
    environment: { ...prd, database: { ...prd.database, availability: "ZONAL" } },
  };
  expect(found(INSTANCE, zonal).map(({ rule }) => rule)).toEqual(["sql-availability"]);
});

test.each([
  [
    "defaults are left out",
    alteredBody(alteredBody(INSTANCE, "deletion_protection", undefined), "settings.activation_policy", undefined),
  ],
  ["the growth limit is left out", alteredBody(INSTANCE, "settings.disk_autoresize_limit", undefined)],
  ["nothing prevents destruction", alteredBody(INSTANCE, "lifecycle", undefined)],
  ["the network is a reference", alteredBody(INSTANCE, `${IP}.private_network`, "${google_compute_network.n.id}")],
  [
    "it is reached by Private Service Connect",
    alteredBody(INSTANCE, IP, { ipv4_enabled: false, ssl_mode: "ENCRYPTED_ONLY", psc_config: { psc_enabled: true } }),
  ],
  ["client certificates are required", alteredBody(INSTANCE, `${IP}.ssl_mode`, "TRUSTED_CLIENT_CERTIFICATE_REQUIRED")],
  ["log retention is left out", alteredBody(INSTANCE, `${BACKUPS}.transaction_log_retention_days`, undefined)],
  [
    "the plus edition keeps the log for longer",
    alteredBody(
      alteredBody(
        alteredBody(INSTANCE, "settings.edition", "ENTERPRISE_PLUS"),
        "settings.tier",
        "db-perf-optimized-N-2",
      ),
      `${BACKUPS}.transaction_log_retention_days`,
      35,
    ),
  ],
  [
    "it is a read replica",
    alteredBody(
      alteredBody(alteredBody(INSTANCE, "master_instance_name", "db"), BACKUPS, undefined),
      "settings.maintenance_window",
      undefined,
    ),
  ],
  [
    "it is a replica of an instance in the same stack",
    alteredBody(
      alteredBody(INSTANCE, "master_instance_name", "${google_sql_database_instance.db.name}"),
      BACKUPS,
      undefined,
    ),
  ],
  [
    "it is MySQL",
    alteredBody(
      alteredBody(
        alteredBody(alteredBody(INSTANCE, "database_version", "MYSQL_8_0"), "settings.tier", "db-n1-standard-1"),
        BACKUPS,
        { enabled: true },
      ),
      "settings.database_flags",
      undefined,
    ),
  ],
  [
    "memory flags are within bounds",
    flags(
      ["max_connections", "200"],
      ["shared_buffers", "589824"],
      ["work_mem", "16384"],
      ["effective_cache_size", "688128"],
    ),
  ],
  [
    "shared cores have bounds of their own",
    alteredBody(flags(["max_connections", "25"], ["shared_buffers", "65536"]), "settings.tier", "db-f1-micro"),
  ],
])("no finding elsewhere when %s", (_, instance) => {
  expect(found(instance)).toEqual([]);
});

test.each([
  ["shared_buffers", "786432", "98304 to 589824"],
  ["shared_buffers", "128", "98304 to 589824"],
  ["effective_cache_size", "983040", "98304 to 688128"],
  ["work_mem", "4194304", "64 to 1966080"],
])("flag %s = %s does not fit the tier", (name, value, allowed) => {
  const verdicts = found(flags(["max_connections", "400"], [name, value]), SPEC);
  expect(verdicts.map(({ rule }) => rule)).toEqual(["sql-memory-flags"]);
  expect(verdicts[0]?.message).toContain(allowed);
});

test("max_connections matters only beside Cloud Run services", () => {
  const bare = alteredBody(INSTANCE, "settings.database_flags", undefined);
  expect(verdictsOf(OURS, { [ADDRESS]: bare }, SPEC)).toEqual([]);
});

test("a tier of a newer machine series is unknown in another estate", () => {
  const verdicts = found(alteredBody(INSTANCE, "settings.tier", "db-c4a-highmem-4"));
  expect(verdicts.map(({ rule, status }) => [rule, status])).toEqual([["sql-edition-tier", "unknown"]]);
});

test("days that only one edition allows are unknown as long as the edition is", () => {
  const days = alteredBody(INSTANCE, `${BACKUPS}.transaction_log_retention_days`, 14);
  const rule = (edition: unknown) =>
    verdictsOfRule(cloudSqlRules, "sql-log-retention", estate(alteredBody(days, "settings.edition", edition)));
  expect(rule("${var.edition}").map(({ status }) => status)).toEqual(["unknown"]);
  expect(rule(undefined)).toEqual([]);
});

test("a plan, which tells no lifecycle and the grown size of the disk, is judged without them", () => {
  const [configured] = resources({ [ADDRESS]: alteredBody(INSTANCE, "settings.disk_size", 120) });
  const { lifecycle: _, ...planned } = configured!;
  const verdicts = findingsOfRules(OURS, { stacks: [], resources: [planned] }, SPEC);
  expect(verdicts).toEqual([]);
});

test.each([
  ["MYSQL_8_0", []],
  ["POSTGRES_18", []],
  ["POSTGRES_99", ["sql-version"]],
  [undefined, ["sql-version"]],
])("another team's version %j", (version, rules) => {
  const instance = { name: "db", database_version: version };
  const verdicts = verdictsOf(cloudSqlRules, { [ADDRESS]: instance }).filter(({ rule }) => rule === "sql-version");
  expect(verdicts.map(({ rule }) => rule)).toEqual(rules);
});

describe("sql-server-ca", () => {
  const mode = (value: unknown) => alteredBody(INSTANCE, `${IP}.server_ca_mode`, value);
  const volumes = [{ name: "cloudsql", cloud_sql_instance: { instances: ["p:r:db"] } }];
  const socket = { "google_cloud_run_v2_service.api": { name: "api", template: { volumes } } };
  const judged = (instance: object, others: Readonly<Record<string, object>> = socket) =>
    verdictsOfRule(cloudSqlRules, "sql-server-ca", { [ADDRESS]: instance, ...others }).map(({ status }) => status);

  test("only an instance that Cloud Run's sockets connect to needs its own authority", () => {
    expect(judged(mode("GOOGLE_MANAGED_INTERNAL_CA"))).toEqual([]);
    expect(judged(mode(undefined))).toEqual([]);
    expect(judged(mode("GOOGLE_MANAGED_CAS_CA"))).toEqual(["violation"]);
    expect(judged(mode("GOOGLE_MANAGED_CAS_CA"), {})).toEqual([]);
    expect(judged(mode("${var.mode}"))).toEqual(["unknown"]);
  });
});

test("a replica without protection loses no row; its primary would", () => {
  const open = alteredBody(
    alteredBody(INSTANCE, "deletion_protection", false),
    "settings.deletion_protection_enabled",
    undefined,
  );
  const severityOf = (body: object) =>
    verdictsOfRule(cloudSqlRules, "sql-deletion-protection", estate(body)).map(({ severity }) => severity);
  expect(severityOf({ ...open, master_instance_name: "main" })).toEqual(["low"]);
  expect(severityOf(open)).toEqual(["high"]);
  expect(severityOf({ ...open, deletion_protection: "${var.protected}" })).toHaveLength(1);
});

test("the range that lets everyone in is critical, the address that it is on is not", () => {
  const ip = { ipv4_enabled: true, authorized_networks: [{ value: "0.0.0.0/0" }] };
  const found = verdictsOfRule(cloudSqlRules, "sql-private", estate(alteredBody(INSTANCE, IP, ip)));
  expect(found.map(({ severity, message }) => [severity, message.split(":")[0]])).toEqual([
    ["critical", "settings[0].ip_configuration[0].authorized_networks[0].value"],
    ["medium", "settings[0].ip_configuration[0].ipv4_enabled"],
    ["medium", "settings[0].ip_configuration[0].private_network"],
  ]);
});
