import { PROJECT, REGION, useSandbox, type Body } from "../support/sandbox";

const { good, bad } = useSandbox("compute", "sqladmin", "redis", "servicenetworking");

const INSTANCES = `/sql/v1beta4/projects/${PROJECT}/instances`;
const CACHES = `/redis/v1/projects/${PROJECT}/locations/${REGION}/instances`;
const COMPUTE = `/compute/v1/projects/${PROJECT}/global`;
const CONNECTIONS = "/servicenetworking/v1/services/servicenetworking.googleapis.com/connections";
const NETWORK = `projects/${PROJECT}/global/networks/net`;
const any = expect.any(String) as string;

async function network(isConnected = true): Promise<void> {
  await good("POST", `${COMPUTE}/networks`, { name: "net", autoCreateSubnetworks: false });
  const range = {
    name: "services",
    addressType: "INTERNAL",
    purpose: "VPC_PEERING",
    address: "10.20.0.0",
    prefixLength: 16,
  };
  await good("POST", `${COMPUTE}/addresses`, { ...range, network: NETWORK });
  if (isConnected) await good("POST", CONNECTIONS, { network: NETWORK, reservedPeeringRanges: ["services"] });
}

describe("Cloud SQL instances", () => {
  const instance = (settings: object = {}, more: object = {}): Body => ({
    name: "db",
    region: REGION,
    databaseVersion: "POSTGRES_17",
    settings: { tier: "db-custom-1-3840", edition: "ENTERPRISE", ...settings },
    ...more,
  });
  const privately = (ip: object = {}): object => ({
    ipConfiguration: { ipv4Enabled: false, privateNetwork: NETWORK, ...ip },
  });
  const read = (): Promise<Body> => good("GET", `${INSTANCES}/db`);

  test("a change is answered by a finished operation of Cloud SQL", async () => {
    expect(await good("POST", INSTANCES, instance())).toEqual({
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
    await good("POST", INSTANCES, instance({ insightsConfig }, { rootPassword: "canary" }));
    const found = (await read()) as Record<string, Body>;
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
    expect((await read()).settings).toMatchObject({
      edition: "ENTERPRISE_PLUS",
      backupConfiguration: { transactionLogRetentionDays: 14, backupRetentionSettings: { retainedBackups: 15 } },
    });
    await good("POST", INSTANCES, { ...(body("POSTGRES_15", "db-f1-micro") as object), name: "old" });
    expect((await good("GET", `${INSTANCES}/old`)).settings.edition).toBe("ENTERPRISE");
  });

  const backups = (body: object): object => ({
    backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, ...body },
  });
  const PLUS = { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2" };

  test.each([
    [
      { tier: "db-perf-optimized-N-2" },
      /^400 invalid: Invalid request: Invalid Tier \(db-perf-optimized-N-2\) for \(ENTERPRISE\) Edition\. Use a Tier like db-custom-\*/,
    ],
    [{ tier: "db-custom-3-3840" }, /Invalid Tier \(db-custom-3-3840\)/],
    [{ edition: "constructor" }, /Invalid Tier \(db-custom-1-3840\) for \(constructor\) Edition/],
    [
      backups({ transactionLogRetentionDays: 8 }),
      /^400 invalid: Invalid request: The number of transaction log retention days must be between 1 and 7\.$/,
    ],
    [backups({ transactionLogRetentionDays: 0 }), /must be between 1 and 7/],
    [{ ...PLUS, ...backups({ transactionLogRetentionDays: 36 }) }, /must be between 1 and 35/],
    [backups({ enabled: false }), /^400 invalid: Point in time recovery must be disabled when backups are disabled\.$/],
    [
      { availabilityType: "REGIONAL" },
      /^400 invalid: Regional availability needs automated backups and point-in-time recovery/,
    ],
    [
      { ipConfiguration: { ipv4Enabled: false } },
      /^400 invalid: At least one of Public IP, Private IP or PSC connectivity must be enabled\.$/,
    ],
    [
      { ipConfiguration: { privateNetwork: "projects/x/global/networks/none" } },
      /^400 invalid: The resource 'projects\/x\/global\/networks\/none' was not found$/,
    ],
  ])("the settings %j are refused", async (settings, refusal) => {
    expect(await bad("POST", INSTANCES, instance(settings))).toMatch(refusal);
  });

  test.each([
    backups({ transactionLogRetentionDays: 7 }),
    backups({ transactionLogRetentionDays: 1 }),
    { ...PLUS, ...backups({ transactionLogRetentionDays: 35 }) },
    { availabilityType: "REGIONAL", ...backups({}) },
    { tier: "db-g1-small" },
  ])("the settings %j are taken", async (settings) => {
    await good("POST", INSTANCES, instance(settings));
  });

  test("a private address needs the connection, lies in its range, and is kept over changes", async () => {
    await network(false);
    expect(await bad("POST", INSTANCES, instance(privately()))).toBe(
      "400 failedPrecondition: Failed to create subnetwork. Please create Service Networking connection with service 'servicenetworking.googleapis.com' from consumer project network again.",
    );
    await good("POST", CONNECTIONS, { network: NETWORK, reservedPeeringRanges: ["services"] });
    expect(await bad("POST", INSTANCES, instance(privately({ allocatedIpRange: "none" })))).toBe(
      `400 invalid: The allocated IP range 'none' is not part of the connection of network '${NETWORK}'.`,
    );
    await good("POST", INSTANCES, instance(privately({ allocatedIpRange: "services" })));
    const { ipAddresses } = (await read()) as { ipAddresses: unknown[] };
    expect(ipAddresses).toEqual([{ type: "PRIVATE", ipAddress: expect.stringMatching(/^10\.20\.0\.\d+$/) as string }]);
    await good("PUT", `${INSTANCES}/db`, instance(privately({ ipv4Enabled: true })));
    expect((await read()).ipAddresses).toEqual([{ type: "PRIMARY", ipAddress: any }, ...ipAddresses]);
  });

  test("an instance keeps the connection and the network; the operation fails, as Google's does", async () => {
    await network();
    await good("POST", INSTANCES, instance(privately()));
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
    await good("POST", INSTANCES, instance({ databaseFlags: [{ name: "a", value: "b" }], dataDiskSizeGb: 20 }));
    const put = { settings: { ...(instance() as { settings: object }).settings, settingsVersion: "1" } };
    await good("PUT", `${INSTANCES}/db`, put);
    const after = (await read()) as { settings: Record<string, unknown> };
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
    expect((await read()).settings).toMatchObject({
      activationPolicy: "NEVER",
      edition: "ENTERPRISE",
      settingsVersion: "3",
    });
    await good("PATCH", `${INSTANCES}/db`, { databaseVersion: "POSTGRES_18" });
    expect(await read()).toMatchObject({
      databaseInstalledVersion: "POSTGRES_18_4",
      settings: { edition: "ENTERPRISE" },
    });
    expect(await bad("PATCH", `${INSTANCES}/db`, { databaseVersion: "POSTGRES_17" })).toBe(
      "400 invalid: The database version cannot be lowered to POSTGRES_17.",
    );
    expect(await bad("PUT", `${INSTANCES}/db`, instance({ dataDiskSizeGb: "19" }))).toBe(
      "400 invalid: Disk size cannot be decreased.",
    );
    expect(await bad("PATCH", `${INSTANCES}/none`, {})).toBe("404 notFound: The Cloud SQL instance does not exist.");
  });

  test("Google's own protection keeps it; its name is not free again, and no client waits for it", async () => {
    await good("POST", INSTANCES, instance({ deletionProtectionEnabled: true }));
    const taken =
      "409 instanceAlreadyExists: The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date.";
    expect(await bad("POST", INSTANCES, instance())).toBe(taken);
    expect(await bad("DELETE", `${INSTANCES}/db`)).toBe(
      "400 failedPrecondition: The instance is protected. Please disable the deletion protection and try again. To disable deletion protection, update the instance settings with deletionProtectionEnabled set to false.",
    );
    await good("PUT", `${INSTANCES}/db`, instance());
    await good("POST", `${INSTANCES}/db/databases`, { name: "app" });
    await good("DELETE", `${INSTANCES}/db`);
    expect(await bad("POST", INSTANCES, instance())).toBe(taken);
    expect(await bad("GET", `${INSTANCES}/db/users`)).toBe("404 notFound: The Cloud SQL instance does not exist: db.");
    await good("POST", INSTANCES, { ...(instance() as object), name: "db2" });
    expect((await good("GET", `${INSTANCES}/db2/databases`)).items).toEqual([]);
  });

  describe("contents", () => {
    beforeEach(() => good("POST", INSTANCES, instance()));

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

describe("Memorystore", () => {
  const cache = (body: object = {}): Body => ({ memorySizeGb: 1, authorizedNetwork: NETWORK, ...body });
  const make = (body: Body = cache()): Promise<Body> => good("POST", `${CACHES}?instanceId=cache`, body);
  const refused = (body: Body, id = "cache"): Promise<string> => bad("POST", `${CACHES}?instanceId=${id}`, body);
  const read = (): Promise<Body> => good("GET", `${CACHES}/cache`);
  const privately = { connectMode: "PRIVATE_SERVICE_ACCESS" };
  beforeEach(() => network());

  test("an instance has its defaults and no maintenance policy", async () => {
    expect(await make()).toMatchObject({ done: true, name: expect.stringMatching(/\/operations\//) as string });
    expect(await read()).toEqual({
      name: `projects/${PROJECT}/locations/${REGION}/instances/cache`,
      memorySizeGb: 1,
      authorizedNetwork: NETWORK,
      tier: "BASIC",
      connectMode: "DIRECT_PEERING",
      redisVersion: "REDIS_7_0",
      transitEncryptionMode: "DISABLED",
      persistenceConfig: { persistenceMode: "DISABLED" },
      readReplicasMode: "READ_REPLICAS_DISABLED",
      createTime: any,
      state: "READY",
      host: any,
      port: 6379,
      locationId: `${REGION}-a`,
      currentLocationId: `${REGION}-a`,
      nodes: [{ id: "node-0", zone: `${REGION}-a` }],
      persistenceIamIdentity: any,
    });
    expect(await good("GET", `${CACHES}/cache/authString`)).toEqual({});
  });

  test("in two zones, with TLS and AUTH: its port, authorities and string; zeros of a window are absent", async () => {
    const startTime = { hours: 3, minutes: 0, seconds: 0, nanos: 0 };
    const maintenancePolicy = { weeklyMaintenanceWindow: [{ day: "SUNDAY", startTime }] };
    await make(
      cache({
        ...privately,
        tier: "STANDARD_HA",
        transitEncryptionMode: "SERVER_AUTHENTICATION",
        authEnabled: true,
        maintenancePolicy,
      }),
    );
    expect(await read()).toMatchObject({
      port: 6378,
      host: expect.stringMatching(/^10\.20\.0\.\d+$/) as string,
      replicaCount: 1,
      alternativeLocationId: `${REGION}-b`,
      serverCaCerts: [{ cert: any }],
      maintenancePolicy: { weeklyMaintenanceWindow: [{ day: "SUNDAY", startTime: { hours: 3 } }] },
    });
    const { authString } = (await good("GET", `${CACHES}/cache/authString`)) as { authString: string };
    expect(authString).toMatch(/^[0-9a-f]{36}$/);
    expect(await good("GET", `${CACHES}/cache/authString`)).toEqual({ authString });
    expect(await bad("GET", `${CACHES}/none/authString`)).toMatch(/^404 /);
  });

  test("an update takes what its mask names, in either case, and keeps the rest", async () => {
    await make(cache({ redisConfigs: { a: "b" }, labels: { c: "d" } }));
    const { host, createTime } = (await read()) as Record<string, string>;
    await good("PATCH", `${CACHES}/cache?updateMask=memorySizeGb,redis_configs`, {
      memorySizeGb: 2,
      labels: { x: "y" },
    });
    const after = (await read()) as object;
    expect(after).toMatchObject({ memorySizeGb: 2, labels: { c: "d" }, host, createTime });
    expect(after).not.toHaveProperty("redisConfigs");
    await good("PATCH", `${CACHES}/cache?updateMask=maintenancePolicy.description`, {});
    expect(await read()).not.toHaveProperty("maintenancePolicy");
    expect(await bad("PATCH", `${CACHES}/cache`, { memorySizeGb: 3 })).toBe("400 invalid: update_mask is required");
    expect(await bad("PATCH", `${CACHES}/cache?updateMask=tier`, { tier: "STANDARD_HA" })).toMatch(/^400 invalid: /);
    await good("POST", `${CACHES}/cache:upgrade`, { redisVersion: "REDIS_7_2" });
    expect((await read()).redisVersion).toBe("REDIS_7_2");
    await good("DELETE", `${CACHES}/cache`);
  });

  test.each([
    [cache({ memorySizeGb: 0 }), "memory_size_gb must be between 1 and 300, found 0."],
    [cache({ memorySizeGb: 301 }), "memory_size_gb must be between 1 and 300, found 301."],
    [cache({ replicaCount: 1 }), "A BASIC tier instance cannot have replicas."],
    [cache({ tier: "STANDARD_HA", replicaCount: 2 }), "replica_count must be 1 when read replicas are disabled."],
    [
      cache({ tier: "STANDARD_HA", readReplicasMode: "READ_REPLICAS_ENABLED", memorySizeGb: 4 }),
      "Read replicas need memory_size_gb of at least 5.",
    ],
    [
      cache({ ...privately, reservedIpRange: "none" }),
      `The range 'none' is not allocated for private service access of network '${NETWORK}'.`,
    ],
    [{ memorySizeGb: 1 }, `The resource 'projects/${PROJECT}/global/networks/default' was not found`],
  ])("%j is refused", async (body, message) => {
    expect(await refused(body)).toBe(`400 invalid: ${message}`);
  });

  test("what is at the boundary is taken", async () => {
    expect(await refused(cache(), "A")).toBe("400 invalid: Invalid instance id 'A'.");
    expect(await refused(cache(), "a".repeat(41))).toMatch(/^400 invalid: /);
    await good(
      "POST",
      `${CACHES}?instanceId=${"a".repeat(40)}`,
      cache({ memorySizeGb: 300, ...privately, reservedIpRange: "services" }),
    );
    await make(
      cache({ tier: "STANDARD_HA", readReplicasMode: "READ_REPLICAS_ENABLED", memorySizeGb: 5, replicaCount: 5 }),
    );
  });

  test("private service access needs the connection, and keeps it", async () => {
    await make(cache(privately));
    const one = `${CONNECTIONS}/servicenetworking-googleapis-com`;
    expect(await good("POST", one, { consumerNetwork: NETWORK })).toHaveProperty("error");
    expect(await bad("PATCH", `${CACHES}/cache?updateMask=connectMode`, { connectMode: "DIRECT_PEERING" })).toBe(
      "400 invalid: The field connectMode cannot be updated.",
    );
    await good("DELETE", `${CACHES}/cache`);
    await good("POST", one, { consumerNetwork: NETWORK });
    expect(await refused(cache(privately))).toBe(
      `400 failedPrecondition: Google private service access is not enabled. Enable private service access and try again. Network: ${NETWORK}`,
    );
  });
});
