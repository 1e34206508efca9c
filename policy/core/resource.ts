import { valueAtPath } from "./path";

/**
 * What rules look at: a resource with its resolved attributes in the plan's form, whichever reader it came from.
 * Blocks are arrays, attributes stand under their Terraform names.
 */

/** A value that nobody knows before apply. A rule that meets it answers "unknown", never "pass". */
export const UNKNOWN: unique symbol = Symbol("unknown after apply");

export type Value = string | number | boolean | null | typeof UNKNOWN | readonly Value[] | Values;

export interface Values {
  readonly [attribute: string]: Value;
}

/** The meta-arguments that rules judge; a plan does not carry them. */
export interface Lifecycle {
  readonly preventDestroy: boolean;
  readonly createBeforeDestroy: boolean;
  /** Addresses, with or without an attribute. */
  readonly replaceTriggeredBy: readonly string[];
  /** Arguments that are set once and then left alone, in Terraform's own syntax. */
  readonly ignoreChanges: readonly string[];
}

export interface Resource {
  readonly stack: string;
  /** `google_cloud_run_v2_service.websocket-service`. */
  readonly address: string;
  readonly type: string;
  readonly values: Values;
  /** Attribute path → addresses of what its value refers to. */
  readonly references: ReadonlyMap<string, readonly string[]>;
  /**
   * Attribute path → its text with the expressions in it, `${…}`. Only a configuration in JSON has them, which CDKTF writes.
   *
   * @default none
   */
  readonly templates?: ReadonlyMap<string, string>;
  /** Absent where the source does not tell. */
  readonly lifecycle?: Lifecycle;
  /**
   * Types of the provisioners that it has, `local-exec`.
   *
   * @default none
   */
  readonly provisioners?: readonly string[];
  /**
   * Addresses of what `depends_on` names, its own and that of the modules around it: resources, or whole modules.
   *
   * @default none, also where the source does not tell
   */
  readonly dependsOn?: readonly string[];
  /**
   * The plan makes it: nothing of it, and nothing in it, exists yet.
   *
   * @default false, also where the source does not tell
   */
  readonly isNew?: true;
}

/** A stack as a whole: where its state is, and which project it is applied to. */
export interface StackSettings {
  readonly name: string;
  /** `gcs`, `local`, …; undefined where none is declared, which Terraform takes as local. */
  readonly backend: string | undefined;
  readonly backendSettings: Values;
  /** Arguments of its google provider; empty where none is declared. */
  readonly provider: Values;
}

/** Whether a value is a block or a map. */
export const isValues = (value: Value | undefined): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The value of a resource at a path: undefined where it is absent or null, UNKNOWN where it or something around it is. */
export const valueAt = ({ values }: Pick<Resource, "values">, path: string): Value | undefined =>
  valueAtPath(values, path) as Value | undefined;

/** Text at a path; undefined where there is none or it is unknown. */
export function textAt(resource: Pick<Resource, "values">, path: string): string | undefined {
  const value = valueAt(resource, path);
  return typeof value === "string" ? value : undefined;
}

/** A number at a path, also where it is written as text; undefined where there is none or it is unknown. */
export function numberAt(resource: Pick<Resource, "values">, path: string): number | undefined {
  const value = valueAt(resource, path);
  if (typeof value === "number") return value;
  return typeof value === "string" && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : undefined;
}

/** The items of a list at a path; none where there is no list or it is unknown. */
export function listAt(resource: Pick<Resource, "values">, path: string): readonly Value[] {
  const value = valueAt(resource, path);
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

/** The paths of a block's occurrences, `path[0]`, `path[1]` …; empty where there is none or it is unknown. */
export function blockPaths(resource: Pick<Resource, "values">, path: string): readonly string[] {
  const value = valueAt(resource, path);
  return Array.isArray(value) ? value.map((_, index) => `${path}[${index}]`) : [];
}

/** Paths that a path with `[]` stands for, one for each block: `subnet[].name` is `subnet[0].name`. Any other path is itself. */
export function spreadPath(resource: Pick<Resource, "values">, path: string): readonly string[] {
  const [block = "", rest] = path.split("[].");
  return rest === undefined ? [path] : blockPaths(resource, block).map((at) => `${at}.${rest}`);
}

/** Whether an address is one of a resource of a type, also inside a module: `module.a.google_service_account.x`. */
export const isAddressOf = (address: string, type: string): boolean => `.${address}`.includes(`.${type}.`);

/** Addresses that the value at a path, or something inside it, refers to. */
export function referencesAt(resource: Pick<Resource, "references">, path: string): readonly string[] {
  const found = [...resource.references].filter(
    ([at]) => at === path || at.startsWith(`${path}.`) || at.startsWith(`${path}[`),
  );
  return found.flatMap(([, addresses]) => addresses);
}
