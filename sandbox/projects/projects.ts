import { okAnswer } from "../core/answer";
import { type Call, param, type Route } from "../core/call";
import { asObject, type JsonObject } from "../core/json";
import { projectName } from "../core/projects";
import { computeLink } from "../core/references";
import type { Store } from "../core/store";
import { policyRoutes } from "../iam/policies";

/** The project that a call names, which is there: others come to no handler. */
const projectOf = (call: Call): JsonObject => asObject(call.store.get(projectName(param(call, "project"))));

/** Projects are read only; their policies are read and written. */
export const projectRoutes: readonly Route[] = [
  {
    api: "cloudresourcemanager",
    method: "GET",
    pattern: "projects/{project}",
    handle: (call) => okAnswer(projectOf(call)),
  },
  ...policyRoutes({ api: "cloudresourcemanager", pattern: "projects/{project}", get: "POST" }),
];

/** A project as Compute answers it: the provider looks up the project of an imported bucket there, by its number. */
export const computeProject: Route = {
  api: "compute",
  method: "GET",
  pattern: "projects/{project}",
  handle: (call) => {
    const { projectId = null, projectNumber = null } = projectOf(call);
    return okAnswer({ kind: "compute#project", id: projectNumber, name: projectId, selfLink: computeLink(call.path) });
  },
};

/** Services that an operator switches on in a new project, as docs/first-deploy.md says. */
const PREPARED = ["serviceusage.googleapis.com", "cloudresourcemanager.googleapis.com", "storage.googleapis.com"];

/** Writes a project as an operator leaves it to Terraform: with the services that Terraform needs first. */
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
