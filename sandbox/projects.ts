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

/** The same path with every project named by its id. */
export const withProjectId = (store: Store, path: string): string =>
  path.replace(/^projects\/(\d+)(?=\/|$)/, (whole, number: string) => {
    const id = projectId(store, number);
    return id === undefined ? whole : `projects/${id}`;
  });

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
