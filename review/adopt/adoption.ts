import type { Resource } from "../../policy/core/resource";
import type { Estate } from "../../policy/core/estate";
import { lossOf } from "../consequences/losses";
import { DeclaredResources, type ImportId } from "./declared";
import { idPart, identityArguments, importFormOf, PLACES } from "../../google/import-ids";
import type { LiveResource } from "./live";
import { compareResource, type ReplacementComparison } from "./replacements";

/** What a live file says about one declared resource. */
export type LiveMatch =
  /** The file lacks it. `others` counts live resources of its type that match no declared one. */
  | { readonly kind: "absent"; readonly others: number }
  /** The file has more than one of its type and name. */
  | { readonly kind: "ambiguous" }
  | ({ readonly kind: "found"; readonly loses?: string } & ReplacementComparison);

/** One declared resource, with its import id and the live resource that it would take over. */
export interface Adoption {
  readonly stack: string;
  readonly address: string;
  readonly type: string;
  readonly import: ImportId;
  /** Present where there is a live file and the resource is to be imported. */
  readonly existing?: LiveMatch;
}

/** The outcome for the exit code of the command: 0, 1 or 2. */
export type AdoptionOutcome = "clean" | "replaces" | "unknown";

/**
 * Every declared resource of an environment with its import id, and what adopting it would replace.
 *
 * @param live - undefined where there is no live file
 */
export function findAdoptions(
  estate: Pick<Estate, "stacks" | "resources">,
  live: readonly LiveResource[] | undefined,
): readonly Adoption[] {
  const declared = new DeclaredResources(estate);
  const matching = live && new LiveMatcher(declared, estate.resources, live);
  return estate.resources.map((resource) => {
    const id = declared.importId(resource);
    const existing = id.kind === "id" ? matching?.existing(resource) : undefined;
    const { stack, address, type } = resource;
    return { stack, address, type, import: id, ...(existing && { existing }) };
  });
}

/** The outcome of all adoptions. A certain replacement outweighs an unknown. */
export function outcomeOf(all: readonly Adoption[]): AdoptionOutcome {
  const found = all.map(({ existing }) => existing);
  if (found.some((one) => one?.kind === "found" && one.differences.length > 0)) return "replaces";
  const isOpen = (one: LiveMatch | undefined): boolean =>
    one?.kind === "ambiguous" || (one?.kind === "found" && one.unknown.length > 0);
  return found.some(isOpen) || all.some(({ import: id }) => id.kind === "unknown") ? "unknown" : "clean";
}

/** Finds the live resource of a declared one by type and name, because a live file has other Terraform addresses. */
class LiveMatcher {
  private readonly byIdentity = new Map<string, LiveResource[]>();
  private readonly claimed: ReadonlySet<LiveResource>;

  constructor(
    private readonly declared: DeclaredResources,
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

  existing(resource: Resource): LiveMatch {
    const [one, ...more] = this.candidates(resource);
    if (!one) {
      const others = this.live.filter((other) => other.type === resource.type && !this.claimed.has(other));
      return { kind: "absent", others: others.length };
    }
    if (more.length > 0) return { kind: "ambiguous" };
    const comparison = compareResource(resource, one, this.declared, (other) => this.onlyCandidate(other));
    const loss = lossOf(resource.type);
    const loses = comparison.differences.length > 0 ? (loss?.replaced ?? loss?.lost) : undefined;
    return { kind: "found", ...comparison, ...(loses !== undefined && { loses }) };
  }

  private onlyCandidate(resource: Resource): LiveResource | undefined {
    const [one, ...more] = this.candidates(resource);
    return more.length === 0 ? one : undefined;
  }

  private candidates(resource: Resource): readonly LiveResource[] {
    const form = importFormOf(resource.type);
    const identity = form && "id" in form ? this.declared.identityOf(resource, form) : undefined;
    if (identity === undefined) return [];
    const project = this.declared.projectOf(resource);
    const named = (this.byIdentity.get(`${resource.type}\n${identity}`) ?? []).filter(({ attributes }) =>
      [project, undefined, null].includes(attributes.project as string | null | undefined),
    );
    const place = this.declared.placeOf(resource);
    const here = named.filter((one) => placeOf(one) === place);
    // A resource of that name in another place would move, unless one in the declared place exists too.
    return here.length > 0 ? here : named;
  }
}

const placeOf = ({ attributes }: LiveResource): unknown =>
  PLACES.map((argument) => attributes[argument]).find((place) => typeof place === "string");

/** The same text as {@link DeclaredResources.identityOf}, from the attributes of a live resource. */
function liveIdentity({ type, attributes }: LiveResource): string | undefined {
  const form = importFormOf(type);
  if (!form || !("id" in form)) return undefined;
  const parts = identityArguments(form).map((argument) => attributes[argument]);
  const texts = parts.filter((part): part is string => typeof part === "string");
  if (texts.length < parts.length) return undefined;
  const named = identityArguments(form).map((argument, index) => idPart(argument, texts[index] ?? ""));
  return [type, ...named, conditionSuffix(attributes)].join("\n");
}

function conditionSuffix({ condition }: LiveResource["attributes"]): string {
  const [first] = Array.isArray(condition) ? (condition as readonly unknown[]) : [];
  const title = typeof first === "object" && first !== null && "title" in first ? first.title : undefined;
  return typeof title === "string" ? ` ${title}` : "";
}
