import { MAX_LOG_DAYS, isOtherSeries, parseTier } from "../../google/cloud-sql";
import { isPostgresFlag } from "../../google/postgresql-settings";
import { isRegion } from "../../google/regions";
import { SQL_REFUSALS } from "../../google/refusals/stores";
import { alreadyExists, failedPrecondition, invalidArgument, notServed, refuse, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asNumber, asObject, asText, type JsonObject } from "../core/json";
import type { Store } from "../core/store";
import { networkConnections, networkPath, reservedRanges } from "../service-networking/connections";

/** Name in the store of a deleted instance, whose own name cannot be used again for a week. */
const deletedName = (path: string): string => `sql-deleted/${encodeURIComponent(path)}`;

/** Keeps the name of a deleted instance from being used again. */
export const rememberName = (store: Store, path: string): void => store.put(deletedName(path), { path });

/** The rules of a Cloud SQL instance. */
export const checkInstance = (draft: Draft): Refusal | undefined =>
  checkEngine(draft) ??
  checkReplica(draft) ??
  checkNewInstance(draft) ??
  checkRegion(draft) ??
  checkFlags(draft) ??
  checkTier(asObject(draft.next.settings)) ??
  checkDataCache(asObject(draft.next.settings)) ??
  checkBackups(asObject(draft.next.settings)) ??
  checkFinalBackup(asObject(draft.next.settings)) ??
  checkNetwork(draft) ??
  checkDisk(draft) ??
  checkVersion(draft);

function checkNewInstance({ call, path, id, previous }: Draft): Refusal | undefined {
  if (previous !== undefined) return undefined;
  if (!/^[a-z](?:[-a-z0-9]{0,96}[a-z0-9])?$/.test(id)) return invalidArgument(`Invalid instance name (${id}).`);
  return call.store.get(deletedName(path)) === undefined ? undefined : takenInstanceName();
}

/** Versions, users, flags and backups of the other engines are others, and a database elsewhere has none of it here. */
function checkEngine({ next: { databaseVersion, onPremisesConfiguration } }: Draft): Refusal | undefined {
  if (onPremisesConfiguration !== undefined) {
    return notServed("The sandbox does not serve what stands for a database outside of Cloud SQL.");
  }
  return databaseVersion === undefined || asText(databaseVersion).startsWith("POSTGRES_")
    ? undefined
    : notServed(`${asText(databaseVersion)}: the sandbox serves PostgreSQL, and no other engine.`);
}

/** A replica has the users and databases of its primary, and is promoted or switched over. */
const checkReplica = ({ call: { body }, next: { masterInstanceName } }: Draft): Refusal | undefined =>
  asText(masterInstanceName) === "" && body.instanceType !== "READ_POOL_INSTANCE"
    ? undefined
    : notServed("The sandbox does not serve replicas and read pools.");

/** The texts are ours. */
const checkRegion = ({ next: { region } }: Draft): Refusal | undefined =>
  region === undefined || isRegion(asText(region))
    ? undefined
    : invalidArgument(`Invalid request: region ${asText(region)} does not exist.`);

function checkFlags({ next }: Draft): Refusal | undefined {
  const unknown = asList(asObject(next.settings).databaseFlags)
    .map((flag) => asText(asObject(flag).name))
    .find((name) => !isPostgresFlag(asText(next.databaseVersion), name));
  return unknown === undefined ? undefined : invalidArgument(`Invalid request: Invalid flag: ${unknown}.`);
}

/** The refusal of the name of an instance that exists, or was deleted within a week. */
export const takenInstanceName = (): Refusal => ({
  ...alreadyExists(
    "The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date.",
  ),
  // Only this reason tells a client that a retry does not help.
  reason: "instanceAlreadyExists",
});

/**
 * A tier must exist in the edition. The text for ENTERPRISE_PLUS is Google's, from public reports; its texts for
 * ENTERPRISE, and for a tier of no edition, are not known.
 */
function checkTier({ tier, edition }: JsonObject): Refusal | undefined {
  if (parseTier(asText(tier))?.edition === edition) return undefined;
  if (isOtherSeries(asText(tier))) {
    return notServed(`${asText(tier)}: the sandbox does not know which machines of this series exist.`);
  }
  const instead =
    edition === "ENTERPRISE_PLUS" ? "a predefined Tier like db-perf-optimized-N-*" : "a Tier like db-custom-*";
  return invalidArgument(
    `Invalid request: Invalid Tier (${asText(tier)}) for (${asText(edition)}) Edition. Use ${instead} instead. Learn more at https://cloud.google.com/sql/docs/postgres/create-instance#machine-types.`,
  );
}

const checkDataCache = ({ edition, dataCacheConfig }: JsonObject): Refusal | undefined =>
  refuse(SQL_REFUSALS.dataCache, {
    isCached: asObject(dataCacheConfig).dataCacheEnabled === true,
    edition: asText(edition),
  });

function checkBackups({ edition, availabilityType, backupConfiguration }: JsonObject): Refusal | undefined {
  const { enabled, pointInTimeRecoveryEnabled, transactionLogRetentionDays } = asObject(backupConfiguration);
  const days = asNumber(transactionLogRetentionDays);
  const most = edition === "ENTERPRISE_PLUS" ? MAX_LOG_DAYS.ENTERPRISE_PLUS : MAX_LOG_DAYS.ENTERPRISE;
  const refusal = refuse(SQL_REFUSALS.logDays, { days, most });
  if (refusal !== undefined) return refusal;
  if (pointInTimeRecoveryEnabled === true && enabled !== true) {
    return invalidArgument("Point in time recovery must be disabled when backups are disabled.");
  }
  return refuse(SQL_REFUSALS.regional, { isRegional: availabilityType === "REGIONAL", isBackedUp: enabled === true });
}

/** Days that the last backup of a deleted instance is kept, without Backup and DR (`FinalBackupConfig` of the API). */
const FINAL_BACKUP_DAYS = { least: 1, most: 365 } as const;

function checkFinalBackup({ finalBackupConfig }: JsonObject): Refusal | undefined {
  const { enabled, retentionDays } = asObject(finalBackupConfig);
  const { least, most } = FINAL_BACKUP_DAYS;
  const days = asNumber(retentionDays ?? least);
  return enabled !== true || (days >= least && days <= most)
    ? undefined
    : invalidArgument(`Invalid request: Final backup retention days must be between ${least} and ${most}.`);
}

function checkNetwork({ call: { store }, next }: Draft): Refusal | undefined {
  const { privateNetwork, ipv4Enabled, allocatedIpRange } = asObject(asObject(next.settings).ipConfiguration);
  const network = networkPath(store, asText(privateNetwork));
  if (network === "") {
    return ipv4Enabled === false
      ? invalidArgument("At least one of Public IP, Private IP or PSC connectivity must be enabled.")
      : undefined;
  }
  if (networkConnections(store, network).length === 0) {
    return failedPrecondition(
      "Failed to create subnetwork. Please create Service Networking connection with service 'servicenetworking.googleapis.com' from consumer project network again.",
    );
  }
  const range = asText(allocatedIpRange);
  return range === "" || reservedRanges(store, network).includes(range)
    ? undefined
    : invalidArgument(`The allocated IP range '${range}' is not part of the connection of network '${network}'.`);
}

function checkDisk({ next, previous }: Draft): Refusal | undefined {
  const size = (instance: JsonObject): number => asNumber(asObject(instance.settings).dataDiskSizeGb ?? 0);
  return previous !== undefined && size(next) < size(previous)
    ? invalidArgument("Disk size cannot be decreased.")
    : undefined;
}

/** A major version cannot be lowered. */
function checkVersion({ next, previous }: Draft): Refusal | undefined {
  const major = ({ databaseVersion }: JsonObject): number => Number(/\d+$/.exec(asText(databaseVersion))?.[0] ?? 0);
  return previous !== undefined && major(next) < major(previous)
    ? invalidArgument(`The database version cannot be lowered to ${asText(next.databaseVersion)}.`)
    : undefined;
}

/** Google's own deletion protection; the provider has another one. */
export const checkInstanceDelete = ({ next }: Draft): Refusal | undefined =>
  asObject(next.settings).deletionProtectionEnabled === true
    ? failedPrecondition(
        "The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false.",
      )
    : undefined;
