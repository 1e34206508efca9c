import { z } from "zod";
import { isRecord } from "./json";
import { noJsonReason, noPlanReason } from "./no-plan";

/** One module of the configuration: expressions by resource. Only what has this form is read. */
export interface ModuleJson {
  readonly resources?: readonly {
    readonly address: string;
    readonly mode?: unknown;
    readonly type?: unknown;
    readonly expressions?: unknown;
    readonly for_each_expression?: unknown;
    readonly provisioners?: unknown;
  }[];
  readonly module_calls?: Readonly<Record<string, { readonly module?: ModuleJson }>>;
  readonly outputs?: unknown;
  readonly variables?: unknown;
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

/** A map that Terraform leaves out where it is empty. */
const mapOf = <T extends z.ZodType>(item: T) =>
  z
    .record(z.string(), item)
    .nullish()
    .transform((map) => map ?? {});

/** What runs an action: Terraform 1.14 and later. Every member counts for the digest, also one that is not named here. */
const actionInvocation = z.looseObject({
  address: z.string(),
  lifecycle_action_trigger: z
    .looseObject({ triggering_resource_address: z.string().optional(), action_trigger_event: z.string().optional() })
    .nullish(),
});

/** The result of a `check` block, or of the conditions of a resource or an output. */
const checkResult = z.looseObject({ address: z.looseObject({ to_display: z.string() }), status: z.string() });

/**
 * Changes of resources. OpenTofu lists ephemeral ones among them, as `open`; Terraform does not. They exist only while it
 * runs, so that they are no change of anything.
 */
const changes = listOf(resourceChange).transform((list) => list.filter(({ mode }) => mode !== "ephemeral"));

/** Terraform's plan as JSON (https://developer.hashicorp.com/terraform/internals/json-format), as far as anything here reads it. */
const planSchema = z.object({
  format_version: z.string(),
  resource_changes: changes,
  resource_drift: listOf(resourceChange),
  output_changes: mapOf(change),
  deferred_changes: listOf(z.object({ reason: z.string().optional(), resource_change: resourceChange })),
  relevant_attributes: listOf(z.object({ resource: z.string(), attribute: path })),
  action_invocations: listOf(actionInvocation),
  deferred_action_invocations: listOf(z.looseObject({ action_invocation: actionInvocation })),
  checks: listOf(checkResult),
  /** Values of the root module's variables. */
  variables: mapOf(z.unknown()),
  // What is no module tells nothing, and the plan is readable without.
  configuration: z
    .unknown()
    .optional()
    .transform((value) => {
      const root: ModuleJson = isRecord(value) && isRecord(value.root_module) ? value.root_module : {};
      return { ...root, providers: isRecord(value) && isRecord(value.provider_config) ? value.provider_config : {} };
    }),
  /** When the plan was made, RFC 3339; "" where it does not tell. */
  timestamp: z.string().catch(""),
  /** The plan stopped half-way: what it lists is not all there is. */
  errored: z
    .unknown()
    .optional()
    .transform((value) => value === true),
  /** False where more is to do than the plan does: it was limited to targets, or something is deferred. Terraform 1.8 and later tell. */
  complete: z
    .unknown()
    .optional()
    .transform((value) => value === undefined || value === true),
  /** Whether Terraform would apply it; an older Terraform does not tell. */
  applyable: z
    .unknown()
    .optional()
    .transform((value) => value === undefined || value === true),
});

/** The same value, which nobody may change. */
type Immutable<T> = T extends object ? { readonly [K in keyof T]: Immutable<T[K]> } : T;

export type ChangeJson = Immutable<z.output<typeof change>>;
export type ActionInvocationJson = Immutable<z.output<typeof actionInvocation>>;
export type ResourceChangeJson = Immutable<z.output<typeof resourceChange>>;
export type PlanJson = Immutable<z.output<typeof planSchema>>;

/** A plan that does nothing, for changes that no Terraform has planned. */
export const EMPTY_PLAN: PlanJson = planSchema.parse({ format_version: "1.2" });

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
    // A byte order mark says nothing in UTF-8, and PowerShell writes it.
    json = JSON.parse(text.replace(/^\ufeff/, ""));
  } catch {
    return planProblem(noJsonReason(text));
  }
  if (!isRecord(json) || typeof json.format_version !== "string") {
    return planProblem(noPlanReason(json));
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
