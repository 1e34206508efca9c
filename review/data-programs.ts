import { findingAt, type Finding } from "../policy/core/finding";
import type { PlanJson } from "../policy/core/plan";
import { configuredEntries } from "../policy/core/plan-configuration";
import { configurationAddress } from "../policy/core/plan-references";
import type { RuleDescription } from "../policy/core/rule";
import type { Change } from "./change";

/** A rule that only a configuration can break: what is read while Terraform plans is no change of the plan. */
export const DATA_RUNS_NOTHING: RuleDescription = {
  id: "terraform-data-program",
  kind: "exposed",
  severity: "medium",
  title: "No data source runs a program while Terraform plans",
  why: "It runs with the credentials of whoever plans, each time, this review included; no plan shows that it ran, or what it did.",
  fix: "read its program in the code, and give the configuration what it finds in another way",
  source: "https://registry.terraform.io/providers/hashicorp/external/latest/docs/data-sources/external",
};

/**
 * Whether data sources of a type run what the configuration says, and do not only read: of hashicorp/external,
 * hashicorp/local and scottwinkler/shell. Another provider's may run something too; nothing tells.
 */
export const runsProgram = (type: string): boolean => /^(external|local_command|shell_script)$/.test(type);

/** Data sources that run a program at each plan. One that the plan puts off until the apply is a change of the plan. */
export function dataProgramFindings(
  stack: string,
  environment: string,
  { configuration }: PlanJson,
  changes: readonly Change[],
): readonly Finding[] {
  const putOff = new Set(changes.map(({ address }) => configurationAddress(address)));
  return [...configuredEntries(configuration)].flatMap(([address, { json }]): Finding[] => {
    const isProgram = json.mode === "data" && typeof json.type === "string" && runsProgram(json.type);
    if (!isProgram || putOff.has(address)) return [];
    const message = `${address}: runs a program of the configuration whenever anybody plans; ${DATA_RUNS_NOTHING.fix}`;
    return [findingAt(DATA_RUNS_NOTHING, "google", { status: "violation", environment, stack, address, message })];
  });
}
