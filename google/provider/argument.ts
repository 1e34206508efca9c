/** What a block or a list of values holds, and how many. */
export type Nesting = "list" | "set" | "map" | "single";

/** The type of one value. */
export type ValueType = "string" | "number" | "bool" | "object" | "block";

/** How an argument of a Terraform provider is declared in the provider's schema. */
export interface ProviderArgument {
  /** `string` of a `list(string)`; `block` of a nested block, `object` of what only the provider writes. */
  readonly type: ValueType;
  /** Absent of a single value. */
  readonly nesting?: Nesting;
  /** Fewest and most of a block; no most is no bound. */
  readonly bounds?: { readonly min: number; readonly max?: number };
  readonly isRequired: boolean;
  readonly isOptional: boolean;
  /** Google or the provider fills it in where nothing is declared; alone, nobody else may write it. */
  readonly isComputed: boolean;
  readonly isSensitive: boolean;
  readonly isWriteOnly: boolean;
  readonly isDeprecated: boolean;
  /** `always`: every change of it replaces the resource; `sometimes`: changes of one direction do. */
  readonly forcesReplacement?: "always" | "sometimes";
  /** What the provider puts where nothing is declared. */
  readonly default?: string;
  /** The provider takes "not there" and the default for the same, also in what exists. */
  readonly isDefaultWhenEmpty: boolean;
  /** Plain paths of arguments that may not be declared beside it. */
  readonly conflictsWith?: readonly string[];
  /** Plain paths of arguments of which exactly one has to be declared, its own among them. */
  readonly oneOf?: readonly string[];
  /** The words that it may be; absent where the provider has no list of them. */
  readonly words?: readonly string[];
}

/** The arguments of a resource type, a provider or an ephemeral resource, by plain path: `template.timeout`. */
export type ProviderArguments = ReadonlyMap<string, ProviderArgument>;

/** Flags of an argument, each by the letter that the data files write for it. */
const FLAGS = {
  isRequired: "R",
  isOptional: "O",
  isComputed: "C",
  isSensitive: "S",
  isWriteOnly: "W",
  isDeprecated: "D",
  isDefaultWhenEmpty: "E",
} as const;

const FORCE_LETTERS = { always: "F", sometimes: "f" } as const;

const TYPE = /^(?:(list|set|map|single)(?:\((\w+)\)|\{(\d+)\.\.(\d*)\})|(string|number|bool))$/;

/** `list(string) OCF ="BASIC" !a,b ^c,d |BASIC STANDARD_HA`: one argument as a line of a data file. */
export function writeArgument(argument: ProviderArgument): string {
  const { type, nesting, bounds, forcesReplacement, conflictsWith, oneOf, words } = argument;
  const many = bounds ? `{${bounds.min}..${bounds.max ?? ""}}` : `(${type})`;
  const flags = Object.entries(FLAGS).flatMap(([name, letter]) =>
    argument[name as keyof typeof FLAGS] ? [letter] : [],
  );
  return [
    nesting === undefined ? type : `${nesting}${many}`,
    [...flags, ...(forcesReplacement ? [FORCE_LETTERS[forcesReplacement]] : [])].join(""),
    ...(argument.default === undefined ? [] : [`=${JSON.stringify(argument.default)}`]),
    ...(conflictsWith === undefined ? [] : [`!${conflictsWith.join(",")}`]),
    ...(oneOf === undefined ? [] : [`^${oneOf.join(",")}`]),
    ...(words === undefined ? [] : [`|${words.join(" ")}`]),
  ].join(" ");
}

/** Reads what {@link writeArgument} writes; undefined for anything else. */
export function readArgument(line: string): ProviderArgument | undefined {
  const [, typeText = "", flags = "", defaultText, conflicts, oneOf, words] =
    /^(\S+) ([A-Za-z]*)(?: =("(?:[^"\\]|\\.)*"))?(?: !(\S+))?(?: \^(\S+))?(?: \|(.*))?$/.exec(line) ?? [];
  const [, nesting, inner, min, max, single] = TYPE.exec(typeText) ?? [];
  const type = single ?? inner ?? (min === undefined ? undefined : "block");
  if (type === undefined) return undefined;
  const force = flags.includes(FORCE_LETTERS.always)
    ? "always"
    : flags.includes(FORCE_LETTERS.sometimes)
      ? "sometimes"
      : undefined;
  const has = (name: keyof typeof FLAGS): boolean => flags.includes(FLAGS[name]);
  return {
    type: type as ValueType,
    ...(nesting !== undefined && { nesting: nesting as Nesting }),
    ...(min !== undefined && { bounds: { min: Number(min), ...(max !== "" && { max: Number(max) }) } }),
    isRequired: has("isRequired"),
    isOptional: has("isOptional"),
    isComputed: has("isComputed"),
    isSensitive: has("isSensitive"),
    isWriteOnly: has("isWriteOnly"),
    isDeprecated: has("isDeprecated"),
    isDefaultWhenEmpty: has("isDefaultWhenEmpty"),
    ...(force !== undefined && { forcesReplacement: force }),
    ...(defaultText !== undefined && { default: JSON.parse(defaultText) as string }),
    ...(conflicts !== undefined && { conflictsWith: conflicts.split(",") }),
    ...(oneOf !== undefined && { oneOf: oneOf.split(",") }),
    ...(words !== undefined && { words: words.split(" ") }),
  };
}
