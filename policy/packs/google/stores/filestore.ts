import { isZone } from "../../../../google/regions";
import { forEveryResource, numberOf } from "../../../core/judge";
import { UNKNOWN, blockPaths, listAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { valueText } from "../../../core/value-text";

const FILESTORE = "google_filestore_instance";
const SHARE = "file_shares[0]";

/** Least size of a share in GiB by tier (https://cloud.google.com/filestore/docs/service-tiers). */
const LEAST_GIB: Readonly<Record<string, number>> = {
  STANDARD: 1024,
  BASIC_HDD: 1024,
  PREMIUM: 2560,
  BASIC_SSD: 2560,
  HIGH_SCALE_SSD: 10_240,
};

/** Tiers that stand in one zone, and tiers that stand in a region. */
const ZONAL = /^(STANDARD|PREMIUM|BASIC_HDD|BASIC_SSD|HIGH_SCALE_SSD|ZONAL)$/;
const REGIONAL = /^(ENTERPRISE|REGIONAL)$/;

/** Longest name of a share by tier. */
const longestName = (tier: string): number => (/^(STANDARD|PREMIUM|BASIC_)/.test(tier) ? 16 : 63);

function problemsOf(instance: Resource, tier: string): readonly string[] {
  const size = numberOf(valueAt(instance, `${SHARE}.capacity_gb`));
  const least = LEAST_GIB[tier] ?? 0;
  const name = textAt(instance, `${SHARE}.name`);
  const place = textAt(instance, "location") ?? textAt(instance, "zone");
  const isNamed = name === undefined || (/^[A-Za-z]\w*$/.test(name) && name.length <= longestName(tier));
  return [
    ...(size < least ? [`${SHARE}.capacity_gb: ${size} found, ${least} or more allowed`] : []),
    ...(isNamed
      ? []
      : [`${SHARE}.name: found, a letter and up to ${longestName(tier) - 1} letters, digits or underscores allowed`]),
    ...(place !== undefined && ZONAL.test(tier) && !isZone(place)
      ? [`location: ${valueText("location", place)} found for ${tier}, a zone allowed`]
      : []),
    ...(place !== undefined && REGIONAL.test(tier) && isZone(place)
      ? [`location: ${valueText("location", place)} found for ${tier}, a region allowed`]
      : []),
  ];
}

const bounds: Rule = {
  id: "filestore-bounds",
  kind: "refused",
  severity: "high",
  title: "A file server is within the bounds of its tier",
  why: "Google refuses a smaller share, a name with a hyphen and a place that the tier does not have at apply; the provider does not check.",
  fix: "correct capacity_gb, the share's name or location",
  source: "https://cloud.google.com/filestore/docs/service-tiers",
  check: forEveryResource(FILESTORE, (instance) => {
    const tier = valueAt(instance, "tier");
    if (tier === UNKNOWN) return [unknown(instance, "tier")];
    return problemsOf(instance, typeof tier === "string" ? tier : "").map((problem) => violation(instance, problem));
  }),
};

const open: Rule = {
  id: "filestore-open",
  kind: "exposed",
  severity: "medium",
  title: "A file share is exported to the machines that use it",
  why: "NFS asks nobody for a password: whatever reaches the network mounts the share, and with no_root_squash as root.",
  fix: "name the range of the subnet that mounts it in ip_ranges",
  source: "https://cloud.google.com/filestore/docs/configuring-ip-based-access-control",
  check: forEveryResource(FILESTORE, (instance) =>
    blockPaths(instance, `${SHARE}.nfs_export_options`).flatMap((block): readonly Verdict[] => {
      const path = `${block}.ip_ranges`;
      const ranges = listAt(instance, path);
      if (ranges.some((range) => typeof range === "string" && range.endsWith("/0"))) {
        return [violation(instance, `${path}: every address found, a narrower range allowed`)];
      }
      return valueAt(instance, path) === UNKNOWN || ranges.includes(UNKNOWN) ? [unknown(instance, path)] : [];
    }),
  ),
};

const protection: Rule = {
  id: "filestore-deletion-protection",
  kind: "lost",
  severity: "low",
  title: "A file server is protected from deletion",
  why: "It is off unless switched on: a changed name, tier or network makes a new server and deletes every file of the old one.",
  fix: "set deletion_protection_enabled to true",
  source: "https://cloud.google.com/filestore/docs/deletion-protection",
  check: forEveryResource(FILESTORE, (instance) => {
    const path = "deletion_protection_enabled";
    const value = valueAt(instance, path);
    if (value === UNKNOWN) return [unknown(instance, path)];
    return value === true ? [] : [violation(instance, `${path}: not on, true allowed`)];
  }),
};

/** Files that many machines share. */
export const filestoreRules: readonly Rule[] = [bounds, open, protection];
