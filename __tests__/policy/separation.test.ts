import { staging } from "../../environments/staging";
import { specOf } from "../../policy/core/spec";
import { UNKNOWN, type Values } from "../../policy/core/resource";
import { separationRules } from "../../policy/packs/netra/separation";
import { findingsOfRules, resources } from "../support/resource";

const PROVIDER: Values = { project: "netra-staging", region: "us-central1" };
const NETWORK = "google_compute_network.network";

const found = (provider: Values, body: object = { name: "n" }) =>
  findingsOfRules(
    separationRules,
    {
      stacks: [{ name: "test-stack", backend: "gcs", backendSettings: { bucket: "netra-staging-tfstate" }, provider }],
      resources: resources({ [NETWORK]: body }),
    },
    specOf(staging),
  ).map(({ rule, status, address, message }) => [rule, status, address, message.split(";")[0]]);

test("the environment's own project, named or by default", () => {
  expect(found(PROVIDER)).toEqual([]);
  expect(found(PROVIDER, { name: "n", project: "netra-staging" })).toEqual([]);
});

test("another project or region of the provider", () => {
  expect(found({ ...PROVIDER, project: "netra-production" })).toEqual([
    ["stack-project", "violation", "provider.google", "project: a value found, netra-staging allowed"],
  ]);
  expect(found({ project: "netra-staging" })).toEqual([
    ["stack-project", "violation", "provider.google", "region: nothing found, us-central1 allowed"],
  ]);
});

test("another project of a resource", () => {
  expect(found(PROVIDER, { name: "n", project: "netra-production" })).toEqual([
    ["resource-project", "violation", NETWORK, "project: a value found, netra-staging allowed"],
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
