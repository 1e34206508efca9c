import { defaultAnswer, liveValue } from "../../google/hardened/answer";
import { DATABASE_ACCESS, DATABASE_PROTECTION } from "../../google/hardened/cloud-sql";
import { JOB_TEMPLATE, SERVICE_CONTAINER, SERVICE_PROTECTION } from "../../google/hardened/cloud-run";
import { HARDENED_ROWS } from "../../google/hardened/table";
import { valueAt } from "../../policy/core/resource";
import { estateOf } from "../support/synthesized";

describe.each(["trial", "prd"] as const)("%s has every hardened value at its row's path", (environment) => {
  const { resources } = estateOf(environment);

  test.each(HARDENED_ROWS.filter(({ type }) => resources.some((resource) => resource.type === type)))(
    "$type $path is $value",
    ({ type, path, value }) => {
      const found = resources
        .filter((resource) => resource.type === type)
        .map((resource) => valueAt(resource, path))
        // A redirect stands in one of the URL maps, egress in the services that have any.
        .filter((each) => each !== undefined);
      expect(found.length).toBeGreaterThan(0);
      expect(new Set(found)).toEqual(new Set([value]));
    },
  );
});

test("every row says where it is said", () => {
  expect(
    HARDENED_ROWS.filter(({ source }) => !/^https:\/\/(cloud\.google\.com|registry\.terraform\.io)\//.test(source)),
  ).toEqual([]);
});

describe("what an answer says of a row", () => {
  test("the value at its path, in lists too", () => {
    expect(liveValue(DATABASE_ACCESS.sslMode, { settings: { ipConfiguration: { sslMode: "ANY" } } })).toBe("ANY");
    const containers = [{ ports: [{ name: "h2c" }] }];
    expect(liveValue(SERVICE_CONTAINER.portName, { template: { containers } })).toBe("h2c");
  });

  test("nothing where the answer has nothing, a block, or no such argument", () => {
    expect(liveValue(DATABASE_ACCESS.sslMode, {})).toBeUndefined();
    expect(liveValue(DATABASE_ACCESS.sslMode, { settings: { ipConfiguration: { sslMode: {} } } })).toBeUndefined();
    expect(liveValue(SERVICE_PROTECTION.deletionProtection, { deletion_protection: true })).toBeUndefined();
  });

  test("a switch that is left out is off, a number 0", () => {
    expect(liveValue(DATABASE_PROTECTION.backups, { settings: {} })).toBe(false);
    expect(liveValue(JOB_TEMPLATE.maxRetries, { template: { template: {} } })).toBe(0);
  });
});

test("where nothing was sent, Google answers its defaults", () => {
  expect(defaultAnswer(DATABASE_ACCESS)).toMatchObject({
    settings: {
      ipConfiguration: {
        ipv4Enabled: true,
        sslMode: "ALLOW_UNENCRYPTED_AND_ENCRYPTED",
        serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
      },
    },
  });
  expect(defaultAnswer(SERVICE_CONTAINER)).toEqual({});
  expect(defaultAnswer(DATABASE_PROTECTION, JOB_TEMPLATE)).toEqual({
    template: { template: { maxRetries: 3, executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2" } },
  });
});
