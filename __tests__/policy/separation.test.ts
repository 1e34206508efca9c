import { trial } from "../fixture/trial";
import { specOf } from "../../policy/core/spec";
import { UNKNOWN, type Values } from "../../policy/core/resource";
import { separationRules } from "../../policy/packs/netra/separation";
import { findingsOfRules, resources } from "../support/resource";

const PROVIDER: Values = { project: "example-trial", region: "us-central1" };
const NETWORK = "google_compute_network.network";

const found = (provider: Values, body: object = { name: "n" }) =>
  findingsOfRules(
    separationRules,
    {
      stacks: [{ name: "test-stack", backend: "gcs", backendSettings: { bucket: "netra-trial-tfstate" }, provider }],
      resources: resources({ [NETWORK]: body }),
    },
    specOf(trial),
  ).map(({ rule, status, address, message }) => [rule, status, address, message.split(";")[0]]);

test("the environment's own project, named or by default", () => {
  expect(found(PROVIDER)).toEqual([]);
  expect(found(PROVIDER, { name: "n", project: "example-trial" })).toEqual([]);
});

test("another project or region of the provider", () => {
  expect(found({ ...PROVIDER, project: "example-prd" })).toEqual([
    ["stack-project", "violation", "provider.google", "project: a value found, example-trial allowed"],
  ]);
  expect(found({ project: "example-trial" })).toEqual([
    ["stack-project", "violation", "provider.google", "region: nothing found, us-central1 allowed"],
  ]);
});

test("another project of a resource", () => {
  expect(found(PROVIDER, { name: "n", project: "example-prd" })).toEqual([
    ["resource-project", "violation", NETWORK, "project: a value found, example-trial allowed"],
  ]);
});

test("a project that nobody knows yet is unknown", () => {
  expect(found({ ...PROVIDER, project: UNKNOWN }).map(([rule, status]) => [rule, status])).toEqual([
    ["stack-project", "unknown"],
  ]);
  expect(found(PROVIDER, { name: "n", project: "${var.project}" }).map(([rule, status]) => [rule, status])).toEqual([
    ["resource-project", "unknown"],
  ]);
});
