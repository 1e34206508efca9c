import type { Resource } from "../../policy/core/resource";
import type { Estate } from "../../policy/core/estate";
import { lossOf } from "../consequences/losses";
import { Declared, type ImportId } from "./declared";
import { idPart, identityArguments, importFormOf, PLACES } from "../../google/import-ids";
import type { LiveResource } from "./live";
import { compare, type Comparison } from "./replacements";

/** What a live file says of one declared resource. */
export type Existing =
  /** Not in the file; how many of its type are there that no declared resource stands for. */
  | { readonly kind: "absent"; readonly others: number }
  /** More than one of its type and name. */
  | { readonly kind: "ambiguous" }
  | ({ readonly kind: "found"; readonly loses?: string } & Comparison);

/** One declared resource, and how what exists comes under it. */
export interface Adoption {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly import: ImportId;
  /** Only where a live file was given and the resource is to be imported. */
  readonly existing?: Existing;
}

/** How it ends: as the exit codes of every command. */
export type Outcome = "clean" | "replaces" | "unknown";

/** Every declared resource of an environment with its import id and, given what exists, what adopting it would replace. */
export function adoptions(
  estate: Pick<Estate, "stacks" | "resources">,
  live: readonly LiveResource[] | undefined,
): readonly Adoption[] {
  const declared = new Declared(estate);
  const matching = live && new Matching(declared, estate.resources, live);
  return estate.resources.map((resource) => {
    const id = declared.importId(resource);
    const existing = id.kind === "id" ? matching?.existing(resource) : undefined;
    const { stack, address, type } = resource;
    return { stack, address, type, import: id, ...(existing && { existing }) };
  });
}

/** What adopting would come to: a certain replacement outweighs what nobody can tell. */
export function outcomeOf(all: readonly Adoption[]): Outcome {
  const found = all.map(({ existing }) => existing);
  if (found.some((one) => one?.kind === "found" && one.differences.length > 0)) return "replaces";
  const isOpen = (one: Existing | undefined): boolean =>
    one?.kind === "ambiguous" || (one?.kind === "found" && one.unknown.length > 0);
  return found.some(isOpen) || all.some(({ import: id }) => id.kind === "unknown") ? "unknown" : "clean";
}

/** Which of the existing resources a declared one stands for: by type and name, never by Terraform's address. */
class Matching {
  private readonly byIdentity = new Map<string, LiveResource[]>();
  private readonly claimed: ReadonlySet<LiveResource>;

  constructor(
    private readonly declared: Declared,
    resources: readonly Resource[],
    private readonly live: readonly LiveResource[],
  ) {
    for (const one of live) {
      const key = liveIdentity(one);
      if (key === undefined) continue;
      const there = this.byIdentity.get(key);
      if (there) there.push(one);
      else this.byIdentity.set(key, [one]);
    }
    this.claimed = new Set(resources.flatMap((resource) => this.candidates(resource)));
  }

  existing(resource: Resource): Existing {
    const [one, ...more] = this.candidates(resource);
    if (!one) {
      const others = this.live.filter((other) => other.type === resource.type && !this.claimed.has(other));
      return { kind: "absent", others: others.length };
    }
    if (more.length > 0) return { kind: "ambiguous" };
    const comparison = compare(resource, one, this.declared, (other) => this.only(other));
    const loss = lossOf(resource.type);
    const loses = comparison.differences.length > 0 ? (loss?.replaced ?? loss?.lost) : undefined;
    return { kind: "found", ...comparison, ...(loses !== undefined && { loses }) };
  }

  private only(resource: Resource): LiveResource | undefined {
    const [one, ...more] = this.candidates(resource);
    return more.length === 0 ? one : undefined;
  }

  private candidates(resource: Resource): readonly LiveResource[] {
    const form = importFormOf(resource.type);
    const identity = form && "id" in form ? this.declared.identity(resource, form) : undefined;
    if (identity === undefined) return [];
    const project = this.declared.projectOf(resource);
    const named = (this.byIdentity.get(`${resource.type}\n${identity}`) ?? []).filter(({ attributes }) =>
      [project, undefined, null].includes(attributes.project as string | null | undefined),
    );
    const place = this.declared.place(resource);
    const here = named.filter((one) => placeOf(one) === place);
    // One of that name elsewhere is the one to move; where there is one here too, that one is meant.
    return here.length > 0 ? here : named;
  }
}

const placeOf = ({ attributes }: LiveResource): unknown =>
  PLACES.map((argument) => attributes[argument]).find((place) => typeof place === "string");

/** The same text as {@link Declared.identity} gives, from the attributes of what exists. */
function liveIdentity({ type, attributes }: LiveResource): string | undefined {
  const form = importFormOf(type);
  if (!form || !("id" in form)) return undefined;
  const parts = identityArguments(form).map((argument) => attributes[argument]);
  const texts = parts.filter((part): part is string => typeof part === "string");
  if (texts.length < parts.length) return undefined;
  const named = identityArguments(form).map((argument, index) => idPart(argument, texts[index] ?? ""));
  return [type, ...named, conditionOf(attributes)].join("\n");
}

function conditionOf({ condition }: LiveResource["attributes"]): string {
  const [first] = Array.isArray(condition) ? (condition as readonly unknown[]) : [];
  const title = typeof first === "object" && first !== null && "title" in first ? first.title : undefined;
  return typeof title === "string" ? ` ${title}` : "";
}
