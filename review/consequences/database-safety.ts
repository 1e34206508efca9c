import { DATABASE_ACCESS, DATABASE_PROTECTION } from "../../google/hardened/cloud-sql";
import { plainPath } from "../../google/paths";
import type { Change } from "../change";
import type { AttributeRow } from "../consequence";
import {
  isAdded,
  isSetTo,
  numberChangeText,
  isLowered,
  isSwitchedOff,
  isExisting,
  isSwitchedOn,
  isRemoved,
  attributeRows,
  type ChangePredicate,
} from "./row";
import { textsIn } from "../../policy/core/json";
import { valueAtPath } from "../../policy/core/path";

const INSTANCE = "google_sql_database_instance";

/** How long a restart drops connections: seconds with a standby or Enterprise Plus, else minutes. */
export const outageText = ({ before }: Change): string =>
  valueAtPath(before, "settings[0].availability_type") === "REGIONAL" ||
  valueAtPath(before, "settings[0].edition") === "ENTERPRISE_PLUS"
    ? "connections drop for seconds"
    : "connections drop for minutes";

const isWholeInternet: ChangePredicate = ({ after }) => typeof after === "string" && /\/0$/.test(after);

/** Whether everyone is let in: then that is said, and a milder sentence beside it would deny it. */
const admitsEveryone = ({ after }: Change): boolean =>
  textsIn(valueAtPath(after, "settings[0].ip_configuration[0].authorized_networks")).some((text) => /\/0$/.test(text));

const BACKUPS: readonly AttributeRow[] = attributeRows(INSTANCE, [
  {
    paths: [plainPath(DATABASE_PROTECTION.backups.path)],
    when: isSwitchedOff,
    severity: "critical",
    text: "no more backups: what is lost from now on stays lost",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [plainPath(DATABASE_PROTECTION.pointInTimeRecovery.path)],
    when: isSwitchedOff,
    severity: "critical",
    text: "no recovery to a point in time: a restore goes back to the last nightly backup",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [plainPath(DATABASE_PROTECTION.pointInTimeRecovery.path)],
    when: isSwitchedOn,
    severity: "high",
    text: (_, change) => `the database restarts to keep its logs: ${outageText(change)}`,
    undo: "instant",
  },
  {
    paths: [
      "settings.backup_configuration.backup_retention_settings.retained_backups",
      "settings.backup_configuration.transaction_log_retention_days",
    ],
    when: isLowered,
    severity: "high",
    text: (attribute) => `backups or logs are kept ${numberChangeText(attribute)} deep: the older ones are deleted`,
    undo: "data lost",
  },
  {
    paths: [plainPath(DATABASE_PROTECTION.retainBackupsOnDelete.path)],
    when: isSwitchedOff,
    severity: "high",
    text: "backups go with the instance when it is deleted",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [
      DATABASE_PROTECTION.terraformDeletionProtection.path,
      plainPath(DATABASE_PROTECTION.deletionProtection.path),
    ],
    when: isSwitchedOff,
    severity: "critical",
    text: "the database is not protected from deletion: a later plan, or one click, takes it with all its data",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["settings.backup_configuration.start_time", "settings.backup_configuration.location"],
    severity: "low",
    text: "backups are made at another time or place",
    undo: "instant",
  },
]);

const ACCESS: readonly AttributeRow[] = attributeRows(INSTANCE, [
  {
    paths: [plainPath(DATABASE_ACCESS.ipv4Enabled.path)],
    when: (attribute, change) => isSwitchedOn(attribute, change) && isExisting(attribute, change),
    severity: "critical",
    text: "the database gets a public address",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [plainPath(DATABASE_ACCESS.ipv4Enabled.path)],
    when: (attribute, change) => isSwitchedOn(attribute, change) && !admitsEveryone(change),
    severity: "medium",
    text: "the database has a public address, which nobody reaches but through the proxy until a network is authorized",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [plainPath(DATABASE_ACCESS.ipv4Enabled.path)],
    when: isSwitchedOff,
    severity: "high",
    text: "the public address goes: whoever connects through it is cut off, and it does not come back the same",
    undo: "one-way",
  },
  {
    paths: ["settings.ip_configuration.authorized_networks.value"],
    when: isWholeInternet,
    severity: "critical",
    text: "the whole internet may connect to the database's public address",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["settings.ip_configuration.authorized_networks.value"],
    when: isRemoved,
    severity: "medium",
    text: "a network is no longer allowed in: whoever connects from it is cut off",
    undo: "instant",
  },
  {
    paths: ["settings.ip_configuration.authorized_networks.value", "settings.ip_configuration.authorized_networks"],
    severity: "high",
    text: "another network may connect to the database's public address",
    undo: "instant",
    everywhere: true,
    choiceAbroad: true,
  },
  {
    paths: ["settings.ip_configuration.authorized_networks.*"],
    severity: "low",
    text: "the name or the end of an allowed network changes",
    undo: "instant",
  },
  {
    paths: [plainPath(DATABASE_ACCESS.sslMode.path)],
    when: isSetTo(DATABASE_ACCESS.sslMode.value, "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
    severity: "high",
    text: "clients without TLS, or without a certificate where one is required, are refused",
    undo: "instant",
  },
  {
    paths: [plainPath(DATABASE_ACCESS.sslMode.path)],
    severity: "high",
    text: "connections without TLS are accepted: passwords and rows may cross the network in the clear",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [plainPath(DATABASE_ACCESS.serverCaMode.path)],
    severity: "high",
    text: "the server shows a certificate of another authority: clients that check the old one are refused",
    undo: "redeploy",
  },
  {
    paths: ["settings.connector_enforcement"],
    when: isSetTo("REQUIRED"),
    severity: "high",
    text: "direct clients are refused, on the private address too: only the connectors and the proxy get in",
    undo: "instant",
  },
  {
    paths: ["settings.connector_enforcement"],
    severity: "medium",
    text: "direct clients get in without a connector",
    undo: "instant",
  },
  {
    paths: ["settings.ip_configuration.private_network"],
    when: isAdded,
    severity: "high",
    text: "the database joins the private network, for good: Google cannot take that back",
    undo: "one-way",
  },
  {
    paths: ["settings.ip_configuration.private_network"],
    when: isRemoved,
    severity: "critical",
    text: "the private network cannot be left: the instance is destroyed and made again, every database in it lost",
    undo: "data lost",
  },
  {
    paths: ["settings.ip_configuration.private_network", "settings.ip_configuration.allocated_ip_range"],
    severity: "critical",
    text: "the database moves to another private address: services that use the old one are cut off",
    undo: "one-way",
  },
]);

/** Rows of what protects the database: backups, deletion protection, access. */
export const DATABASE_SAFETY: readonly AttributeRow[] = [...BACKUPS, ...ACCESS];
