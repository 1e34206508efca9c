import { DATABASE_ACCESS, DATABASE_PROTECTION } from "../../google/hardened/cloud-sql";
import { plainPath } from "../../google/paths";
import type { Change } from "../change";
import type { AttributeRow } from "../consequence";
import { added, becomes, instead, lower, off, on, removed, rows, type When } from "./row";
import { valueAtPath } from "../../policy/core/path";

const INSTANCE = "google_sql_database_instance";

/** How long connections drop in a restart: a standby or the better edition makes it short. */
export const outage = ({ before }: Change): string =>
  valueAtPath(before, "settings[0].availability_type") === "REGIONAL" ||
  valueAtPath(before, "settings[0].edition") === "ENTERPRISE_PLUS"
    ? "connections drop for seconds"
    : "connections drop for minutes";

const isWorld: When = ({ after }) => typeof after === "string" && /\/0$/.test(after);

const BACKUPS: readonly AttributeRow[] = rows(INSTANCE, [
  {
    paths: [plainPath(DATABASE_PROTECTION.backups.path)],
    when: off,
    severity: "critical",
    text: "no more backups: what is lost from now on stays lost",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [plainPath(DATABASE_PROTECTION.pointInTimeRecovery.path)],
    when: off,
    severity: "critical",
    text: "no recovery to a point in time: a restore goes back to the last nightly backup",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [plainPath(DATABASE_PROTECTION.pointInTimeRecovery.path)],
    when: on,
    severity: "high",
    text: (_, change) => `the database restarts to keep its logs: ${outage(change)}`,
    undo: "instant",
  },
  {
    paths: [
      "settings.backup_configuration.backup_retention_settings.retained_backups",
      "settings.backup_configuration.transaction_log_retention_days",
    ],
    when: lower,
    severity: "high",
    text: (attribute) => `backups or logs are kept ${instead(attribute)} deep: the older ones are deleted`,
    undo: "data lost",
  },
  {
    paths: [plainPath(DATABASE_PROTECTION.retainBackupsOnDelete.path)],
    when: off,
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
    when: off,
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

const ACCESS: readonly AttributeRow[] = rows(INSTANCE, [
  {
    paths: [plainPath(DATABASE_ACCESS.ipv4Enabled.path)],
    when: on,
    severity: "critical",
    text: "the database gets a public address",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [plainPath(DATABASE_ACCESS.ipv4Enabled.path)],
    when: off,
    severity: "high",
    text: "the public address goes: whoever connects through it is cut off, and it does not come back the same",
    undo: "one-way",
  },
  {
    paths: ["settings.ip_configuration.authorized_networks.value"],
    when: isWorld,
    severity: "critical",
    text: "the whole internet may connect to the database's public address",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["settings.ip_configuration.authorized_networks.value"],
    when: removed,
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
  },
  {
    paths: ["settings.ip_configuration.authorized_networks.*"],
    severity: "low",
    text: "the name or the end of an allowed network changes",
    undo: "instant",
  },
  {
    paths: [plainPath(DATABASE_ACCESS.sslMode.path)],
    when: becomes(DATABASE_ACCESS.sslMode.value, "TRUSTED_CLIENT_CERTIFICATE_REQUIRED"),
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
    when: becomes("REQUIRED"),
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
    when: added,
    severity: "high",
    text: "the database joins the private network, for good: Google cannot take that back",
    undo: "one-way",
  },
  {
    paths: ["settings.ip_configuration.private_network"],
    when: removed,
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

/** What protects the database: backups, locks, and who gets in. */
export const DATABASE_SAFETY: readonly AttributeRow[] = [...BACKUPS, ...ACCESS];
