import type { ProviderArgument, ProviderArguments } from "../../google/provider/argument";
import { PROVIDER_VERSIONS, providerSchema } from "../../google/provider/versions";
import { isRecord, member } from "../../policy/core/json";
import type { StackJson } from "./synthesis";

/**
 * Holds what a stack declares against the provider's own schema, without the provider: what `terraform validate` would say of
 * names, types, blocks and flags.
 */

/** Arguments of Terraform itself, of resources and of providers. */
const META = new Set(["//", "lifecycle", "depends_on", "provider", "count", "for_each", "provisioner", "alias"]);

/** What Terraform itself brings. */
const BUILT_IN = new Set(["terraform_remote_state"]);

type Known = ProviderArguments;

/** A resource, a provider or an ephemeral resource as a stack declares it. */
interface Declared {
  /** Its name in the data files. */
  readonly schema: string;
  readonly address: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What is wrong in a stack: where, what was found, what is allowed. */
export function schemaFaults(stack: string, json: StackJson): readonly string[] {
  const found = member(json.terraform?.required_providers?.google, "version");
  const version = PROVIDER_VERSIONS.find((known) => known === found);
  if (version === undefined) {
    const allowed = PROVIDER_VERSIONS.join(" or ");
    return [
      `${stack}: required_providers.google.version: ${String(found)} found, ${allowed} allowed; add it to google/provider/versions.ts`,
    ];
  }
  const schema = providerSchema(version);
  return declaredIn(json).flatMap((declared) => {
    const known = schema.get(declared.schema);
    const faults = known
      ? new Judge(known, declared.body).faults()
      : [
          `${declared.schema} found, not in google/provider; add it to tools/provider-schema/types.ts and write the files anew`,
        ];
    return faults.map((fault) => `${stack} ${declared.address}: ${fault} (provider google ${version})`);
  });
}

const namedIn = (
  kind: string,
  byType: Readonly<Record<string, Readonly<Record<string, unknown>>>> | undefined,
): readonly Declared[] =>
  Object.entries(byType ?? {}).flatMap(([type, named]) =>
    Object.entries(named).flatMap(([name, body]): Declared[] =>
      isRecord(body) ? [{ schema: `${kind}${type}`, address: `${kind}${type}.${name}`, body }] : [],
    ),
  );

function declaredIn({ resource, ephemeral, data, provider }: StackJson): readonly Declared[] {
  const providers = Object.entries(provider ?? {}).flatMap(([name, blocks]) =>
    blocks.map((body): Declared => ({ schema: `provider ${name}`, address: `provider ${name}`, body })),
  );
  return [
    ...namedIn("", resource),
    ...namedIn("ephemeral ", ephemeral),
    ...namedIn("data ", data).filter(({ schema }) => !BUILT_IN.has(schema.slice("data ".length))),
    // A provider without arguments can have no wrong one.
    ...providers.filter(({ body }) => Object.keys(body).some((name) => !META.has(name))),
  ];
}

const isExpression = (value: unknown): boolean => typeof value === "string" && /^\$\{.*\}$/s.test(value);

const joinPath = (prefix: string, name: string): string => (prefix === "" ? name : `${prefix}.${name}`);

/** Judges one body. */
class Judge {
  private readonly found: string[] = [];

  constructor(
    private readonly known: Known,
    private readonly body: Readonly<Record<string, unknown>>,
  ) {}

  faults(): readonly string[] {
    this.block(this.body, "");
    return this.found;
  }

  private block(body: Readonly<Record<string, unknown>>, prefix: string): void {
    for (const [name, value] of Object.entries(body)) {
      if (value !== null && !(prefix === "" && META.has(name))) this.argument(joinPath(prefix, name), value);
    }
    for (const path of this.children(prefix)) {
      const argument = this.known.get(path);
      const isThere = (body[path.slice(prefix === "" ? 0 : prefix.length + 1)] ?? null) !== null;
      if (argument?.isRequired && !isThere) this.found.push(`${path}: nothing found, it is required`);
      if (argument?.oneOf) this.oneOf(path, argument.oneOf);
    }
  }

  private children(prefix: string): readonly string[] {
    const start = prefix === "" ? "" : `${prefix}.`;
    return [...this.known.keys()].filter((path) => path.startsWith(start) && !path.slice(start.length).includes("."));
  }

  private argument(path: string, value: unknown): void {
    const argument = this.known.get(path);
    if (!argument) {
      const parent = path.slice(0, Math.max(0, path.lastIndexOf(".")));
      const names = this.children(parent).map((each) => each.slice(each.lastIndexOf(".") + 1));
      this.found.push(`${path}: no such argument, allowed: ${names.join(", ")}`);
      return;
    }
    if (argument.isDeprecated) this.found.push(`${path}: deprecated, nothing allowed`);
    if (argument.isComputed && !argument.isOptional && !argument.isRequired) {
      this.found.push(`${path}: only the provider writes it, nothing allowed`);
    }
    for (const other of argument.conflictsWith ?? []) {
      // Both name each other mostly; the first of them tells.
      const isTold = this.known.get(other)?.conflictsWith?.includes(path) === true && other < path;
      if (this.isDeclared(other) && !isTold) this.found.push(`${path}: found beside ${other}, one of them allowed`);
    }
    this.value(path, argument, value);
  }

  /** Told once for a group: at the outermost of its arguments. */
  private oneOf(path: string, group: readonly string[]): void {
    const declared = group.filter((each) => this.isDeclared(each));
    const [outermost] = [...group].sort((a, b) => a.split(".").length - b.split(".").length);
    if (path !== outermost || declared.length === 1) return;
    this.found.push(`${group.join(", ")}: ${declared.length} of them found, exactly one allowed`);
  }

  private isDeclared(path: string): boolean {
    const step = (value: unknown, name: string): unknown => member(Array.isArray(value) ? value[0] : value, name);
    return (path.split(".").reduce<unknown>(step, this.body) ?? null) !== null;
  }

  private value(path: string, argument: ProviderArgument, value: unknown): void {
    const { nesting, type } = argument;
    if (isExpression(value)) return;
    if (nesting === undefined) this.single(path, type, value);
    else if (type === "block" || type === "object") this.blocks(path, argument, value);
    else if (nesting === "map") this.map(path, type, value);
    else if (!Array.isArray(value)) this.wrong(path, `${nesting}(${type})`, value);
    else for (const item of value as readonly unknown[]) this.single(path, type, item);
  }

  private single(path: string, type: string, value: unknown): void {
    const wanted = type === "bool" ? "boolean" : type;
    if (typeof value !== wanted && !isExpression(value)) this.wrong(path, type, value);
  }

  private map(path: string, type: string, value: unknown): void {
    if (!isRecord(value)) this.wrong(path, `map(${type})`, value);
    else for (const [key, item] of Object.entries(value)) this.single(`${path}.${key}`, type, item);
  }

  private blocks(path: string, { nesting, bounds }: ProviderArgument, value: unknown): void {
    const items: readonly unknown[] = Array.isArray(value) ? value : [value];
    const { min = 0, max = Infinity } = nesting === "single" ? { min: 1, max: 1 } : (bounds ?? {});
    if (items.length < min || items.length > max) {
      this.found.push(`${path}: ${items.length} blocks found, ${min} to ${max} allowed`);
    }
    for (const item of items) {
      if (isRecord(item)) this.block(item, path);
      else this.wrong(path, "a block", item);
    }
  }

  private wrong(path: string, allowed: string, value: unknown): void {
    const found = Array.isArray(value) ? "a list" : isRecord(value) ? "a block" : `a ${typeof value}`;
    this.found.push(`${path}: ${found} found, ${allowed} allowed`);
  }
}
