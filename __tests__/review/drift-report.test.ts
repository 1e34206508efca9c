import type { AcceptedDrift } from "../../environments/drift-ledger";
import { adoptField } from "../../review/adopt-field";
import { driftReport, isOutsideEntry } from "../../review/drift-report";
import type { ChangeReport, DriftReport } from "../../review/report";
import { assembleReport } from "../../review/assemble";
import { reviewStacks } from "../../review/review";
import { recordedPlan } from "../support/recorded-plans";

const STACK = "prd-services";
const ADDRESS = "google_cloud_run_v2_service.websocket-service";
const MAXIMUM = "template[0].scaling[0].max_instance_count";

function driftOf(name: string, ledger: readonly AcceptedDrift[] = []) {
  const context = { others: [], weight: "production", today: "2026-01-01", isIgnored: () => false } as const;
  const review = assembleReport(reviewStacks([{ name: STACK, plan: recordedPlan(name) }], context));
  return driftReport(review, "prd", ledger, "2026-01-01");
}
const classes = (name: string, ledger: readonly AcceptedDrift[] = []) =>
  driftOf(name, ledger).stacks[0]!.drift.map((entry) => [entry.class, isOutsideEntry(entry)]);

test.each([
  ["drift-reverted", [["reverted", true]]],
  ["drift-overwritten", [["overwritten", true]]],
  ["drift-silent", [["accepted silently", true]]],
  ["drift-deleted", [["deleted outside", true]]],
  ["drift-adopted", [["adopted", false]]],
  ["drift-ignored", [["ignored", false]]],
  ["drift-noise", []],
  ["drift-after-apply", []],
  ["timeout-lowered", [["code not applied yet", false]]],
])("%s", (name, expected) => {
  expect(classes(name)).toEqual(expected);
});

test("an outside change says how to revert, adopt and accept it, with the field of the environment file", () => {
  const [entry] = driftOf("drift-reverted").stacks[0]!.drift;
  expect(entry).toMatchObject({ address: ADDRESS, path: MAXIMUM, before: "12", after: "3" });
  expect(entry!.consequence).toContain('adopt: set services["websocket-service"].scaling.max in environments/prd.ts');
  expect(entry!.consequence).toContain("revert: ./netra deploy");
  expect(entry!.consequence).toContain("accept: environments/drift-ledger.ts");
});

test("pinned traffic says how it is unpinned and kept, and stays in sight when the code has adopted it", () => {
  const pinned = {
    address: ADDRESS,
    path: "traffic[0].revision",
    class: "reverted",
    severity: "high",
    consequence: "",
  };
  const finding = {
    rule: "run-traffic-latest",
    severity: "high",
    status: "waived",
    environment: "prd",
    stack: STACK,
    kind: "down",
    pack: "google",
    title: "All traffic goes to the newest revision",
    why: "A pinned revision keeps new code from users.",
    fix: "send traffic to the latest revision",
    address: ADDRESS,
    message: "waived by platform until 2026-01-01",
  } as const;
  const [stack] = driftReport(
    {
      formatVersion: 1,
      summary: "",
      sentence: "",
      severity: "high",
      digest: null,
      stacks: [
        {
          name: STACK,
          digest: null,
          changes: [],
          outputs: [],
          drift: [pinned as DriftReport],
          noise: 0,
          findings: [finding, { ...finding, rule: "run-port" }],
          earlier: [],
          budgets: [],
          errored: false,
          partial: false,
          parts: [],
        },
      ],
    },
    "prd",
    [],
    "2026-01-01",
  ).stacks;
  expect(stack!.drift[0]!.consequence).toContain(
    'revert: ./netra deploy or gcloud run services update-traffic websocket-service --to-latest; adopt: set services["websocket-service"].pinnedRevision in',
  );
  expect(stack!.findings).toEqual([finding]);
});

test("the ledger accepts until its last day, and by stack, address and path", () => {
  const accepted: AcceptedDrift = {
    stack: STACK,
    address: ADDRESS,
    path: MAXIMUM,
    reason: "load test",
    owner: "platform",
    expires: "2026-01-01",
  };
  expect(classes("drift-reverted", [accepted])).toEqual([["accepted in the ledger", false]]);
  expect(classes("drift-reverted", [{ ...accepted, expires: "2025-12-31" }])).toEqual([["reverted", true]]);
  expect(classes("drift-reverted", [{ ...accepted, stack: "trial-services" }])).toEqual([["reverted", true]]);
});

/** A report of one stack that does these changes, in which some resources changed outside. */
const reported = (
  name: string,
  changes: readonly Partial<ChangeReport>[],
  drift: readonly Partial<DriftReport>[] = [],
) =>
  driftReport(
    {
      formatVersion: 1,
      summary: "",
      sentence: "",
      severity: "high",
      digest: null,
      stacks: [
        {
          ...{ name, digest: null, outputs: [], noise: 0, findings: [], earlier: [], budgets: [], parts: [] },
          ...{ errored: false, partial: false },
          changes: changes.map((change) => ({ paths: [], ...change }) as unknown as ChangeReport),
          drift: drift.map((entry) => ({ path: "", severity: "high", consequence: "", ...entry }) as DriftReport),
        },
      ],
    },
    "prd",
    [],
    "2026-01-01",
  );

test("what a deploy has not made yet is one entry with its number, a single one is named", () => {
  const creation = (address: string) => ({ address, actions: ["create"] as const });
  const { stacks, summary, severity } = reported("prd-edge", [
    ...["a", "b", "c"].map((name) => creation(`google_compute_url_map.${name}`)),
    { address: "google_compute_ssl_policy.tls", actions: ["update"], paths: [{ path: "profile" }] },
  ]);
  expect(stacks[0]!.drift.map(({ address, path, consequence }) => [address, path, consequence])).toEqual([
    ["3 resources", "", "create: not made yet; deploy: ./netra deploy"],
    [
      "google_compute_ssl_policy.tls",
      "profile",
      "update: the code is ahead of what is applied; deploy: ./netra deploy",
    ],
  ]);
  expect([summary, severity]).toEqual(["prd: nothing changed outside, 4 not applied yet", "none"]);
  const [alone] = reported("prd-edge", [creation("google_compute_url_map.a")]).stacks[0]!.drift;
  expect(alone!.address).toBe("google_compute_url_map.a");
});

test("what is deleted outside is no creation that a deploy has not come to", () => {
  const gone = { address: "google_storage_bucket.a", class: "deleted outside" } as const;
  const { stacks, summary } = reported("prd-services", [{ address: gone.address, actions: ["create"] }], [gone]);
  expect(stacks[0]!.drift.map((entry) => entry.class)).toEqual(["deleted outside"]);
  expect(summary).toBe("prd: 1 changed outside");
});

test("bootstrap's drift is repaired by a person, and the report says so", () => {
  const drift = (stack: string) =>
    reported(stack, [], [{ address: "google_storage_bucket.state-bucket", class: "reverted", path: "location" }])
      .stacks[0]!.drift[0]!.consequence;
  expect(drift("bootstrap-prd")).toContain(
    "revert: a person with an owner's rights runs npx cdktf deploy bootstrap-prd, because no account of CI may; adopt",
  );
  expect(drift("prd-foundation")).toContain("revert: ./netra deploy; adopt");
});

test("of a resource that changed outside, only what the code changes beside that is not applied yet", () => {
  const address = "google_cloud_run_v2_service.frontend";
  const classes = (unapplied: readonly { readonly path: string }[], drift: readonly Partial<DriftReport>[] = []) =>
    reported(
      "prd-services",
      [{ address, actions: ["update"], paths: [{ path: "client" }], unapplied }],
      drift,
    ).stacks[0]!.drift.map((entry) => [entry.class, entry.path]);
  expect(classes([])).toEqual([]);
  expect(classes([{ path: "ingress" }], [{ address, class: "reverted", path: "client" }])).toEqual([
    ["reverted", "client"],
    ["code not applied yet", "ingress"],
  ]);
});

test("the verdict counts what changed outside, and unapplied code apart", () => {
  expect(driftOf("drift-mixed").summary).toMatch(/^prd: 1 changed outside/);
  expect(driftOf("timeout-lowered").summary).toBe("prd: nothing changed outside, 1 not applied yet");
  expect(driftOf("timeout-lowered").severity).toBe("none");
});

test("fields that a construct declares have no place in the environment file", () => {
  expect(adoptField(ADDRESS, "template[0].session_affinity")).toBeUndefined();
  expect(
    adoptField("google_sql_database_instance.database", "settings[0].database_flags[name=max_connections].value"),
  ).toBe("database.maxConnections");
  expect(
    adoptField("google_sql_database_instance.database", "settings[0].database_flags[name=log_temp_files].value"),
  ).toBeUndefined();
});
