import { derivedFact, type Estate } from "../../policy/core/estate";
import { textsIn } from "../../policy/core/json";
import { isConnectionName } from "../../policy/core/relations/link";
import { blockPaths, textAt, valueAt, type Resource } from "../../policy/core/resource";
import { namedResources, referencedBy, targetsOf } from "../../policy/core/relations/targets";
import { GRANTED_ON, isGrant } from "../consequences/grants";
import { PROGRAMS, RELATIONS, STORES, WATCHED, WATCHERS, type Verb } from "./relation-table";

/** One resource names another one. */
export interface Relation {
  readonly from: Resource;
  readonly to: Resource;
  readonly verb: Verb;
}

/** The places that a path with `[]` means in a resource. */
function placesAt(resource: Resource, path: string): readonly string[] {
  const [head = "", ...rest] = path.split("[]");
  return rest.reduce<readonly string[]>(
    (places, step) => places.flatMap((place) => blockPaths(resource, place).map((item) => `${item}${step}`)),
    [head],
  );
}

const ofRows = (estate: Estate, from: Resource): readonly Relation[] =>
  (RELATIONS[from.type] ?? []).flatMap(({ verb, path, to: types }) =>
    placesAt(from, path).flatMap((place) => targetsOf(estate, from, place, types).map((to) => ({ from, to, verb }))),
  );

/** A grant belongs to what it is on; where that is not here, to the account that it lets in. */
function ofGrant(estate: Estate, grant: Resource): readonly Relation[] {
  const base = grant.type.replace(/_iam_(member|binding|policy)$/, "");
  const on = GRANTED_ON.flatMap((path) => targetsOf(estate, grant, path, [base]));
  const lets = ["member", "members"].flatMap((path) => targetsOf(estate, grant, path, ["google_service_account"]));
  return [
    ...on.map((to) => ({ from: grant, to, verb: "is part of" as const })),
    ...lets.map((to) => ({ from: grant, to, verb: "lets in" as const })),
  ];
}

/** Names in the filters and queries of a text: what stands in quotes or between bars, and metrics of one's own. */
const NAME_IN_QUERY = /\buser[/_:]([\w/-]+)|"([^"\s]+)"/g;

/** PromQL writes `_` where the name of a metric has another sign. */
const inPromql = (name: string): string => name.replace(/\W/g, "_");

function namesIn(text: string): readonly string[] {
  const found = [...text.matchAll(NAME_IN_QUERY)].flatMap(([, metric, quoted]) => metric ?? quoted?.split("|") ?? []);
  // A database is named behind its project.
  return found.flatMap((name) => [name, name.slice(name.lastIndexOf(":") + 1)]);
}

/** Metrics of one's own by the names that PromQL knows them by. */
const ownMetrics = derivedFact(
  (estate) =>
    new Map(
      ["google_logging_metric", "google_monitoring_metric_descriptor"]
        .flatMap((type) => estate.ofType(type))
        .flatMap((metric) => {
          const name = textAt(metric, "name") ?? textAt(metric, "type");
          return name === undefined ? [] : [[inPromql(name.replace(/^.*\.com\//, "")), metric] as const];
        }),
    ),
);

/** Load balancers by the hosts that they answer for. */
const byHost = derivedFact(
  (estate) =>
    new Map(
      ["google_compute_url_map", "google_compute_region_url_map"]
        .flatMap((type) => estate.ofType(type))
        .flatMap((map) =>
          placesAt(map, "host_rule[].hosts").flatMap((place) =>
            textsIn(valueAt(map, place)).map((host) => [host, map] as const),
          ),
        ),
    ),
);

/** What a filter, a query, a check or the widgets of a dashboard name. */
function ofWatcher(estate: Estate, from: Resource): readonly Relation[] {
  const names = new Set(textsIn(from.values).flatMap(namesIn));
  const host = textAt(from, "monitored_resource[0].labels.host");
  const named = [
    ...[...names].flatMap((name) => WATCHED.flatMap((type) => namedResources(estate, from, type, name))),
    ...[...names].flatMap((name) => ownMetrics(estate).get(inPromql(name)) ?? []),
    ...(host === undefined ? [] : [byHost(estate).get(host) ?? []].flat()),
  ];
  return [...new Set(named)].map((to) => ({ from, to, verb: "watches" as const }));
}

/** Whatever else an expression refers to. A program that refers to a store reaches it. */
const ofReferences = (estate: Estate, from: Resource): readonly Relation[] =>
  [...new Set([...from.references.values()].flat())].flatMap((reference) => {
    const type = /(?:^|\.)([a-z]+_[a-z0-9_]+)\.[\w-]+(?:\[[^\]]*\])?$/.exec(reference)?.[1];
    const types = type === undefined ? [...STORES] : [type];
    return referencedBy(estate, from, reference, types).map((to) => ({ from, to, verb: verbOf(from, to) }));
  });

function verbOf(from: Resource, to: Resource): Verb {
  if (PROGRAMS.has(from.type) && STORES.has(to.type)) return "reaches";
  return WATCHERS.has(from.type) ? "watches" : "uses";
}

/** Literal texts of a program's variables that name a store: the connection of a Cloud SQL instance. */
const ofVariables = (estate: Estate, from: Resource): readonly Relation[] =>
  textsIn(from.values.template).flatMap((text) =>
    isConnectionName(text)
      ? namedResources(estate, from, "google_sql_database_instance", text).map((to) => ({
          from,
          to,
          verb: "reaches" as const,
        }))
      : [],
  );

/** Every relation of an estate, the most telling verb of two resources first and alone. */
export function relationsOf(estate: Estate): readonly Relation[] {
  const found = new Map<Resource, Map<Resource, Relation>>();
  for (const from of estate.resources) {
    const own = [
      ...ofRows(estate, from),
      ...(isGrant(from.type) ? ofGrant(estate, from) : []),
      ...(PROGRAMS.has(from.type) ? ofVariables(estate, from) : []),
      ...(WATCHERS.has(from.type) ? ofWatcher(estate, from) : []),
      ...ofReferences(estate, from),
    ];
    const byTarget = new Map<Resource, Relation>();
    for (const relation of own)
      if (relation.to !== from && !byTarget.has(relation.to)) byTarget.set(relation.to, relation);
    found.set(from, byTarget);
  }
  return [...found.values()].flatMap((byTarget) => [...byTarget.values()]);
}
