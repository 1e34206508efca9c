import { containsRange, parseRange } from "../../google/ip-ranges";
import { PROJECT, REGION, useSandbox, type Body } from "../support/sandbox";
import { CONNECTIONS, NETWORK, createPrivateNetwork } from "./private-network";

const api = useSandbox("compute", "redis", "servicenetworking");
const { good, bad } = api;

const CACHES = `/redis/v1/projects/${PROJECT}/locations/${REGION}/instances`;
const any = expect.any(String) as string;

describe("Memorystore", () => {
  const cacheBody = (body: object = {}): Body => ({
    tier: "BASIC",
    memorySizeGb: 1,
    authorizedNetwork: NETWORK,
    ...body,
  });
  const createCache = (body: Body = cacheBody()): Promise<Body> => good("POST", `${CACHES}?instanceId=cache`, body);
  const cacheRefusal = (body: Body, id = "cache"): Promise<string> => bad("POST", `${CACHES}?instanceId=${id}`, body);
  const readCache = (): Promise<Body> => good("GET", `${CACHES}/cache`);
  const privately = { connectMode: "PRIVATE_SERVICE_ACCESS" };
  beforeEach(() => createPrivateNetwork(api));

  test("an instance has its defaults and no maintenance policy", async () => {
    expect(await createCache()).toMatchObject({ done: true, name: expect.stringMatching(/\/operations\//) as string });
    expect(await readCache()).toEqual({
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
      reservedIpRange: expect.stringMatching(/^10\.20\.0\.\d+\/29$/) as string,
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
    await createCache(
      cacheBody({
        ...privately,
        tier: "STANDARD_HA",
        transitEncryptionMode: "SERVER_AUTHENTICATION",
        authEnabled: true,
        maintenancePolicy,
      }),
    );
    expect(await readCache()).toMatchObject({
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
    await createCache(cacheBody({ redisConfigs: { a: "b" }, labels: { c: "d" } }));
    const { host, createTime } = (await readCache()) as Record<string, string>;
    await good("PATCH", `${CACHES}/cache?updateMask=memorySizeGb,redis_configs`, {
      memorySizeGb: 2,
      labels: { x: "y" },
    });
    const after = (await readCache()) as object;
    expect(after).toMatchObject({ memorySizeGb: 2, labels: { c: "d" }, host, createTime });
    expect(after).not.toHaveProperty("redisConfigs");
    await good("PATCH", `${CACHES}/cache?updateMask=maintenancePolicy.description`, {});
    expect(await readCache()).not.toHaveProperty("maintenancePolicy");
    expect(await bad("PATCH", `${CACHES}/cache`, { memorySizeGb: 3 })).toBe(
      "400 invalid: update_mask: required, not found.",
    );
    expect(await bad("PATCH", `${CACHES}/cache?updateMask=tier`, { tier: "STANDARD_HA" })).toMatch(/^400 invalid: /);
    await good("POST", `${CACHES}/cache:upgrade`, { redisVersion: "REDIS_7_2" });
    expect((await readCache()).redisVersion).toBe("REDIS_7_2");
    await good("DELETE", `${CACHES}/cache`);
  });

  test.each([
    [cacheBody({ memorySizeGb: 0 }), "memory_size_gb must be between 1 and 300, found 0."],
    [cacheBody({ memorySizeGb: 301 }), "memory_size_gb must be between 1 and 300, found 301."],
    [cacheBody({ replicaCount: 1 }), "A BASIC tier instance cannot have replicas."],
    [cacheBody({ tier: "STANDARD_HA", replicaCount: 2 }), "replica_count must be 1 when read replicas are disabled."],
    [
      cacheBody({ tier: "STANDARD_HA", readReplicasMode: "READ_REPLICAS_ENABLED", memorySizeGb: 4 }),
      "Read replicas need memory_size_gb of at least 5.",
    ],
    [
      cacheBody({ ...privately, reservedIpRange: "none" }),
      `The range 'none' is not allocated for private service access of network '${NETWORK}'.`,
    ],
    [{ tier: "BASIC", memorySizeGb: 1 }, `The resource 'projects/${PROJECT}/global/networks/default' was not found`],
  ])("%j is refused", async (body, message) => {
    expect(await cacheRefusal(body)).toBe(`400 invalid: ${message}`);
  });

  test("what is at the boundary is taken", async () => {
    expect(await cacheRefusal(cacheBody(), "A")).toBe("400 invalid: Invalid instance id 'A'.");
    expect(await cacheRefusal(cacheBody(), "a".repeat(41))).toMatch(/^400 invalid: /);
    await good(
      "POST",
      `${CACHES}?instanceId=${"a".repeat(40)}`,
      cacheBody({ memorySizeGb: 300, ...privately, reservedIpRange: "services" }),
    );
    await createCache(
      cacheBody({ tier: "STANDARD_HA", readReplicasMode: "READ_REPLICAS_ENABLED", memorySizeGb: 5, replicaCount: 5 }),
    );
  });

  test("a block is answered where none, a name or a block was sent; it never changes", async () => {
    await createCache(cacheBody({ ...privately, reservedIpRange: "services" }));
    const { host, reservedIpRange } = (await readCache()) as Record<string, string>;
    expect(containsRange(parseRange(reservedIpRange!)!, parseRange(`${host}/32`)!)).toBe(true);
    await good("PATCH", `${CACHES}/cache?updateMask=memorySizeGb`, { memorySizeGb: 2 });
    expect((await readCache()).reservedIpRange).toBe(reservedIpRange);
    expect(await bad("PATCH", `${CACHES}/cache?updateMask=reservedIpRange`, { reservedIpRange: "other" })).toBe(
      "400 invalid: The field reservedIpRange cannot be updated.",
    );
    await good("POST", `${CACHES}?instanceId=sent`, cacheBody({ reservedIpRange: "192.168.0.0/29" }));
    expect(await good("GET", `${CACHES}/sent`)).toMatchObject({
      ...{ host: "192.168.0.3", reservedIpRange: "192.168.0.0/29" },
    });
    const reading = {
      tier: "STANDARD_HA",
      readReplicasMode: "READ_REPLICAS_ENABLED",
      memorySizeGb: 5,
      replicaCount: 2,
    };
    await good("POST", `${CACHES}?instanceId=read`, cacheBody(reading));
    expect((await good("GET", `${CACHES}/read`)).reservedIpRange).toMatch(/\/28$/);
  });

  test("private service access needs the connection, and keeps it", async () => {
    await createCache(cacheBody(privately));
    const one = `${CONNECTIONS}/servicenetworking-googleapis-com`;
    expect(await good("POST", one, { consumerNetwork: NETWORK })).toHaveProperty("error");
    expect(await bad("PATCH", `${CACHES}/cache?updateMask=connectMode`, { connectMode: "DIRECT_PEERING" })).toBe(
      "400 invalid: The field connectMode cannot be updated.",
    );
    await good("DELETE", `${CACHES}/cache`);
    await good("POST", one, { consumerNetwork: NETWORK });
    expect(await cacheRefusal(cacheBody(privately))).toBe(
      `400 failedPrecondition: Google private service access is not enabled. Enable private service access and try again. Network: ${NETWORK}`,
    );
  });
});
