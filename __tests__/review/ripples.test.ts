import { isImageReference, isOlderImage, isSampleImage } from "../../google/images";
import { readPlan, type PlanJson } from "../../policy/core/plan";
import { consequencesOf } from "../../review/consequences";
import { assembleReport } from "../../review/assemble";
import { reviewStacks } from "../../review/review";
import { update, type Json } from "../support/change";

function planOf(changes: readonly Json[], configuration: Json = {}): PlanJson {
  const reading = readPlan(JSON.stringify({ format_version: "1.2", resource_changes: changes, configuration }));
  if (!reading.ok) throw new Error(reading.problem);
  return reading.plan;
}

const CONTEXT = { others: [], weight: "production", today: "2026-01-01", isIgnored: () => false } as const;

const reviewOf = (changes: readonly Json[], configuration: Json = {}) =>
  reviewStacks([{ name: "foreign", plan: planOf(changes, configuration) }], CONTEXT);

function consequenceAt(address: string, changes: readonly Json[]): string {
  const [stack] = reviewOf(changes);
  const change = stack?.changes.find((one) => one.address === address);
  return `${change?.severity} ${change?.consequence}`;
}

const entry = (address: string, actions: readonly string[], before: Json | null, after: Json | null): Json => ({
  address,
  mode: "managed",
  type: address.slice(0, address.indexOf(".")),
  change: { actions, before, after, after_unknown: {} },
});

describe("two addresses and one object", () => {
  const NAMED = { name: "chat", project: "p", region: "r" };
  const OTHER = { name: "spare", project: "p", region: "r" };
  const ID = { ...NAMED, id: "projects/p/instances/chat" };
  const SQL = "google_sql_database_instance";

  test("a deletion of what another address keeps", () => {
    const changes = [entry(`${SQL}.a`, ["delete"], ID, null), entry(`${SQL}.b`, ["no-op"], ID, ID)];
    expect(consequenceAt(`${SQL}.a`, changes)).toContain("google_sql_database_instance.b is the same object");
  });

  test("a moved block that leads to an occupied address", () => {
    const changes = [entry(`${SQL}.a`, ["delete"], NAMED, null), entry(`${SQL}.b`, ["delete", "create"], OTHER, NAMED)];
    expect(consequenceAt(`${SQL}.a`, changes)).toContain("google_sql_database_instance.b takes its name");
  });

  test("another object is deleted for itself", () => {
    const other = { ...OTHER, id: "projects/p/instances/spare" };
    const changes = [entry(`${SQL}.a`, ["delete"], ID, null), entry(`${SQL}.b`, ["no-op"], other, other)];
    expect(consequenceAt(`${SQL}.a`, changes)).not.toMatch(/same object|takes its name/);
  });
});

describe("renames without a moved block", () => {
  test.each([
    ["stays as it is", ["no-op"], true],
    ["is made again", ["delete", "create"], false],
  ])("a grant on what is made at another address %s", (_, actions, isLost) => {
    const service = { name: "chat", location: "r", project: "p" };
    const grant = { name: "chat", location: "r", project: "p", role: "roles/run.invoker", member: "allUsers" };
    const changes = [
      entry("google_cloud_run_v2_service.old", ["delete"], service, null),
      entry("google_cloud_run_v2_service.new", ["create"], null, service),
      entry("google_cloud_run_v2_service_iam_member.all", actions, grant, grant),
    ];
    const said = consequenceAt("google_cloud_run_v2_service.new", changes);
    expect(said.includes("after the apply every request is answered with 403")).toBe(isLost);
  });

  const BUCKET = "google_storage_bucket";
  const SUBNET = "google_compute_subnetwork";
  const HERE = { name: "media", project: "p", region: "r" };
  const saidOf = (type: string, before: Json, after: Json): string =>
    consequenceAt(`${type}.a`, [
      entry(`${type}.a`, ["delete"], before, null),
      entry(`${type}.b`, ["create"], null, after),
    ]);

  test("the new one takes its project and its region from the provider", () => {
    expect(saidOf(BUCKET, HERE, { name: "media" })).toContain("a rename to google_storage_bucket.b");
    expect(saidOf(SUBNET, HERE, { name: "media", project: "p" })).toContain("a rename to google_compute_subnetwork.b");
  });

  test("it has its name in another argument", () => {
    const cache = { instance_id: "sessions", location: "r", project: "p" };
    expect(saidOf("google_memorystore_instance", cache, cache)).toContain("a rename to google_memorystore_instance.b");
  });

  test("the same name elsewhere is another object", () => {
    expect(saidOf(SUBNET, HERE, { ...HERE, region: "q" })).not.toContain("a rename");
    expect(saidOf(SUBNET, HERE, { ...HERE, project: "q" })).not.toContain("a rename");
  });
});

test("what is made first under the name that the old one has cannot be made", () => {
  const CERTIFICATE = "google_compute_managed_ssl_certificate.a";
  const said = (after: Json) =>
    consequenceAt(CERTIFICATE, [entry(CERTIFICATE, ["create", "delete"], { name: "chat", project: "p" }, after)]);
  expect(said({ name: "chat", project: "p" })).toMatch(/^critical the apply fails here: .*\(409\)/);
  expect(said({ name: "chat-2", project: "p" })).not.toContain("409");
  expect(said({ project: "p" })).not.toContain("409");
});

test("what a backend of one region uses is not deleted under it", () => {
  const check = "google_compute_region_health_check.a";
  const backend = "google_compute_region_backend_service.b";
  const changes = [
    entry(check, ["delete"], { name: "up", id: "projects/p/regions/r/healthChecks/up" }, null),
    entry(backend, ["update"], { health_checks: ["projects/p/regions/r/healthChecks/up"] }, { health_checks: [] }),
  ];
  expect(consequenceAt(check, changes)).toMatch(
    /^critical the apply fails here: .*google_compute_region_backend_service.b/,
  );
});

test("a binding on what stands already takes the role from people; on a project of a first apply nobody may hold it", () => {
  const said = (type: string, others: readonly Json[] = []) =>
    consequenceAt(`${type}.a`, [
      entry(`${type}.a`, ["create"], null, { role: "roles/cloudsql.client", members: ["group:a@example.com"] }),
      ...others,
    ]);
  const bucket = (actions: readonly string[]) =>
    entry("google_storage_bucket.b", actions, { name: "b" }, { name: "b" });
  expect(said("google_project_iam_binding")).toMatch(/^medium .*authoritative/);
  expect(said("google_project_iam_binding", [bucket(["no-op"])])).toMatch(/^high .*authoritative/);
  expect(said("google_folder_iam_binding")).toMatch(/^high .*authoritative/);
  expect(said("google_secret_manager_secret_iam_binding", [bucket(["no-op"])])).toMatch(/^medium .*authoritative/);
});

describe("images", () => {
  const SERVICE = "google_cloud_run_v2_service";
  const HELLO = "us-docker.pkg.dev/cloudrun/container/hello";
  const image = (text: string) => ({ template: [{ containers: [{ image: text }] }] });
  const worst = (before: string, after: string) =>
    consequencesOf(update(SERVICE, image(before), image(after)), "production")[0];

  test.each([
    ["gcr.io/acme/chat:42", HELLO, "critical"],
    ["gcr.io/acme/chat:42", "gcr.io/acme/chat:41", "high"],
    ["gcr.io/acme/chat:v1.10.0", "gcr.io/acme/chat:v1.9.3", "high"],
    ["gcr.io/acme/chat:41", "gcr.io/acme/chat:42", "medium"],
    ["gcr.io/acme/chat:42", "gcr.io/acme/site:41", "medium"],
    [HELLO, "gcr.io/acme/chat:42", "medium"],
    ["gcr.io/acme/chat:prod", "gcr.io/acme/chat:1", "medium"],
  ])("%s → %s", (before, after, severity) => {
    const found = worst(before, after);
    expect(found?.severity).toBe(severity);
    expect(found?.text).toContain(`${after} instead of ${before}`);
  });

  test("what has not the form of an image is not quoted", () => {
    expect(worst("gcr.io/acme/chat:42", "not an image, perhaps a secret")?.text).toContain("another image instead of");
    expect(isImageReference("just-a-token-7c41e09d53b8")).toBe(false);
  });

  test("samples and versions", () => {
    expect(["nginx:1", "gcr.io/cloudrun/hello", "gcr.io/google-samples/hello-app:1.0"].every(isSampleImage)).toBe(true);
    expect(isSampleImage("gcr.io/acme/nginx")).toBe(false);
    expect(isOlderImage("gcr.io/a/b:1.2", "gcr.io/a/b:1.2.3")).toBe(false);
    expect(isOlderImage("gcr.io/a/b:2", "gcr.io/a/b:2")).toBe(false);
  });
});

describe("a rule of Cloud Armor that is a resource of its own", () => {
  const RULE = "google_compute_security_policy_rule.waf";
  const POLICY = "google_compute_security_policy.edge";
  const rule = (preview: boolean) => ({ security_policy: "edge", action: "deny(403)", priority: 1000, preview });

  test.each([
    ["enforced on what serves", [], false, "high a new rule is enforced at once"],
    ["in preview", [], true, "low new; nothing that exists changes"],
    ["of a new policy", [entry(POLICY, ["create"], null, { name: "edge" })], false, "low new"],
  ])("%s", (_, others, preview, text) => {
    expect(consequenceAt(RULE, [...others, entry(RULE, ["create"], null, rule(preview))])).toContain(text);
  });

  test("one that only logs from now on", () => {
    const change = entry(RULE, ["update"], rule(false), rule(true));
    expect(consequenceAt(RULE, [change])).toContain("high the rule only logs");
  });
});

describe("a new service that is open to the internet", () => {
  const service = { name: "site", ingress: "INGRESS_TRAFFIC_ALL", template: [{ containers: [{ image: "a" }] }] };
  const created = [entry("google_cloud_run_v2_service.site", ["create"], null, service)];

  test("is no alarm where no load balancer stands before it", () => {
    expect(consequenceAt("google_cloud_run_v2_service.site", created)).toMatch(/^low/);
  });

  test("is one where it was closed before", () => {
    const closed = { ...service, ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY" };
    const changes = [entry("google_cloud_run_v2_service.site", ["update"], closed, service)];
    expect(consequenceAt("google_cloud_run_v2_service.site", changes)).toMatch(/^critical the run.app URL is open/);
  });
});

describe("a grant on what the plan makes", () => {
  const service = entry("google_cloud_run_v2_service.site", ["create"], null, { name: "site" });
  const bucket = entry("google_storage_bucket.site", ["create"], null, { name: "site" });
  const policy = (member: string) => JSON.stringify({ bindings: [{ role: "roles/run.invoker", members: [member] }] });
  const grant = (type: string, after: Json) => entry(`${type}.g`, ["create"], null, after);

  test.each([
    [
      "a policy for everyone",
      "google_cloud_run_service_iam_policy",
      { policy_data: policy("allUsers") },
      "medium everyone",
    ],
    [
      "a policy for one",
      "google_cloud_run_service_iam_policy",
      { policy_data: policy("user:a@b") },
      "low the only holders",
    ],
    ["a binding for one", "google_cloud_run_service_iam_binding", { members: ["user:a@b"] }, "low the only holders"],
  ])("%s", (_, type, after, text) => {
    const change = grant(type, { service: "site", role: "roles/run.invoker", ...after });
    expect(consequenceAt(change.address as string, [service, change])).toContain(text);
  });

  test("a role escalates where it reaches every account", () => {
    const member = (type: string, role: string) => [grant(type, { role, member: "user:a@b" })];
    const said = (type: string, role: string) => consequenceAt(`${type}.g`, member(type, role));
    expect(said("google_project_iam_member", "roles/iam.serviceAccountUser")).toContain("high");
    expect(said("google_service_account_iam_member", "roles/iam.serviceAccountUser")).toContain("medium");
    expect(said("google_project_iam_member", "roles/monitoring.admin")).toContain("medium");
  });

  test("writing for everyone stays critical on a new bucket", () => {
    const after = { bucket: "site", role: "roles/storage.objectAdmin", member: "allUsers" };
    const change = grant("google_storage_bucket_iam_member", after);
    expect(consequenceAt(change.address as string, [bucket, change])).toMatch(/^critical everyone/);
  });
});

describe("constants of the code that the plan leaves out", () => {
  const ADDRESS = "google_compute_security_policy.edge";
  const planned = (preview: boolean) => ({ rule: [{ priority: 1, action: "deny(403)", preview, match: [] }] });
  const configured = (rule: Json) => ({
    root_module: {
      resources: [{ address: ADDRESS, type: "google_compute_security_policy", expressions: { rule: [rule] } }],
    },
  });
  const found = (rule: Json) => {
    const stacks = reviewOf([entry(ADDRESS, ["no-op"], planned(true), planned(true))], configured(rule));
    return assembleReport(stacks).stacks.flatMap(({ findings }) => findings.map(({ rule: id }) => id));
  };

  test("are named", () => {
    const rule = { priority: { constant_value: 1 }, preview: { constant_value: false } };
    expect(found(rule)).toContain("plan-hides-change");
  });

  test("are no matter where they agree, or are no constants", () => {
    expect(found({ priority: { constant_value: 1 }, preview: { constant_value: true } })).toEqual([]);
    expect(found({ priority: { constant_value: 1 }, preview: { references: ["var.preview"] } })).toEqual([]);
    expect(found({ priority: { references: ["var.p"] }, preview: { constant_value: false } })).toEqual([]);
  });
});

describe("what follows a replacement", () => {
  const GRANT = "google_cloud_run_v2_service_iam_member.caller";
  const SERVICE = "google_cloud_run_v2_service.api";
  const grant = (paths: readonly string[][]): Json => {
    const made = entry(GRANT, ["delete", "create"], { name: "a", member: "user:x" }, { member: "user:x" });
    return { ...made, change: { ...(made.change as Json), after_unknown: { name: true }, replace_paths: paths } };
  };
  const configuration = {
    root_module: {
      resources: [
        { address: SERVICE, mode: "managed", type: "google_cloud_run_v2_service", name: "api", expressions: {} },
        {
          address: GRANT,
          mode: "managed",
          type: "google_cloud_run_v2_service_iam_member",
          name: "caller",
          expressions: { name: { references: [`${SERVICE}.name`, SERVICE] }, member: { references: ["var.caller"] } },
        },
      ],
    },
  };
  const saidOf = (changes: readonly Json[]): string => {
    const change = reviewOf(changes, configuration)[0]?.changes.find(({ address }) => address === GRANT);
    return `${change?.severity} ${change?.consequence}`;
  };
  const service = (actions: readonly string[]): Json => entry(SERVICE, actions, { name: "a" }, { name: "b" });

  test("a grant that is made again only because its service is", () => {
    expect(saidOf([service(["delete", "create"]), grant([["name"]])])).toMatch(/^medium made again, as \S+api is: /);
    expect(saidOf([service(["create", "delete"]), grant([["name"]])])).toMatch(/^medium made again/);
  });

  test("one of which something of its own changes, or whose service stays", () => {
    expect(saidOf([service(["delete", "create"]), grant([["name"], ["member"]])])).toMatch(/^high /);
    expect(saidOf([service(["update"]), grant([["name"]])])).toMatch(/^high /);
  });
});

test("what others lead to is swapped where the new one comes first under another name", () => {
  const group = "google_compute_region_network_endpoint_group.api";
  const said = (actions: readonly string[], after: Json) =>
    consequenceAt(group, [entry(group, actions, { name: "a" }, after)]);
  expect(said(["create", "delete"], { name: "b" })).toMatch(/^medium replaced, .* moves to the new one before/);
  // The old one still has the name: this apply stops before anything is deleted.
  expect(said(["create", "delete"], { name: "a" })).toMatch(/^critical the apply fails here: .*\(409\)/);
  expect(said(["delete", "create"], { name: "b" })).toMatch(/^high .*resourceInUseByAnotherResource/);
  // A name that is made of a prefix is known later, and another one.
  expect(said(["create", "delete"], {})).toMatch(/^medium /);
});

test("of a database that everyone reaches nothing says that nobody does", () => {
  const database = "google_sql_database_instance.db";
  const made = (networks: readonly Json[]) =>
    consequenceAt(database, [
      entry(database, ["create"], null, {
        settings: [{ ip_configuration: [{ ipv4_enabled: true, authorized_networks: networks }] }],
      }),
    ]);
  expect(made([{ value: "0.0.0.0/0" }])).toMatch(/^critical the whole internet(?!.*nobody reaches)/);
  expect(made([{ value: "203.0.113.0/24" }])).toMatch(/^medium .*nobody reaches/);
});

test("another engine is no upgrade: Google refuses it in place, whatever the numbers are", () => {
  const database = "google_sql_database_instance.db";
  const said = (before: string, after: string) =>
    consequenceAt(database, [entry(database, ["update"], { database_version: before }, { database_version: after })]);
  expect(said("MYSQL_8_0", "POSTGRES_17")).toMatch(/^critical another engine/);
  expect(said("POSTGRES_17", "MYSQL_8_4")).toMatch(/^critical another engine/);
  expect(said("POSTGRES_15", "POSTGRES_17")).toMatch(/^high version POSTGRES_17 instead of POSTGRES_15/);
  expect(said("POSTGRES_17", "POSTGRES_15")).toMatch(/^critical an older version/);
});
