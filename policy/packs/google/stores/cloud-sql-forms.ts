import { forEveryResource, numberOf, plainText } from "../../../core/judge";
import { targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { DISK_AUTORESIZE, SQL_INSTANCE, TIER, isReplica, primary } from "./cloud-sql-instance";

const BACKUPS = "settings[0].backup_configuration[0]";
const BINARY_LOG = `${BACKUPS}.binary_log_enabled`;

/** The engine of an instance: `POSTGRES`; "" where it is known later. */
const engineOf = (instance: Resource): string => plainText(valueAt(instance, "database_version")).replace(/_.*$/, "");

const binaryLogEngine: Rule = {
  id: "sql-binary-log-engine",
  kind: "refused",
  severity: "medium",
  title: "Only an instance of MySQL writes a binary log",
  why: "Google refuses it for PostgreSQL and SQL Server at apply; those have point_in_time_recovery_enabled.",
  fix: "remove binary_log_enabled, and set point_in_time_recovery_enabled",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    const engine = engineOf(instance);
    if (engine === "" || engine === "MYSQL") return [];
    const value = valueAt(instance, BINARY_LOG);
    if (value === UNKNOWN) return [unknown(instance, BINARY_LOG)];
    return value === true ? [violation(instance, `${BINARY_LOG}: true found for another engine, none allowed`)] : [];
  }),
};

const serverPassword: Rule = {
  id: "sql-server-root-password",
  kind: "refused",
  severity: "high",
  title: "A new instance of SQL Server has a root password",
  why: "Google makes none without it: the apply stops.",
  fix: "set root_password_wo with root_password_wo_version",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/sql_database_instance",
  check: forEveryResource(
    SQL_INSTANCE,
    primary((instance) => {
      if (engineOf(instance) !== "SQLSERVER" || !instance.isNew) return [];
      const passwords = ["root_password", "root_password_wo", "root_password_wo_version"];
      const isSet = passwords.some((path) => ![undefined, ""].includes(valueAt(instance, path) as string | undefined));
      const isCopy = valueAt(instance, "clone[0]") !== undefined;
      return isSet || isCopy ? [] : [violation(instance, "root_password: nothing found, a password needed")];
    }),
  ),
};

const serverTier: Rule = {
  id: "sql-server-tier",
  kind: "refused",
  severity: "high",
  title: "An instance of SQL Server has cores of its own",
  why: "Google offers it no shared core and no db-n1 tier, and refuses them at apply.",
  fix: "set tier to db-custom-2-7680 or another db-custom",
  source: "https://cloud.google.com/sql/docs/sqlserver/instance-settings",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    if (engineOf(instance) !== "SQLSERVER") return [];
    if (valueAt(instance, TIER) === UNKNOWN) return [unknown(instance, TIER)];
    return /^db-(f1-micro|g1-small|n1-)/.test(textAt(instance, TIER) ?? "")
      ? [violation(instance, `${TIER}: a tier of other engines found, db-custom allowed`)]
      : [];
  }),
};

const SIZE = "settings[0].disk_size";
const LIMIT = "settings[0].disk_autoresize_limit";

const diskLimit: Rule = {
  id: "sql-disk-room",
  kind: "down",
  severity: "medium",
  title: "A disk that grows by itself has room to",
  why: "At its limit it grows no more, and a full disk stops the database.",
  fix: "set disk_autoresize_limit to 0, which is none, or to well above disk_size",
  source: "https://cloud.google.com/sql/docs/postgres/instance-settings#automatic-storage-increase-2ndgen",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    if (valueAt(instance, DISK_AUTORESIZE) === false) return [];
    if (valueAt(instance, LIMIT) === UNKNOWN) return [unknown(instance, LIMIT)];
    const [size, limit] = [numberOf(valueAt(instance, SIZE)), numberAt(instance, LIMIT) ?? 0];
    return limit > 0 && limit <= (Number.isNaN(size) ? 10 : size)
      ? [
          violation(
            instance,
            `${LIMIT}: ${limit} found, which is no more than the disk has, 0 or more than that allowed`,
          ),
        ]
      : [];
  }),
};

const diskType: Rule = {
  id: "sql-disk-type",
  kind: "down",
  severity: "low",
  title: "A database has a solid disk",
  why: "A PD_HDD answers a hundred times slower under random reads, and another type later is another instance.",
  fix: "remove disk_type, or set it to PD_SSD",
  source: "https://cloud.google.com/sql/docs/postgres/instance-settings",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    const type = valueAt(instance, "settings[0].disk_type");
    if (type === UNKNOWN) return [unknown(instance, "settings[0].disk_type")];
    return type === "PD_HDD" ? [violation(instance, 'settings[0].disk_type: "PD_HDD" found, PD_SSD allowed')] : [];
  }),
};

const RETAINED = `${BACKUPS}.backup_retention_settings[0].retained_backups`;

const backupCount: Rule = {
  id: "sql-backup-count",
  kind: "lost",
  severity: "low",
  title: "Backups of a week are kept",
  why: "What is noticed after a weekend is in no backup any more; Google itself keeps seven.",
  fix: "remove backup_retention_settings, or set retained_backups to 7 or more",
  source: "https://cloud.google.com/sql/docs/postgres/backup-recovery/backups",
  check: forEveryResource(
    SQL_INSTANCE,
    primary((instance) => {
      if (valueAt(instance, `${BACKUPS}.enabled`) !== true) return [];
      const kept = valueAt(instance, RETAINED);
      if (kept === UNKNOWN) return [unknown(instance, RETAINED)];
      return typeof kept === "number" && kept > 0 && kept < 7
        ? [violation(instance, `${RETAINED}: ${kept} found, 7 or more allowed`)]
        : [];
    }),
  ),
};

/** What a replica of MySQL needs of its primary (https://cloud.google.com/sql/docs/mysql/replication/create-replica). */
const NEEDED = [`${BACKUPS}.enabled`, BINARY_LOG];

const replicaSource: Rule = {
  id: "sql-replica-source",
  kind: "refused",
  severity: "high",
  title: "The primary of a MySQL replica has backups and a binary log",
  why: "A replica starts from a backup and follows the binary log: Google refuses it where the primary has none.",
  fix: "set backup_configuration.enabled and binary_log_enabled of the primary to true",
  source: "https://cloud.google.com/sql/docs/mysql/replication/create-replica",
  check: (estate) =>
    estate
      .ofType(SQL_INSTANCE)
      .filter(isReplica)
      .flatMap((replica): readonly Verdict[] => {
        const [source] = targetsOf(estate, replica, "master_instance_name", [SQL_INSTANCE]);
        if (source === undefined || source === replica || engineOf(source) !== "MYSQL") return [];
        const open = NEEDED.find((path) => valueAt(source, path) === UNKNOWN);
        const missing = NEEDED.find((path) => valueAt(source, path) !== true && valueAt(source, path) !== UNKNOWN);
        if (missing !== undefined) {
          const what = missing === BINARY_LOG ? "a binary log" : "backups";
          return [violation(replica, `master_instance_name: ${source.address} without ${what} found, both needed`)];
        }
        return open === undefined ? [] : [unknown(replica, "master_instance_name")];
      }),
};

/** What fits an engine, and how much a disk and its backups hold. */
export const sqlFormRules: readonly Rule[] = [
  binaryLogEngine,
  serverPassword,
  serverTier,
  diskLimit,
  diskType,
  backupCount,
  replicaSource,
];
