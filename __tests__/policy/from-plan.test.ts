import { configuredIn, fromPlan } from "../../policy/core/from-plan";
import { readPlan, type PlanJson } from "../../policy/core/plan";
import { UNKNOWN, referencesAt, valueAt } from "../../policy/core/resource";

/** A plan of one resource; what is left out is empty. */
function planOf(change: object, expressions: object, extra: object = {}): PlanJson {
  const reading = readPlan(
    JSON.stringify({
      format_version: "1.2",
      resource_changes: [{ address: "google_thing.x", mode: "managed", type: "google_thing", change }],
      configuration: { root_module: { resources: [{ address: "google_thing.x", expressions }] } },
      ...extra,
    }),
  );
  if (!reading.ok) throw new Error(reading.problem);
  return reading.plan;
}

const only = (plan: PlanJson) => {
  const [resource, ...others] = fromPlan("stack", plan);
  expect(others).toEqual([]);
  return resource!;
};

test("what is known only after apply is unknown, and what it refers to is known", () => {
  const resource = only(
    planOf(
      { actions: ["create"], after: { name: "n", block: [{}] }, after_unknown: { link: true, block: [{ id: true }] } },
      {
        name: { constant_value: "n" },
        link: { references: ["google_other.y.id", "google_other.y"] },
        block: [{ id: { references: ["google_third.z.id"] } }],
      },
    ),
  );
  expect(valueAt(resource, "name")).toBe("n");
  expect(valueAt(resource, "link")).toBe(UNKNOWN);
  expect(referencesAt(resource, "link")).toEqual(["google_other.y"]);
  expect(valueAt(resource, "block[0].id")).toBe(UNKNOWN);
  expect(referencesAt(resource, "block")).toEqual(["google_third.z"]);
});

test("what nobody configured and Google fills in is absent, not unknown", () => {
  const resource = only(
    planOf({ actions: ["create"], after: { name: "n" }, after_unknown: { etag: true } }, { name: {} }),
  );
  expect(resource.values).toEqual({ name: "n" });
});

/** Empty values of an argument that Google fills in (`timeout`), or that it does not (`name`), in a state. */
const EMPTY: readonly (readonly [given: string, expressions: object, left: object])[] = [
  ["by nobody", {}, { name: "" }],
  ["as they are", { name: { constant_value: "" }, timeout: { constant_value: "" } }, { name: "", timeout: "" }],
];

test.each(EMPTY)(
  "an empty text that is given %s: what Google fills in is absent where nobody gave it",
  (_, given, left) => {
    const template = { name: "", timeout: "" };
    const json = {
      format_version: "1.2",
      resource_changes: [
        { address: "google_cloud_run_v2_service.x", mode: "managed", type: "google_cloud_run_v2_service" },
      ].map((entry) => ({ ...entry, change: { actions: ["no-op"], after: { template: [template] } } })),
      configuration: {
        root_module: { resources: [{ address: "google_cloud_run_v2_service.x", expressions: { template: [given] } }] },
      },
    };
    const reading = readPlan(JSON.stringify(json));
    if (!reading.ok) throw new Error(reading.problem);
    expect(only(reading.plan).values).toEqual({ template: [left] });
  },
);

/** Arguments that are unknown, and how the configuration gives them. */
const UNKNOWN_GIVEN: readonly (readonly [how: string, expression: object, isAbsent: boolean])[] = [
  ["as null", { constant_value: null }, true],
  ["as an empty list", { constant_value: [] }, true],
  ["by a variable of the whole configuration", { references: ["var.timeout"] }, true],
  ["by a local, which may be anything", { references: ["local.timeout"] }, false],
  ["by another resource", { references: ["google_other.x.id", "google_other.x"] }, false],
  ["by a function", {}, false],
  ["as an expression of a configuration in JSON", { constant_value: "${uuid()}" }, false],
];

test.each(UNKNOWN_GIVEN)("what is given %s, and is unknown: absent is %j", (_how, timeout, isAbsent) => {
  const change = { actions: ["create"], after: {}, after_unknown: { timeout: true } };
  const { values } = only(planOf(change, { timeout }));
  expect(values).toEqual(isAbsent ? {} : { timeout: UNKNOWN });
});

test("the text of an expression stands beside what is unknown, where the configuration is in JSON", () => {
  const change = { actions: ["create"], after: {}, after_unknown: { member: true } };
  const member = { constant_value: "group:${google_other.x.name}", references: ["google_other.x.name"] };
  expect(only(planOf(change, { member })).templates).toEqual(new Map([["member", "group:${google_other.x.name}"]]));
});

test("blocks of a set find their configuration by their constants, not by their index", () => {
  const resource = only(
    planOf(
      {
        actions: ["create"],
        after: { env: [{ name: "A" }, { name: "B", value: "b" }] },
        after_unknown: { env: [{ value: true }, {}] },
      },
      {
        env: [
          { name: { constant_value: "B" }, value: { constant_value: "b" } },
          { name: { constant_value: "A" }, value: { references: ["google_other.y.host"] } },
        ],
      },
    ),
  );
  expect(referencesAt(resource, "env[0].value")).toEqual(["google_other.y"]);
  expect(referencesAt(resource, "env[1].value")).toEqual([]);
});

test("resources that go, data sources and leftovers are not part of what will be", () => {
  const entry = (more: object) => ({ address: "google_thing.x", mode: "managed", type: "google_thing", ...more });
  const plan = planOf(
    { actions: ["no-op"], after: { name: "n" } },
    {},
    {
      resource_changes: [
        entry({ change: { actions: ["delete"], before: {}, after: null } }),
        entry({ deposed: "1", change: { actions: ["delete"], before: {}, after: {} } }),
        entry({ mode: "data", change: { actions: ["read"], after: {} } }),
      ],
    },
  );
  expect(fromPlan("stack", plan)).toEqual([]);
});

test("modules and instances are found under their configuration", () => {
  const plan = planOf(
    { actions: ["no-op"] },
    {},
    {
      resource_changes: [
        {
          address: 'module.a["k"].google_thing.x[0]',
          mode: "managed",
          type: "google_thing",
          change: { actions: ["create"], after: {}, after_unknown: { link: true } },
        },
      ],
      configuration: {
        root_module: {
          module_calls: {
            a: {
              module: {
                resources: [
                  { address: "google_thing.x", expressions: { link: { references: ["google_other.y.id"] } } },
                ],
              },
            },
          },
        },
      },
    },
  );
  expect(valueAt(only(plan), "link")).toBe(UNKNOWN);
  expect(configuredIn(plan)('module.a["k"].google_thing.x[0]', "link").mentioned).toBe(true);
});

test("configured is what the code mentions, at the depth of the path", () => {
  const configured = configuredIn(
    planOf(
      { actions: ["no-op"] },
      {
        name: { constant_value: "n" },
        template: [{ timeout: { constant_value: "1s" } }],
        labels: { references: ["var.l"] },
      },
    ),
  );
  expect(configured("google_thing.x", "name")).toEqual({ mentioned: true, constants: ["n"] });
  expect(configured("google_thing.x", "template[0].timeout")).toEqual({ mentioned: true, constants: ["1s"] });
  expect(configured("google_thing.x", "template[0].scaling[0].max_instance_count").mentioned).toBe(false);
  expect(configured("google_thing.x", "labels.team")).toEqual({ mentioned: true, constants: [] });
  expect(configured("google_thing.x", "etag").mentioned).toBe(false);
  expect(configured("google_thing.other", "name").mentioned).toBe(false);
});

describe("readPlan", () => {
  const minimal = { format_version: "1.2", resource_changes: [] };
  const problem = (json: unknown): string => {
    const reading = readPlan(typeof json === "string" ? json : JSON.stringify(json));
    return reading.ok ? "" : reading.problem;
  };

  test.each([["1.0"], ["1.2"], ["1.99"]])("format %s is read", (version) => {
    expect(problem({ ...minimal, format_version: version, invented_later: [1] })).toBe("");
  });

  test.each<[what: string, json: unknown, text: string]>([
    ["another major version", { ...minimal, format_version: "2.0" }, "plan format 2.0 found, 1.x can be read"],
    ["no JSON", "{", "no JSON; give it what terraform show -json prints"],
    ["another JSON", {}, "format_version is missing"],
    ["a state", { format_version: "1.0", values: {} }, "no plan but a state"],
    [
      "a change without actions",
      { ...minimal, resource_changes: [{ address: "a.b", mode: "managed", type: "a", change: {} }] },
      "not the form of a plan",
    ],
    [
      "a path that is none",
      {
        ...minimal,
        resource_changes: [
          { address: "a.b", mode: "managed", type: "a", change: { actions: ["no-op"], replace_paths: [""] } },
        ],
      },
      "not the form of a plan",
    ],
    ["a list that is none", { ...minimal, resource_drift: {} }, "not the form of a plan"],
    ["outputs that are none", { ...minimal, output_changes: { a: 1 } }, "not the form of a plan"],
  ])("%s is a problem", (_what, json, text) => {
    expect(problem(json)).toContain(text);
  });
});
