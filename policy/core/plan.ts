/** Terraform's plan as JSON (`terraform show -json`), as far as anything here reads it. */
export interface PlanJson {
  readonly format_version: string;
  readonly resource_changes: readonly ResourceChangeJson[];
  readonly resource_drift: readonly ResourceChangeJson[];
  readonly output_changes: Readonly<Record<string, ChangeJson>>;
  readonly deferred_changes: readonly { readonly reason?: string; readonly resource_change: ResourceChangeJson }[];
  readonly relevant_attributes: readonly {
    readonly resource: string;
    readonly attribute: readonly (string | number)[];
  }[];
  readonly configuration: ModuleJson;
  /** When the plan was made, RFC 3339; "" where it does not tell. */
  readonly timestamp: string;
  /** The plan stopped half-way: what it lists is not all there is. */
  readonly errored: boolean;
}

export interface ChangeJson {
  readonly actions: readonly string[];
  readonly before?: unknown;
  readonly after?: unknown;
  readonly after_unknown?: unknown;
  readonly before_sensitive?: unknown;
  readonly after_sensitive?: unknown;
  readonly replace_paths?: readonly (readonly (string | number)[])[];
  readonly importing?: unknown;
}

export interface ResourceChangeJson {
  readonly address: string;
  readonly previous_address?: string;
  readonly mode: string;
  readonly type: string;
  readonly deposed?: string;
  readonly action_reason?: string;
  readonly change: ChangeJson;
}

/** One module of the configuration: expressions by resource. */
export interface ModuleJson {
  readonly resources?: readonly {
    readonly address: string;
    readonly expressions?: unknown;
    readonly for_each_expression?: unknown;
  }[];
  readonly module_calls?: Readonly<Record<string, { readonly module?: ModuleJson }>>;
  readonly outputs?: unknown;
}

export type PlanReading =
  { readonly ok: true; readonly plan: PlanJson } | { readonly ok: false; readonly problem: string };

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isPath = (value: unknown): value is readonly (string | number)[] =>
  Array.isArray(value) && value.every((step) => typeof step === "string" || typeof step === "number");

const isChange = (value: unknown): value is ChangeJson =>
  isObject(value) &&
  Array.isArray(value.actions) &&
  value.actions.every((action) => typeof action === "string") &&
  listOf(value.replace_paths, isPath) !== undefined;

const isResourceChange = (value: unknown): value is ResourceChangeJson =>
  isObject(value) &&
  typeof value.address === "string" &&
  typeof value.type === "string" &&
  typeof value.mode === "string" &&
  isChange(value.change);

/** An array of that form, [] where it is absent, undefined where it is anything else. */
function listOf<T>(value: unknown, is: (item: unknown) => item is T): readonly T[] | undefined {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) && value.every(is) ? value : undefined;
}

const isDeferred = (value: unknown): value is PlanJson["deferred_changes"][number] =>
  isObject(value) && isResourceChange(value.resource_change);

const isRelevant = (value: unknown): value is PlanJson["relevant_attributes"][number] =>
  isObject(value) && typeof value.resource === "string" && isPath(value.attribute);

/**
 * Reads a plan. Newer minor versions of the format may add members, which are ignored; another major version is a
 * problem, and so is everything that does not have the documented form: what cannot be read must not look harmless.
 */
export function readPlan(text: string): PlanReading {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { ok: false, problem: "no JSON; give it what terraform show -json prints" };
  }
  if (!isObject(json) || typeof json.format_version !== "string") {
    return { ok: false, problem: "no plan: format_version is missing; give it what terraform show -json PLAN prints" };
  }
  const { format_version: version } = json;
  if (!/^1\.\d+$/.test(version)) {
    return {
      ok: false,
      problem: `plan format ${version.slice(0, 20)} found, 1.x can be read; use a Terraform that writes it`,
    };
  }
  if (!Array.isArray(json.resource_changes) && json.planned_values === undefined) {
    return { ok: false, problem: "no plan but a state; give it terraform show -json of a saved plan" };
  }
  const changes = listOf(json.resource_changes, isResourceChange);
  const drift = listOf(json.resource_drift, isResourceChange);
  const deferred = listOf(json.deferred_changes, isDeferred);
  const relevant = listOf(json.relevant_attributes, isRelevant);
  const outputs = json.output_changes ?? {};
  if (!changes || !drift || !deferred || !relevant || !isObject(outputs) || !Object.values(outputs).every(isChange)) {
    return { ok: false, problem: "not the form of a plan; a part of it is missing or was changed" };
  }
  const configuration = isObject(json.configuration) ? json.configuration.root_module : undefined;
  return {
    ok: true,
    plan: {
      format_version: version,
      resource_changes: changes,
      resource_drift: drift,
      deferred_changes: deferred,
      relevant_attributes: relevant,
      output_changes: outputs as PlanJson["output_changes"],
      configuration: isObject(configuration) ? configuration : {},
      timestamp: typeof json.timestamp === "string" ? json.timestamp : "",
      errored: json.errored === true,
    },
  };
}
