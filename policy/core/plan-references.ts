import { isRecord, member } from "./json";
import type { ModuleJson } from "./plan";

/** An address without the keys of its instances: `module.a["x"].google_t.n[0]` → `module.a.google_t.n`. */
export const configurationAddress = (address: string): string =>
  address.includes("[") ? address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "") : address;

/** An address without the keys of its modules: `module.a["x"].google_t.n[0]` → `module.a.google_t.n[0]`. */
export const withoutModuleKeys = (address: string): string =>
  address.replace(/(\bmodule\.[\w-]+)\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, "$1");

/** The references of an expression, of all blocks inside it as well. */
export function referencesIn(expression: unknown): readonly string[] {
  if (Array.isArray(expression)) return expression.flatMap(referencesIn);
  if (!isRecord(expression)) return [];
  const references = member(expression, "references");
  if (Array.isArray(references)) return references.filter((reference) => typeof reference === "string");
  return Object.values(expression).flatMap(referencesIn);
}

/** The addresses of a `depends_on`. */
export const namesIn = (list: unknown): readonly string[] =>
  Array.isArray(list) ? list.filter((name): name is string => typeof name === "string") : [];

/** With the key of one instance, where the expression spells it out. */
const RESOURCE = /^(?:data\.)?[a-z][a-z0-9]*_[a-z0-9_]+\.[\w-]+(?:\[(?:"(?:[^"\\]|\\.)*"|\d+)\])?/;
/** An output of another state stays whole: it leads on into the stack whose state that is. */
const REMOTE_OUTPUT = /^data\.terraform_remote_state\.[\w-]+\.outputs\.[\w-]+/;
const LOCAL = /^local\.[\w-]+/;
const VARIABLE = /^var\.([\w-]+)/;
const OUTPUT = /^module\.([\w-]+)(?:\[[^\]]*\])?(?:\.([\w-]+))?/;

/** Modules within each other that are followed. */
const MOST_MODULES = 32;

/** What stands around an expression: its module, and the `for_each` that gives its `each`. */
interface Scope {
  readonly module: ModuleJson;
  /** `module.a.module.b.`; "" at the root. */
  readonly prefix: string;
  /** The call of the module and where that stands; none at the root. */
  readonly call?: { readonly json: unknown; readonly scope: Scope };
}

/** Of `module.a.b` and `module.a`, which Terraform lists for one expression, the longer one says it all. */
const sharpest = (references: readonly string[]): readonly string[] =>
  references.filter(
    (reference) =>
      !/^(module|var|data\.terraform_remote_state|(data\.)?[a-z][a-z0-9]*_[a-z0-9_]+)\.[\w-]+(\[[^\]]*\]|\.outputs)?$/.test(
        reference,
      ) || !references.some((other) => other.startsWith(`${reference}.`) || other.startsWith(`${reference}[`)),
  );

/**
 * Leads references through the variables and outputs of modules to the resources behind them, as addresses without
 * instance keys. Only who feeds whom: values stay as unknown as they are.
 */
export class PlanReferences {
  private readonly scopes = new Map<string, Scope>();
  private readonly resolved = new Map<string, readonly string[]>();

  /** @param given - the values of the root module's variables, as a plan has them */
  constructor(
    root: ModuleJson,
    private readonly given: unknown = {},
  ) {
    this.enter({ module: root, prefix: "" }, 0);
  }

  /**
   * Addresses of what an expression refers to.
   *
   * @param prefix - the module's, `module.a.module.b.`; "" at the root
   * @param each - references of the `for_each` around it
   */
  of(prefix: string, references: readonly string[], each: readonly string[] = []): readonly string[] {
    const scope = this.scopes.get(prefix);
    return scope === undefined || references.length === 0 ? [] : this.all(scope, references, each);
  }

  /** What a configured resource waits for, as a part of the resource that rules see. */
  waitingOf({ prefix, dependsOn }: { readonly prefix: string; readonly dependsOn: readonly string[] }): {
    readonly dependsOn?: readonly string[];
  } {
    const found = this.dependencies(prefix, dependsOn);
    return found.length > 0 ? { dependsOn: found } : {};
  }

  /** What a resource of a module waits for: what its own `depends_on` names, and what those of the modules around it name. */
  private dependencies(prefix: string, own: readonly string[]): readonly string[] {
    const around = this.scopes.get(prefix)?.call;
    const named = own.map((name) => prefix + name);
    return around
      ? [...named, ...this.dependencies(around.scope.prefix, namesIn(member(around.json, "depends_on")))]
      : named;
  }

  /**
   * Whether everything that an expression refers to is known before apply: variables of the whole configuration, keys and
   * counts, what stands in a call, and the `for_each` around it. Locals do not tell: no plan lists them.
   */
  isSettled(prefix: string, references: readonly string[], each: readonly string[] = []): boolean {
    const scope = this.scopes.get(prefix);
    return scope !== undefined && references.length > 0 && this.areSettled(scope, references, each, 0);
  }

  private areSettled(
    scope: Scope,
    references: readonly string[],
    each: readonly string[] | undefined,
    depth: number,
  ): boolean {
    // Variables that lead to each other lead nowhere.
    if (depth >= MOST_MODULES) return false;
    return references.every((reference) => {
      if (/^(each\.key|count\.index|path\.\w+|terraform\.workspace)$/.test(reference)) return true;
      if (/^each\.value\b/.test(reference)) return each !== undefined && this.areSettled(scope, each, undefined, depth);
      const [, variable] = VARIABLE.exec(reference) ?? [];
      return variable !== undefined && this.isArgumentSettled(scope, variable, depth + 1);
    });
  }

  private isArgumentSettled({ call }: Scope, variable: string, depth: number): boolean {
    const argument = member(member(call?.json, "expressions"), variable);
    // Of the root module a plan knows every variable; one that a call leaves out has its default.
    if (!call || argument === undefined) return true;
    const references = referencesIn(argument);
    // A configuration in JSON has its expressions as constant texts, with their references beside them.
    if (isRecord(argument) && "constant_value" in argument && references.length === 0) return true;
    const each = referencesIn(member(call.json, "for_each_expression"));
    return references.length > 0 && this.areSettled(call.scope, references, each, depth);
  }

  private enter(scope: Scope, depth: number): void {
    this.scopes.set(scope.prefix, scope);
    // Nobody nests modules deeper; a file that does may be made to exhaust the stack.
    if (depth >= MOST_MODULES || !isRecord(scope.module.module_calls)) return;
    for (const [name, json] of Object.entries(scope.module.module_calls)) {
      const module = member(json, "module");
      if (!isRecord(module)) continue;
      this.enter({ module, prefix: `${scope.prefix}module.${name}.`, call: { json, scope } }, depth + 1);
    }
  }

  private all(scope: Scope, references: readonly string[], each: readonly string[]): readonly string[] {
    return [...new Set(sharpest(references).flatMap((reference) => this.one(scope, reference, each)))];
  }

  private one(scope: Scope, reference: string, each: readonly string[]): readonly string[] {
    const [resource] = REMOTE_OUTPUT.exec(reference) ?? RESOURCE.exec(reference) ?? LOCAL.exec(reference) ?? [];
    if (resource !== undefined) return [scope.prefix + resource];
    if (/^each\.value\b/.test(reference)) return this.all(scope, each, []);
    const [, variable] = VARIABLE.exec(reference) ?? [];
    if (variable !== undefined)
      return this.kept(`${scope.prefix}var.${variable}`, () => this.argument(scope, variable));
    const [, call, output] = OUTPUT.exec(reference) ?? [];
    if (call === undefined) return [];
    const inner = this.scopes.get(`${scope.prefix}module.${call}.`);
    if (!inner) return [];
    return this.kept(`${inner.prefix}output.${output ?? ""}`, () => this.outputs(inner, output));
  }

  /** Each variable and output is followed once; one that leads back to itself leads nowhere. */
  private kept(key: string, follow: () => readonly string[]): readonly string[] {
    const known = this.resolved.get(key);
    if (known) return known;
    this.resolved.set(key, []);
    const found = follow();
    this.resolved.set(key, found);
    return found;
  }

  private argument({ module, call }: Scope, variable: string): readonly string[] {
    if (!call) return this.secretVariable(variable, member(module.variables, variable));
    const each = referencesIn(member(call.json, "for_each_expression"));
    return this.all(call.scope, referencesIn(member(member(call.json, "expressions"), variable)), each);
  }

  /**
   * A variable of the whole configuration. Only that it is secret says anything: `var.password`, or `var.password.default` where
   * its value is the one that stands in the code.
   */
  private secretVariable(name: string, declared: unknown): readonly string[] {
    if (member(declared, "sensitive") !== true) return [];
    const [preset, given] = [member(declared, "default"), member(member(this.given, name), "value")];
    const isPreset = typeof preset === "string" && preset !== "" && (given === undefined || given === preset);
    return [isPreset ? `var.${name}.default` : `var.${name}`];
  }

  /** One output, or all of them where the module is named as a whole. */
  private outputs(scope: Scope, name: string | undefined): readonly string[] {
    const { outputs } = scope.module;
    const wanted = name === undefined && isRecord(outputs) ? Object.values(outputs) : [member(outputs, name ?? "")];
    return this.all(
      scope,
      wanted.flatMap((output) => referencesIn(member(output, "expression"))),
      [],
    );
  }
}
