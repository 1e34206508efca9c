import type { ProviderArgument, ProviderArguments, ValueType } from "../../google/provider/argument";
import type { SourceFact, SourceFacts } from "./source-facts";

/** What `terraform providers schema -json` prints (https://developer.hashicorp.com/terraform/cli/commands/providers/schema). */
export interface SchemasJson {
  readonly provider_schemas: Readonly<Record<string, ProviderJson>>;
}

interface ProviderJson {
  readonly provider: { readonly block: BlockJson };
  readonly resource_schemas?: Readonly<Record<string, { readonly block: BlockJson }>>;
  readonly ephemeral_resource_schemas?: Readonly<Record<string, { readonly block: BlockJson }>>;
}

interface BlockJson {
  readonly attributes?: Readonly<Record<string, AttributeJson>>;
  readonly block_types?: Readonly<Record<string, NestedJson>>;
  readonly deprecated?: boolean;
}

interface AttributeJson {
  readonly type: unknown;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  readonly sensitive?: boolean;
  readonly write_only?: boolean;
  readonly deprecated?: boolean;
}

interface NestedJson {
  readonly nesting_mode: "list" | "set" | "map" | "single";
  readonly block: BlockJson;
  readonly min_items?: number;
  readonly max_items?: number;
}

/** The block of a name in the data files: `google_redis_instance`, `provider google`, `ephemeral random_password`. */
export function blockOf({ provider_schemas: providers }: SchemasJson, name: string): BlockJson {
  const [word = "", of] = name.split(" ");
  const all = Object.entries(providers);
  const [, provider] = all.find(([source]) => source.endsWith(`/${(of ?? name).split("_")[0] ?? ""}`)) ?? [];
  const found =
    of === undefined
      ? provider?.resource_schemas?.[name]
      : word === "provider"
        ? provider?.provider
        : provider?.ephemeral_resource_schemas?.[of];
  if (!found) throw new Error(`${name}: the schema has none; it has to be of every provider that the stacks require`);
  return found.block;
}

const NO_FACTS: SourceFacts = { arguments: new Map(), forceNewWhen: [] };

/** The arguments of a block by plain path, sorted, with what the source adds to them. */
export function argumentsOf(block: BlockJson, facts: SourceFacts = NO_FACTS): ProviderArguments {
  const found = new Map<string, ProviderArgument>();
  const add = (path: string, argument: ProviderArgument): void => {
    found.set(path, withFact(argument, facts.arguments.get(path), facts.forceNewWhen.includes(path)));
  };
  const addBlock = ({ attributes = {}, block_types: blocks = {} }: BlockJson, prefix: string): void => {
    for (const name of [...Object.keys(attributes), ...Object.keys(blocks)].sort()) {
      const path = prefix + name;
      const [attribute, nested] = [attributes[name], blocks[name]];
      if (attribute) {
        add(path, attributeArgument(attribute));
        addMembers(path, attribute);
      }
      if (nested) {
        add(path, nestedArgument(nested));
        addBlock(nested.block, `${path}.`);
      }
    }
  };
  /** Members of objects: their flags stand in the source alone. */
  const addMembers = (path: string, attribute: AttributeJson): void => {
    for (const [name, type] of Object.entries(objectMembers(attribute.type)).sort()) {
      const at = `${path}.${name}`;
      const fact = facts.arguments.get(at);
      const flags = attribute.optional
        ? { required: fact?.required === true, optional: fact?.optional === true }
        : { computed: true };
      const member: AttributeJson = { type, ...flags };
      add(at, attributeArgument(member));
      addMembers(at, member);
    }
  };
  addBlock(block, "");
  return found;
}

/** `["list", ["object", {a: "string"}]]` → `{a: "string"}`. */
function objectMembers(type: unknown): Readonly<Record<string, unknown>> {
  if (!Array.isArray(type)) return {};
  const [word, inner] = type as readonly unknown[];
  return word === "object" ? (inner as Readonly<Record<string, unknown>>) : objectMembers(inner);
}

/** The parts of `["list", "string"]`; a map of lists and the like have no place in the data files. */
function typeParts(type: unknown): Pick<ProviderArgument, "type" | "nesting"> {
  if (typeof type === "string") return { type: type as ValueType };
  const [word, inner] = type as readonly [string, unknown];
  if (word === "object") return { type: "object" };
  const value = Array.isArray(inner) ? (inner as readonly unknown[])[0] : inner;
  return { nesting: word as "list" | "set" | "map", type: value === "object" ? "object" : (inner as ValueType) };
}

const attributeArgument = (attribute: AttributeJson): ProviderArgument => ({
  ...typeParts(attribute.type),
  isRequired: attribute.required === true,
  isOptional: attribute.optional === true,
  isComputed: attribute.computed === true,
  isSensitive: attribute.sensitive === true,
  isWriteOnly: attribute.write_only === true,
  isDeprecated: attribute.deprecated === true,
  isDefaultWhenEmpty: false,
});

const nestedArgument = ({ nesting_mode, block, min_items: min = 0, max_items: max }: NestedJson): ProviderArgument => ({
  type: "block",
  nesting: nesting_mode,
  bounds: { min, ...(max !== undefined && { max }) },
  isRequired: min > 0,
  isOptional: min === 0,
  isComputed: false,
  isSensitive: false,
  isWriteOnly: false,
  isDeprecated: block.deprecated === true,
  isDefaultWhenEmpty: false,
});

/** Words are kept where they are no more than words: a list of them is written between blanks. */
const areWords = (words: readonly string[]): boolean =>
  words.length > 0 && words.every((word) => /^[\w.:/-]+$/.test(word));

function withFact(argument: ProviderArgument, fact: SourceFact | undefined, isSometimes: boolean): ProviderArgument {
  const force = fact?.forceNew === true ? "always" : isSometimes ? "sometimes" : undefined;
  return {
    ...argument,
    isComputed: argument.isComputed || fact?.computed === true,
    isDefaultWhenEmpty: fact?.emptyIsDefault === true,
    ...(force !== undefined && { forcesReplacement: force }),
    ...(fact?.default !== undefined && { default: fact.default }),
    ...(fact?.conflictsWith && { conflictsWith: fact.conflictsWith }),
    ...(fact?.oneOf && { oneOf: fact.oneOf }),
    ...(fact?.words !== undefined && areWords(fact.words) && { words: fact.words }),
  };
}

/**
 * Paths that the schema and the source do not both have: then one of them was not read whole. Terraform adds `id` and the
 * deadlines.
 */
export function missingPaths(known: ProviderArguments, facts: SourceFacts): readonly string[] {
  const inSource = facts.arguments;
  const ofSchema = [...known.keys()].filter((path) => path !== "id" && !/^timeouts(\.|$)/.test(path));
  return [
    ...ofSchema.filter((path) => !inSource.has(path)).map((path) => `${path} is in the schema alone`),
    ...[...inSource.keys()].filter((path) => !known.has(path)).map((path) => `${path} is in the source alone`),
  ];
}
