import { entryOfLiteral, type GoValue } from "./go-literals";
import { firstValue, type GoPackages } from "./go-packages";

/** What only a provider's source says of an argument: `terraform providers schema -json` has nothing of it. */
export interface SourceFact {
  /** Every change of it replaces the resource. */
  readonly forceNew: boolean;
  /** Of the members of objects the schema's JSON does not say this and the next. */
  readonly required: boolean;
  readonly optional: boolean;
  /** Google or the provider fills it in; of a block the schema's JSON does not say so. */
  readonly computed: boolean;
  /** What the provider puts where nothing is declared; a text, number or switch. */
  readonly default?: string;
  /** "Not there" and the default are the same to the provider. */
  readonly emptyIsDefault: boolean;
  /** Plain paths of arguments that may not be declared beside it. */
  readonly conflictsWith?: readonly string[];
  /** Plain paths of arguments of which exactly one has to be declared. */
  readonly oneOf?: readonly string[];
  /** The words that it may be. */
  readonly words?: readonly string[];
}

/** The facts of one resource type. */
export interface SourceFacts {
  /** By plain path. */
  readonly arguments: ReadonlyMap<string, SourceFact>;
  /** Plain paths at which some changes replace the resource: `CustomizeDiff`, which may name arguments that are gone. */
  readonly forceNewWhen: readonly string[];
}

const isTrue = (schema: GoValue, key: string): boolean => {
  const value = entryOfLiteral(schema, key);
  return value?.kind === "text" && value.text === "true";
};

function defaultOf(schema: GoValue): string | undefined {
  const value = entryOfLiteral(schema, "Default");
  if (value?.kind === "string") return value.text;
  return value?.kind === "text" && /^(true|false|-?[\d.]+)$/.test(value.text) ? value.text : undefined;
}

/** The words of `verify.ValidateEnum` and `validation.StringInSlice`, without the empty one. */
function wordsOf(schema: GoValue): readonly string[] | undefined {
  const check = entryOfLiteral(schema, "ValidateFunc");
  if (check?.kind !== "call" || !/\.(ValidateEnum|StringInSlice)$/.test(check.name)) return undefined;
  const [list] = check.args;
  if (list?.kind !== "literal" || list.entries.some(({ value }) => value.kind !== "string")) return undefined;
  return list.entries.flatMap(({ value }) => (value.kind === "string" && value.text !== "" ? [value.text] : []));
}

/** The paths of a list such as `ConflictsWith: []string{"settings.0.tier"}`. */
function pathsOf(schema: GoValue, key: string): readonly string[] | undefined {
  const list = entryOfLiteral(schema, key);
  if (list?.kind !== "literal") return undefined;
  const paths = list.entries.flatMap(({ value }) => (value.kind === "string" ? [withoutIndexes(value.text)] : []));
  return paths.length > 0 ? paths.sort() : undefined;
}

function factOf(schema: GoValue): SourceFact {
  const [text, words] = [defaultOf(schema), wordsOf(schema)];
  const [conflictsWith, oneOf] = ["ConflictsWith", "ExactlyOneOf"].map((key) => pathsOf(schema, key));
  const suppress = entryOfLiteral(schema, "DiffSuppressFunc");
  return {
    forceNew: isTrue(schema, "ForceNew"),
    required: isTrue(schema, "Required"),
    optional: isTrue(schema, "Optional"),
    computed: isTrue(schema, "Computed"),
    ...(text !== undefined && { default: text }),
    emptyIsDefault: suppress?.kind === "call" && suppress.name.endsWith("EmptyOrDefaultStringSuppress"),
    ...(conflictsWith && { conflictsWith }),
    ...(oneOf && { oneOf }),
    ...(words !== undefined && { words }),
  };
}

/** A role of one member: its arguments are those of every such resource, and those that name the resource it is given at. */
const isGrantCall = (value: GoValue | undefined): boolean =>
  value?.kind === "call" && value.name.endsWith("ResourceIamMember");

/** Reads the source of one provider. */
export class ProviderSource {
  constructor(private readonly packages: GoPackages) {}

  /** The facts of a type. Throws where the source does not declare it in a form that is known. */
  factsOf(type: string): SourceFacts {
    const [home, expression] = this.registration(type);
    const found = new Map<string, SourceFact>();
    const grant = [expression, this.packages.returned(home, expression)].find(isGrantCall);
    if (grant?.kind === "call") {
      this.walk("tpgiamresource", { kind: "text", text: "IamMemberBaseSchema" }, "", found);
      this.walk(home, grant.args[0], "", found);
      return { arguments: found, forceNewWhen: [] };
    }
    const [place, resource] = this.packages.literal(home, expression);
    this.walk(place, entryOfLiteral(resource, "Schema"), "", found);
    const [, name] = this.packages.resolve(home, expression.kind === "call" ? expression.name : "");
    return { arguments: found, forceNewWhen: this.conditions(place, name) };
  }

  /** Where the type is declared: its package, and the call that makes its resource. */
  private registration(type: string): readonly [string, GoValue] {
    const inList = new RegExp(`"${type}":\\s*(\\w+\\.Resource\\w+\\(.*\\)),$`, "m");
    const inPackage = new RegExp(`Name:\\s*"${type}",[^}]*?SchemaType(?:IAM)?Resource,\\s*Schema:\\s*(.*),$`, "m");
    for (const name of this.packages.names()) {
      const text = this.packages.find(name)?.text ?? "";
      const call = (name === "provider" ? inList : inPackage).exec(text)?.[1];
      if (call === undefined) continue;
      const value = firstValue(call);
      if (name !== "provider" || value.kind !== "call") return [name, value];
      // An argument may be of another package than the function that takes it.
      const [home] = this.packages.resolve(name, value.name);
      return [home, value];
    }
    throw new Error(`${type}: the source does not declare it`);
  }

  private walk(from: string, value: GoValue | undefined, prefix: string, found: Map<string, SourceFact>): void {
    const [home, schemas] = this.packages.literal(from, value);
    if (schemas?.kind !== "literal") return;
    for (const { key, value: entry } of schemas.entries) {
      if (key === undefined) continue;
      const [place, schema] = this.packages.literal(home, entry);
      if (schema?.kind !== "literal") continue;
      const path = prefix + key;
      found.set(path, factOf(schema));
      const [inner, element] = this.packages.literal(place, entryOfLiteral(schema, "Elem"));
      this.walk(inner, entryOfLiteral(element, "Schema"), `${path}.`, found);
    }
  }

  /** The paths that a resource's `CustomizeDiff` may replace at, in its own text and in the functions that it names. */
  private conditions(place: string, name: string): readonly string[] {
    const own = this.packages.find(place);
    const body = own?.functionBody(name) ?? "";
    const [text = ""] = /\n\t\tCustomizeDiff: customdiff\.All\([^]*?\n\t\t\),/.exec(body) ?? [];
    const named = [...text.matchAll(/\b\w+\b/g)].map(([word]) => word);
    const bodies = [text, ...[...new Set(named)].map((word) => own?.functionBody(word) ?? "")];
    return [...new Set(bodies.flatMap(conditionPaths))];
  }
}

/** `settings.0.disk_size` → `settings.disk_size`. */
const withoutIndexes = (key: string): string => key.replace(/\.\d+(?=\.|$)/g, "");

function conditionPaths(text: string): readonly string[] {
  return [...text.matchAll(/\bForceNew(?:If|IfChange)?\(("[^"]+"|\w+)/g)].flatMap(([, key = ""]) => {
    const assigned = new RegExp(`\\b${key}\\s*:?=\\s*"([^"]+)"`).exec(text)?.[1];
    const literal = key.startsWith('"') ? key.slice(1, -1) : assigned;
    return literal === undefined ? [] : [withoutIndexes(literal)];
  });
}
