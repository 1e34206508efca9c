import { UNKNOWN, referencesAt, textAt, valueAt, type Resource } from "../../policy/core/resource";
import type { Estate } from "../../policy/core/estate";
import { fillId, idPart, identityArguments, importFormOf, PLACES, type ImportForm } from "../../google/import-ids";

/** The import id of a declared resource, or why it has none. */
export type ImportId =
  | { readonly kind: "id"; readonly id: string }
  /** The resource is not to be imported. */
  | { readonly kind: "none"; readonly reason: string }
  /** Nobody can tell the id: the table lacks the type, or a part is known only after apply. */
  | { readonly kind: "unknown"; readonly reason: string };

/** The declared resources by address, and the settings of their providers. */
export class DeclaredResources {
  private readonly byAddress: ReadonlyMap<string, Resource>;

  constructor(private readonly estate: Pick<Estate, "stacks" | "resources">) {
    this.byAddress = new Map(estate.resources.map((resource) => [`${resource.stack}/${resource.address}`, resource]));
  }

  /** The resource of the same stack that a value refers to; undefined where it refers to none or several. */
  referredResource(resource: Resource, path: string): Resource | undefined {
    const [address, ...others] = referencesAt(resource, path);
    return address !== undefined && others.length === 0
      ? this.byAddress.get(`${resource.stack}/${address}`)
      : undefined;
  }

  /** The project of a resource: its own, or else that of its provider. */
  projectOf = (resource: Resource): string | undefined =>
    textAt(resource, "project") ?? this.providerSetting(resource, "project");

  /** The id under which Terraform imports the resource. */
  importId(resource: Resource): ImportId {
    const form = importFormOf(resource.type);
    if (!form) return { kind: "unknown", reason: "its type has no row in google/import-ids.ts: add one" };
    if ("reason" in form) return { kind: "none", reason: form.reason };
    const filled = fillId(form, (argument) => this.argumentText(resource, argument));
    if ("id" in filled) return { kind: "id", id: filled.id + conditionSuffix(resource) };
    const reason = `known only after apply: ${filled.missing.join(", ")}`;
    return form.additive
      ? { kind: "none", reason: `${reason}; nothing is lost, because applying it anew changes nothing` }
      : { kind: "unknown", reason };
  }

  /** What tells a resource from others of its type; undefined where a part is unknown. */
  identityOf(resource: Resource, form: ImportForm): string | undefined {
    const parts = identityArguments(form).map((argument) => this.argumentText(resource, argument));
    return parts.includes(undefined) ? undefined : [...parts, conditionSuffix(resource)].join("\n");
  }

  /** The region, zone or location of a resource, from the resource or else from its provider. */
  placeOf(resource: Resource): string | undefined {
    return PLACES.map((argument) => this.argumentText(resource, argument)).find((text) => text !== undefined);
  }

  private argumentText(resource: Resource, argument: string): string | undefined {
    if (argument === "project") return this.projectOf(resource);
    const value = valueAt(resource, argument);
    if (typeof value === "string") return idPart(argument, value);
    if (value === UNKNOWN) return this.referredText(resource, argument);
    return PLACES.includes(argument) ? this.providerSetting(resource, "region") : undefined;
  }

  /** The text of a reference: the id of the other resource, because all types here accept a link in such an argument. */
  private referredText(resource: Resource, argument: string): string | undefined {
    const referred = WHOLE_LINKS.includes(argument) ? this.referredResource(resource, argument) : undefined;
    if (!referred) return undefined;
    const other = this.importId(referred);
    return other.kind === "id" ? idPart(argument, other.id) : undefined;
  }

  private providerSetting(resource: Resource, name: string): string | undefined {
    const settings = this.estate.stacks.find((stack) => stack.name === resource.stack);
    return settings && textAt({ values: settings.provider }, name);
  }
}

/** Arguments whose whole value is a link to another resource. A `member` only contains one, and so is not here. */
const WHOLE_LINKS: readonly string[] = [
  "network",
  "secret_id",
  "instance",
  "bucket",
  "role",
  "service",
  "service_account_id",
];

/** The title of a grant's condition: with a condition it is another grant than without. */
function conditionSuffix(resource: Resource): string {
  const title = resource.type.endsWith("_iam_member") ? textAt(resource, "condition[0].title") : undefined;
  return title === undefined ? "" : ` ${title}`;
}
