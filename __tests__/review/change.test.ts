import { changesByItself } from "../../google/computed";
import fc from "fast-check";
import { readPlan, type PlanJson } from "../../policy/core/plan";
import { attributeChanges } from "../../review/attribute-changes";
import { changesOf, outputChangesOf } from "../../review/change";
import { digestOf, partsOf } from "../../review/parts";
import { valueAtPath } from "../../policy/core/path";
import { driftOf, type DriftContext } from "../../review/drift";
import { printableValue } from "../../review/printable";

/** A plan with those members. */
function plan(members: object): PlanJson {
  const reading = readPlan(JSON.stringify({ format_version: "1.2", resource_changes: [], ...members }));
  if (!reading.ok) throw new Error(reading.problem);
  return reading.plan;
}

const entry = (change: object, more: object = {}) => ({
  address: "google_thing.x",
  mode: "managed",
  type: "google_thing",
  change,
  ...more,
});

const update = (before: unknown, after: unknown, more: object = {}) =>
  attributeChanges({ actions: ["update"], before, after, ...more }).map(({ path, before: from, after: to }) => [
    path,
    from,
    to,
  ]);

describe("actions", () => {
  test.each<[actions: readonly string[], more: object, expected: readonly string[]]>([
    [["create"], {}, ["create"]],
    [["update"], {}, ["update"]],
    [["delete"], {}, ["delete"]],
    [["read"], { mode: "data" }, ["read"]],
    [["forget"], {}, ["forget"]],
    [["delete", "create"], {}, ["replace (destroy first)"]],
    [["create", "delete"], {}, ["replace (create first)"]],
    [["create", "forget"], {}, ["forget", "create"]],
    [["no-op"], { previous_address: "google_thing.old" }, ["move"]],
    [["update"], { previous_address: "google_thing.old" }, ["move", "update"]],
    [["invent"], {}, ["unknown action"]],
  ])("%j %j", (actions, more, expected) => {
    const [change] = changesOf(plan({ resource_changes: [entry({ actions, before: {}, after: {} }, more)] }));
    expect(change?.actions).toEqual(expected);
  });

  test("an import is a change, also where nothing else changes", () => {
    const imported = entry({ actions: ["no-op"], before: {}, after: {}, importing: { id: "x" } });
    expect(changesOf(plan({ resource_changes: [imported] })).map(({ actions }) => actions)).toEqual([["import"]]);
  });

  test("a no-op is none, and an address that is only repeated no move", () => {
    const same = entry({ actions: ["no-op"], before: {}, after: {} }, { previous_address: "google_thing.x" });
    expect(changesOf(plan({ resource_changes: [same] }))).toEqual([]);
  });

  test("what is deferred, deposed or an output is told as that", () => {
    const deposed = entry({ actions: ["delete"], before: {}, after: null }, { deposed: "0a1b" });
    const changes = changesOf(
      plan({
        resource_changes: [deposed],
        deferred_changes: [{ reason: "provider_config_unknown", resource_change: entry({ actions: ["create"] }) }],
      }),
    );
    expect(changes.map(({ actions, deposed: leftOver, deferral }) => [actions, leftOver, deferral])).toEqual([
      [["delete"], "0a1b", undefined],
      [["deferred"], undefined, "provider_config_unknown"],
    ]);
    expect(
      outputChangesOf(plan({ output_changes: { a: { actions: ["create"] }, b: { actions: ["no-op"] } } })),
    ).toEqual([{ name: "a", actions: ["create"] }]);
  });

  test("a replacement names what forces it", () => {
    const replaced = entry({
      actions: ["delete", "create"],
      before: {},
      after: {},
      replace_paths: [["tier"], ["settings", 0, "disk_type"]],
    });
    expect(changesOf(plan({ resource_changes: [replaced] }))[0]?.replacePaths).toEqual([
      "tier",
      "settings[0].disk_type",
    ]);
  });
});

describe("attributes", () => {
  test("leaves that differ, at their paths", () => {
    expect(update({ a: 1, b: { c: [{ d: "x" }] } }, { a: 1, b: { c: [{ d: "y" }] } })).toEqual([
      ["b.c[0].d", "x", "y"],
    ]);
  });

  test("what comes and goes, without the nulls of a block", () => {
    expect(update({ block: [] }, { block: [{ a: 1, unset: null }] })).toEqual([["block[0].a", undefined, 1]]);
    expect(update({ a: null }, { a: null, b: null })).toEqual([]);
  });

  test("items with names are compared by name: a removed one does not move its neighbours", () => {
    const env = (...names: string[]) => ({ env: names.map((name) => ({ name, value: `v-${name}` })) });
    expect(update(env("A", "B", "C"), env("A", "C"))).toEqual([
      ["env[name=B].name", "B", undefined],
      ["env[name=B].value", "v-B", undefined],
    ]);
    expect(update(env("A", "B"), env("B", "A"))).toEqual([]);
  });

  test("a block that stands once at most is compared by place: its rename is one change", () => {
    const ports = (name: string) => ({ containers: [{ name: "app", ports: [{ name, container_port: 8080 }] }] });
    expect(update(ports("http1"), ports("h2c"))).toEqual([["containers[name=app].ports[0].name", "http1", "h2c"]]);
    const secret = (name: string) => ({
      env: [{ name: "KEY", value_from: [{ secret_key_ref: [{ name, key: "1" }] }] }],
    });
    expect(update(secret("a"), secret("b"))).toEqual([
      ["env[name=KEY].value_from[0].secret_key_ref[0].name", "a", "b"],
    ]);
    expect(update({ ports: [{ name: "a" }] }, { ports: [{ name: "b" }, { name: "a" }] })).toEqual([
      ["ports[name=b].name", undefined, "b"],
    ]);
  });

  test("the rename of the only container is one change, and a second container another one", () => {
    const containers = (...names: string[]) => ({ containers: names.map((name) => ({ name, image: "i" })) });
    expect(update(containers("a"), containers("b"))).toEqual([["containers[0].name", "a", "b"]]);
    expect(update(containers("a"), containers("a", "b")).map(([path]) => path)).toEqual([
      "containers[name=b].name",
      "containers[name=b].image",
    ]);
  });

  test("what is known only after apply is a change that nobody can compare", () => {
    const changes = attributeChanges({ actions: ["update"], before: { a: 1 }, after: {}, after_unknown: { a: true } });
    expect(changes).toEqual([{ path: "a", before: 1, after: undefined, unknownAfter: true, sensitive: false }]);
  });

  test("marks of sensitivity are inherited, and follow names through a set", () => {
    const marked = (more: object) =>
      attributeChanges({ actions: ["update"], before: { s: { a: 1 } }, after: { s: { a: 2 } }, ...more });
    expect(marked({ before_sensitive: { s: true } })[0]?.sensitive).toBe(true);
    expect(marked({ after_sensitive: true })[0]?.sensitive).toBe(true);
    expect(marked({ after_sensitive: { s: {} } })[0]?.sensitive).toBe(false);
    const reordered = attributeChanges({
      actions: ["update"],
      before: {
        env: [
          { name: "A", value: "1" },
          { name: "B", value: "1" },
        ],
      },
      after: {
        env: [
          { name: "B", value: "2" },
          { name: "A", value: "2" },
        ],
      },
      after_sensitive: { env: [{ value: true }, {}] },
    });
    expect(reordered.map(({ path, sensitive }) => [path, sensitive])).toEqual([
      ["env[name=A].value", false],
      ["env[name=B].value", true],
    ]);
  });

  test("equal sides never differ, and any two sides are compared without an exception", () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), fc.jsonValue(), (before, after, marks) => {
        expect(attributeChanges({ actions: ["update"], before, after: before })).toEqual([]);
        const changes = attributeChanges({
          actions: ["update"],
          before,
          after,
          before_sensitive: marks,
          after_unknown: marks,
        });
        expect(Array.isArray(changes)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("drift", () => {
  const NOBODY: DriftContext = { isIgnored: () => false, configured: () => ({ mentioned: true, constants: [] }) };
  const classes = (
    applied: object,
    live: object,
    change: object | undefined,
    context: Partial<DriftContext> = {},
    more: object = {},
  ) =>
    driftOf(
      plan({
        resource_drift: [entry({ actions: ["update"], before: applied, after: live })],
        resource_changes: change ? [entry(change)] : [],
        ...more,
      }),
      { ...NOBODY, ...context },
    ).map((drift) => drift.class);
  const constants = (...values: unknown[]) => ({ configured: () => ({ mentioned: true, constants: values }) });

  test.each<[what: string, expected: string, found: readonly string[]]>([
    [
      "taken back",
      "reverted",
      classes({ max: 10 }, { max: 3 }, { actions: ["update"], before: { max: 3 }, after: { max: 10 } }),
    ],
    [
      "a third value",
      "overwritten",
      classes({ max: 10 }, { max: 3 }, { actions: ["update"], before: { max: 3 }, after: { max: 5 } }),
    ],
    [
      "said by the code too",
      "adopted",
      classes({ max: 10 }, { max: 3 }, { actions: ["no-op"], before: { max: 3 }, after: { max: 3 } }, constants(3)),
    ],
    [
      "configured otherwise and left",
      "ignored",
      classes(
        { image: "a" },
        { image: "b" },
        { actions: ["no-op"], before: { image: "b" }, after: { image: "b" } },
        constants("a"),
      ),
    ],
    [
      "owned by the pipeline",
      "ignored",
      classes(
        { client: "" },
        { client: "gcloud" },
        { actions: ["no-op"], before: {}, after: {} },
        { isIgnored: () => true },
      ),
    ],
    [
      "not in the code",
      "accepted silently",
      classes(
        { mode: "a" },
        { mode: "b" },
        { actions: ["no-op"], before: { mode: "b" }, after: { mode: "b" } },
        { configured: () => ({ mentioned: false, constants: [] }) },
      ),
    ],
    [
      "taken back to nothing, which the state calls null and the plan empty",
      "reverted",
      classes(
        { revision: null },
        { revision: "a" },
        { actions: ["update"], before: { revision: "a" }, after: { revision: "" } },
      ),
    ],
    ["an etag", "noise", classes({ etag: "1" }, { etag: "2" }, undefined)],
  ])("%s: %s", (_what, expected, found) => {
    expect(found).toEqual([expected]);
  });

  test("the revision of a target that goes to the latest says nothing, that of a pin does", () => {
    const target = (type: string, revision: string | null) => ({
      traffic: [{ type: `TRAFFIC_TARGET_ALLOCATION_TYPE_${type}`, revision, percent: 100 }],
    });
    const service = (applied: object, live: object) =>
      driftOf(
        plan({
          resource_drift: [
            entry({ actions: ["update"], before: applied, after: live }, { type: "google_cloud_run_v2_service" }),
          ],
        }),
        { ...NOBODY, configured: (_, path) => ({ mentioned: path.endsWith("type"), constants: [] }) },
      ).map((drift) => [drift.attribute?.path, drift.class]);
    expect(service(target("REVISION", "a"), target("LATEST", null))).toContainEqual(["traffic[0].revision", "noise"]);
    expect(service(target("LATEST", null), target("REVISION", "a"))).toContainEqual([
      "traffic[0].revision",
      "accepted silently",
    ]);
  });

  test("a job that has run was changed by nobody", () => {
    expect(changesByItself("google_cloud_run_v2_job", "execution_count")).toBe(true);
  });

  test("an etag that the plan depends on is no noise", () => {
    const relevant = { relevant_attributes: [{ resource: "google_thing.x", attribute: ["etag"] }] };
    expect(classes({ etag: "1" }, { etag: "2" }, undefined, {}, relevant)).toEqual(["accepted silently"]);
  });

  test("an object that is gone", () => {
    const gone = plan({ resource_drift: [entry({ actions: ["delete"], before: { a: 1 }, after: null })] });
    expect(driftOf(gone, NOBODY)).toEqual([
      { address: "google_thing.x", type: "google_thing", class: "deleted outside" },
    ]);
  });

  test("values are found at the paths that changes write", () => {
    const root = {
      template: [
        {
          env: [
            { name: "A", value: 1 },
            { name: "B", value: 2 },
          ],
        },
      ],
      labels: { team: "x" },
    };
    expect(valueAtPath(root, "template[0].env[name=B].value")).toBe(2);
    expect(valueAtPath(root, "template[0].env[1].value")).toBe(2);
    expect(valueAtPath(root, "labels.team")).toBe("x");
    expect(valueAtPath(root, "template[3].env")).toBeUndefined();
  });
});

describe("what may be printed", () => {
  const RUN = "google_cloud_run_v2_service";

  test("numbers, switches and Google's words at listed paths", () => {
    expect(printableValue(RUN, "template[0].timeout", "3600s", false)).toBe("3600s");
    expect(printableValue(RUN, "template[0].scaling[0].max_instance_count", 10, false)).toBe("10");
  });

  test.each([
    [RUN, "template[0].containers[0].env[name=A].value", "3600s", false],
    [RUN, "template[0].timeout", "3600s", true],
    [RUN, "template[0].timeout", "a text with spaces", false],
    [RUN, "template[0].timeout", "x".repeat(65), false],
    [RUN, "template[0].timeout", { nested: "x" }, false],
    ["google_other", "template[0].timeout", "3600s", false],
    ["__proto__", "constructor", "x", false],
  ])("nothing else: %s %s %j", (type, path, value, sensitive) => {
    expect(printableValue(type, path, value, sensitive)).toBeUndefined();
  });
});

describe("digest", () => {
  const digest = (key: string, after: object) =>
    digestOf(key, partsOf(key, made(after), changesOf(made(after)), new Map()));
  const made = (after: object): PlanJson =>
    plan({ resource_changes: [entry({ actions: ["update"], before: { a: 1, b: 1 }, after })] });

  test("the same change-set has the same digest, in whatever order it was written", () => {
    expect(digest("k", { a: 2, b: 1 })).toBe(digest("k", { b: 1, a: 2 }));
  });

  test("another value or another key has another one", () => {
    expect(digest("k", { a: 2, b: 1 })).not.toBe(digest("k", { a: 3, b: 1 }));
    expect(digest("k", { a: 2, b: 1 })).not.toBe(digest("other", { a: 2, b: 1 }));
  });
});
