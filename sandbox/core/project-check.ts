import { forbidden, type Refusal } from "./answer";
import type { Api } from "../api-table";
import { isEnabled, projectName, projectNumber } from "./projects";
import type { Store } from "./store";

/** A project, named by its id, must be there, and must have the API switched on. */
export function checkProject(store: Store, service: Api["service"], project: string): Refusal | undefined {
  if (store.get(projectName(project)) === undefined) {
    return forbidden(`Permission denied on resource project ${project}.`, "CONSUMER_INVALID");
  }
  if (service === undefined || isEnabled(store, project, service[0])) return undefined;
  const [name, title] = service;
  const number = projectNumber(store, project);
  return forbidden(
    `${title} has not been used in project ${number} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${name}/overview?project=${number} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
    "SERVICE_DISABLED",
  );
}
