import { DATABASE_STATE } from "../../google/hardened/cloud-sql";
import { plainPath } from "../../google/paths";
import type { AttributeChange } from "../attribute-changes";
import type { Change } from "../change";
import type { AttributeRow } from "../consequence";
import { DATABASE_SAFETY, outageText } from "./database-safety";
import {
  numberChangeText,
  findChangedItem,
  isLowered,
  itemName,
  isSwitchedOff,
  attributeRows,
  wordChangeText,
  type ChangedItem,
  type ChangePredicate,
} from "./row";
import { valueAtPath } from "../../policy/core/path";

const INSTANCE = "google_sql_database_instance";

const TIER = /^db-(f1-micro|g1-small|custom-\d+-\d+|perf-optimized-N-\d+)$/;
const VERSION = /^POSTGRES_\d+(_\d+)?$/;

const changedFlag = (attribute: AttributeChange, change: Change): ChangedItem =>
  findChangedItem("database_flags", attribute, change) ?? { before: undefined, after: undefined };

const isMaxConnections: ChangePredicate = (attribute, change) =>
  itemName(changedFlag(attribute, change), "") === "max_connections";

/** The change of `max_connections`. Its value may be quoted, because it is a number. */
const maxConnectionsText = (attribute: AttributeChange, change: Change): string => {
  const { before, after } = changedFlag(attribute, change);
  return numberChangeText({ ...attribute, before: valueAtPath(before, "value"), after: valueAtPath(after, "value") });
};

/** Whether the word before the number is another one: MYSQL_8_0 and POSTGRES_17. */
const isOtherEngine: ChangePredicate = ({ before, after }) => {
  const [from, to] = [before, after].map((version) => /^[A-Z]+/.exec(String(version))?.[0]);
  return from !== undefined && to !== undefined && from !== to;
};

const isDowngrade: ChangePredicate = ({ before, after }) => {
  const [from, to] = [before, after].map((version) => Number(/_(\d+)/.exec(String(version))?.[1]));
  return from !== undefined && to !== undefined && to < from;
};

const RUNNING: readonly AttributeRow[] = attributeRows(INSTANCE, [
  {
    paths: ["settings.tier"],
    severity: "high",
    text: (attribute, change) =>
      `${wordChangeText("machine", attribute, TIER)}: the database restarts, ${outageText(change)}; the default of max_connections follows the machine`,
    undo: "redeploy",
  },
  {
    paths: ["settings.edition"],
    severity: "high",
    text: (attribute, change) =>
      `${wordChangeText("edition", attribute, /^ENTERPRISE(_PLUS)?$/)}: the database restarts, ${outageText(change)}; the machine must be one of that edition`,
    undo: "redeploy",
  },
  {
    paths: ["settings.database_flags.*"],
    when: isMaxConnections,
    severity: "high",
    text: (attribute, change) =>
      `max_connections ${maxConnectionsText(attribute, change)}: the database restarts, ${outageText(change)}; beyond it services are refused`,
    undo: "redeploy",
  },
  {
    paths: ["settings.database_flags.*"],
    severity: "high",
    text: (attribute, change) =>
      `flag ${itemName(changedFlag(attribute, change), "of another name")} changes: the database may restart, its replicas too, ${outageText(change)}`,
    undo: "redeploy",
  },
  {
    paths: ["settings.insights_config.query_string_length"],
    severity: "medium",
    text: (_, change) => `the database restarts: ${outageText(change)}`,
    undo: "redeploy",
  },
  {
    paths: ["settings.insights_config.*"],
    severity: "low",
    text: "queries are recorded otherwise",
    undo: "instant",
  },
  {
    paths: ["maintenance_version"],
    severity: "high",
    text: (_, change) => `the database is patched and restarts: ${outageText(change)}; there is no way back`,
    undo: "one-way",
  },
  {
    paths: ["settings.availability_type"],
    when: (attribute) => attribute.after !== "REGIONAL",
    severity: "high",
    text: "no standby: when the zone fails the database is down until it is back, outside Google's SLA",
    undo: "redeploy",
  },
  {
    paths: ["settings.availability_type"],
    severity: "medium",
    text: "a standby is made in another zone: the database may restart once",
    undo: "redeploy",
  },
  {
    paths: ["settings.disk_size"],
    when: isLowered,
    severity: "critical",
    text: (attribute) =>
      `disk ${numberChangeText(attribute, " GB")}: a disk cannot shrink, the instance is destroyed and made again, every database in it lost`,
    undo: "data lost",
  },
  {
    paths: ["settings.disk_size"],
    severity: "low",
    text: (attribute) => `disk ${numberChangeText(attribute, " GB")}, while the database runs; it never shrinks again`,
    undo: "one-way",
  },
  {
    paths: ["settings.disk_autoresize"],
    when: isSwitchedOff,
    severity: "high",
    text: "the disk no longer grows by itself: when it is full the database stops writing",
    undo: "instant",
  },
  {
    paths: ["settings.disk_autoresize_limit"],
    severity: "medium",
    text: (attribute) => `the disk grows by itself up to ${numberChangeText(attribute, " GB")}; 0 is without limit`,
    undo: "instant",
  },
  {
    paths: [plainPath(DATABASE_STATE.activationPolicy.path)],
    when: (attribute) => attribute.after !== DATABASE_STATE.activationPolicy.value,
    severity: "critical",
    text: "the database stops: every service that needs it fails until it is started again",
    undo: "instant",
  },
  {
    paths: [plainPath(DATABASE_STATE.activationPolicy.path)],
    severity: "low",
    text: "the database starts",
    undo: "instant",
  },
  {
    paths: ["database_version"],
    when: isOtherEngine,
    severity: "critical",
    text: "another engine: the provider sends it as an upgrade and Google refuses it, so the apply fails here; only a new instance under another name, with what is exported from this one, gets there",
    undo: "data lost",
  },
  {
    paths: ["database_version"],
    when: isDowngrade,
    severity: "critical",
    text: "an older version: Google refuses it in place, only a new instance with a dump gets there",
    undo: "data lost",
  },
  {
    paths: ["database_version"],
    severity: "high",
    text: (attribute) =>
      `${wordChangeText("version", attribute, VERSION)}: the database is down for minutes, extensions and drivers must know the new one; there is no way back but a backup`,
    undo: "one-way",
  },
  {
    paths: ["settings.location_preference.*"],
    severity: "high",
    text: (_, change) => `the database or its standby moves to another zone: ${outageText(change)}`,
    undo: "redeploy",
  },
  {
    paths: ["settings.maintenance_window.*", "settings.deny_maintenance_period.*"],
    severity: "low",
    text: "Google's maintenance, with its short outage, comes at another time",
    undo: "instant",
  },
  {
    paths: ["root_password", "root_password_wo_version"],
    severity: "high",
    text: "the administrator's password changes: whoever signs in with the old one is refused",
    undo: "redeploy",
  },
]);

const USERS: readonly AttributeRow[] = attributeRows("google_sql_user", [
  {
    paths: ["password_wo_version", "password", "password_wo"],
    severity: "high",
    text: "the user's password changes: services that pin the old secret version fail at their next connection unless this is the idle user",
    undo: "redeploy",
  },
]);

/** Rows of the database. */
export const DATABASE: readonly AttributeRow[] = [...DATABASE_SAFETY, ...RUNNING, ...USERS];
