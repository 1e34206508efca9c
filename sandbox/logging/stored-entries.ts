import { asObject, asText, type JsonObject } from "../core/json";
import type { Store } from "../core/store";

/** Where the entries of a project's log are in the store. */
export const entriesOf = (project: string): string => `logging/projects/${project}/entries`;

/** Writes an entry as it is, with an id and a time where it has none. */
export function addEntry(store: Store, project: string, entry: JsonObject): void {
  const number = String(store.next()).padStart(12, "0");
  const time = store.time();
  store.put(`${entriesOf(project)}/${number}`, {
    logName: `projects/${project}/logs/run.googleapis.com%2Fstderr`,
    insertId: number,
    timestamp: time,
    receiveTimestamp: time,
    severity: "DEFAULT",
    ...entry,
    resource: { type: "global", labels: { project_id: project }, ...asObject(entry.resource) },
  });
}

/** Milliseconds at which an entry happened. */
export const timeOf = ({ timestamp }: JsonObject): number => Date.parse(asText(timestamp));
