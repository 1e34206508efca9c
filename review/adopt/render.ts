import type { Adoption, LiveMatch } from "./adoption";
import { outcomeOf } from "./adoption";
import { cdktfLine, hclBlock, jsonBlock, type Import } from "./import-block";
import type { ReplacingDifference } from "./replacements";

export const FORMATS = ["text", "json"] as const;
export type Format = (typeof FORMATS)[number];

const GUIDE = "docs/cut-over.md";

/** The guide's section for what cannot be taken over as it is. */
const SECTIONS: Readonly<Record<string, string>> = {
  google_artifact_registry_repository: "images",
  google_compute_global_address: "dns",
  google_compute_global_forwarding_rule: "dns",
  google_compute_managed_ssl_certificate: "dns",
  google_compute_network: "network",
  google_compute_subnetwork: "network",
  google_redis_instance: "redis",
  google_secret_manager_secret: "secrets",
  google_service_networking_connection: "network",
  google_sql_database: "database",
  google_sql_database_instance: "database",
  google_sql_user: "database",
};

const sectionOf = (type: string): string => `${GUIDE}#${Object.hasOwn(SECTIONS, type) ? SECTIONS[type] : "the-order"}`;

const idsOf = (all: readonly Adoption[]): readonly Import[] =>
  all.flatMap(({ address, import: known }) => (known.kind === "id" ? [{ to: address, id: known.id }] : []));

/** The report; its text is Terraform configuration with comments, stack by stack. */
export const renderAdoptions = (
  environment: string,
  all: readonly Adoption[],
  isLive: boolean,
  format: Format,
): string => (format === "json" ? adoptionsJson(environment, all) : adoptionsText(all, isLive));

const stacksOf = (all: readonly Adoption[]): readonly string[] => [...new Set(all.map(({ stack }) => stack))];

function adoptionsJson(environment: string, all: readonly Adoption[]): string {
  const stacks = stacksOf(all).map((name) => {
    const own = all.filter(({ stack }) => stack === name);
    const resources = own.map(({ address, type, import: known, existing }) => ({
      address,
      type,
      ...(known.kind === "id" ? { id: known.id, cdktf: cdktfLine({ to: address, id: known.id }) } : known),
      ...(existing && { existing: existingJson(type, existing) }),
    }));
    return { name, import: idsOf(own).map(jsonBlock), resources };
  });
  return JSON.stringify({ formatVersion: 1, environment, outcome: outcomeOf(all), stacks }, undefined, 2);
}

const existingJson = (type: string, existing: LiveMatch): object =>
  existing.kind === "found" && existing.differences.length > 0
    ? { ...existing, choices: choiceTexts(type, existing.differences) }
    : existing;

function adoptionsText(all: readonly Adoption[], isLive: boolean): string {
  const stacks = stacksOf(all).map((name) => {
    const own = all.filter(({ stack }) => stack === name);
    return [`# ${name}`, ...own.map(adoptionText)].join("\n\n");
  });
  return [...stacks, summaryText(all, isLive)].join("\n\n");
}

function adoptionText({ address, type, import: known, existing }: Adoption): string {
  if (known.kind !== "id") {
    const verb = known.kind === "none" ? "not to be imported" : "its id cannot be told";
    return `# ${address}: ${verb}: ${known.reason}.`;
  }
  const block = { to: address, id: known.id };
  return [...(existing ? existingLines(type, existing) : []), `# CDKTF: ${cdktfLine(block)}`, hclBlock(block)].join(
    "\n",
  );
}

function existingLines(type: string, existing: LiveMatch): readonly string[] {
  if (existing.kind === "ambiguous")
    return ["# COULD NOT TELL: more than one of its type and name is in the live file."];
  if (existing.kind === "absent") {
    const others = existing.others > 0 ? `; ${existing.others} of its type under other names: ${GUIDE}#names` : "";
    return [`# Not in the live file: leave the block out, and the program creates it${others}.`];
  }
  const { differences, unknown, loses } = existing;
  const open = unknown.length > 0 ? [`# COULD NOT TELL: the live file does not settle ${unknown.join(", ")}.`] : [];
  if (differences.length === 0) return open.length > 0 ? open : ["# Exists, and nothing declared would replace it."];
  return [
    ...open,
    ...differences.map((difference) => `# REPLACED, because of ${differenceText(difference)}.`),
    `# That loses: ${loses ?? "what this resource holds"}.`,
    ...choiceTexts(type, differences).map((choice, index) => `# ${index + 1}. ${choice}.`),
  ];
}

function differenceText({ path, declared, existing }: ReplacingDifference): string {
  const sides = [
    ...(existing === undefined ? [] : [`exists as ${existing}`]),
    ...(declared === undefined ? [] : [`declared as ${declared}`]),
  ];
  return sides.length > 0 ? `${path} (${sides.join(", ")})` : path;
}

/** What a person can decide; the program decides none of it. */
const choiceTexts = (type: string, differences: readonly ReplacingDifference[]): readonly string[] => [
  `Change the spec: declare ${differences
    .map(({ path, existing }) => (existing === undefined ? `${path} as it is` : `${path} = ${existing}`))
    .join(", ")}, where the policy lets you`,
  "Keep the old one aside: leave the block out, and declare the new one under another name, because this one is taken",
  `Migrate: ${sectionOf(type)}`,
];

function summaryText(all: readonly Adoption[], isLive: boolean): string {
  const count = (holds: (one: Adoption) => boolean): number => all.filter(holds).length;
  const ids = count(({ import: known }) => known.kind === "id");
  const ends = [`${ids} of ${all.length} declared resources have an import id`];
  if (isLive) {
    const found = (holds: (one: LiveMatch & { kind: "found" }) => boolean): number =>
      count(({ existing }) => existing?.kind === "found" && holds(existing));
    ends.push(
      `${found(() => true)} exist`,
      `${found(({ differences }) => differences.length > 0)} would be replaced`,
      `${count(({ existing }) => existing?.kind === "absent")} are not in the live file`,
    );
  }
  return `# ${ends.join(", ")}.`;
}
