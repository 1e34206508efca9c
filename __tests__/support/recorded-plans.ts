import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readPlan, type PlanJson } from "../../policy/core/plan";
import { applyPatch, type Operation } from "./json-patch";
import { ROOT } from "./tracked-files";

/** A plan that differs little from another one: the name of that, and the patch that makes it this. */
export interface PlanPatch {
  readonly base: string;
  readonly patch: readonly Operation[];
}

/** How the name of a file ends that holds a {@link PlanPatch}. */
export const PATCH_ENDING = ".patch.json";

/** Terraform's order of a plan's members, because a patch cannot say where a new one stands. */
const MEMBERS = [
  "format_version",
  "terraform_version",
  "variables",
  "planned_values",
  "resource_drift",
  "resource_changes",
  "deferred_changes",
  "deferred_action_invocations",
  "output_changes",
  "action_invocations",
  "prior_state",
  "configuration",
  "relevant_attributes",
  "checks",
  "timestamp",
  "applyable",
  "complete",
  "errored",
];

/** A plan after a patch, its members in Terraform's order. */
export function patchedPlan(base: object, patch: readonly Operation[]): object {
  const place = ([member]: readonly [string, unknown]): number => MEMBERS.indexOf(member);
  const members = Object.entries(applyPatch(base, patch) as object) as [string, unknown][];
  return Object.fromEntries(members.sort((one, other) => place(one) - place(other)));
}

/** A folder of recorded plans; each file of it is read once. */
export class RecordedPlans {
  private readonly read = new Map<string, object>();

  public constructor(public readonly folder: string) {}

  /** Names of all plans, sorted. */
  public names(): readonly string[] {
    return readdirSync(this.folder)
      .filter((file) => file.endsWith(".json"))
      .map((file) => file.replace(/(\.patch)?\.json$/, ""))
      .sort();
  }

  /** How a plan is stored: as a patch, or undefined where it stands whole. */
  public patchOf(name: string): PlanPatch | undefined {
    const file = join(this.folder, name + PATCH_ENDING);
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as PlanPatch) : undefined;
  }

  /** A plan as `terraform show -json` printed it, parsed. */
  public json(name: string): object {
    const json = this.read.get(name) ?? this.reconstructed(name);
    this.read.set(name, json);
    return json;
  }

  private reconstructed(name: string): object {
    const stored = this.patchOf(name);
    return stored === undefined ? this.whole(name) : patchedPlan(this.json(stored.base), stored.patch);
  }

  private whole(name: string): object {
    const file = join(this.folder, `${name}.json`);
    if (!existsSync(file)) throw new Error(`no recorded plan "${name}"; there are ${this.names().join(", ")}`);
    return JSON.parse(readFileSync(file, "utf8")) as object;
  }
}

/** The plans that this repository recorded (`__tests__/review/plans/README.md`). */
export const RECORDED = new RecordedPlans(join(ROOT, "__tests__/review/plans"));

const texts = new Map<string, string>();
const plans = new Map<string, PlanJson>();

/** A recorded plan as the text that `terraform show -json` printed. */
export function recordedText(name: string): string {
  const text = texts.get(name) ?? JSON.stringify(RECORDED.json(name));
  texts.set(name, text);
  return text;
}

/** A recorded plan as the program reads it. */
export function recordedPlan(name: string): PlanJson {
  const known = plans.get(name);
  if (known !== undefined) return known;
  const reading = readPlan(recordedText(name));
  if (!reading.ok) throw new Error(`${name}: ${reading.problem}`);
  plans.set(name, reading.plan);
  return reading.plan;
}
