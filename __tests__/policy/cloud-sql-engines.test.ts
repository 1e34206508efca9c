import { sqlEngineRules } from "../../policy/packs/google/stores/cloud-sql-engines";
import { sqlFlagRules } from "../../policy/packs/google/stores/cloud-sql-flags";
import { verdictsOfRule } from "../support/resource";
import { describeArea } from "../support/area";

const MYSQL = "google_sql_database_instance.billing";
const POSTGRES = "google_sql_database_instance.chat";
const ROOT = "google_sql_user.root";

describeArea({
  rules: sqlEngineRules,
  estate: {
    [MYSQL]: {
      name: "billing",
      database_version: "MYSQL_8_0",
      settings: {
        tier: "db-custom-2-7680",
        edition: "ENTERPRISE",
        backup_configuration: { enabled: true, binary_log_enabled: true },
        database_flags: [{ name: "local_infile", value: "off" }],
      },
    },
    [POSTGRES]: {
      name: "chat-prod",
      database_version: "POSTGRES_17",
      settings: {
        tier: "db-custom-2-7680",
        edition: "ENTERPRISE",
        availability_type: "REGIONAL",
        insights_config: { query_string_length: 1024, query_plans_per_minute: 5 },
      },
    },
    [ROOT]: { name: "root", host: "10.0.0.%" },
  },
  broken: [
    ["sql-mysql-edition-tier", MYSQL, "settings.edition", "ENTERPRISE_PLUS", "only ENTERPRISE has it"],
    ["sql-mysql-edition-tier", MYSQL, "settings.tier", "db-perf-optimized-N-2", "only ENTERPRISE_PLUS has it"],
    ["sql-mysql-binary-log", MYSQL, "settings.backup_configuration.binary_log_enabled", undefined, "nothing found"],
    ["sql-mysql-local-infile", MYSQL, "settings.database_flags.0.value", "on", '"on" found'],
    ["sql-mysql-root-host", ROOT, "host", "%", "% found for an administrator"],
    ["sql-insights-bounds", POSTGRES, "settings.insights_config.query_string_length", 100, "100 found, 256 to 4500"],
    ["sql-insights-bounds", POSTGRES, "settings.insights_config.query_plans_per_minute", 60, "60 found, 0 to 20"],
    ["sql-zonal", MYSQL, "settings.availability_type", "ZONAL", '"ZONAL" found'],
    ["sql-shared-core", POSTGRES, "settings.tier", "db-f1-micro", "a dedicated tier allowed"],
    ["sql-production-zonal", POSTGRES, "settings.availability_type", "ZONAL", '"ZONAL" found, REGIONAL'],
  ],
  held: [
    [MYSQL, "master_instance_name", "billing-primary"],
    [ROOT, "name", "app"],
  ],
  unknown: [
    ["sql-mysql-local-infile", MYSQL, "settings.database_flags.0.value"],
    ["sql-mysql-binary-log", MYSQL, "settings.backup_configuration.binary_log_enabled"],
    ["sql-insights-bounds", POSTGRES, "settings.insights_config.query_string_length"],
    ["sql-production-zonal", POSTGRES, "settings.availability_type"],
  ],
});

test.each([
  ["max_connection", 1],
  ["max_connections", 0],
  ["min_wal_size", 0],
  ["pgaudit.log", 0],
])("sql-flag-name: %s", (name, findings) => {
  const found = verdictsOfRule(sqlFlagRules, "sql-flag-name", {
    [POSTGRES]: { database_version: "POSTGRES_17", settings: { database_flags: [{ name, value: "1" }] } },
  });
  expect(found).toHaveLength(findings);
});

test("of a flag that nobody knows yet nobody knows whether it is a slip", () => {
  const database_flags = [{ name: "${module.elsewhere.value}", value: "1" }];
  expect(
    verdictsOfRule(sqlFlagRules, "sql-flag-name", {
      [POSTGRES]: { database_version: "POSTGRES_17", settings: { database_flags } },
    }).map(({ status }) => status),
  ).toEqual(["unknown"]);
});
