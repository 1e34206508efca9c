import { alreadyExists, failedPrecondition, invalid, type Refusal } from "../answer";
import type { Draft } from "../collection";
import { asObject, asText, type JsonObject } from "../json";
import { networkConnections, reservedRanges } from "../network-connections";
import { partialLink } from "../paths";
import type { Store } from "../store";

/** Where the names of deleted instances are kept: one cannot be used again for a week. */
const deletedName = (path: string): string => `sql-deleted/${encodeURIComponent(path)}`;

/** Keeps the name of a deleted instance from being used again. */
export const rememberName = (store: Store, path: string): void => store.put(deletedName(path), { path });

/** What Cloud SQL asks of an instance. */
export const checkInstance = (draft: Draft): Refusal | undefined =>
  checkNew(draft) ??
  checkTier(asObject(draft.next.settings)) ??
  checkBackups(asObject(draft.next.settings)) ??
  checkNetwork(draft) ??
  checkDisk(draft);

function checkNew({ call, path, id, previous }: Draft): Refusal | undefined {
  if (previous !== undefined) return undefined;
  if (!/^[a-z](?:[-a-z0-9]{0,96}[a-z0-9])?$/.test(id)) return invalid(`Invalid instance name (${id}).`);
  return call.store.get(deletedName(path)) === undefined
    ? undefined
    : {
        ...alreadyExists(
          "The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date.",
        ),
        // By this reason alone a client knows that waiting does not help.
        reason: "instanceAlreadyExists",
      };
}

/** Tiers of each edition, by how their names begin. */
const TIERS: Readonly<Record<string, RegExp>> = {
  ENTERPRISE: /^db-(?:custom-\d+-\d+|f1-micro|g1-small)$/,
  ENTERPRISE_PLUS: /^db-(?:perf-optimized|memory-optimized)-N-\d+$/,
};

function checkTier({ tier, edition }: JsonObject): Refusal | undefined {
  return TIERS[asText(edition)]?.test(asText(tier)) === true
    ? undefined
    : invalid(
        `Invalid Tier (${asText(tier)}) for (${asText(edition)}) Edition. Use a predefined Tier like db-perf-optimized-N-* instead.`,
      );
}

/** Days of log that each edition keeps. */
const LOG_DAYS: Readonly<Record<string, number>> = { ENTERPRISE: 7, ENTERPRISE_PLUS: 35 };

function checkBackups({ edition, availabilityType, backupConfiguration }: JsonObject): Refusal | undefined {
  const { enabled, pointInTimeRecoveryEnabled, transactionLogRetentionDays } = asObject(backupConfiguration);
  const days = Number(transactionLogRetentionDays);
  const most = LOG_DAYS[asText(edition)] ?? 7;
  if (days < 1 || days > most) {
    return invalid(`Transaction log retention days must be between 1 and ${most} for ${asText(edition)} edition.`);
  }
  if (pointInTimeRecoveryEnabled === true && enabled !== true) {
    return invalid("Point in time recovery must be disabled when backups are disabled.");
  }
  return availabilityType === "REGIONAL" && !(enabled === true && pointInTimeRecoveryEnabled === true)
    ? invalid("Regional availability needs automated backups and point-in-time recovery to be enabled.")
    : undefined;
}

function checkNetwork({ call: { store }, next }: Draft): Refusal | undefined {
  const { privateNetwork, ipv4Enabled, allocatedIpRange } = asObject(asObject(next.settings).ipConfiguration);
  const network = partialLink(asText(privateNetwork));
  if (network === "") {
    return ipv4Enabled === false
      ? invalid("At least one of Public IP, Private IP or PSC connectivity must be enabled.")
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
    : invalid(`The allocated IP range '${range}' is not part of the connection of network '${network}'.`);
}

function checkDisk({ next, previous }: Draft): Refusal | undefined {
  const size = (instance: JsonObject): number => Number(asObject(instance.settings).dataDiskSizeGb ?? 0);
  return previous !== undefined && size(next) < size(previous) ? invalid("Disk size cannot be decreased.") : undefined;
}

/** Google's own protection, which the provider's does not replace. */
export const checkInstanceDelete = ({ next }: Draft): Refusal | undefined =>
  asObject(next.settings).deletionProtectionEnabled === true
    ? failedPrecondition(
        "The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false.",
      )
    : undefined;
