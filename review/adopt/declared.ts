import { UNKNOWN, referencesAt, textAt, valueAt, type Resource } from "../../policy/core/resource";
import type { Estate } from "../../policy/core/estate";
import { fillId, idPart, identityArguments, importFormOf, PLACES, type ImportForm } from "../../google/import-ids";

/** What is to be known of one declared resource before it can be adopted. */
export type ImportId =
  | { readonly kind: "id"; readonly id: string }
  /** It is not to be imported. */
  | { readonly kind: "none"; readonly reason: string }
  /** Nobody can tell its id: the table lacks its type, or a part of it is known only after apply. */
  | { readonly kind: "unknown"; readonly reason: string };

/** Declared resources by address, and the settings of the provider that applies them. */
export class Declared {
  private readonly byAddress: ReadonlyMap<string, Resource>;

  constructor(private readonly estate: Pick<Estate, "stacks" | "resources">) {
    this.byAddress = new Map(estate.resources.map((resource) => [`${resource.stack}/${resource.address}`, resource]));
  }

  /** The resource of the same stack that a value refers to, when the value refers to one alone. */
  referred(resource: Resource, path: string): Resource | undefined {
    const [address, ...others] = referencesAt(resource, path);
    return address !== undefined && others.length === 0
      ? this.byAddress.get(`${resource.stack}/${address}`)
      : undefined;
  }

  projectOf = (resource: Resource): string | undefined =>
    textAt(resource, "project") ?? this.setting(resource, "project");

  importId(resource: Resource): ImportId {
    const form = importFormOf(resource.type);
    if (!form) return { kind: "unknown", reason: "its type has no row in google/import-ids.ts: add one" };
    if ("reason" in form) return { kind: "none", reason: form.reason };
    const filled = fillId(form, (argument) => this.text(resource, argument));
    if ("id" in filled) return { kind: "id", id: filled.id + conditionSuffix(resource) };
    const reason = `known only after apply: ${filled.missing.join(", ")}`;
    return form.additive
      ? { kind: "none", reason: `${reason}; nothing is lost, because applying it anew changes nothing` }
      : { kind: "unknown", reason };
  }

  /** What tells it from the others of its type; undefined where a part is not known. */
  identity(resource: Resource, form: ImportForm): string | undefined {
    const parts = identityArguments(form).map((argument) => this.text(resource, argument));
    return parts.includes(undefined) ? undefined : [...parts, conditionSuffix(resource)].join("\n");
  }

  /** Where it is, as far as it says so or the provider does. */
  place(resource: Resource): string | undefined {
    return PLACES.map((argument) => this.text(resource, argument)).find((text) => text !== undefined);
  }

  private text(resource: Resource, argument: string): string | undefined {
    if (argument === "project") return this.projectOf(resource);
    const value = valueAt(resource, argument);
    if (typeof value === "string") return idPart(argument, value);
    if (value === UNKNOWN) return this.referredText(resource, argument);
    return PLACES.includes(argument) ? this.setting(resource, "region") : undefined;
  }

  /** A reference is taken for the other's link, which is what all types here accept at such an argument. */
  private referredText(resource: Resource, argument: string): string | undefined {
    const referred = WHOLE_LINKS.includes(argument) ? this.referred(resource, argument) : undefined;
    if (!referred) return undefined;
    const other = this.importId(referred);
    return other.kind === "id" ? idPart(argument, other.id) : undefined;
  }

  private setting(resource: Resource, name: string): string | undefined {
    const settings = this.estate.stacks.find((stack) => stack.name === resource.stack);
    return settings && textAt({ values: settings.provider }, name);
  }
}

/** Arguments whose value is another resource's link and nothing around it; a member only contains one. */
const WHOLE_LINKS: readonly string[] = [
  "network",
  "secret_id",
  "instance",
  "bucket",
  "role",
  "service",
  "service_account_id",
];

/** A conditional grant is another one than the same without its condition. */
function conditionSuffix(resource: Resource): string {
  const title = resource.type.endsWith("_iam_member") ? textAt(resource, "condition[0].title") : undefined;
  return title === undefined ? "" : ` ${title}`;
}
