import type { AttributeRow } from "../consequence";
import {
  attributeRows,
  isAdded,
  isExisting,
  isLowered,
  isRemoved,
  isSetTo,
  isSwitchedOff,
  isSwitchedOn,
  numberChangeText,
  type ChangePredicate,
  unprotected,
} from "./row";

/** Whether rows or lines are kept for a shorter time: the number falls, or there is one where there was none. */
const isShorter: ChangePredicate = (attribute, change) =>
  isAdded(attribute, change) || (isLowered(attribute, change) && !isRemoved(attribute, change));

const PROTECTED = "DELETE_PROTECTION_ENABLED";

const DATASET: readonly AttributeRow[] = attributeRows("google_bigquery_dataset", [
  {
    paths: ["default_table_expiration_ms", "default_partition_expiration_ms"],
    when: isShorter,
    severity: "high",
    text: "new tables or partitions are deleted sooner, with their rows",
    undo: "data lost",
  },
  {
    paths: ["max_time_travel_hours"],
    when: isLowered,
    severity: "medium",
    text: (attribute) => `what is deleted by mistake can be read again for ${numberChangeText(attribute, " h")}`,
    undo: "instant",
  },
  {
    paths: ["delete_contents_on_destroy"],
    when: isSwitchedOn,
    severity: "high",
    text: "a later destroy takes every table in it along, without asking",
    undo: "instant",
  },
  {
    paths: ["access", "access.*"],
    severity: "high",
    text: "other people and accounts may read or write it: the list is whole, whoever is not in it loses it",
    undo: "instant",
  },
]);

const TABLE: readonly AttributeRow[] = attributeRows("google_bigquery_table", [
  unprotected(
    ["deletion_protection"],
    "high",
    "nothing protects the table: a changed column may delete it with its rows and make it anew",
  ),
  {
    paths: ["time_partitioning.expiration_ms", "expiration_time"],
    when: isShorter,
    severity: "critical",
    text: "rows are deleted sooner, those that are older at once",
    undo: "data lost",
  },
  {
    paths: ["schema"],
    severity: "high",
    text: "other columns: BigQuery adds them in place, and whoever writes or reads by the old ones may fail",
    undo: "one-way",
  },
  {
    paths: ["view.query", "materialized_view.query"],
    severity: "high",
    text: "the view answers otherwise: reports and programs that read it get other rows or columns",
    undo: "instant",
  },
]);

const SPANNER_INSTANCE: readonly AttributeRow[] = attributeRows("google_spanner_instance", [
  {
    paths: [
      "num_nodes",
      "processing_units",
      "autoscaling_config.autoscaling_limits.max_nodes",
      "autoscaling_config.autoscaling_limits.max_processing_units",
    ],
    when: isLowered,
    severity: "high",
    text: (attribute) =>
      `capacity ${numberChangeText(attribute)}: queries wait, and Google refuses it where the rows do not fit`,
    undo: "instant",
  },
  {
    paths: ["force_destroy"],
    when: isSwitchedOn,
    severity: "high",
    text: "a later destroy takes its backups along",
    undo: "instant",
  },
]);

const SPANNER_DATABASE: readonly AttributeRow[] = attributeRows("google_spanner_database", [
  unprotected(
    ["deletion_protection", "enable_drop_protection"],
    "critical",
    "nothing protects it from deletion, with every row in it",
  ),
  {
    paths: ["version_retention_period"],
    severity: "medium",
    text: "an earlier state can be read for another time",
    undo: "instant",
  },
  {
    paths: ["ddl", "ddl.*"],
    severity: "high",
    text: "statements that are added run in place; one that changed or went replaces the database, with every row in it",
    undo: "one-way",
  },
]);

const ALLOYDB: readonly AttributeRow[] = [
  ...attributeRows("google_alloydb_cluster", [
    unprotected(["deletion_protection"], "critical", "nothing protects it from deletion, with every database in it"),
    {
      paths: ["automated_backup_policy.enabled", "continuous_backup_config.enabled"],
      when: isSwitchedOff,
      severity: "critical",
      text: "nobody makes backups any more: what is lost by mistake stays lost",
      undo: "data lost",
    },
    {
      paths: ["automated_backup_policy.*", "continuous_backup_config.*"],
      severity: "high",
      text: "backups are made at other times, or kept for another time",
      undo: "data lost",
    },
    {
      paths: ["database_version"],
      severity: "critical",
      text: "the engine is upgraded: the cluster is down meanwhile, and cannot go back",
      undo: "one-way",
    },
  ]),
  ...attributeRows("google_alloydb_instance", [
    {
      paths: ["machine_config.cpu_count", "machine_config.machine_type", "database_flags", "database_flags.*"],
      severity: "high",
      text: "the instance restarts: every connection drops",
      undo: "redeploy",
    },
    {
      paths: ["availability_type"],
      when: isSetTo("ZONAL"),
      severity: "high",
      text: "one zone only: with it the database is down",
      undo: "redeploy",
    },
    {
      paths: ["network_config.enable_public_ip"],
      when: (attribute, change) => isExisting(attribute, change) && isSwitchedOn(attribute, change),
      severity: "high",
      text: "the database gets a public address",
      undo: "instant",
      everywhere: true,
    },
    {
      paths: ["client_connection_config.*"],
      severity: "high",
      text: "clients have to connect otherwise, or may connect without TLS",
      undo: "instant",
    },
  ]),
];

const FIRESTORE: readonly AttributeRow[] = attributeRows("google_firestore_database", [
  {
    paths: ["delete_protection_state"],
    when: ({ before, after }) => before === PROTECTED && after !== PROTECTED,
    severity: "critical",
    text: "nothing protects it from deletion, with every document in it",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["point_in_time_recovery_enablement"],
    when: isSetTo("POINT_IN_TIME_RECOVERY_DISABLED"),
    severity: "high",
    text: "an earlier state can be read for an hour instead of seven days",
    undo: "data lost",
  },
]);

const BIGTABLE: readonly AttributeRow[] = attributeRows("google_bigtable_instance", [
  unprotected(["deletion_protection"], "critical", "nothing protects it from deletion, with every table in it"),
  {
    paths: ["cluster.num_nodes", "cluster.autoscaling_config.max_nodes"],
    when: isLowered,
    severity: "high",
    text: (attribute) => `${numberChangeText(attribute)} nodes: reads and writes wait`,
    undo: "instant",
  },
]);

/** Rows of the warehouse and of databases beside Cloud SQL. */
export const WAREHOUSE: readonly AttributeRow[] = [
  ...DATASET,
  ...TABLE,
  ...SPANNER_INSTANCE,
  ...SPANNER_DATABASE,
  ...ALLOYDB,
  ...FIRESTORE,
  ...BIGTABLE,
];
