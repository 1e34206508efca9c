import { PROJECT, REGION, useSandbox, type Body } from "../support/sandbox";
import { CONNECTIONS, NETWORK, createPrivateNetwork } from "./private-network";

const api = useSandbox("compute", "sqladmin", "servicenetworking");
const { good, bad } = api;

const INSTANCES = `/sql/v1beta4/projects/${PROJECT}/instances`;
const COMPUTE = `/compute/v1/projects/${PROJECT}/global`;
const any = expect.any(String) as string;

describe("Cloud SQL instances", () => {
  const instanceBody = (settings: object = {}, more: object = {}): Body => ({
    name: "db",
    region: REGION,
    databaseVersion: "POSTGRES_17",
    settings: { tier: "db-custom-1-3840", edition: "ENTERPRISE", ...settings },
    ...more,
  });
  const privateSettings = (ip: object = {}): object => ({
    ipConfiguration: { ipv4Enabled: false, privateNetwork: NETWORK, ...ip },
  });
  const readInstance = (): Promise<Body> => good("GET", `${INSTANCES}/db`);

  test("a change is answered by a finished operation of Cloud SQL", async () => {
    expect(await good("POST", INSTANCES, instanceBody())).toEqual({
      kind: "sql#operation",
      name: any,
      status: "DONE",
      operationType: "CREATE",
      targetId: "db",
      targetProject: PROJECT,
      targetLink: `https://sqladmin.googleapis.com/sql/v1beta4/projects/${PROJECT}/instances/db`,
      selfLink: expect.stringContaining(`/projects/${PROJECT}/operations/`) as string,
      insertTime: any,
      startTime: any,
      endTime: any,
    });
  });

  test("an instance has its defaults; blocks that are not sent stay away", async () => {
    const insightsConfig = { queryInsightsEnabled: true, queryStringLength: 1024 };
    await good("POST", INSTANCES, instanceBody({ insightsConfig }, { rootPassword: "canary" }));
    const found = (await readInstance()) as Record<string, Body>;
    expect(found.settings).toEqual({
      kind: "sql#settings",
      tier: "db-custom-1-3840",
      edition: "ENTERPRISE",
      pricingPlan: "PER_USE",
      activationPolicy: "ALWAYS",
      availabilityType: "ZONAL",
      dataDiskType: "PD_SSD",
      dataDiskSizeGb: "10",
      storageAutoResize: true,
      storageAutoResizeLimit: "0",
      connectorEnforcement: "NOT_REQUIRED",
      replicationType: "SYNCHRONOUS",
      settingsVersion: "1",
      backupConfiguration: {
        kind: "sql#backupConfiguration",
        enabled: false,
        startTime: "04:00",
        backupRetentionSettings: { retainedBackups: 7, retentionUnit: "COUNT" },
        transactionLogRetentionDays: 7,
      },
      locationPreference: { kind: "sql#locationPreference", zone: `${REGION}-a` },
      ipConfiguration: {
        ipv4Enabled: true,
        requireSsl: false,
        sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
        serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
        serverCertificateRotationMode: "SERVER_CERTIFICATE_ROTATION_MODE_UNSPECIFIED",
      },
      insightsConfig,
    });
    expect(Object.keys(found).sort()).toEqual(
      [
        ...[
          "backendType",
          "connectionName",
          "createTime",
          "databaseInstalledVersion",
          "databaseVersion",
          "etag",
          "gceZone",
        ],
        ...["instanceType", "ipAddresses", "kind", "maintenanceVersion", "name", "project", "region", "selfLink"],
        ...["serverCaCert", "serviceAccountEmailAddress", "settings", "state"],
      ].sort(),
    );
    expect(found).toMatchObject({ connectionName: `${PROJECT}:${REGION}:db`, state: "RUNNABLE", kind: "sql#instance" });
    expect(found.ipAddresses).toEqual([{ type: "PRIMARY", ipAddress: any }]);
  });

  test("PostgreSQL 16 and later are ENTERPRISE_PLUS unless something else is said", async () => {
    const body = (databaseVersion: string, tier: string): Body => ({
      name: "db",
      region: REGION,
      databaseVersion,
      settings: { tier },
    });
    expect(await bad("POST", INSTANCES, body("POSTGRES_16", "db-custom-1-3840"))).toBe(
      "400 invalid: Invalid request: Invalid Tier (db-custom-1-3840) for (ENTERPRISE_PLUS) Edition. Use a predefined Tier like db-perf-optimized-N-* instead. Learn more at https://cloud.google.com/sql/docs/postgres/create-instance#machine-types.",
    );
    await good("POST", INSTANCES, body("POSTGRES_16", "db-perf-optimized-N-2"));
    expect((await readInstance()).settings).toMatchObject({
      edition: "ENTERPRISE_PLUS",
      backupConfiguration: { transactionLogRetentionDays: 14, backupRetentionSettings: { retainedBackups: 15 } },
    });
    await good("POST", INSTANCES, { ...(body("POSTGRES_15", "db-f1-micro") as object), name: "old" });
    expect((await good("GET", `${INSTANCES}/old`)).settings.edition).toBe("ENTERPRISE");
  });

  const backupSettings = (body: object): object => ({
    backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, ...body },
  });
  const PLUS = { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2" };

  test.each([
    [
      { tier: "db-perf-optimized-N-2" },
      /^400 invalid: Invalid request: Invalid Tier \(db-perf-optimized-N-2\) for \(ENTERPRISE\) Edition\. Use a Tier like db-custom-\*/,
    ],
    [{ tier: "db-custom-3-3840" }, /Invalid Tier \(db-custom-3-3840\)/],
    [{ edition: "constructor" }, /Invalid value at 'body\.settings\.edition' \(TYPE_ENUM\), "constructor"/],
    [
      backupSettings({ transactionLogRetentionDays: 8 }),
      /^400 invalid: Invalid request: The number of transaction log retention days must be between 1 and 7\.$/,
    ],
    [backupSettings({ transactionLogRetentionDays: 0 }), /must be between 1 and 7/],
    [{ ...PLUS, ...backupSettings({ transactionLogRetentionDays: 36 }) }, /must be between 1 and 35/],
    [
      backupSettings({ enabled: false }),
      /^400 invalid: Point in time recovery must be disabled when backups are disabled\.$/,
    ],
    [{ availabilityType: "REGIONAL" }, /^400 invalid: Regional availability needs automated backups to be enabled\.$/],
    [
      { dataCacheConfig: { dataCacheEnabled: true } },
      /^400 invalid: Invalid request: Only ENTERPRISE PLUS edition supports data cache$/,
    ],
    [{ tier: "db-c4a-highmem-4" }, /^501 notImplemented: db-c4a-highmem-4: the sandbox does not know which machines/],
    [
      { ipConfiguration: { ipv4Enabled: false } },
      /^400 invalid: At least one of Public IP, Private IP or PSC connectivity must be enabled\.$/,
    ],
    [
      { ipConfiguration: { privateNetwork: "projects/x/global/networks/none" } },
      /^400 invalid: The resource 'projects\/x\/global\/networks\/none' was not found$/,
    ],
  ])("the settings %j are refused", async (settings, refusal) => {
    expect(await bad("POST", INSTANCES, instanceBody(settings))).toMatch(refusal);
  });

  test.each([
    backupSettings({ transactionLogRetentionDays: 7 }),
    backupSettings({ transactionLogRetentionDays: 1 }),
    { ...PLUS, ...backupSettings({ transactionLogRetentionDays: 35 }) },
    { availabilityType: "REGIONAL", ...backupSettings({}) },
    { availabilityType: "REGIONAL", ...backupSettings({ pointInTimeRecoveryEnabled: false }) },
    { ...PLUS, dataCacheConfig: { dataCacheEnabled: true } },
    { tier: "db-g1-small" },
  ])("the settings %j are taken", async (settings) => {
    await good("POST", INSTANCES, instanceBody(settings));
  });

  test.each(["MYSQL_8_4", "SQLSERVER_2022_STANDARD"])("%s is not served, and nothing is made", async (version) => {
    expect(await bad("POST", INSTANCES, instanceBody({}, { databaseVersion: version }))).toBe(
      `501 notImplemented: ${version}: the sandbox serves PostgreSQL, and no other engine.`,
    );
    expect(await bad("GET", `${INSTANCES}/db`)).toMatch(/^404 /);
  });

  test.each([
    [{ masterInstanceName: "primary" }, "replicas and read pools"],
    [{ instanceType: "READ_POOL_INSTANCE", nodeCount: 2 }, "replicas and read pools"],
    [{ onPremisesConfiguration: { hostPort: "192.0.2.1:5432" } }, "what stands for a database outside of Cloud SQL"],
  ])("an instance with %j is not served", async (more, what) => {
    expect(await bad("POST", INSTANCES, instanceBody({}, more))).toBe(
      `501 notImplemented: The sandbox does not serve ${what}.`,
    );
  });

  test("an instance with a certificate of a CA service has a name", async () => {
    await good("POST", INSTANCES, instanceBody({ ipConfiguration: { serverCaMode: "GOOGLE_MANAGED_CAS_CA" } }));
    expect((await readInstance()).dnsNames).toEqual([
      {
        name: expect.stringMatching(/\.europe-west1\.sql\.goog\.$/) as string,
        connectionType: "PUBLIC",
        dnsScope: "INSTANCE",
      },
    ]);
  });

  test("a private address needs the connection, lies in its range, and is kept over changes", async () => {
    await createPrivateNetwork(api, false);
    expect(await bad("POST", INSTANCES, instanceBody(privateSettings()))).toBe(
      "400 failedPrecondition: Failed to create subnetwork. Please create Service Networking connection with service 'servicenetworking.googleapis.com' from consumer project network again.",
    );
    await good("POST", CONNECTIONS, { network: NETWORK, reservedPeeringRanges: ["services"] });
    expect(await bad("POST", INSTANCES, instanceBody(privateSettings({ allocatedIpRange: "none" })))).toBe(
      `400 invalid: The allocated IP range 'none' is not part of the connection of network '${NETWORK}'.`,
    );
    await good("POST", INSTANCES, instanceBody(privateSettings({ allocatedIpRange: "services" })));
    const { ipAddresses } = (await readInstance()) as { ipAddresses: unknown[] };
    expect(ipAddresses).toEqual([{ type: "PRIVATE", ipAddress: expect.stringMatching(/^10\.20\.0\.\d+$/) as string }]);
    await good("PUT", `${INSTANCES}/db`, instanceBody(privateSettings({ ipv4Enabled: true })));
    expect((await readInstance()).ipAddresses).toEqual([{ type: "PRIMARY", ipAddress: any }, ...ipAddresses]);
  });

  test("an instance keeps the connection and the network; the operation fails, as Google's does", async () => {
    await createPrivateNetwork(api);
    await good("POST", INSTANCES, instanceBody(privateSettings()));
    const one = `${CONNECTIONS}/servicenetworking-googleapis-com`;
    expect(await good("POST", one, { consumerNetwork: NETWORK })).toEqual({
      name: any,
      done: true,
      error: {
        code: 9,
        message:
          "Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.",
      },
    });
    expect(await bad("DELETE", `${COMPUTE}/networks/net`)).toMatch(/^400 resourceInUseByAnotherResource: /);
    await good("DELETE", `${INSTANCES}/db`);
    expect(await good("POST", one, { consumerNetwork: NETWORK })).not.toHaveProperty("error");
  });

  test("a PUT replaces settings and merges the rest, under the settings' version", async () => {
    await good(
      "POST",
      INSTANCES,
      instanceBody({ databaseFlags: [{ name: "work_mem", value: "b" }], dataDiskSizeGb: 20 }),
    );
    const put = { settings: { ...(instanceBody() as { settings: object }).settings, settingsVersion: "1" } };
    await good("PUT", `${INSTANCES}/db`, put);
    const after = (await readInstance()) as { settings: Record<string, unknown> };
    expect(after).toMatchObject({
      region: REGION,
      databaseVersion: "POSTGRES_17",
      settings: { settingsVersion: "2", dataDiskSizeGb: "20" },
    });
    expect(after.settings).not.toHaveProperty("databaseFlags");
    const stale = "412 conditionNotMet: The settingsVersion does not match the current one; read the instance again.";
    expect(await bad("PUT", `${INSTANCES}/db`, put)).toBe(stale);
    expect(await bad("PATCH", `${INSTANCES}/db`, { settings: { settingsVersion: 1 } })).toBe(stale);
    await good("PATCH", `${INSTANCES}/db`, { settings: { activationPolicy: "NEVER", settingsVersion: 2 } });
    expect((await readInstance()).settings).toMatchObject({
      activationPolicy: "NEVER",
      edition: "ENTERPRISE",
      settingsVersion: "3",
    });
    await good("PATCH", `${INSTANCES}/db`, { databaseVersion: "POSTGRES_18" });
    expect(await readInstance()).toMatchObject({
      databaseInstalledVersion: "POSTGRES_18_4",
      settings: { edition: "ENTERPRISE" },
    });
    expect(await bad("PATCH", `${INSTANCES}/db`, { databaseVersion: "POSTGRES_17" })).toBe(
      "400 invalid: The database version cannot be lowered to POSTGRES_17.",
    );
    expect(await bad("PUT", `${INSTANCES}/db`, instanceBody({ dataDiskSizeGb: "19" }))).toBe(
      "400 invalid: Disk size cannot be decreased.",
    );
    expect(await bad("PATCH", `${INSTANCES}/none`, {})).toBe(
      "404 notFound: The Cloud SQL instance does not exist: none.",
    );
  });

  test("Google's own protection keeps it; its name is not free again, and no client waits for it", async () => {
    await good("POST", INSTANCES, instanceBody({ deletionProtectionEnabled: true }));
    const taken =
      "409 instanceAlreadyExists: The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date.";
    expect(await bad("POST", INSTANCES, instanceBody())).toBe(taken);
    expect(await bad("DELETE", `${INSTANCES}/db`)).toBe(
      "400 failedPrecondition: The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false.",
    );
    await good("PUT", `${INSTANCES}/db`, instanceBody());
    await good("POST", `${INSTANCES}/db/databases`, { name: "app" });
    await good("DELETE", `${INSTANCES}/db`);
    expect(await bad("POST", INSTANCES, instanceBody())).toBe(taken);
    expect(await bad("GET", `${INSTANCES}/db/users`)).toBe("404 notFound: The Cloud SQL instance does not exist: db.");
    await good("POST", INSTANCES, { ...(instanceBody() as object), name: "db2" });
    expect((await good("GET", `${INSTANCES}/db2/databases`)).items).toEqual([]);
  });

  describe("contents", () => {
    beforeEach(() => good("POST", INSTANCES, instanceBody()));

    test("databases", async () => {
      const DATABASES = `${INSTANCES}/db/databases`;
      await good("POST", DATABASES, { name: "app" });
      const whole = {
        kind: "sql#database",
        name: "app",
        charset: "UTF8",
        collation: "en_US.UTF8",
        instance: "db",
        project: PROJECT,
        selfLink: `https://sqladmin.googleapis.com/sql/v1beta4/projects/${PROJECT}/instances/db/databases/app`,
        etag: any,
      };
      expect(await good("GET", `${DATABASES}/app`)).toEqual(whole);
      await good("PUT", `${DATABASES}/app`, { charset: "LATIN1" });
      expect((await good("GET", DATABASES)).items).toEqual([{ ...whole, charset: "LATIN1" }]);
      expect((await good("DELETE", `${DATABASES}/app`)).operationType).toBe("DELETE");
      expect(await bad("POST", `${INSTANCES}/none/databases`, { name: "app" })).toBe(
        "404 notFound: The Cloud SQL instance does not exist: none.",
      );
    });

    test("users: the one of PostgreSQL is there, and no password comes back", async () => {
      const USERS = `${INSTANCES}/db/users`;
      const whole = (name: string): object => ({
        kind: "sql#user",
        name,
        host: "",
        instance: "db",
        project: PROJECT,
        type: "BUILT_IN",
        etag: any,
      });
      expect(await good("GET", USERS)).toEqual({ kind: "sql#usersList", items: [whole("postgres")] });
      await good("POST", USERS, { name: "app", password: "canary", instance: "db", host: null });
      expect((await good("GET", USERS)).items).toEqual([whole("app"), whole("postgres")]);
      await good("PUT", `${USERS}?host=&name=app`, { password: "canary2" });
      expect(await bad("PUT", `${USERS}?host=&name=none`, {})).toBe("404 notFound: The user none does not exist.");
      expect(await bad("POST", USERS, {})).toBe("400 invalid: Invalid request: the name of the user is missing.");
      await good("DELETE", `${USERS}?host=&name=app`);
      expect(await bad("DELETE", `${USERS}?host=&name=app`)).toBe("404 notFound: The user does not exist.");
    });
  });
});
