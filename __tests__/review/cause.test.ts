import { causeOf, type DataChanges } from "../../review/cause";
import { fieldChanges } from "../../review/field-changes";

const file = (body: string): string => `import type { X } from "./x";
const SHARED = 3;
export const trial = {
  name: "trial",
${body}
} satisfies X;
`;

const BEFORE = file(`  services: {
    "auth-service": {
      scaling: { min: 1, max: SHARED },
      variables: { A: "1" },
    },
    frontend: { port: 3000 },
  },
  cache: { memoryGiB: 1 },
  hosts: { app: { paths: [{ path: "/a" }] } },`);

const AFTER = file(`  // A comment moves everything.
  services: {
    "auth-service": {
      scaling: {
        min: 1,
        max: 4,
      },
      variables: { A: "1", PLACE: "2" },
    },
    chat: { port: 8080 },
  },
  cache: { memoryGiB: 2 },
  hosts: { app: { paths: [{ path: "/a" }, { path: "/b" }] } },`);

const CHANGES = fieldChanges(BEFORE, AFTER);

test("changed fields: each with its keys and its line now, what is new or gone as a whole once", () => {
  const lines = AFTER.split("\n");
  expect(CHANGES.map(({ path, line }) => [path.join("."), lines[line - 1]?.trim()])).toEqual([
    ["services.frontend", "services: {"],
    ["services.auth-service.scaling.max", "max: 4,"],
    ["services.auth-service.variables.PLACE", 'variables: { A: "1", PLACE: "2" },'],
    ["services.chat", "chat: { port: 8080 },"],
    ["cache.memoryGiB", "cache: { memoryGiB: 2 },"],
    ["hosts.app.paths.1", 'hosts: { app: { paths: [{ path: "/a" }, { path: "/b" }] } },'],
  ]);
});

test("a file that says the same otherwise has no changed field, a new one has all of it, one without an object none", () => {
  expect(fieldChanges(BEFORE, BEFORE.replace("{ min: 1, max", "{\n min: 1,\n max"))).toEqual([]);
  expect(fieldChanges("", AFTER)).toEqual([{ path: [], line: 3 }]);
  expect(fieldChanges(BEFORE, "export const x = 1;")).toEqual([]);
});

const data = (isAll: boolean, changes = CHANGES): DataChanges => ({ fields: new Map([["trial", changes]]), isAll });

const SERVICE = "google_cloud_run_v2_service";

test.each([
  [
    "the declared field",
    `${SERVICE}.auth-service`,
    ["scaling[0].max_instance_count"],
    "services.auth-service.scaling.max",
  ],
  [
    "a variable",
    `${SERVICE}.auth-service`,
    ["template[0].containers[0].env[name=PLACE].value"],
    "services.auth-service.variables.PLACE",
  ],
  ["what is new with a service", "google_compute_backend_service.chat_backend", [], "services.chat"],
  [
    "the part that the type is made of",
    "google_compute_url_map.lb_url-map",
    ["path_matcher[0].path_rule"],
    "hosts.app.paths.1",
  ],
  ["the part that the name says", "google_monitoring_alert_policy.alert-cache-load", [], "cache.memoryGiB"],
  ["nothing", "google_monitoring_dashboard.dashboard", ["dashboard_json"], undefined],
] as const)("the cause of a change: %s", (_, address, paths, wanted) => {
  expect(causeOf(data(true), "trial", address, paths)?.path.join(".")).toBe(wanted);
});

test("the only changed field is the cause of everything, unless the program differs too", () => {
  const [, , , , only] = CHANGES;
  const dashboard = "google_monitoring_dashboard.dashboard";
  expect(causeOf(data(true, [only!]), "trial", dashboard, [])).toBe(only);
  expect(causeOf(data(false, [only!]), "trial", dashboard, [])).toBeUndefined();
  expect(causeOf(data(true, [only!]), "prd", dashboard, [])).toBeUndefined();
});
