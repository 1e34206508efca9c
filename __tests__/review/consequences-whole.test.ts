import fc from "fast-check";
import { changesOf, type Change } from "../../review/change";
import type { Consequence } from "../../review/consequence";
import { consequencesOf, worstConsequence } from "../../review/consequences";
import { ATTRIBUTE_ROWS } from "../../review/consequences/attribute-rows";
import { forcesReplacement } from "../../google/force-new";
import type { ProviderArgument } from "../../google/provider/argument";
import { pathsWhere } from "../../google/provider/facts";
import { PROVIDER_VERSIONS, providerSchema } from "../../google/provider/versions";
import { FORCE_NEW_WHEN } from "../../google/force-new-when";
import { replacementReason } from "../../review/consequences/actions";
import type { Severity } from "../../report/severity";
import { changeOf, create, planOf, remove, replace, update, type Json } from "../support/change";

const RUN = "google_cloud_run_v2_service";
const BACKEND = "google_compute_backend_service";
const SQL = "google_sql_database_instance";
const NEG = "google_compute_region_network_endpoint_group";
const VERSION = "google_secret_manager_secret_version";

describe("attributes without a row", () => {
  const textsOf = (change: Change) =>
    consequencesOf(change, "production").map(({ severity, text }) => [severity, text]);

  it("labels and descriptions are low", () => {
    expect(
      textsOf(update(SQL, { settings: [{ user_labels: { a: "1" } }] }, { settings: [{ user_labels: { a: "2" } }] })),
    ).toEqual([["low", "changes in place"]]);
  });

  it("an attribute of a known type that no table knows is medium", () => {
    expect(textsOf(update(SQL, { settings: [{ novelty: 1 }] }, { settings: [{ novelty: 2 }] }))).toEqual([
      ["medium", "changes in place; no consequence is known for this attribute"],
    ]);
  });

  it.each([
    ["google_novelty", "low", "new; nothing that exists changes"],
    ["acme_password", "low", "a type that this reviewer does not know: nobody has judged what it opens or costs"],
    ["google_novelty_policy", "medium", "this reviewer does not know the type: read the change itself"],
  ])("a new %s, which no table knows, is %s", (type, severity, text) => {
    const told = textsOf(create(type, {}));
    expect(told[0]?.[0]).toBe(severity);
    expect(told).toContainEqual([severity, text]);
  });

  it.each(["google_novelty", "acme_password"])("%s, a type that no table knows, is medium where it changes", (type) => {
    expect(textsOf(update(type, { labels: { a: "1" } }, { labels: {} }))[0]?.[0]).toBe("medium");
    expect(textsOf(remove(type, {}))[0]?.[0]).toBe("high");
  });

  it.each([
    ["the next revision gets variable A", [], [{ name: "A", value: "1" }]],
    [
      "variable A moves from plain text into a secret",
      [{ name: "A", value: "1" }],
      [{ name: "A", value_source: [{}] }],
    ],
  ])("a harmless change of a variable is low: %s", (text, before, after) => {
    const side = (env: unknown) => ({ template: [{ containers: [{ env }] }] });
    expect(textsOf(update(RUN, side(before), side(after)))).toContainEqual(["low", text]);
  });

  it("another protocol of the container's port says nothing of its number", () => {
    const side = (name: string) => ({ template: [{ containers: [{ ports: [{ name, container_port: 8080 }] }] }] });
    const texts = textsOf(update(RUN, side("http1"), side("h2c"))).map(([, text]) => text);
    expect(texts.join()).toContain("WebSocket upgrades fail");
    expect(texts.join()).not.toContain("expects port");
  });

  it("the harmless direction is low", () => {
    expect(textsOf(update(SQL, { deletion_protection: false }, { deletion_protection: true }))[0]?.[0]).toBe("low");
  });

  it("what is known only after apply is judged as the worst that it may be", () => {
    const unknown = (type: string, before: Json, after_unknown: Json) => update(type, before, {}, { after_unknown });
    expect(textsOf(unknown(RUN, { ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" }, { ingress: true }))[0]?.[0]).toBe(
      "critical",
    );
    expect(textsOf(unknown(SQL, { settings: [{ tier: "x" }] }, { settings: true }))[0]).toEqual([
      "high",
      "known only after apply: it may become anything",
    ]);
    expect(
      textsOf(
        update(
          RUN,
          { template: [{ containers: [{ env: [] }] }] },
          { template: [{ containers: [{}] }] },
          {
            after_unknown: { template: [{ containers: [{ env: true }] }] },
          },
        ),
      )[0]?.[0],
    ).toBe("high");
  });

  it("what only Google writes is nothing", () => {
    const change = update(RUN, { etag: "a", generation: "1" }, { generation: "2" }, { after_unknown: { etag: true } });
    expect(textsOf(change)[0]?.[0]).toBe("low");
  });
});

describe("actions on a whole resource", () => {
  const first = (change: Change) => consequencesOf(change, "production")[0];

  it.each<[string, Severity, string, string]>([
    ["google_alloydb_cluster", "critical", "data lost", "every instance and database in it is lost"],
    ["google_compute_snapshot", "high", "data lost", "nothing can be restored from it any more"],
    ["google_compute_region_target_https_proxy", "high", "redeploy", "every host behind it is down"],
    ["google_compute_ha_vpn_gateway", "critical", "redeploy", "what is on its other side is not reached"],
    ["google_org_policy_policy", "high", "redeploy", "what it forbade is allowed"],
    ["google_billing_budget", "high", "redeploy", "nobody is told when it costs more"],
    ["kubernetes_namespace", "critical", "data lost", "everything in it is deleted"],
    ["null_resource", "low", "redeploy", "nothing of Google goes with it"],
  ])("says what is lost with %s", (type, severity, undo, text) => {
    expect(first(remove(type, {}))).toMatchObject({ severity, undo, text: expect.stringContaining(text) as string });
  });

  it("says which half of a replacement comes first", () => {
    expect(first(replace(RUN, ["name"]))?.text).toContain("the old one destroyed first");
    expect(first(replace(RUN, ["name"], { actions: ["create", "delete"] }))?.text).toContain("the new one made first");
  });

  it("says why", () => {
    const tainted = changeOf(
      SQL,
      { actions: ["delete", "create"], before: {}, after: {} },
      { action_reason: "replace_because_tainted" },
    );
    expect(first(tainted)?.text).toContain("its creation failed half-way");
  });

  it("names of an unknown path only the attribute", () => {
    expect(first(replace(SQL, ["novelty", "hunter2"]))?.text).toContain("; novelty cannot be changed in place");
  });

  it("what forces a replacement is told once", () => {
    const sides = { before: { settings: [{ disk_size: 48 }] }, after: { settings: [{ disk_size: 20 }] } };
    expect(consequencesOf(replace(SQL, ["settings", 0, "disk_size"], sides), "production")).toHaveLength(1);
  });

  it("says where deletion protection makes the apply fail", () => {
    expect(first(remove(RUN, { deletion_protection: true }))?.text).toContain("the apply fails here until it is off");
  });

  it("says that what is abandoned stays", () => {
    expect(first(remove(VERSION, { deletion_policy: "ABANDON" }))).toMatchObject({
      severity: "high",
      text: expect.stringContaining("nobody watches it") as string,
    });
    expect(first(remove("google_project_service", { disable_on_destroy: false }))).toMatchObject({
      severity: "low",
      text: "no longer declared: the API stays on",
    });
  });

  it.each([
    ["ABANDON", "high", "redeploy"],
    ["DISABLE", "critical", "instant"],
    [undefined, "critical", "data lost"],
  ])("a replaced secret version with deletion policy %s", (deletion_policy, severity, undo) => {
    expect(first(replace(VERSION, ["secret_data"], { before: { deletion_policy } }))).toMatchObject({ severity, undo });
  });

  it.each<[string, Change, Severity]>([
    ["forget, stateful", changeOf(SQL, { actions: ["forget"], before: {}, after: null }), "high"],
    ["forget", changeOf("google_monitoring_dashboard", { actions: ["forget"], before: {}, after: null }), "medium"],
    [
      "move",
      changeOf(
        "google_novelty",
        { actions: ["no-op"], before: {}, after: {} },
        { previous_address: "google_novelty.was" },
      ),
      "low",
    ],
    ["import", changeOf(SQL, { actions: ["no-op"], before: {}, after: {}, importing: { id: "x" } }), "low"],
    ["read", changeOf("google_novelty", { actions: ["read"], before: null, after: {} }), "low"],
    ["unknown action", changeOf(SQL, { actions: ["fold"], before: {}, after: {} }), "high"],
    ["deposed", changeOf(BACKEND, { actions: ["delete"], before: {}, after: null }, { deposed: "ab12" }), "low"],
    ["deposed, stateful", changeOf(SQL, { actions: ["delete"], before: {}, after: null }, { deposed: "ab12" }), "high"],
    ["create", create(RUN, { ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER" }), "low"],
    ["create, open", create(RUN, { ingress: "INGRESS_TRAFFIC_ALL" }), "critical"],
    ["create, public", create(SQL, { settings: [{ ip_configuration: [{ ipv4_enabled: true }] }] }), "medium"],
    ["grant", create("google_project_iam_member", { role: "roles/cloudsql.client", member: "user:a@b" }), "medium"],
    ["powerful grant", create("google_project_iam_member", { role: "roles/owner", member: "user:a@b" }), "high"],
    ["binding", update("google_project_iam_binding", { members: ["user:a@b"] }, { members: ["user:c@d"] }), "high"],
    [
      "binding for everyone",
      update("google_project_iam_binding", { members: ["user:a@b"] }, { members: ["allUsers"] }),
      "critical",
    ],
  ])("%s", (_, change, severity) => {
    expect(first(change)?.severity).toBe(severity);
  });

  it("defers", () => {
    const entry = {
      address: "a.b",
      mode: "managed",
      type: SQL,
      change: { actions: ["update"], before: {}, after: {} },
    };
    const [change] = changesOf({ ...planOf(), deferred_changes: [{ resource_change: entry }] });
    expect(first(change!)?.text).toContain("a later plan will show it");
  });
});

describe("force-new", () => {
  it("knows the attributes that replace", () => {
    expect(forcesReplacement(RUN, "location")).toBe(true);
    expect(forcesReplacement(RUN, "template[0].timeout")).toBe(false);
    expect(forcesReplacement(NEG, "cloud_run[0].service")).toBe(true);
    expect(forcesReplacement("google_compute_managed_ssl_certificate", "managed[0].domains[1]")).toBe(true);
    expect(forcesReplacement("constructor", "name")).toBe(false);
  });

  it("explains conditions", () => {
    expect(replacementReason(SQL, "settings[0].disk_size")).toBe("settings.disk_size cannot shrink in place");
  });

  it("has a condition for every attribute that the provider replaces at in one direction only, and for no other", () => {
    const isSometimes = ({ forcesReplacement: force }: ProviderArgument): boolean => force === "sometimes";
    const types = PROVIDER_VERSIONS.flatMap((version) => [...providerSchema(version).keys()]);
    const asked = new Set(types.flatMap((type) => pathsWhere(type, isSometimes).map((path) => `${type}.${path}`)));
    const told = Object.entries(FORCE_NEW_WHEN).flatMap(([type, rows]) =>
      Object.keys(rows).map((path) => `${type}.${path}`),
    );
    expect(told.sort()).toEqual([...asked].sort());
  });
});

describe("whatever a plan holds", () => {
  const CANARY = "hunter2-CANARY";
  const TYPES = [...new Set(ATTRIBUTE_ROWS.map(({ type }) => type)), "google_project_iam_binding", "google_novelty"];
  const KEYS = [...new Set(ATTRIBUTE_ROWS.flatMap(({ paths }) => paths.flatMap((path) => path.split("."))))];
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 6, withCrossShrink: true },
      fc.constantFrom<unknown>(CANARY, null, true, false, 0, 30),
      fc.array(tie("tree"), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...KEYS, "name", "priority", "value", "role", "members", CANARY), tie("tree"), {
        maxKeys: 6,
      }),
    ),
  }));
  /** A value at a path of a row, so that every row is asked, with blocks as Terraform writes them. */
  const leaf = fc.constantFrom<unknown>(CANARY, "300s", "7", true, false, null, 5);
  const atPath = fc.tuple(fc.constantFrom(...ATTRIBUTE_ROWS), leaf, leaf).map(([row, before, after]) => {
    const steps = row.paths[0]!.split(".").map((step) => (step === "*" ? "name" : step));
    const side = (value: unknown): unknown =>
      steps.reduceRight<unknown>(
        (inner, step, index) => ({ [step]: index === steps.length - 1 ? inner : [inner] }),
        value,
      );
    return { type: row.type, before: side(before), after: side(after) };
  });
  const anything = fc.record({ type: fc.constantFrom(...TYPES), before: tree, after: tree });
  const changes = fc.record({
    sides: fc.oneof(atPath, anything),
    actions: fc.constantFrom(["update"], ["create"], ["delete"], ["delete", "create"], ["create", "delete"], ["fold"]),
    after_unknown: fc.oneof(fc.constant({}), tree),
    replace_paths: fc.array(fc.array(fc.oneof(fc.constantFrom("name", "novelty"), fc.constant(0)), { maxLength: 3 })),
    deposed: fc.boolean(),
  });

  it("is judged without a throw, and no value is quoted", () => {
    fc.assert(
      fc.property(changes, ({ sides, deposed, ...change }) => {
        const { type, before, after } = sides;
        const judged = changeOf(type, { ...change, before, after }, deposed ? { deposed: "ab12" } : {});
        for (const weight of ["production", "staging"] as const) {
          const found = consequencesOf(judged, weight);
          expect(found.length).toBeGreaterThan(0);
          expect(found[0]).toEqual(worstConsequence(found));
          const texts = found.map(({ text }) => text);
          expect(texts).not.toContain("");
          expect(texts.join("\n")).not.toMatch(/hunter2|CANARY|undefined|NaN|\[object/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("a value with a sensitive mark is not quoted even where it is a number", () => {
    const change = update(
      RUN,
      { template: [{ timeout: "3600s" }] },
      { template: [{ timeout: "1234s" }] },
      {
        after_sensitive: { template: [{ timeout: true }] },
      },
    );
    const texts = consequencesOf(change, "production").map(({ text }) => text);
    expect(texts.join()).not.toContain("1234");
  });

  it("twenty labels are one consequence", () => {
    const labels = (value: string) =>
      Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`l${index}`, value]));
    expect(consequencesOf(update(RUN, { labels: labels("a") }, { labels: labels("b") }), "production")).toHaveLength(1);
  });

  it("nothing is worst of nothing", () => {
    const none: readonly Consequence[] = [];
    expect(worstConsequence(none)).toBeUndefined();
  });
});
