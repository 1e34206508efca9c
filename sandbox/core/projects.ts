import type { JsonObject } from "./json";
import { asText } from "./json";
import type { Store } from "./store";

/** Name of a project in the store. */
export const projectName = (project: string): string => `cloudresourcemanager/projects/${project}`;

/** The project's number, as decimal text. */
export const projectNumber = (store: Store, project: string): string =>
  asText(store.get(projectName(project))?.projectNumber);

/** The id of a project that is named by id or by number; undefined where there is none. */
export function projectId(store: Store, idOrNumber: string): string | undefined {
  if (store.get(projectName(idOrNumber)) !== undefined) return idOrNumber;
  const found = store
    .list("cloudresourcemanager/projects")
    .find(([, { projectNumber }]) => projectNumber === idOrNumber);
  return found === undefined ? undefined : asText(found[1].projectId);
}

/**
 * The same segments with the project named by its id: it may be named by its number, and by `-` where a service
 * account's address names it.
 */
export function withProjectId(store: Store, segments: readonly string[]): readonly string[] {
  const [first, project = "", ...rest] = segments;
  if (first !== "projects" || segments.length < 2) return segments;
  const [, owner] = project === "-" ? (/@([^.]+)\./.exec(rest[1] ?? "") ?? []) : [];
  return [first, projectId(store, owner ?? project) ?? project, ...rest];
}

/** A reference to a resource with its project named by its id. */
export const byProjectId = (store: Store, path: string): string => withProjectId(store, path.split("/")).join("/");

/** A path from `projects/` on with its project named by the number, as some APIs answer it. */
export const byProjectNumber = (store: Store, path: string): string =>
  path.replace(/^projects\/([^/]+)/, (_, project: string) => `projects/${projectNumber(store, project)}`);

/** Whether a service is switched on in a project. */
export const isEnabled = (store: Store, project: string, service: string): boolean =>
  store.get(`serviceusage/projects/${project}/services/${service}`) !== undefined;

/** Services that are on in a new project that an operator has prepared as the README says. */
const PREPARED = ["serviceusage.googleapis.com", "cloudresourcemanager.googleapis.com", "storage.googleapis.com"];

/** Writes a project as an operator leaves it to Terraform: with a number, and the services that Terraform needs first. */
export function seedProject(store: Store, id: string): void {
  const number = String(100_000_000_000 + store.next() * 1_000_003);
  const project: JsonObject = {
    projectId: id,
    projectNumber: number,
    name: id,
    lifecycleState: "ACTIVE",
    createTime: store.time(),
  };
  store.put(projectName(id), project);
  for (const service of PREPARED) {
    store.put(`serviceusage/projects/${id}/services/${service}`, { name: service, state: "ENABLED" });
  }
}
