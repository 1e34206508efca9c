import { PROJECT, REGION, enableService, useSandbox, type Body } from "../support/sandbox";

/** What a restore calls: backups, clones of a moment, exports and imports. */

const api = useSandbox("sqladmin");
const { good, bad } = api;

const INSTANCES = `/sql/v1beta4/projects/${PROJECT}/instances`;
const DB = `${INSTANCES}/db`;
const any = expect.any(String) as string;

const instance = (backups: object = {}): Body => ({
  name: "db",
  region: REGION,
  databaseVersion: "POSTGRES_17",
  settings: {
    tier: "db-custom-1-3840",
    edition: "ENTERPRISE",
    userLabels: { team: "x" },
    backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, ...backups },
  },
});

/** A moment on the sandbox's own clock: every number that is drawn is a second of it. */
const moment = (): string => api.sandbox().store.time();
const namesOf = async (instancePath: string, collection: "databases" | "users"): Promise<readonly string[]> =>
  ((await good("GET", `${instancePath}/${collection}`)) as { items: { name: string }[] }).items.map(({ name }) => name);
const passwordMark = (path: string, user: string): unknown =>
  api.sandbox().store.get(`sql/projects/${PROJECT}/instances/${path}/users/${user}`)?.passwordMark;

beforeEach(async () => {
  await good("POST", INSTANCES, instance());
  await good("POST", `${DB}/databases`, { name: "shop" });
  await good("POST", `${DB}/users`, { name: "app", password: "one" });
});

const clone = (more: object = {}): Body => ({ cloneContext: { destinationInstanceName: "db-restored", ...more } });

describe("clones", () => {
  test("a clone has settings, databases and users of its original, and addresses of its own", async () => {
    expect(await good("POST", `${DB}/clone`, clone())).toMatchObject({
      status: "DONE",
      operationType: "CLONE",
      targetId: "db-restored",
    });
    const copy = await good("GET", `${INSTANCES}/db-restored`);
    const original = await good("GET", DB);
    expect(copy.settings).toEqual(original.settings);
    expect(copy.connectionName).toBe(`${PROJECT}:${REGION}:db-restored`);
    expect(copy.ipAddresses).not.toEqual(original.ipAddresses);
    expect(await namesOf(`${INSTANCES}/db-restored`, "databases")).toEqual(["shop"]);
    expect(await namesOf(`${INSTANCES}/db-restored`, "users")).toEqual(["app", "postgres"]);
    expect(await good("GET", `${INSTANCES}/db-restored/databases/shop`)).toMatchObject({ instance: "db-restored" });
  });

  test("of a moment it has what was there then: a database that was dropped, a password that was another", async () => {
    const before = moment();
    await good("DELETE", `${DB}/databases/shop`);
    await good("PUT", `${DB}/users?name=app`, { name: "app", password: "two" });
    await good("DELETE", `${DB}/users?name=postgres`);
    await good("POST", `${DB}/clone`, clone({ pointInTime: before }));
    expect(await namesOf(`${INSTANCES}/db-restored`, "databases")).toEqual(["shop"]);
    expect(await namesOf(`${INSTANCES}/db-restored`, "users")).toEqual(["app", "postgres"]);
    expect(passwordMark("db-restored", "app")).not.toBe(passwordMark("db", "app"));
    // What the original holds is not touched.
    expect(await namesOf(DB, "databases")).toEqual([]);
  });

  test.each<[string, string]>([
    ["2025-12-31T00:00:00Z", "400 invalid: The point in time 2025-12-31T00:00:00.000Z is not within the logs"],
    ["2027-01-01T00:00:00Z", "400 invalid: The point in time 2027-01-01T00:00:00.000Z is not within the logs"],
    [
      "yesterday",
      "400 invalid: Invalid value at 'body.clone_context.point_in_time' (type.googleapis.com/google.protobuf.Timestamp)",
    ],
  ])("a clone of %s is refused", async (pointInTime, said) => {
    expect(await bad("POST", `${DB}/clone`, clone({ pointInTime }))).toContain(said);
  });

  test("a clone of a moment needs logs, any clone a free name and an original", async () => {
    await good("POST", INSTANCES, { ...(instance({ pointInTimeRecoveryEnabled: false }) as object), name: "plain" });
    expect(await bad("POST", `${INSTANCES}/plain/clone`, clone({ pointInTime: moment() }))).toContain(
      "Point-in-time recovery is not enabled",
    );
    expect(await bad("POST", `${DB}/clone`, clone({ destinationInstanceName: "plain" }))).toContain(
      "409 instanceAlreadyExists",
    );
    expect(await bad("POST", `${DB}/clone`, clone({ destinationInstanceName: "No" }))).toContain("400 invalid");
    expect(await bad("POST", `${INSTANCES}/none/clone`, clone())).toContain("404 notFound");
    expect(await bad("POST", `${INSTANCES}/none/clone`, {})).toContain("404 notFound");
  });
});

describe("backups", () => {
  test("one on demand is listed, the newest first, without what the instance held", async () => {
    await good("POST", `${DB}/backupRuns`, { description: "before a restore" });
    await good("POST", `${DB}/backupRuns`);
    const { kind, items } = (await good("GET", `${DB}/backupRuns`)) as { kind: string; items: Body[] };
    expect([kind, items.length]).toEqual(["sql#backupRunsList", 2]);
    expect(items[1]).toEqual({
      kind: "sql#backupRun",
      id: any,
      instance: "db",
      type: "ON_DEMAND",
      backupKind: "SNAPSHOT",
      status: "SUCCESSFUL",
      databaseVersion: "POSTGRES_17",
      description: "before a restore",
      enqueuedTime: any,
      windowStartTime: any,
      startTime: any,
      endTime: any,
      selfLink: expect.stringContaining("/instances/db/backupRuns/") as string,
    });
    const one = `${DB}/backupRuns/${(items[1] as { id: string }).id}`;
    expect(await good("GET", one)).toEqual(items[1]);
    await good("DELETE", one);
    expect(await bad("GET", one)).toContain("404 notFound: The backup run does not exist");
    expect(await bad("DELETE", one)).toContain("404 notFound");
  });

  test("restored over the instance: databases and passwords are those of the backup", async () => {
    await good("POST", `${DB}/backupRuns`);
    const [{ id }] = ((await good("GET", `${DB}/backupRuns`)) as { items: [{ id: string }] }).items;
    const mark = passwordMark("db", "app");
    await good("DELETE", `${DB}/databases/shop`);
    await good("POST", `${DB}/databases`, { name: "later" });
    await good("PUT", `${DB}/users?name=app`, { name: "app", password: "two" });
    expect(
      await good("POST", `${DB}/restoreBackup`, { restoreBackupContext: { backupRunId: id, instanceId: "db" } }),
    ).toMatchObject({ operationType: "RESTORE_VOLUME", targetId: "db" });
    expect([await namesOf(DB, "databases"), passwordMark("db", "app")]).toEqual([["shop"], mark]);
    expect(await bad("POST", `${DB}/restoreBackup`, { restoreBackupContext: { backupRunId: "1" } })).toContain(
      "404 notFound: The backup run does not exist: 1",
    );
  });

  test("an instance that does not exist has none", async () => {
    for (const method of ["GET", "POST"]) {
      expect(await bad(method, `${INSTANCES}/none/backupRuns`)).toContain("404 notFound: The Cloud SQL instance");
    }
  });
});

describe("exports and imports", () => {
  const BUCKET = "copies-of-db";
  const exported = { exportContext: { fileType: "CSV", uri: `gs://${BUCKET}/a/rows.csv`, databases: ["shop"] } };
  const imported = { importContext: { fileType: "CSV", uri: `gs://${BUCKET}/a/rows.csv`, database: "shop" } };
  beforeEach(async () => {
    enableService(api.sandbox(), "storage");
    await good("POST", `/storage/v1/b?project=${PROJECT}`, { name: BUCKET, location: REGION });
  });
  async function grant(role: string): Promise<void> {
    const { serviceAccountEmailAddress } = (await good("GET", DB)) as { serviceAccountEmailAddress: string };
    const bindings = [{ role, members: [`serviceAccount:${serviceAccountEmailAddress}`] }];
    await good("PUT", `/storage/v1/b/${BUCKET}/iam`, { bindings });
  }

  test("they need a role on the bucket, a database, a bucket, and what is read must be there", async () => {
    const denied = "403 forbidden: The service account does not have the required permissions for the bucket.";
    expect(await bad("POST", `${DB}/export`, exported)).toBe(denied);
    await grant("roles/storage.objectViewer");
    expect(await bad("POST", `${DB}/export`, exported)).toBe(denied);
    await grant("roles/storage.objectAdmin");
    expect(await bad("POST", `${DB}/import`, imported)).toContain("404 notFound: No such object");
    expect(await good("POST", `${DB}/export`, exported)).toMatchObject({ operationType: "EXPORT", status: "DONE" });
    expect(await good("POST", `${DB}/import`, imported)).toMatchObject({ operationType: "IMPORT", status: "DONE" });
    const other = { importContext: { ...imported.importContext, database: "other" } };
    expect(await bad("POST", `${DB}/import`, other)).toContain("400 invalid: The database does not exist: other.");
    const elsewhere = { exportContext: { ...exported.exportContext, uri: "gs://no-bucket/rows.csv" } };
    expect(await bad("POST", `${DB}/export`, elsewhere)).toContain("404 notFound: The specified bucket");
    const nowhere = { exportContext: { ...exported.exportContext, uri: "rows.csv" } };
    expect(await bad("POST", `${DB}/export`, nowhere)).toContain("400 invalid: Invalid value for uri");
    expect(await bad("POST", `${INSTANCES}/none/import`, imported)).toContain("404 notFound");
  });
});

test("an operation can be asked for again", async () => {
  const made = (await good("PATCH", DB, { settings: { activationPolicy: "NEVER" } })) as { name: string };
  expect(await good("GET", `/sql/v1beta4/projects/${PROJECT}/operations/${made.name}`)).toEqual(made);
  expect(await bad("GET", `/sql/v1beta4/projects/${PROJECT}/operations/none`)).toContain("404 notFound");
});
