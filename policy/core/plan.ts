import { z } from "zod";
import { isRecord } from "./json";

/** One module of the configuration: expressions by resource. Only what has this form is read. */
export interface ModuleJson {
  readonly resources?: readonly {
    readonly address: string;
    readonly expressions?: unknown;
    readonly for_each_expression?: unknown;
  }[];
  readonly module_calls?: Readonly<Record<string, { readonly module?: ModuleJson }>>;
  readonly outputs?: unknown;
}

/** A path of `replace_paths` or of a relevant attribute: `["settings", 0, "tier"]`. */
const path = z.array(z.union([z.string(), z.number()]));

const change = z.object({
  actions: z.array(z.string()),
  before: z.unknown().optional(),
  after: z.unknown().optional(),
  after_unknown: z.unknown().optional(),
  before_sensitive: z.unknown().optional(),
  after_sensitive: z.unknown().optional(),
  replace_paths: z.array(path).nullish(),
  importing: z.unknown().optional(),
});

const resourceChange = z.object({
  address: z.string(),
  previous_address: z.string().optional(),
  mode: z.string(),
  type: z.string(),
  deposed: z.string().optional(),
  action_reason: z.string().optional(),
  change,
});

/** A list that Terraform leaves out where it is empty. */
const listOf = <T extends z.ZodType>(item: T) =>
  z
    .array(item)
    .nullish()
    .transform((list) => list ?? []);

/** Terraform's plan as JSON (https://developer.hashicorp.com/terraform/internals/json-format), as far as anything here reads it. */
const planSchema = z.object({
  format_version: z.string(),
  resource_changes: listOf(resourceChange),
  resource_drift: listOf(resourceChange),
  output_changes: z
    .record(z.string(), change)
    .nullish()
    .transform((outputs) => outputs ?? {}),
  deferred_changes: listOf(z.object({ reason: z.string().optional(), resource_change: resourceChange })),
  relevant_attributes: listOf(z.object({ resource: z.string(), attribute: path })),
  // What is no module tells nothing, and the plan is readable without.
  configuration: z
    .unknown()
    .optional()
    .transform((value): ModuleJson => (isRecord(value) && isRecord(value.root_module) ? value.root_module : {})),
  /** When the plan was made, RFC 3339; "" where it does not tell. */
  timestamp: z.string().catch(""),
  /** The plan stopped half-way: what it lists is not all there is. */
  errored: z
    .unknown()
    .optional()
    .transform((value) => value === true),
});

/** The same value, which nobody may change. */
type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

export type ChangeJson = Immutable<z.output<typeof change>>;
export type ResourceChangeJson = Immutable<z.output<typeof resourceChange>>;
export type PlanJson = Immutable<z.output<typeof planSchema>>;

export type PlanReading =
  { readonly ok: true; readonly plan: PlanJson } | { readonly ok: false; readonly problem: string };

const planProblem = (problem: string): PlanReading => ({ ok: false, problem });

/** `resource_changes[3].change.actions` */
const placeOf = (steps: readonly PropertyKey[]): string =>
  steps
    .map((step, index) => (typeof step === "number" ? `[${step}]` : `${index > 0 ? "." : ""}${String(step)}`))
    .join("");

/**
 * Reads a plan. Newer minor versions of the format may add members, which are ignored; another major version is a
 * problem, and so is everything that does not have the documented form: what cannot be read must not look harmless.
 */
export function readPlan(text: string): PlanReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return planProblem("no JSON; give it what terraform show -json prints");
  }
  if (!isRecord(json) || typeof json.format_version !== "string") {
    return planProblem("no plan: format_version is missing; give it what terraform show -json PLAN prints");
  }
  const version = json.format_version;
  if (!/^1\.\d+$/.test(version)) {
    return planProblem(`plan format ${version.slice(0, 20)} found, 1.x can be read; use a Terraform that writes it`);
  }
  if (!Array.isArray(json.resource_changes) && json.planned_values === undefined) {
    return planProblem("no plan but a state; give it terraform show -json of a saved plan");
  }
  const { success, data: plan, error } = planSchema.safeParse(json);
  if (success) return { ok: true, plan };
  const place = placeOf(error.issues[0]?.path ?? []).slice(0, 80);
  return planProblem(`not the form of a plan; ${place} is missing or was changed`);
}
