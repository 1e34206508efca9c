import { argumentsAt } from "../../google/provider/facts";
import { isOwnBlock } from "../../google/provider/own-blocks";
import { isRecord, member } from "./json";
import type { ModuleJson, PlanJson } from "./plan";
import { blockOf, blocksOf, expressionsOf, referencesOf, type Expressions } from "./plan-blocks";
import { configuredEntries, provisionersIn } from "./plan-configuration";
import { PlanReferences, configurationAddress, namesIn, referencesIn } from "./plan-references";
import type { Output } from "./relations/remote-state";
import { UNKNOWN, type Resource, type Value, type Values } from "./resource";

/** What the configuration says of a resource. */
interface ConfiguredResource {
  /** Undefined where it has no arguments. */
  readonly expressions: Expressions | undefined;
  /** Types of its provisioners. */
  readonly provisioners: readonly string[];
  /** `module.a.module.b.`; "" at the root. */
  readonly prefix: string;
  /** What its own `depends_on` names. */
  readonly dependsOn: readonly string[];
  /** References of its `for_each`. */
  readonly each: readonly string[];
}

/** What the references of one expression lead to. */
interface Lookup {
  /** Addresses behind them. */
  readonly resolve: (references: readonly string[]) => readonly string[];
  /** Whether all of them are known before apply. */
  readonly isSettled: (references: readonly string[]) => boolean;
}

const NOWHERE: Lookup = { resolve: () => [], isSettled: () => false };

/**
 * The resources of a plan as they will be after it, in the form in which rules read them. What is known only after
 * apply is UNKNOWN, unless the configuration does not mention it: then it is absent, and Google fills it in.
 *
 * @param stack - name under which the findings are reported
 */
export function fromPlan(stack: string, plan: PlanJson): readonly Resource[] {
  const configured = configuredByAddress(plan.configuration);
  const references = new PlanReferences(plan.configuration, plan.variables);
  return plan.resource_changes.flatMap((entry): Resource[] => {
    const { change, mode, deposed } = entry;
    if (mode !== "managed" || deposed !== undefined || !isRecord(change.after)) return [];
    const own = configured.get(configurationAddress(entry.address));
    const reader = new Reader(entry.type, own ? lookupFor(references, own) : NOWHERE);
    const values = reader.block(change.after, change.after_unknown, own?.expressions, "");
    const resource = {
      ...{ stack, address: entry.address, type: entry.type, values, references: reader.references },
      ...(reader.templates.size > 0 && { templates: reader.templates }),
      ...(own && references.waitingOf(own)),
      ...(change.before === null && change.importing == null && { isNew: true as const }),
    };
    return [own && own.provisioners.length > 0 ? { ...resource, provisioners: own.provisioners } : resource];
  });
}

const lookupFor = (references: PlanReferences, { prefix, each }: ConfiguredResource): Lookup => ({
  resolve: (found) => references.of(prefix, found, each),
  isSettled: (found) => references.isSettled(prefix, found, each),
});

/** What a plan's stack hands on to others, by what its outputs refer to. */
export function outputsOfPlan(stack: string, { configuration }: PlanJson): readonly Output[] {
  const references = new PlanReferences(configuration);
  return Object.entries(isRecord(configuration.outputs) ? configuration.outputs : {}).map(([name, output]) => ({
    ...{ stack, name, references: references.of("", referencesIn(member(output, "expression"))) },
  }));
}

/** The resources as they are before the plan: what is live, without expressions. */
export const beforePlan = (stack: string, plan: PlanJson): readonly Resource[] =>
  plan.resource_changes.flatMap(({ address, type, mode, deposed, change }): Resource[] =>
    mode === "managed" && deposed === undefined && isRecord(change.before)
      ? [{ stack, address, type, values: change.before as Values, references: new Map() }]
      : [],
  );

function configuredByAddress(module: ModuleJson): ReadonlyMap<string, ConfiguredResource> {
  const found = new Map<string, ConfiguredResource>();
  for (const [address, { json, prefix }] of configuredEntries(module)) {
    const { expressions, for_each_expression: each, depends_on } = json;
    const provisioners = provisionersIn(json).map(({ type }) => type);
    found.set(address, {
      expressions: isRecord(expressions) ? expressions : undefined,
      provisioners,
      prefix,
      dependsOn: namesIn(depends_on),
      each: referencesIn(each),
    });
  }
  return found;
}

/** What the configuration says at a path. */
export interface Configured {
  readonly mentioned: boolean;
  /** The constants that stand there, one for each block of the name. */
  readonly constants: readonly unknown[];
}

/**
 * What the configuration says of an attribute. Blocks that stand several times all answer: a plan's order of them is
 * not the configuration's.
 */
export function configuredIn(plan: PlanJson): (address: string, path: string) => Configured {
  const configured = configuredByAddress(plan.configuration);
  return (address, path) => {
    const names = path.replace(/\[[^\]]*\]/g, "").split(".");
    const found = expressionsAt(configured.get(configurationAddress(address))?.expressions, names);
    return {
      mentioned: found.length > 0,
      constants: found.flatMap((expression) =>
        isRecord(expression) && "constant_value" in expression ? [expression.constant_value] : [],
      ),
    };
  };
}

function expressionsAt(expression: unknown, [name, ...rest]: readonly string[]): readonly unknown[] {
  if (expression === undefined) return [];
  if (Array.isArray(expression)) {
    return expression.flatMap((block) => expressionsAt(block, name === undefined ? [] : [name, ...rest]));
  }
  // An expression of a whole block or map stands for everything inside it.
  if (name === undefined || !isRecord(expression) || blockOf(expression) === undefined) return [expression];
  return Object.hasOwn(expression, name) ? expressionsAt(expression[name], rest) : [];
}

/** Whether a constant is one that providers take as not given. */
const isEmpty = (constant: unknown): boolean =>
  constant === null || constant === "" || (typeof constant === "object" && Object.keys(constant).length === 0);

/** Whether something in it is known only after apply. */
const holdsUnknown = (unknown: unknown): boolean =>
  unknown === true ||
  (Array.isArray(unknown)
    ? unknown.some(holdsUnknown)
    : isRecord(unknown) && Object.values(unknown).some(holdsUnknown));

/** Whether an item of one of its lists is null, which stands for what is unknown. */
function holdsNullItem(value: unknown): boolean {
  if (Array.isArray(value)) return value.some((item) => item === null || (isRecord(item) && holdsNullItem(item)));
  if (!isRecord(value)) return false;
  // Not Object.keys, whose list of every block would be most of the walk.
  for (const name in value) {
    const inner = value[name];
    if (typeof inner === "object" && inner !== null && holdsNullItem(inner)) return true;
  }
  return false;
}

/** The block with some arguments read otherwise than parsed; undefined takes one away. */
function withArguments(block: Values, read: ReadonlyMap<string, Value | undefined>): Values {
  const values = new Map([...Object.entries(block), ...read]);
  return Object.fromEntries([...values].filter((entry): entry is [string, Value] => entry[1] !== undefined));
}

/**
 * Reads blocks of a plan. What reads as it was parsed is not copied: most of a large plan is neither unknown nor filled
 * in, and a copy of it would be a second plan in memory.
 */
class Reader {
  readonly references = new Map<string, readonly string[]>();
  readonly templates = new Map<string, string>();

  constructor(
    private readonly type: string,
    private readonly lookup: Lookup,
  ) {}

  block(after: Expressions, unknown: unknown, expressions: Expressions | undefined, path: string): Values {
    if (expressions === undefined && !holdsUnknown(unknown) && !holdsNullItem(after)) return after as Values;
    const unknowns = isRecord(unknown) ? unknown : {};
    const read = new Map<string, Value | undefined>();
    for (const name of Object.keys(after)) {
      const value = this.argument(name, after[name], unknowns[name], expressions, path);
      if (value !== after[name]) read.set(name, value);
    }
    for (const name of Object.keys(unknowns)) {
      if (Object.hasOwn(after, name)) continue;
      read.set(name, this.argument(name, undefined, unknowns[name], expressions, path));
    }
    return read.size === 0 ? (after as Values) : withArguments(after as Values, read);
  }

  private argument(
    name: string,
    after: unknown,
    unknown: unknown,
    expressions: Expressions | undefined,
    path: string,
  ): Value | undefined {
    const expression = expressions?.[name];
    const ownPath = (): string => (path === "" ? name : `${path}.${name}`);
    // Only references are kept by their path, and without an expression there is none.
    const at = expression === undefined ? "" : ownPath();
    const value = this.value(after, unknown, expression, at);
    if (expressions === undefined) return value;
    if (value === "" || value === 0) return expression === undefined && this.isComputed(ownPath()) ? undefined : value;
    if (value !== UNKNOWN) return value;
    // Unknown only because Google fills it in: what nobody configured, or configured as null, is absent.
    const isFilledIn = expression === undefined ? !this.isDynamic(ownPath()) : this.isNothing(expression, at);
    return isFilledIn ? undefined : value;
  }

  /** Whether Google fills an argument in. Where nobody configured it, an empty text or a zero in the state stands for none. */
  private isComputed(path: string): boolean {
    const known = argumentsAt(this.type, path);
    return known.length > 0 && known.every(({ isComputed }) => isComputed);
  }

  /** Whether an unknown value is configured as nothing: everything that it comes from is known, and the provider fills it in. */
  private isNothing(expression: unknown, path: string): boolean {
    if (!isRecord(expression)) return false;
    const { constant_value: constant } = expression;
    if (constant !== undefined && isEmpty(constant)) return true;
    // Nobody fills in an argument that is not computed: then it holds a function's text, such as that of uuid().
    const known = argumentsAt(this.type, path);
    const mayBeFilledIn = known.length === 0 || known.some((argument) => argument.isComputed);
    return mayBeFilledIn && this.lookup.isSettled(referencesOf(expression));
  }

  /** Whether nobody fills in a block: then it is a `dynamic` one, which no configuration in JSON mentions. */
  private isDynamic(path: string): boolean {
    const known = argumentsAt(this.type, path);
    if (known.length === 0) return isOwnBlock(this.type, path);
    return known.every(({ type, isComputed }) => type === "block" && !isComputed);
  }

  private value(after: unknown, unknown: unknown, expression: unknown, path: string): Value | undefined {
    const addresses = this.lookup.resolve(referencesOf(expression));
    if (addresses.length > 0) this.references.set(path, addresses);
    if (unknown === true) {
      const text = isRecord(expression) ? expression.constant_value : undefined;
      if (typeof text === "string") this.templates.set(path, text);
      return UNKNOWN;
    }
    if (Array.isArray(after) || Array.isArray(unknown)) return this.list(after, unknown, expression, path);
    if (isRecord(after))
      return this.block(after, unknown, isRecord(expression) ? blockOf(expression) : undefined, path);
    return after as Value | undefined;
  }

  private list(after: unknown, unknown: unknown, expression: unknown, path: string): Value {
    const items: readonly unknown[] = Array.isArray(after) ? after : [];
    const unknowns: readonly unknown[] = Array.isArray(unknown) ? unknown : [];
    const blocks = blocksOf(expression);
    const read = Array.from({ length: Math.max(items.length, unknowns.length) }, (_, index): Value => {
      const item = items[index];
      if (!isRecord(item)) return unknowns[index] === true ? UNKNOWN : ((item ?? UNKNOWN) as Value);
      const at = blocks.length === 0 ? "" : `${path}[${index}]`;
      return this.block(item, unknowns[index], expressionsOf(item, blocks, index), at);
    });
    const isAsParsed = Array.isArray(after) && read.every((value, index) => value === items[index]);
    return isAsParsed ? (after as readonly Value[]) : read;
  }
}
