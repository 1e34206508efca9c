import { isDeployTrace } from "../../google/deploy-traces";
import { labelEntry } from "../../google/label-maps";
import { EMPTY_PLAN, type ResourceChangeJson } from "../../policy/core/plan";
import { driftOf, type DriftClass, type DriftContext } from "../../review/drift";

const UNDECLARED = { mentioned: false, constants: [] };

/** What an apply would do about a resource that somebody changed from one value to another. */
function driftBetween(
  [applied, live, planned]: readonly [applied: object, live: object, planned: object],
  type = "google_thing",
  context: Partial<DriftContext> = {},
): readonly (readonly [path: string | undefined, kind: DriftClass])[] {
  const isCalm = JSON.stringify(live) === JSON.stringify(planned);
  const entry = (actions: string[], before: object, after: object): ResourceChangeJson => ({
    address: `${type}.x`,
    mode: "managed",
    type,
    change: { actions, before, after },
  });
  return driftOf(
    {
      ...EMPTY_PLAN,
      resource_drift: [entry(["update"], applied, live)],
      resource_changes: [entry([isCalm ? "no-op" : "update"], live, planned)],
    },
    { isIgnored: () => false, configured: () => UNDECLARED, ...context },
  ).map(({ attribute, class: kind }) => [attribute?.path, kind]);
}

describe("a value that is set, and its empty spellings", () => {
  const KINDS = [
    ["text", "set", "other", [null, ""]],
    ["number", 5, 7, [null, 0]],
    ["switch", true, true, [null, false]],
    ["list", ["set"], ["other"], [null, []]],
    ["map", { key: "set" }, { key: "other" }, [null, {}]],
    ["block", [{ inner: "set" }], [{ inner: "other" }], [null, []]],
    ["argument of a block", [{ inner: "set" }], [{ inner: "other" }], [[{ inner: null }], [{ inner: "" }], [{}]]],
  ] as const;
  const cells = KINDS.flatMap(([kind, set, other, empties]) =>
    empties.flatMap((first) => empties.map((second) => ({ kind, set, other, first, second }))),
  );
  const named = cells.map((cell) => [
    `${cell.kind}: ${JSON.stringify(cell.first)}, ${JSON.stringify(cell.second)}`,
    cell,
  ]);
  const classes = (values: readonly [unknown, unknown, unknown], mentioned = false) =>
    driftBetween(values.map((value) => ({ value })) as unknown as [object, object, object], undefined, {
      configured: () => ({ ...UNDECLARED, mentioned }),
    }).map(([, kind]) => kind);

  test.each(named as [string, (typeof cells)[number]][])("%s", (_name, { kind, set, other, first, second }) => {
    // No difference in either direction, whatever else the plan changes and however it spells it.
    for (const planned of [first, second]) expect(classes([first, second, planned])).toEqual([]);
    // Set where nothing was, and taken back in any spelling.
    expect(classes([first, set, second])).toEqual(["reverted"]);
    // Emptied by hand: what is declared comes back.
    expect(classes([set, first, set])).toEqual(["reverted"]);
    // Emptied by hand, and the code says so too, or says nothing.
    expect(classes([set, first, first], true)).toEqual(["adopted"]);
    expect(classes([set, first, first])).toEqual(["accepted silently"]);
    // Set by hand, and the code says so too, or says nothing.
    expect(classes([first, set, set], true)).toEqual(["adopted"]);
    expect(classes([first, set, set])).toEqual(["accepted silently"]);
    // A third value: also one that the code empties on purpose.
    if (kind !== "switch") {
      expect(classes([first, set, other])).toEqual(["overwritten"]);
      expect(classes([set, other, first])).toEqual(["overwritten"]);
      expect(classes([set, first, other])).toEqual(["overwritten"]);
    }
  });

  test("zero that is declared is no other value than none", () => {
    const declared = { configured: () => ({ mentioned: true, constants: [0] }) };
    expect(driftBetween([{ minimum: 5 }, { minimum: null }, { minimum: null }], undefined, declared)).toEqual([
      ["minimum", "adopted"],
    ]);
  });

  test("a block without any value that is gone is told where the plan makes it again, and only there", () => {
    const block = [{ inner: null }];
    expect(driftBetween([{ block }, { block: [] }, { block }])).toEqual([["block[0]", "reverted"]]);
    expect(driftBetween([{ block: [] }, { block }, { block: [] }])).toEqual([["block[0]", "reverted"]]);
    expect(driftBetween([{ block }, { block: [] }, { block: [] }])).toEqual([]);
  });

  test("a block with values that is gone is told by each of them", () => {
    const block = [{ path: "/health", port: 0 }];
    expect(driftBetween([{ probe: block }, { probe: [] }, { probe: block }])).toEqual([["probe[0].path", "reverted"]]);
  });
});

describe("labels", () => {
  const labels = (own: object, all: object) => ({
    labels: own,
    terraform_labels: { ...own, application: "netra" },
    effective_labels: { application: "netra", ...own, ...all },
  });

  test("one that only the provider's defaults declare is seen where all labels stand", () => {
    const live = { labels: {}, terraform_labels: { application: "" }, effective_labels: { owner: "me" } };
    const planned = {
      labels: {},
      terraform_labels: { application: "netra" },
      effective_labels: { application: "netra", owner: "me" },
    };
    expect(driftBetween([labels({}, {}), live, planned], "google_secret_manager_secret")).toEqual([
      ["effective_labels.application", "reverted"],
      ["effective_labels.owner", "accepted silently"],
    ]);
  });

  test("one that the resource declares is told once", () => {
    expect(driftBetween([labels({ tier: "a" }, {}), labels({ tier: "b" }, {}), labels({ tier: "a" }, {})])).toEqual([
      ["labels.tier", "reverted"],
    ]);
  });

  test("one that the code has adopted is none", () => {
    const adopted = labels({ tier: "b" }, {});
    const drift = driftBetween([labels({ tier: "a" }, {}), adopted, adopted], "google_storage_bucket", {
      configured: (_, path) => ({ mentioned: path.startsWith("labels"), constants: [{ tier: "b" }] }),
    });
    expect(drift).toEqual([["labels.tier", "adopted"]]);
  });

  test("one of Google's own is noise until the plan takes it back", () => {
    const live = labels({}, { "goog-managed-by": "x" });
    expect(driftBetween([labels({}, {}), live, live])).toEqual([["effective_labels.goog-managed-by", "noise"]]);
    const gone = [{ effective_labels: { "goog-terraform-provisioned": "true" } }, { effective_labels: {} }] as const;
    expect(driftBetween([...gone, gone[0]])).toEqual([["effective_labels.goog-terraform-provisioned", "reverted"]]);
  });

  test("one that its owner gives the service is the pipeline's", () => {
    const live = labels({}, { "commit-sha": "abc" });
    expect(
      driftBetween([labels({}, {}), live, live], "google_cloud_run_v2_service", {
        isIgnored: (_, path) => path.startsWith("effective_labels"),
      }),
    ).toEqual([["effective_labels.commit-sha", "ignored"]]);
  });

  test("annotations, whose keys have dots", () => {
    const [applied, live] = [{ annotations: { "a.example/b": "1" } }, { annotations: { "a.example/b": "2" } }];
    expect(driftBetween([applied, live, applied])).toEqual([["annotations.a.example/b", "reverted"]]);
    expect(labelEntry("effective_annotations.a.example/b")).toEqual({
      map: "effective",
      kind: "annotations",
      key: "a.example/b",
    });
    expect(labelEntry("settings[0].user_labels.a")).toBeUndefined();
  });
});

describe("what a deploy tool leaves", () => {
  const SERVICE = "google_cloud_run_v2_service";
  const deployed = {
    client: "gcloud",
    client_version: "540.0.0",
    template: [{ revision: "chat-00007-abc", annotations: { "run.googleapis.com/operation-id": "1" } }],
  };
  const declared = { client: null, client_version: null, template: [{ revision: null, annotations: {} }] };

  test("is its own, whether the plan takes it back or leaves it", () => {
    for (const planned of [declared, deployed]) {
      const kinds = driftBetween([declared, deployed, planned], SERVICE).map(([, kind]) => kind);
      expect(kinds).toEqual(["ignored", "ignored", "ignored", "ignored"]);
    }
  });

  test("a name of the revision that the code declares is the code's", () => {
    const named = { template: [{ revision: "chat-green" }] };
    const other = { template: [{ revision: "chat-00007-abc" }] };
    const context = { configured: () => ({ mentioned: true, constants: ["chat-green"] }) };
    expect(driftBetween([named, other, named], SERVICE, context)).toEqual([["template[0].revision", "reverted"]]);
  });

  test("is known of Cloud Run alone", () => {
    expect(isDeployTrace("google_thing", "client")).toBe(false);
    expect(isDeployTrace(SERVICE, "template[0].annotations.team")).toBe(false);
  });
});

test("traffic that somebody pinned is one entry", () => {
  const traffic = (kind: string, revision: string | null) => ({
    traffic: [{ type: `TRAFFIC_TARGET_ALLOCATION_TYPE_${kind}`, revision, percent: 100 }],
  });
  const latest = { ...traffic("LATEST", ""), etag: "1" };
  const pinned = { ...traffic("REVISION", "chat-1"), etag: "2" };
  for (const planned of [traffic("LATEST", null), traffic("LATEST", "")]) {
    expect(driftBetween([latest, pinned, { ...planned, etag: "2" }], "google_cloud_run_v2_service")).toEqual([
      ["traffic[0].revision", "reverted"],
      ["etag", "noise"],
    ]);
  }
});

test("a computed value that the plan sets back was changed by somebody", () => {
  expect(driftBetween([{ fingerprint: "a" }, { fingerprint: "b" }, { fingerprint: "a" }])).toEqual([
    ["fingerprint", "reverted"],
  ]);
});

test("a value that is known after apply is neither the old nor the live one", () => {
  const change = (before: object, after: object, more: object = {}): ResourceChangeJson => ({
    address: "google_thing.x",
    mode: "managed",
    type: "google_thing",
    change: { actions: ["update"], before, after, ...more },
  });
  const plan = {
    ...EMPTY_PLAN,
    resource_drift: [change({ host: null }, { host: "by-hand" })],
    resource_changes: [change({ host: "by-hand" }, {}, { after_unknown: { host: true } })],
  };
  const drift = driftOf(plan, { isIgnored: () => false, configured: () => ({ mentioned: true, constants: [] }) });
  expect(drift.map(({ class: kind }) => kind)).toEqual(["overwritten"]);
  const left = driftOf(plan, { isIgnored: () => false, configured: () => UNDECLARED });
  expect(left.map(({ class: kind }) => kind)).toEqual(["noise"]);
});

test("an item that somebody took out of a list is told by what it held, and not by its name too", () => {
  const [both, one] = [
    {
      env: [
        { name: "A", value: "1" },
        { name: "B", value: "2" },
      ],
    },
    { env: [{ name: "A", value: "1" }] },
  ];
  expect(driftBetween([both, one, both])).toEqual([["env[name=B].value", "reverted"]]);
  const [held, gone] = [{ item: [{ name: "A" }, { name: "B" }] }, { item: [{ name: "A" }] }];
  expect(driftBetween([held, gone, held])).toEqual([["item[name=B].name", "reverted"]]);
});

test("a whole map or list in the code is compared by what it says at the place", () => {
  const at = (constant: unknown) => ({ configured: () => ({ mentioned: true, constants: [constant] }) });
  const [a, b] = [{ tags: { tier: "a" } }, { tags: { tier: "b" } }];
  expect(driftBetween([a, b, b], undefined, at({ tier: "b" }))).toEqual([["tags.tier", "adopted"]]);
  expect(driftBetween([a, b, b], undefined, at({ tier: "a" }))).toEqual([["tags.tier", "ignored"]]);
  const [one, two] = [{ args: ["a"] }, { args: ["b"] }];
  expect(driftBetween([one, two, two], undefined, at(["b"]))).toEqual([["args[0]", "adopted"]]);
  expect(driftBetween([one, two, two], undefined, at(["a"]))).toEqual([["args[0]", "ignored"]]);
});
