import { callerRefusal, kindRefusal } from "../../cli/shared/destroy-refusals";
import { stacksToDestroy } from "../../cli/shared/destroy-environment";
import { otherChanges } from "../../cli/shared/lifted-stack";
import { liftedFile } from "../../cli/shared/lift-protections";
import { destinationOf } from "../../cli/shared/sandbox-place";
import { readStateContent } from "../../cli/shared/state-content";
import { sandboxVariables } from "../../sandbox/variables";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { commandHere } from "../support/command-here";

/** Who may destroy what, where it goes to, and what is lifted for it. */

const SANDBOX = sandboxVariables("http://127.0.0.1:8123");
const TERMINAL = { variables: {}, isTerminal: true };

describe("who may", () => {
  test("production never, staging's kind may", () => {
    expect(kindRefusal(prd)).toBe(
      "prd is production: no command destroys it, in a sandbox neither; docs/destroying.md says how people do",
    );
    expect(kindRefusal(trial)).toBeUndefined();
  });

  test("a person at a terminal", () => {
    expect(callerRefusal(TERMINAL)).toBeUndefined();
    expect(callerRefusal({ ...TERMINAL, isTerminal: false })).toMatch(/^this is no terminal: .* no option does that/);
  });

  test.each([
    "CI",
    "GITHUB_ACTIONS",
    "GITLAB_CI",
    "BUILDKITE",
    "CIRCLECI",
    "JENKINS_URL",
    "TEAMCITY_VERSION",
    "TF_BUILD",
    "CODEBUILD_BUILD_ID",
  ])("not where %s is set, terminal or not", (name) => {
    expect(callerRefusal({ isTerminal: true, variables: { [name]: "true" } })).toMatch(`${name} is set, so this is CI`);
    expect(callerRefusal({ isTerminal: true, variables: { [name]: "" } })).toBeUndefined();
  });

  test("the last applied goes first, and bootstrap only in a sandbox", () => {
    const names = ["trial-monitoring", "trial-edge", "trial-services", "trial-foundation"];
    expect(stacksToDestroy(trial, false)).toEqual(names);
    expect(stacksToDestroy(trial, true)).toEqual([...names, "bootstrap-trial"]);
  });
});

describe("netra destroy", () => {
  const destroy = commandHere("destroy");
  const away = Object.fromEntries(Object.keys(SANDBOX).map((name) => [name, undefined]));
  const run = (environment: string, variables: NodeJS.ProcessEnv) =>
    destroy(["--environment", environment], { ...away, CI: undefined, GITHUB_ACTIONS: undefined, ...variables });

  test.each<[what: string, environment: string, variables: NodeJS.ProcessEnv, code: number, said: RegExp]>([
    ["production", "prd", {}, 1, /^prd is production: /],
    ["production in a sandbox", "prd", SANDBOX, 1, /^prd is production: /],
    ["in CI", "trial", { CI: "true" }, 1, /^CI is set, so this is CI: /],
    ["without a terminal", "trial", {}, 1, /^this is no terminal: /],
    ["a sandbox in part", "trial", { ...SANDBOX, GOOGLE_SQL_CUSTOM_ENDPOINT: "" }, 2, /only in part, not GOOGLE_SQL/],
    ["a sandbox that is gone", "trial", sandboxVariables("http://127.0.0.1:9"), 2, /:9, and none answers there/],
    ["an unknown environment", "nowhere", {}, 2, /nowhere/],
  ])("%s: nothing is asked of anybody, one line says why", async (_what, environment, variables, code, said) => {
    expect(await run(environment, variables)).toEqual({
      code,
      stdout: "",
      stderr: expect.stringMatching(said) as string,
    });
  });

  test("there is no option that confirms", async () => {
    const { code, stderr } = await destroy(["--environment", "trial", "--yes"]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("unknown option '--yes'")]);
  });
});

describe("where it goes to", () => {
  test.each<[what: string, variables: NodeJS.ProcessEnv, found: object]>([
    ["Google, with nothing set", {}, { sandbox: undefined }],
    [
      "Google through an address of its own",
      { GOOGLE_SQL_CUSTOM_ENDPOINT: "https://sql.example/v1/" },
      { sandbox: undefined },
    ],
    ["a sandbox", SANDBOX, { sandbox: "http://127.0.0.1:8123" }],
  ])("%s", (_what, variables, found) => expect(destinationOf(variables)).toEqual(found));

  test.each<[what: string, change: NodeJS.ProcessEnv, name: string]>([
    ["one API", { GOOGLE_COMPUTE_CUSTOM_ENDPOINT: undefined }, "GOOGLE_COMPUTE_CUSTOM_ENDPOINT"],
    ["an API of another sandbox", { GOOGLE_REDIS_CUSTOM_ENDPOINT: "http://127.0.0.1:9/redis/v1/" }, "GOOGLE_REDIS"],
    ["an account", { GOOGLE_APPLICATION_CREDENTIALS: "key.json" }, "GOOGLE_APPLICATION_CREDENTIALS"],
    ["the proxy", { HTTPS_PROXY: "http://proxy.example" }, "HTTPS_PROXY"],
  ])("%s that leads elsewhere is named, and it is neither", (_what, change, name) => {
    expect(destinationOf({ ...SANDBOX, ...change })).toEqual({ problem: expect.stringContaining(name) as string });
  });
});

describe("what is lifted", () => {
  const lifted = (resource: object) => {
    const { text, addresses } = liftedFile(
      JSON.stringify({ terraform: { backend: { gcs: { bucket: "states" } } }, resource }),
    );
    return { resource: (JSON.parse(text) as { resource: unknown }).resource, addresses };
  };
  const prevented = { lifecycle: { prevent_destroy: true } };

  test.each<[what: string, type: string, before: object, after: object, isApplied: boolean]>([
    ["prevent_destroy, in the file alone", "t", prevented, { lifecycle: { prevent_destroy: false } }, false],
    ["deletion_protection", "t", { deletion_protection: true }, { deletion_protection: false }, true],
    ["PREVENT", "t", { deletion_policy: "PREVENT" }, { deletion_policy: "DELETE" }, true],
    [
      "ABANDON stays where nothing waits for it",
      "t",
      { deletion_policy: "ABANDON" },
      { deletion_policy: "ABANDON" },
      false,
    ],
    [
      "ABANDON of a connection, which would hold the network",
      "google_service_networking_connection",
      { deletion_policy: "ABANDON" },
      {},
      true,
    ],
    [
      "Cloud SQL's own, and its backups stay",
      "google_sql_database_instance",
      { settings: { tier: "x", deletion_protection_enabled: true } },
      { settings: { tier: "x", deletion_protection_enabled: false, retain_backups_on_delete: true } },
      true,
    ],
    [
      "a bucket with objects",
      "google_storage_bucket",
      { name: "b", ...prevented },
      { name: "b", lifecycle: { prevent_destroy: false }, force_destroy: true },
      true,
    ],
    [
      "never the bucket of the states",
      "google_storage_bucket",
      { name: "states", ...prevented },
      { name: "states", ...prevented },
      false,
    ],
  ])("%s", (_what, type, before, after, isApplied) => {
    expect(lifted({ [type]: { a: before } })).toEqual({
      resource: { [type]: { a: after } },
      addresses: isApplied ? [`${type}.a`] : [],
    });
  });

  test.each<[actions: readonly string[], address: string, isOther: boolean]>([
    [["update"], "t.a", false],
    [["no-op"], "t.b", false],
    [["read"], "data.t.b", false],
    [["update"], "t.b", true],
    [["create"], "t.a", true],
    [["delete"], "t.a", true],
    [["delete", "create"], "t.a", true],
  ])("a plan with %j of %s does more: %s", (actions, address, isOther) => {
    const change = { address, change: { actions } };
    expect(otherChanges([change], ["t.a"])).toEqual(isOther ? [change] : []);
  });
});

describe("what is taken of a state", () => {
  const state = {
    outputs: { url: { value: "canary-1" } },
    resources: [
      { mode: "data", type: "t", name: "read", instances: [{ attributes: { name: "canary-2" } }] },
      {
        mode: "managed",
        type: "google_secret_manager_secret",
        name: "key",
        instances: [{ status: "tainted", attributes: { secret_id: "the-key", name: "projects/1/secrets/the-key" } }],
      },
      {
        mode: "managed",
        type: "google_sql_user",
        name: "user",
        module: "module.a",
        instances: [
          { index_key: "b", attributes: { password: "canary-3" } },
          { index_key: 0, attributes: { name: 7 } },
        ],
      },
      {
        mode: "managed",
        type: "google_compute_global_address",
        name: "a",
        instances: [{ attributes: { name: "n", address: "203.0.113.7", address_type: "EXTERNAL" } }],
      },
    ],
  };

  test("addresses, names and what is tainted, and no value", () => {
    const content = readStateContent("s", JSON.stringify(state));
    expect(content).toEqual({
      outputs: ["url"],
      resources: [
        {
          address: "google_secret_manager_secret.key",
          type: "google_secret_manager_secret",
          name: "the-key",
          isTainted: true,
        },
        {
          address: 'module.a.google_sql_user.user["b"]',
          type: "google_sql_user",
          name: 'module.a.google_sql_user.user["b"]',
          isTainted: false,
        },
        {
          address: "module.a.google_sql_user.user[0]",
          type: "google_sql_user",
          name: "module.a.google_sql_user.user[0]",
          isTainted: false,
        },
        {
          address: "google_compute_global_address.a",
          type: "google_compute_global_address",
          name: "n",
          ip: "203.0.113.7",
          isTainted: false,
        },
      ],
    });
    expect(JSON.stringify(content)).not.toContain("canary");
  });

  test("nothing where a stack was never applied; what is no state is not quoted", () => {
    expect(readStateContent("s", " \n")).toEqual({ outputs: [], resources: [] });
    expect(() => readStateContent("s", "canary")).toThrow(/^s: terraform state: what it printed is no state/);
    expect(() => readStateContent("s", '{"resources": "canary"}')).toThrow(
      /^s: terraform state: what it printed is no state/,
    );
  });
});
