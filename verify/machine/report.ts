import type { Found, MachineFacts, PrerequisiteId } from "./facts";
import { PARTS, type Part } from "./parts";

/** One thing that commands need. */
export interface Prerequisite {
  readonly id: PrerequisiteId;
  /** What it is called, for people. */
  readonly title: string;
  readonly standing: Found["standing"];
  /** What is there, or why nobody can tell. */
  readonly found: string;
  /** What to do where it does not work; null where it does. */
  readonly remedy: string | null;
}

/** A part of the product on this machine. */
export interface PartReport {
  readonly title: string;
  readonly commands: readonly string[];
  readonly standing: Found["standing"];
  /** What it lacks here, or what nobody could tell of. */
  readonly lacks: readonly PrerequisiteId[];
}

/** How a machine stands. */
export interface MachineReport {
  readonly formatVersion: 1;
  /** Unknown only where nothing is missing: what is missing is certain. */
  readonly verdict: Found["standing"];
  readonly prerequisites: readonly Prerequisite[];
  readonly parts: readonly PartReport[];
}

/** In the order in which they depend on each other. */
const TITLES: Readonly<Record<PrerequisiteId, string>> = {
  node: "Node",
  packages: "packages",
  "developer-packages": "packages of developers",
  git: "git",
  terraform: "Terraform or OpenTofu",
  providers: "providers",
  credentials: "credentials",
  cdktf: "cdktf's command",
};

/** What people call a prerequisite. */
export const titleOf = (id: PrerequisiteId): string => TITLES[id];

const worst = (standings: readonly Found["standing"][]): Found["standing"] =>
  standings.includes("missing") ? "missing" : standings.includes("unknown") ? "unknown" : "works";

function judgePart({ title, commands, needs }: Part, facts: MachineFacts): PartReport {
  const standing = worst(needs.map((id) => facts[id].standing));
  return { title, commands, standing, lacks: needs.filter((id) => facts[id].standing !== "works") };
}

/** What of the product works on a machine, and what the rest lacks. */
export function machineReport(facts: MachineFacts): MachineReport {
  const ids = Object.keys(TITLES) as readonly PrerequisiteId[];
  const prerequisites = ids.map((id): Prerequisite => {
    const { standing, found, ...rest } = facts[id];
    return { id, title: titleOf(id), standing, found, remedy: "remedy" in rest ? rest.remedy : null };
  });
  return {
    formatVersion: 1,
    verdict: worst(prerequisites.map(({ standing }) => standing)),
    prerequisites,
    parts: PARTS.map((part) => judgePart(part, facts)),
  };
}
