import { invalidArgument, isRefusal, notServed, okAnswer, refusalAnswer, type Answer } from "../core/answer";
import type { Call, Route } from "../core/call";
import { asList, asNumber, asObject, asText, type JsonObject } from "../core/json";
import { listMember, listPage } from "../core/lists";
import { checkProject, projectId } from "../core/projects";
import type { Store } from "../core/store";
import { entryTime, meetsCondition, parseEntryFilter } from "./entry-filter";

/** Where the entries of a project's log are in the store. */
const entriesName = (project: string): string => `logging/projects/${project}/entries`;

/** Writes an entry as it is, with an id and a time where it has none. */
export function addEntry(store: Store, project: string, entry: JsonObject): void {
  const number = String(store.next()).padStart(12, "0");
  const time = store.time();
  store.put(`${entriesName(project)}/${number}`, {
    logName: `projects/${project}/logs/run.googleapis.com%2Fstderr`,
    insertId: number,
    timestamp: time,
    receiveTimestamp: time,
    severity: "DEFAULT",
    ...entry,
    resource: { type: "global", labels: { project_id: project }, ...asObject(entry.resource) },
  });
}

/** Entries of a page: where the caller names no number, and at most. */
const [USUAL, MOST] = [50, 1000];

/** Directions by the orders that may be asked for. */
const ORDERS: ReadonlyMap<string, number> = new Map([
  ["timestamp asc", 1],
  ["timestamp desc", -1],
]);

/** The path names no project: those in the body must have the service switched on. */
function listEntries({ store, service, body }: Call): Answer {
  const projects = asList(body.resourceNames).map((name) => projectOf(store, asText(name)));
  if (projects.length === 0 || projects.includes("")) {
    return refusalAnswer(invalidArgument("resource_names: one or more of the form projects/PROJECT are needed."));
  }
  const [denied] = projects.flatMap((project) => checkProject(store, service, project) ?? []);
  if (denied !== undefined) return refusalAnswer(denied);
  const filter = parseEntryFilter(asText(body.filter));
  if (filter === undefined) {
    return refusalAnswer(
      notServed(
        `The sandbox reads comparisons of fields with =, !=, :, <, <=, > and >=, and texts in quotes, joined by AND, with several values in brackets joined by OR; not ${asText(body.filter)}.`,
      ),
    );
  }
  const direction = ORDERS.get(asText(body.orderBy) || "timestamp asc");
  if (direction === undefined) {
    return refusalAnswer(
      invalidArgument(`order_by: must be one of ${[...ORDERS.keys()].join(", ")}, found "${asText(body.orderBy)}".`),
    );
  }
  const found = projects
    .flatMap((project) => store.list(entriesName(project)))
    .map(([, entry]) => entry)
    .filter((entry) => filter.every((each) => meetsCondition(entry, each)))
    .sort((a, b) => (entryTime(a) - entryTime(b)) * direction);
  const page = listPage(found, asNumber(body.pageSize ?? USUAL), asText(body.pageToken), MOST);
  return isRefusal(page) ? refusalAnswer(page) : okAnswer({ ...listMember("entries", page.elements), ...page.next });
}

/** The id of the project in a resource name; empty where it names none. */
function projectOf(store: Store, name: string): string {
  const project = /^projects\/([^/]+)$/.exec(name)?.[1] ?? "";
  return projectId(store, project) ?? project;
}

/** Entries of the log are read only; tests write them through the admin API. */
export const logEntryRoutes: readonly Route[] = [
  { api: "logging", method: "POST", pattern: "entries", verb: "list", handle: listEntries },
];
