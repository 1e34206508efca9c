import { invalidArgument, isRefusal, notServed, okAnswer, refusalAnswer, type Answer } from "../core/answer";
import type { Call, Route } from "../core/call";
import { asList, asNumber, asObject, asText, isObject, valueText, type Json, type JsonObject } from "../core/json";
import { listMember, listPage, parseComparisons, type Comparison } from "../core/lists";
import { checkProject, projectId } from "../core/projects";
import type { Store } from "../core/store";

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

/** Milliseconds at which an entry happened. */
const entryTime = ({ timestamp }: JsonObject): number => Date.parse(asText(timestamp));

/** Entries of a page: where the caller names no number, and at most. */
const [USUAL, MOST] = [50, 1000];

/** Directions by the orders that may be asked for. */
const ORDERS: ReadonlyMap<string, number> = new Map([
  ["timestamp asc", 1],
  ["timestamp desc", -1],
]);

/** From the least to the most severe. */
const SEVERITIES = ["DEFAULT", "DEBUG", "INFO", "NOTICE", "WARNING", "ERROR", "CRITICAL", "ALERT", "EMERGENCY"];

/** The path names no project: those in the body must have the service switched on. */
function listEntries({ store, service, body }: Call): Answer {
  const projects = asList(body.resourceNames).map((name) => projectOf(store, asText(name)));
  if (projects.length === 0 || projects.includes("")) {
    return refusalAnswer(invalidArgument("resource_names: one or more of the form projects/PROJECT are needed."));
  }
  const [denied] = projects.flatMap((project) => checkProject(store, service, project) ?? []);
  if (denied !== undefined) return refusalAnswer(denied);
  const filter = parseComparisons(asText(body.filter));
  if (filter === undefined) {
    return refusalAnswer(
      notServed(
        `The sandbox reads comparisons of fields with =, !=, :, <, <=, > and >=, joined by AND; not ${asText(body.filter)}.`,
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
    .filter((entry) => filter.every((each) => isMatchingEntry(entry, each)))
    .sort((a, b) => (entryTime(a) - entryTime(b)) * direction);
  const page = listPage(found, asNumber(body.pageSize ?? USUAL), asText(body.pageToken), MOST);
  return isRefusal(page) ? refusalAnswer(page) : okAnswer({ ...listMember("entries", page.elements), ...page.next });
}

/** The id of the project in a resource name; empty where it names none. */
function projectOf(store: Store, name: string): string {
  const project = /^projects\/([^/]+)$/.exec(name)?.[1] ?? "";
  return projectId(store, project) ?? project;
}

/** Whether an entry passes a comparison. An absent member equals nothing and has no order. */
function isMatchingEntry(entry: JsonObject, { field, operator, value }: Comparison): boolean {
  const found = field.split(".").reduce<Json | undefined>(memberOf, entry);
  if (operator === "!=") return found === undefined || valueText(found) !== value;
  if (found === undefined) return false;
  if (operator === "=") return valueText(found) === value;
  if (operator === ":") return valueText(found).toLowerCase().includes(value.toLowerCase());
  const order = orderNumber(field, valueText(found)) - orderNumber(field, value);
  return { "<": order < 0, "<=": order <= 0, ">": order > 0, ">=": order >= 0 }[operator];
}

const memberOf = (value: Json | undefined, member: string): Json | undefined =>
  isObject(value) && Object.hasOwn(value, member) ? value[member] : undefined;

/** A number by which two values compare: times and severities have an order of their own. */
function orderNumber(field: string, value: string): number {
  if (field === "timestamp" || field === "receiveTimestamp") return Date.parse(value);
  return field === "severity" ? SEVERITIES.indexOf(value) : Number(value);
}

/** Entries of the log are read only; tests write them through the admin API. */
export const logEntryRoutes: readonly Route[] = [
  { api: "logging", method: "POST", pattern: "entries", verb: "list", handle: listEntries },
];
