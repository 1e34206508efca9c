import { invalidArgument } from "../core/answer";
import type { Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { actionRoute, checkGuard } from "../core/collection-routes";
import { nameField } from "../core/list-filter";
import { mergeObjects, omitMembers, pickMembers, type JsonObject } from "../core/json";
import { computeLink } from "../core/references";

/** A collection of Compute without the members that all of them have in common. */
export type ComputeRow = Omit<Collection, "api" | "style" | "id" | "items" | "fill"> & {
  /** Members that Google adds where they are not sent. */
  readonly defaults?: JsonObject;
  /** Whether the resource carries a fingerprint that changes with every write. */
  readonly hasFingerprint?: boolean;
  readonly complete?: (draft: Draft, resource: JsonObject) => JsonObject;
};

/** A collection of Compute. Every answer has `selfLink` and `id`, because the provider casts them without a check. */
export function computeCollection({ defaults = {}, hasFingerprint = false, complete, ...row }: ComputeRow): Collection {
  return {
    ...row,
    api: "compute",
    style: "compute",
    id: { body: "name" },
    items: "items",
    fields: [nameField(undefined)],
    ...(hasFingerprint && { guard: "fingerprint" }),
    check: (draft) => (isResourceName(draft.id) ? row.check?.(draft) : invalidArgument(nameProblem(draft.id))),
    fill: (draft) => {
      const { call, path, next, previous, id } = draft;
      const { store } = call;
      const own =
        previous === undefined
          ? { id: store.id(), creationTimestamp: store.time() }
          : pickMembers(previous, "id", "creationTimestamp");
      const resource: JsonObject = {
        ...mergeObjects(defaults, next),
        kind: `compute#${row.noun}`,
        ...own,
        name: id,
        selfLink: computeLink(path),
        ...regionMember(path),
        ...(hasFingerprint && { fingerprint: store.etag() }),
      };
      return complete?.(draft, resource) ?? resource;
    },
  };
}

/** A regional resource names its region by link. */
function regionMember(path: string): JsonObject {
  const region = /^projects\/[^/]+\/regions\/[^/]+/.exec(path)?.[0];
  return region === undefined ? {} : { region: computeLink(region) };
}

/** The route of the action `setLabels`: labels have a fingerprint of their own. */
export const setLabelsRoute = (collection: Collection): Route =>
  actionRoute(collection, "setLabels", (stored, { body, store }) => {
    const stale = checkGuard(body, stored, "labelFingerprint");
    return stale ?? { ...stored, labels: body.labels ?? {}, labelFingerprint: store.etag() };
  });

/**
 * An action that sets a member to what the body holds, and clears it where the body has no value.
 *
 * @param sentAs - name of the member in the body
 */
export const setMember =
  (member: string, sentAs = member) =>
  (stored: JsonObject, { body }: { readonly body: JsonObject }): JsonObject => {
    const value = body[sentAs];
    return value === undefined || value === null || value === ""
      ? omitMembers(stored, member)
      : { ...stored, [member]: value };
  };

/**
 * Whether a text is a resource name: a lower case letter, then letters, digits and hyphens
 * (https://cloud.google.com/compute/docs/naming-resources).
 */
const isResourceName = (name: string): boolean => /^[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?$/.test(name);

/** What Compute says of a name that is none. */
const nameProblem = (name: string): string =>
  `Invalid value for field 'resource.name': '${name}'. Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'`;

/** Clients ask for some actions of proxies without the `global` segment that the proxies themselves have. */
export function globalProxySegments(segments: readonly string[]): readonly string[] {
  const [scope = "", project = "", collection = "", ...rest] = segments;
  return scope === "projects" && /^targetHttps?Proxies$/.test(collection) && rest.length > 0
    ? [scope, project, "global", collection, ...rest]
    : segments;
}
