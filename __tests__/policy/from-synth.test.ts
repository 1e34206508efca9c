import { fromSynth } from "../../policy/core/from-synth";
import { UNKNOWN, blockPaths, numberAt, referencesAt, textAt, valueAt } from "../../policy/core/resource";
import { resources } from "../support/resource";
import { stackJson } from "../support/synthesized";

const one = (body: object, others: Readonly<Record<string, object>> = {}) =>
  resources({ "google_test_thing.x": body, ...others })[0]!;

test("a block that stands once becomes a list of one, a list stays one, a map stays a map", () => {
  const resource = one({ block: { a: 1 }, list: [{ b: 2 }, { b: 3 }], labels: { c: "d" }, names: ["e"] });
  expect(resource.values).toEqual({ block: [{ a: 1 }], list: [{ b: 2 }, { b: 3 }], labels: { c: "d" }, names: ["e"] });
});

test("Terraform's own arguments are no attributes", () => {
  const resource = one({
    a: 1,
    "//": {},
    depends_on: ["x.y"],
    provider: "z",
    lifecycle: { prevent_destroy: true, create_before_destroy: true },
  });
  expect(resource.values).toEqual({ a: 1 });
  expect(resource.lifecycle).toEqual({
    preventDestroy: true,
    createBeforeDestroy: true,
    replaceTriggeredBy: [],
    ignoreChanges: [],
  });
});

test("a template without an expression is the text that it means", () => {
  const { values } = one({ a: "a $${b} and %%{c}", b: "$${x} ${y.z.id}", c: "50 %" });
  expect(values).toEqual({ a: "a ${b} and %{c}", b: UNKNOWN, c: "50 %" });
});

test("an expression is unknown, and what it refers to is known", () => {
  const resource = one({
    a: "${google_other_thing.y.id}",
    block: { b: "prefix-${data.google_project.p.number}" },
    c: '${join(",", local.hosts)}',
  });
  expect(valueAt(resource, "a")).toBe(UNKNOWN);
  expect(valueAt(resource, "block[0].b")).toBe(UNKNOWN);
  expect(referencesAt(resource, "a")).toEqual(["google_other_thing.y"]);
  expect(referencesAt(resource, "block")).toEqual(["data.google_project.p"]);
  expect(referencesAt(resource, "c")).toEqual(["local.hosts"]);
});

test("a reference to a literal of the same stack is that literal", () => {
  const resource = one(
    { a: "${google_other_thing.y.name}", b: "${google_other_thing.y.id}" },
    { "google_other_thing.y": { name: "n", id: "${x.y.z}" } },
  );
  expect(textAt(resource, "a")).toBe("n");
  expect(valueAt(resource, "b")).toBe(UNKNOWN);
});

test("paths read what is there and nothing else", () => {
  const resource = one({ block: { a: "7", n: 3, none: null } });
  expect(numberAt(resource, "block[0].a")).toBe(7);
  expect(numberAt(resource, "block[0].n")).toBe(3);
  expect(valueAt(resource, "block[0].none")).toBeUndefined();
  expect(valueAt(resource, "block[1].a")).toBeUndefined();
  expect(valueAt(resource, "constructor")).toBeUndefined();
  expect(blockPaths(resource, "block")).toEqual(["block[0]"]);
  expect(blockPaths(resource, "nothing")).toEqual([]);
});

test("the state's place is read, and its absence too", () => {
  expect(fromSynth("s", stackJson("trial-edge")).settings).toEqual({
    name: "s",
    backend: "gcs",
    backendSettings: { bucket: "netra-trial-tfstate", prefix: "edge" },
    provider: {
      project: "example-trial",
      region: "us-central1",
      default_labels: { application: "netra", environment: "trial", managed_by: "cdktf" },
    },
  });
  expect(fromSynth("s", {}).settings).toEqual({ name: "s", backend: undefined, backendSettings: {}, provider: {} });
});
