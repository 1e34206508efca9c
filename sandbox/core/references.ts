import { isApiBundle } from "../../google/load-balancing";
import { asText, isObject, mapValuesAt, valuesAt, type Json, type JsonObject } from "./json";
import { pathByProjectId } from "./projects";
import type { Store } from "./store";

/** A collection whose resources may link to others. */
export interface Referrer {
  readonly api: string;
  /** Pattern of the collection: `projects/{project}/global/urlMaps`. */
  readonly pattern: string;
  /** Paths of members that hold links to resources of Compute. */
  readonly references?: readonly string[];
}

/**
 * Links between resources. They are read from the store at each question, so that a change through the admin API counts
 * too.
 */
export class References {
  constructor(private readonly referrers: readonly Referrer[]) {}

  /** Names in the store of the resources that a resource links to. */
  targetNames(store: Store, name: string, resource: JsonObject): readonly string[] {
    const paths = this.referrers.find((referrer) => isReferrerOf(referrer, name))?.references ?? [];
    const project = /\/projects\/([^/]+)/.exec(name)?.[1] ?? "";
    return paths.flatMap((path) =>
      valuesAt(resource, path)
        .map(asText)
        .filter((value) => !isWord(value, path))
        .map((value) => targetName(store, linkOf(value, path, name), project)),
    );
  }

  /** Paths, without the API's name, of the resources that link to a resource. */
  userPaths(store: Store, name: string): readonly string[] {
    return store
      .below("")
      .filter(([user, resource]) => user !== name && this.targetNames(store, user, resource).includes(name))
      .map(([user]) => user.slice(user.indexOf("/") + 1));
  }
}

/**
 * The link that a value means. Cloud Run takes a network, and a subnetwork of its own region, by the name alone
 * (https://cloud.google.com/run/docs/reference/rest/v2/NetworkInterface); Compute does not.
 *
 * @param path - path of the member that holds the value
 * @param user - name in the store of the resource that has it
 */
export function linkOf(value: string, path: string, user: string): string {
  const [, region] = /^run\/projects\/[^/]+\/locations\/([^/]+)/.exec(user) ?? [];
  if (region === undefined || value === "" || value.includes("/")) return value;
  return path.endsWith(".subnetwork") ? `regions/${region}/subnetworks/${value}` : `global/networks/${value}`;
}

/** Whether a member that holds links holds a word instead, which names no resource. */
const isWord = (value: string, path: string): boolean => path === "target" && isApiBundle(value);

/** The name in the store that a link means; the link begins with the host, `projects/`, `global/` or `regions/`. */
export function targetName(store: Store, link: string, project: string): string {
  const partial = partialLink(link);
  return `compute/${partial.startsWith("projects/") ? pathByProjectId(store, partial) : `projects/${project}/${partial}`}`;
}

/** The resource with its links in the full form that Compute returns. */
export function withFullLinks(
  store: Store,
  resource: JsonObject,
  paths: readonly string[],
  project: string,
): JsonObject {
  const full =
    (path: string) =>
    (value: Json): Json =>
      typeof value === "string" && !isWord(value, path)
        ? computeLink(targetName(store, value, project).slice("compute/".length))
        : value;
  const linked = paths.reduce<Json>((mapped, path) => mapValuesAt(mapped, path, full(path)), resource);
  return isObject(linked) ? linked : resource;
}

function isReferrerOf({ api, pattern }: Referrer, name: string): boolean {
  const expected = `${api}/${pattern}/{id}`.split("/");
  const found = name.split("/");
  return (
    expected.length === found.length && expected.every((part, index) => part.startsWith("{") || part === found[index])
  );
}

const ROOT = "https://www.googleapis.com/compute/v1/";

/** The full link that Compute answers for a link in any form. */
export const computeLink = (reference: string): string => `${ROOT}${partialLink(reference)}`;

/** The part of a link or a partial link that names a resource: from `projects/` on. */
export function partialLink(reference: string): string {
  const start = reference.indexOf("projects/");
  return start < 0 ? reference : reference.slice(start);
}
