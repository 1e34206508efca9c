import { PROJECT, REGION, useSandbox, type Body } from "../support/sandbox";

const { good, bad } = useSandbox("sqladmin");

const INSTANCES = `/sql/v1beta4/projects/${PROJECT}/instances`;
const PLUS = { edition: "ENTERPRISE_PLUS", tier: "db-perf-optimized-N-2" };
const ENTERPRISE = { edition: "ENTERPRISE", tier: "db-custom-2-8192" };

const createInstance = (settings: object): Promise<Body> =>
  good("POST", INSTANCES, { name: "db", region: REGION, databaseVersion: "POSTGRES_17", settings });
const settingsNow = async (): Promise<Body> => ((await good("GET", `${INSTANCES}/db`)) as { settings: Body }).settings;

test("ENTERPRISE_PLUS comes with a data cache, backups and recovery to a point in time", async () => {
  await createInstance(PLUS);
  expect(await settingsNow()).toMatchObject({
    dataCacheConfig: { dataCacheEnabled: true },
    backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, transactionLogRetentionDays: 14 },
  });
});

test("what is sent holds against the defaults of ENTERPRISE_PLUS", async () => {
  await createInstance({
    ...PLUS,
    dataCacheConfig: { dataCacheEnabled: false },
    backupConfiguration: { enabled: false, pointInTimeRecoveryEnabled: false },
  });
  expect(await settingsNow()).toMatchObject({
    dataCacheConfig: { dataCacheEnabled: false },
    backupConfiguration: { enabled: false, pointInTimeRecoveryEnabled: false },
  });
});

test("an empty configuration of the data cache is one that is off", async () => {
  await createInstance({ ...PLUS, dataCacheConfig: {} });
  expect(((await settingsNow()) as { dataCacheConfig: Body }).dataCacheConfig).toEqual({});
});

test("ENTERPRISE comes with none of it", async () => {
  await createInstance(ENTERPRISE);
  const { dataCacheConfig, backupConfiguration } = (await settingsNow()) as Record<string, Body>;
  expect(dataCacheConfig).toBeUndefined();
  expect(backupConfiguration).toMatchObject({ enabled: false, transactionLogRetentionDays: 7 });
  expect(backupConfiguration).not.toHaveProperty("pointInTimeRecoveryEnabled");
});

describe("a patch of the edition", () => {
  test.each([
    ["without", {}],
    ["with", { dataCacheConfig: { dataCacheEnabled: true } }],
  ])("takes the data cache away and shortens the logs, %s the cache in it", async (_, more) => {
    await createInstance(PLUS);
    await good("PATCH", `${INSTANCES}/db`, { settings: { ...ENTERPRISE, ...more } });
    const settings = (await settingsNow()) as Record<string, Body>;
    expect(settings.dataCacheConfig).toBeUndefined();
    expect(settings).toMatchObject({
      ...ENTERPRISE,
      backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, transactionLogRetentionDays: 7 },
    });
  });

  test("leaves fewer days as they are", async () => {
    await createInstance({
      ...PLUS,
      backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, transactionLogRetentionDays: 3 },
    });
    await good("PATCH", `${INSTANCES}/db`, { settings: ENTERPRISE });
    expect(await settingsNow()).toMatchObject({ backupConfiguration: { transactionLogRetentionDays: 3 } });
  });

  test("is refused beside more days than the edition has", async () => {
    await createInstance(PLUS);
    const settings = { ...ENTERPRISE, backupConfiguration: { transactionLogRetentionDays: 14 } };
    expect(await bad("PATCH", `${INSTANCES}/db`, { settings })).toContain("must be between 1 and 7");
  });

  test.each([
    [{ backupConfiguration: { transactionLogRetentionDays: 14 } }, "must be between 1 and 7"],
    [{ dataCacheConfig: { dataCacheEnabled: true } }, "Only ENTERPRISE PLUS edition supports data cache"],
  ])("takes nothing away once it is done: %j is refused", async (more, problem) => {
    await createInstance(PLUS);
    await good("PATCH", `${INSTANCES}/db`, { settings: ENTERPRISE });
    expect(await bad("PUT", `${INSTANCES}/db`, { settings: { ...ENTERPRISE, ...more } })).toContain(problem);
  });
});
