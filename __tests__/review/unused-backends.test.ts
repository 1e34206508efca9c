import { PlanGraph, unusedBackendConsequence } from "../../review/ripples";
import { fromPlan } from "../../policy/core/from-plan";
import { readPlan } from "../../policy/core/plan";
import type { Json } from "../support/change";

const BACKEND = "google_compute_backend_service.site";

/** What the replacement of a backend service is said to do, beside a url map with that default. */
function saidOf(urlMap: Json | undefined, actions: readonly string[] = ["delete", "create"]): string | undefined {
  const change = (address: string, after: Json, taken: readonly string[]) => ({
    ...{ address, mode: "managed", type: address.slice(0, address.indexOf(".")) },
    change: { actions: taken, before: after, after, after_unknown: {} },
  });
  const resource_changes = [
    change(BACKEND, { name: "site" }, actions),
    ...(urlMap === undefined ? [] : [change("google_compute_url_map.all", urlMap, ["no-op"])]),
  ];
  const reading = readPlan(JSON.stringify({ format_version: "1.2", resource_changes }));
  if (!reading.ok) throw new Error(reading.problem);
  const graph = new PlanGraph("stack", reading.plan, fromPlan("stack", reading.plan));
  const replaced = graph.changeAt(BACKEND);
  const said = replaced && unusedBackendConsequence(graph, replaced);
  return said && `${said.severity} ${said.text}`;
}

const link = "https://www.googleapis.com/compute/v1/projects/p/global/backendServices/site";

test("a backend service that no url map names is no outage", () => {
  expect(saidOf({ default_service: "other" })).toMatch(/^medium replaced: nothing here leads to it/);
});

test("one that some host or path leads to is", () => {
  expect(saidOf({ default_service: link })).toBeUndefined();
  expect(saidOf({ path_matcher: [{ path_rule: [{ service: link }] }] })).toBeUndefined();
});

test("where nothing here leads anywhere, another state may lead to it", () => {
  expect(saidOf(undefined)).toBeUndefined();
  expect(saidOf({ default_service: "other" }, ["update"])).toBeUndefined();
});
