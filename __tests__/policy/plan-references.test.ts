import { Estate } from "../../policy/core/estate";
import fc from "fast-check";
import { fromPlan } from "../../policy/core/from-plan";
import { readPlan, type ModuleJson } from "../../policy/core/plan";
import { PlanReferences, configurationAddress } from "../../policy/core/plan-references";
import { UNKNOWN, referencesAt, type Resource } from "../../policy/core/resource";
import { referrersOf, targetsOf } from "../../policy/core/relations/targets";

const refer = (...references: string[]) => ({ references });

/** Two modules: `edge` takes a subnet and gives a policy, `service` takes the policy; `edge` holds `inner`. */
const ROOT = {
  module_calls: {
    edge: {
      expressions: {
        subnet: refer("google_compute_subnetwork.serve.id", "google_compute_subnetwork.serve"),
        ends: refer("each.value"),
      },
      for_each_expression: refer("google_thing.all"),
      module: {
        outputs: {
          policy: {
            expression: refer("google_compute_security_policy.edge.id", "google_compute_security_policy.edge"),
          },
          deep: { expression: refer("module.inner.back", "module.inner") },
        },
        module_calls: {
          inner: {
            expressions: { subnet: refer("var.subnet") },
            module: { outputs: { back: { expression: refer("var.subnet") } } },
          },
        },
      },
    },
    service: { expressions: { policy: refer("module.edge.policy", "module.edge") }, module: {} },
  },
} as unknown as ModuleJson;

test.each<[what: string, prefix: string, references: readonly string[], expected: readonly string[]]>([
  ["a resource of the root", "", ["google_a.b.id", "google_a.b"], ["google_a.b"]],
  ["data and a local", "", ["data.google_a.b.id", "local.c"], ["data.google_a.b", "local.c"]],
  ["a resource of its own module", "module.edge.", ["google_a.b.id"], ["module.edge.google_a.b"]],
  ["a variable of its module", "module.edge.", ["var.subnet"], ["google_compute_subnetwork.serve"]],
  ["a part of a variable", "module.edge.", ["var.subnet.id", "var.subnet"], ["google_compute_subnetwork.serve"]],
  ["a variable through two modules", "module.edge.module.inner.", ["var.subnet"], ["google_compute_subnetwork.serve"]],
  ["an output", "", ["module.edge.policy", "module.edge"], ["module.edge.google_compute_security_policy.edge"]],
  ["an output of an instance", "", ['module.edge["a"].policy'], ["module.edge.google_compute_security_policy.edge"]],
  ["an output that gives a variable back", "", ["module.edge.deep"], ["google_compute_subnetwork.serve"]],
  [
    "a module as a whole",
    "",
    ["module.edge"],
    ["module.edge.google_compute_security_policy.edge", "google_compute_subnetwork.serve"],
  ],
  [
    "from one module to another",
    "module.service.",
    ["var.policy"],
    ["module.edge.google_compute_security_policy.edge"],
  ],
  ["an each of the call", "module.edge.", ["var.ends"], ["google_thing.all"]],
  ["a variable of the root, which the plan does not feed", "", ["var.subnet"], []],
  ["what is not declared", "", ["module.none.x", "module.edge.none", "path.module", "each.key"], []],
  ["a module that is not there", "module.none.", ["google_a.b"], []],
  ["names of a prototype", "module.edge.", ["var.constructor", "module.__proto__.x", "module.inner.toString"], []],
])("%s leads to what is behind it", (_, prefix, references, expected) => {
  expect(new PlanReferences(ROOT).of(prefix, references)).toEqual(expected);
});

test("an each of the resource itself", () => {
  expect(new PlanReferences({}).of("", ["each.value"], ["google_a.b"])).toEqual(["google_a.b"]);
});

test("what leads back to itself leads nowhere", () => {
  const json = {
    module_calls: {
      a: { expressions: { x: refer("module.a.y") }, module: { outputs: { y: { expression: refer("var.x") } } } },
    },
  } as unknown as ModuleJson;
  expect(new PlanReferences(json).of("", ["module.a.y"])).toEqual([]);
  expect(new PlanReferences(json).of("module.a.", ["var.x"])).toEqual([]);
});

test("modules nested without end are followed to a bound", () => {
  let json: object = {};
  for (let depth = 0; depth < 5000; depth += 1) json = { module_calls: { m: { module: json } } };
  expect(new PlanReferences(json).of("", ["google_a.b"])).toEqual(["google_a.b"]);
});

test("whatever a configuration holds is read without an exception", () => {
  const names = fc.constantFrom("module_calls", "module", "outputs", "expressions", "references", "__proto__", "a");
  const json = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: "small" },
      fc.constantFrom(null, 1, "var.a", "module.a", "module.a.a", "module.__proto__.a", "google_a.b"),
      fc.array(tie("value"), { maxLength: 3 }),
      fc.dictionary(names, tie("value"), { maxKeys: 4 }),
    ),
  })).value;
  fc.assert(
    fc.property(json, fc.array(fc.constantFrom("var.a", "module.a.a", "module.a", "each.value")), (value, asked) => {
      const references = new PlanReferences(JSON.parse(JSON.stringify({ module_calls: { a: value } })) as ModuleJson);
      for (const prefix of ["", "module.a."]) {
        for (const address of references.of(prefix, asked)) expect(typeof address).toBe("string");
      }
    }),
    { numRuns: 300 },
  );
});

const BACKEND = "google_compute_backend_service";

const resource = (type: string, address: string, group?: string): Resource => ({
  stack: "s",
  address,
  type,
  values: group === undefined ? {} : { link: UNKNOWN },
  references: new Map(group === undefined ? [] : [["link", [group]]]),
});

test.each([
  ['module.a["x"].google_b.from', ['module.a["x"].google_t.to']],
  ['google_b.from["y"]', ['module.a["y"].google_t.to']],
  ['module.c["x"].google_b.from', ['module.a["x"].google_t.to']],
  ["google_b.from", ['module.a["x"].google_t.to', 'module.a["y"].google_t.to']],
])("of a module's instances %s means its own", (address, expected) => {
  const targets = ["x", "y"].map((key) => resource("google_t", `module.a["${key}"].google_t.to`));
  const from = resource(BACKEND, address, "module.a.google_t.to");
  const estate = new Estate({ stacks: [], resources: [...targets, from] });
  expect(targetsOf(estate, from, "link", ["google_t"]).map((target) => target.address)).toEqual(expected);
  // Who means one instance is no user of its sibling.
  expect(targets.flatMap((target) => referrersOf(estate, target))).toEqual(expected.map(() => from));
});

test("a plan's resources inside a module name what stands outside, and the reverse", () => {
  const created = (address: string, type: string, attribute: string) => ({
    address,
    mode: "managed",
    type,
    change: { actions: ["create"], before: null, after: {}, after_unknown: { [attribute]: true } },
  });
  const reading = readPlan(
    JSON.stringify({
      format_version: "1.2",
      resource_changes: [
        created('module.m["k"].google_in.a', "google_in", "subnet"),
        created("google_out.b", "google_out", "policy"),
      ],
      configuration: {
        root_module: {
          resources: [{ address: "google_out.b", expressions: { policy: refer("module.m.policy") } }],
          module_calls: {
            m: {
              expressions: { net: refer("google_net.n.id") },
              module: {
                outputs: { policy: { expression: refer("google_policy.p.id") } },
                resources: [{ address: "google_in.a", expressions: { subnet: refer("var.net") } }],
              },
            },
          },
        },
      },
    }),
  );
  if (!reading.ok) throw new Error(reading.problem);
  const [inside, outside] = fromPlan("s", reading.plan);
  expect(inside && referencesAt(inside, "subnet")).toEqual(["google_net.n"]);
  expect(outside && referencesAt(outside, "policy")).toEqual(["module.m.google_policy.p"]);
  expect(inside?.values.subnet).toBe(UNKNOWN);
});

test("an address without its instances", () => {
  expect(configurationAddress('module.a["x.y[0]"].google_t.n[0]')).toBe("module.a.google_t.n");
});

const SETTLED: ModuleJson = {
  module_calls: {
    service: {
      expressions: {
        given: { constant_value: "60s" },
        each: refer("each.value.timeout", "each.value"),
        made: refer("google_thing.all.id", "google_thing.all"),
        handed: refer("var.timeout"),
      },
      for_each_expression: { constant_value: { a: { timeout: null } } },
      module: {},
    },
    other: {
      expressions: { each: refer("each.value"), written: {} },
      for_each_expression: refer("google_thing.all"),
      module: {},
    },
  },
} as unknown as ModuleJson;

test.each<[prefix: string, reference: string, expected: boolean]>([
  ["", "var.timeout", true],
  ["", "each.key", true],
  ["", "local.timeout", false],
  ["", "google_thing.all", false],
  ["module.service.", "var.given", true],
  ["module.service.", "var.left_out", true],
  ["module.service.", "var.handed", true],
  ["module.service.", "var.made", false],
  ["module.other.", "var.each", false],
  ["module.other.", "var.written", false],
  ["module.missing.", "var.given", false],
])("%s%s is known before apply: %j", (prefix, reference, expected) => {
  expect(new PlanReferences(SETTLED).isSettled(prefix, [reference])).toBe(expected);
});

test("each.value is known where all of its for_each is", () => {
  const references = new PlanReferences(SETTLED);
  expect(references.isSettled("", ["each.value"], ["var.services"])).toBe(true);
  expect(references.isSettled("", ["each.value"], ["google_thing.all"])).toBe(false);
  expect(references.isSettled("", [])).toBe(false);
});
