import { isRecord, type JsonRecord } from "./json";
import type { Output } from "./relations/remote-state";
import { provisionerOf, type Provisioner } from "./plan-configuration";
import { literalOf } from "../../google/template-text";
import { UNKNOWN, type Lifecycle, type Resource, type StackSettings, type Value, type Values } from "./resource";

/** A stack's synthesized `cdk.tf.json`, as far as this reader looks at it. */
export interface SynthesizedStack {
  readonly resource?: Readonly<Record<string, Readonly<Record<string, JsonRecord>>>>;
  readonly data?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly terraform?: {
    readonly backend?: JsonRecord;
    readonly required_providers?: Readonly<Record<string, unknown>>;
  };
  readonly provider?: Readonly<Record<string, readonly JsonRecord[]>>;
  readonly output?: Readonly<Record<string, unknown>>;
  /** Addresses that a resource had before, as `moveFromId` writes them. */
  readonly moved?: readonly { readonly from: string; readonly to: string }[];
}

/** What {@link fromSynth} reads. */
export interface SynthReading {
  readonly settings: StackSettings;
  readonly resources: readonly Resource[];
  readonly outputs: readonly Output[];
}

/** Arguments of Terraform itself, not of the resource. */
const META = new Set(["//", "lifecycle", "depends_on", "provider", "count", "for_each", "provisioner", "connection"]);

/**
 * Attributes that are maps. cdktf writes a block that can stand once as an object, the plan writes it as a list of
 * one, and nothing in the JSON tells such an object from a map: this list does. `__tests__/e2e` holds it against the
 * provider's own plan.
 */
const MAPS = new Set([
  "annotations",
  "attribute_mapping",
  "default_labels",
  "headers",
  "labels",
  "limits",
  "metadata",
  "redis_configs",
  "service_labels",
  "user_labels",
  "label_extractors",
]);

/** Two dollars are a text and no expression. */
const EXPRESSION = /(?<!\$)\$\{([^}]*)\}/g;
/** `type.name.attribute`, alone in an interpolation. */
const PLAIN_REFERENCE = /^\$\{((?:data\.)?[a-z][a-z0-9_]*\.[A-Za-z0-9_-]+)\.([a-z][a-z0-9_]*)\}$/;
const ADDRESS =
  /\b(data\.terraform_remote_state\.[A-Za-z0-9_-]+\.outputs\.[A-Za-z0-9_-]+|(?:data\.)?[a-z][a-z0-9]*_[a-z0-9_]+\.[A-Za-z0-9_-]+|local\.[A-Za-z0-9_-]+)/g;

/**
 * Reads a synthesized stack into the form of a plan: blocks become lists, an expression becomes UNKNOWN with the
 * addresses it refers to, unless it names an attribute that the same stack declares as a literal.
 */
export function fromSynth(stack: string, json: SynthesizedStack): SynthReading {
  const declared = new Map<string, JsonRecord>();
  for (const [type, byName] of Object.entries(json.resource ?? {})) {
    for (const [name, body] of Object.entries(byName)) declared.set(`${type}.${name}`, body);
  }
  const resources = [...declared].map(([address, body]) => readResource(stack, address, body, declared));
  const [backend] = Object.keys(json.terraform?.backend ?? {});
  const settings = backend === undefined ? undefined : json.terraform?.backend?.[backend];
  const backendSettings = new Reader(declared).block(isRecord(settings) ? settings : {}, "");
  const provider = new Reader(declared).block(json.provider?.google?.[0] ?? {}, "");
  const outputs = Object.entries(json.output ?? {}).map(([name, output]) => ({
    ...{ stack, name, references: addressesIn(String(isRecord(output) ? output.value : "")) },
  }));
  return { settings: { name: stack, backend, backendSettings, provider }, resources, outputs };
}

const hasExpression = (text: string): boolean => text.includes("${") && text.search(EXPRESSION) !== -1;

/** Addresses in the expressions of a text. */
const addressesIn = (text: string): readonly string[] => [
  ...new Set(
    [...text.matchAll(EXPRESSION)].flatMap(([, inner = ""]) =>
      [...inner.matchAll(ADDRESS)].map(([, address = ""]) => address),
    ),
  ),
];

/** A text with the addresses in its expressions replaced. */
export const withAddresses = (text: string, replace: (address: string) => string): string =>
  text.replace(EXPRESSION, (expression) => expression.replace(ADDRESS, replace));

/**
 * The same resources with their expressions as text: what the code says, for comparing two states of the code. Nothing
 * is unknown in it, and no rule may judge it.
 */
export function declaredIn(json: SynthesizedStack): ReadonlyMap<string, Values> {
  const reader = new Reader(new Map(), "as text");
  return new Map(
    Object.entries(json.resource ?? {}).flatMap(([type, byName]) =>
      Object.entries(byName).map(([name, body]) => {
        const attributes = Object.fromEntries(Object.entries(body).filter(([argument]) => !META.has(argument)));
        return [`${type}.${name}`, reader.block(attributes, "")] as const;
      }),
    ),
  );
}

function readResource(
  stack: string,
  address: string,
  body: JsonRecord,
  declared: ReadonlyMap<string, JsonRecord>,
): Resource {
  const reader = new Reader(declared);
  const attributes = Object.fromEntries(Object.entries(body).filter(([name]) => !META.has(name)));
  return {
    stack,
    address,
    type: address.slice(0, address.indexOf(".")),
    values: reader.block(attributes, ""),
    references: reader.references,
    ...(reader.templates.size > 0 && { templates: reader.templates }),
    lifecycle: readLifecycle(body.lifecycle),
    ...(body.provisioner !== undefined && { provisioners: declaredProvisioners(body).map(({ type }) => type) }),
  };
}

/** The provisioners of a resource: a list of blocks, or one block, by type (https://developer.hashicorp.com/terraform/language/syntax/json). */
export const declaredProvisioners = ({ provisioner }: JsonRecord): readonly Provisioner[] =>
  (Array.isArray(provisioner) ? (provisioner as readonly unknown[]) : [provisioner])
    .filter(isRecord)
    .flatMap((block) =>
      Object.entries(block).flatMap(([type, body]) =>
        (Array.isArray(body) ? (body as readonly unknown[]) : [body]).map((each) => provisionerOf(type, each)),
      ),
    );

function readLifecycle(lifecycle: unknown): Lifecycle {
  const block = isRecord(lifecycle) ? lifecycle : {};
  const texts = (value: unknown): readonly string[] => (Array.isArray(value) ? value.map(String) : []);
  return {
    preventDestroy: block.prevent_destroy === true,
    createBeforeDestroy: block.create_before_destroy === true,
    replaceTriggeredBy: texts(block.replace_triggered_by),
    ignoreChanges: texts(block.ignore_changes),
  };
}

class Reader {
  readonly references = new Map<string, readonly string[]>();
  readonly templates = new Map<string, string>();

  constructor(
    private readonly declared: ReadonlyMap<string, JsonRecord>,
    private readonly expressions: "as text" | "as unknown" = "as unknown",
  ) {}

  block(block: JsonRecord, path: string): Values {
    return Object.fromEntries(
      Object.entries(block).map(([name, value]) => [name, this.value(name, value, path ? `${path}.${name}` : name)]),
    );
  }

  private value(name: string, value: unknown, path: string): Value {
    if (typeof value === "string") return this.text(value, path);
    if (Array.isArray(value)) {
      return value.map((item: unknown, index) => {
        const at = `${path}[${index}]`;
        return isRecord(item) ? this.block(item, at) : this.value(name, item, at);
      });
    }
    if (!isRecord(value)) return value as Value;
    return MAPS.has(name) ? this.block(value, path) : [this.block(value, `${path}[0]`)];
  }

  private text(text: string, path: string): Value {
    if (!hasExpression(text)) return literalOf(text);
    if (this.expressions === "as text") return text;
    this.references.set(path, addressesIn(text));
    const [, address, attribute] = PLAIN_REFERENCE.exec(text) ?? [];
    const literal = address && attribute ? this.declared.get(address)?.[attribute] : undefined;
    if (typeof literal === "string" && !literal.includes("${")) return literal;
    this.templates.set(path, text);
    return UNKNOWN;
  }
}
