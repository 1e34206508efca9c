import { parseTier } from "../../../../google/cloud-sql";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource, judgeValue, isOneOf, plainText } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { EDITION, SQL_INSTANCE, TIER, primary } from "./cloud-sql-instance";

const BACKUPS = "settings[0].backup_configuration[0]";
const ZONES = "settings[0].availability_type";
const INSIGHTS = "settings[0].insights_config[0]";

/** Only for MySQL; what holds for PostgreSQL stands in the other files. */
const mysql =
  (check: (instance: Resource) => readonly Verdict[]) =>
  (instance: Resource): readonly Verdict[] => {
    const version = valueAt(instance, "database_version");
    if (version === UNKNOWN) return [unknown(instance, "database_version")];
    return plainText(version).startsWith("MYSQL") ? check(instance) : [];
  };

const editionTier: Rule = {
  id: "sql-mysql-edition-tier",
  kind: "refused",
  severity: "high",
  title: "The edition of a MySQL instance offers its tier",
  why: "Google refuses db-custom and shared-core tiers on ENTERPRISE_PLUS, and db-perf-optimized on ENTERPRISE, at apply.",
  fix: "declare ENTERPRISE with db-custom-<cpus>-<MiB> or db-n1-…, or ENTERPRISE_PLUS with db-perf-optimized-N-<cpus>",
  check: forEveryResource(
    SQL_INSTANCE,
    mysql((instance) => {
      const open = [TIER, EDITION].filter((path) => valueAt(instance, path) === UNKNOWN);
      if (open.length > 0) return open.map((path) => unknown(instance, path));
      const tier = textAt(instance, TIER) ?? "";
      const edition = textAt(instance, EDITION);
      const offered = parseTier(tier)?.edition ?? (tier.startsWith("db-n1-") ? "ENTERPRISE" : undefined);
      return offered === undefined || edition === undefined || offered === edition
        ? []
        : [violation(instance, `${TIER}: "${tier}" found with ${edition}, only ${offered} has it`)];
    }),
  ),
};

const binaryLog: Rule = {
  id: "sql-mysql-binary-log",
  kind: "lost",
  severity: "critical",
  abroad: "medium",
  title: "A MySQL instance writes its binary log",
  why: "Without it there is no recovery to a point in time, no replica and no failover: REGIONAL is refused without it.",
  fix: "set backup_configuration.binary_log_enabled to true",
  // Without backups there can be no binary log.
  yieldsTo: ["sql-backups"],
  check: forEveryResource(
    SQL_INSTANCE,
    primary(mysql((instance) => judgeValue(instance, `${BACKUPS}.binary_log_enabled`, isOneOf(true), "true"))),
  ),
};

const localInfile: Rule = {
  id: "sql-mysql-local-infile",
  kind: "exposed",
  severity: "high",
  title: "MySQL does not load files of its clients",
  why: "With local_infile an injected statement reads files of the service that runs it.",
  fix: "set the flag local_infile to off",
  check: forEveryResource(
    SQL_INSTANCE,
    mysql((instance) =>
      blockPaths(instance, "settings[0].database_flags")
        .filter((flag) => textAt(instance, `${flag}.name`) === "local_infile")
        .flatMap((flag) => judgeValue(instance, `${flag}.value`, (value) => value !== "on", '"off"')),
    ),
  ),
};

const generalLog: Rule = {
  id: "sql-mysql-general-log",
  kind: "exposed",
  severity: "medium",
  title: "MySQL does not log every statement",
  why: "The general log holds each statement with its values, personal data too, in Cloud Logging; it fills the disk and slows each query.",
  fix: "remove the flag general_log; slow_query_log with long_query_time tells what is slow",
  source: "https://cloud.google.com/sql/docs/mysql/flags#mysql-g",
  check: forEveryResource(
    SQL_INSTANCE,
    mysql((instance) =>
      blockPaths(instance, "settings[0].database_flags")
        .filter((flag) => textAt(instance, `${flag}.name`) === "general_log")
        .flatMap((flag) => judgeValue(instance, `${flag}.value`, (value) => value !== "on" && value !== "1", '"off"')),
    ),
  ),
};

const anyHost: Rule = {
  id: "sql-mysql-root-host",
  kind: "exposed",
  severity: "high",
  title: "No administrator of MySQL may come from any host",
  why: "root@% may do everything, from everything that reaches the database.",
  fix: "delete the user, or limit host to the private range",
  check: forEveryResource("google_sql_user", (user) => {
    const name = valueAt(user, "name");
    const host = valueAt(user, "host");
    const mayBe = (name === UNKNOWN || /^(root|admin)$/i.test(plainText(name))) && (host === UNKNOWN || host === "%");
    if (!mayBe) return [];
    const open = ["name", "host"].filter((path) => valueAt(user, path) === UNKNOWN);
    return open.length > 0
      ? open.map((path) => unknown(user, path))
      : [violation(user, "host: % found for an administrator, a private range allowed")];
  }),
};

const queryLength: Rule = {
  id: "sql-insights-bounds",
  kind: "refused",
  severity: "high",
  title: "Query insights are within Google's bounds",
  why: "Google refuses others at apply, and the provider does not check.",
  fix: "set query_string_length to 256–4500 and query_plans_per_minute to 0–20",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    // ENTERPRISE_PLUS keeps up to 100 kB of a query.
    const most = textAt(instance, EDITION) === "ENTERPRISE_PLUS" ? 1_048_576 : 4500;
    const within = (least: number, greatest: number) => (value: unknown) =>
      value === undefined || value === 0 || (typeof value === "number" && value >= least && value <= greatest);
    return [
      ...judgeValue(instance, `${INSIGHTS}.query_string_length`, within(256, most), `256 to ${most}`),
      ...judgeValue(instance, `${INSIGHTS}.query_plans_per_minute`, within(0, 20), "0 to 20"),
    ];
  }),
};

/** Production by the words that names have for it. */
const PRODUCTION = /(^|[^a-z])(prod|production|prd|live)([^a-z]|$)/i;

const looksLikeProduction = (instance: Resource): boolean =>
  ["project", "name", "settings[0].user_labels.env", "settings[0].user_labels.environment"].some((path) =>
    PRODUCTION.test(textAt(instance, path) ?? ""),
  );

const zonal: Rule = {
  id: "sql-production-zonal",
  kind: "down",
  severity: "high",
  title: "A database that is called production stands in two zones",
  why: "When its zone fails it is down until the zone is back, outside Google's service level agreement.",
  fix: "set availability_type to REGIONAL",
  check: forEveryResource(
    SQL_INSTANCE,
    primary((instance) =>
      looksLikeProduction(instance) ? judgeValue(instance, ZONES, isOneOf("REGIONAL"), "REGIONAL") : [],
    ),
  ),
};

const oneZone: Rule = {
  id: "sql-zonal",
  kind: "down",
  severity: "low",
  onlyAbroad: true,
  title: "A database survives the loss of its zone",
  why: "A zonal one is down until its zone is back, and during every maintenance; Google's service level agreement leaves it out.",
  fix: "set availability_type to REGIONAL, or live with it where nobody waits for this database",
  source: "https://cloud.google.com/sql/docs/postgres/high-availability",
  yieldsTo: ["sql-production-zonal"],
  check: forEveryResource(
    SQL_INSTANCE,
    primary((instance) => judgeValue(instance, ZONES, (value) => value !== "ZONAL", "REGIONAL")),
  ),
};

const sharedCore: Rule = {
  id: "sql-shared-core",
  kind: "down",
  severity: "medium",
  title: "A database has cores of its own",
  why: "db-f1-micro and db-g1-small share theirs with others and run out of memory under load; Google's service level agreement leaves them out.",
  fix: "choose a dedicated tier, db-custom-1-3840 at least",
  source: "https://cloud.google.com/sql/sla",
  check: forEveryResource(SQL_INSTANCE, (instance) =>
    judgeValue(instance, TIER, (tier) => !/^db-(f1-micro|g1-small)$/.test(plainText(tier)), "a dedicated tier"),
  ),
};

/** MySQL, and what holds for every engine of any team. */
export const sqlEngineRules: readonly Rule[] = [
  editionTier,
  binaryLog,
  localInfile,
  generalLog,
  anyHost,
  queryLength,
  zonal,
  oneZone,
  sharedCore,
];
