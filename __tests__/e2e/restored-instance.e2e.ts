import { staging } from "../../environments/staging";
import { databaseInstanceName } from "../../environments/names";
import type { Report } from "../../review/report";
import { asObject, asText, type JsonObject } from "../../sandbox/core/json";
import { sandboxClient } from "../support/sandbox";
import { copyCheckout, type CopiedCheckout } from "./copied-checkout";
import { check as withProvider, close, isAvailable, openDeployed, succeeded, type Deployed } from "./deployed";
import { RestoreSteps, hasGcloud } from "./restore-steps";
import { brokenSignIns } from "./sign-in";

/**
 * The clone in the instance's place: the runbook's steps as they are printed, in a copy of the checkout, on a deployed
 * environment whose database was dropped. One story: each test goes on where the one before it ended.
 */

// Four plans of an environment take a minute on a busy machine.
jest.setTimeout(900_000);

const { project, region } = staging;
const DATABASE = databaseInstanceName(staging);
const CLONE = `${DATABASE}-restored`;
const KEY = { NETRA_REVIEW_KEY: "a key of the tests" };
const SERVICES_WITH_DATABASE = Object.entries(staging.services)
  .filter(([, { databasePool }]) => databasePool !== undefined)
  .map(([name]) => name);

const check = (name: string, body: () => Promise<void>): void => {
  if (hasGcloud) withProvider(name, body);
  else test.skip(`${name} (skipped: gcloud is not installed)`, body);
};

let deployed: Deployed;
let checkout: CopiedCheckout;
let steps: RestoreSteps;
beforeAll(async () => {
  if (!isAvailable) return;
  deployed = await openDeployed("staging");
  checkout = copyCheckout();
  steps = new RestoreSteps(staging, checkout.folder, { ...deployed.site.variables, ...KEY });
});
afterAll(async () => {
  if (!isAvailable) return;
  await close(deployed);
  checkout.remove();
});

const stored = (name: string): JsonObject | undefined => deployed.sandbox.store.get(name);
const instance = (name: string): JsonObject => stored(`sql/projects/${project}/instances/${name}`) ?? {};

/** What a report says of Cloud SQL: address and actions. */
const changesOfSql = ({ stacks }: Report): readonly (readonly [address: string, actions: string])[] =>
  stacks.flatMap(({ changes }) =>
    changes
      .filter(({ address }) => address.startsWith("google_sql_"))
      .map(({ address, actions }) => [address, actions.join()] as const),
  );

async function report(code: number, name: "review" | "drift"): Promise<Report> {
  const words = ["./netra", name, "--environment", "staging", "--format", "json"];
  const { stdout } = succeeded(await checkout.type(words, { ...deployed.site.variables, ...KEY }), code);
  return JSON.parse(stdout) as Report;
}

check("1 to 3: the database is dropped, and the clone of the moment before has it", async () => {
  await checkout.commit();
  const moment = deployed.sandbox.store.time();
  const { good } = sandboxClient(() => deployed.sandbox.url);
  await good("DELETE", `/sql/v1beta4/projects/${project}/instances/${DATABASE}/databases/${staging.database.name}`);
  await steps.type("backups create");
  await steps.type("instances clone", { moment });
  expect(await steps.type("databases list")).toMatch(new RegExp(`^RUNNABLE\n[^]*^${staging.database.name} `, "m"));
});

check("6: the old instance stops, the state forgets it and takes over the clone", async () => {
  await steps.type("--activation-policy NEVER");
  expect(asObject(instance(DATABASE).settings).activationPolicy).toBe("NEVER");
  checkout.edit(
    "environments/names.ts",
    /export const databaseInstanceName = [^;]*;/,
    RestoreSteps.pasted(staging, "databaseInstanceName"),
  );
  checkout.edit(
    "environments/staging.ts",
    /passwordVersions: \{[^}]*\}/,
    RestoreSteps.pasted(staging, "passwordVersions"),
  );
  await steps.type("state rm");
  await steps.type(" import google_sql_");
});

check(
  "the review shows nothing of Cloud SQL that is made, replaced or deleted, and is what the deploy applies",
  async () => {
    const review = await report(0, "review");
    for (const [address, actions] of changesOfSql(review)) expect([address, actions]).toEqual([address, "update"]);
    const users = changesOfSql(review).filter(([address]) => address.startsWith("google_sql_user."));
    expect(users).toHaveLength(Object.keys(staging.database.users.passwordVersions).length);
    // The review was made above, with a key of its own.
    await steps.type("netra deploy", { digest: review.digest ?? "" }, /netra review|NETRA_REVIEW_KEY/);
  },
);

check(
  "afterwards review and drift are clean, and every service is at the restored instance and may sign in",
  async () => {
    const review = await report(0, "review");
    expect(review.stacks.flatMap(({ changes }) => changes)).toEqual([]);
    expect((await report(0, "drift")).stacks.flatMap(({ drift }) => drift)).toEqual([]);
    const { store } = deployed.sandbox;
    const templates = SERVICES_WITH_DATABASE.map((name) =>
      JSON.stringify(asObject(stored(`run/projects/${project}/locations/${region}/services/${name}`)).template),
    );
    expect(templates.length).toBeGreaterThan(1);
    for (const template of templates) {
      expect(template).toContain(`${project}:${region}:${CLONE}"`);
      expect(template).not.toContain(`${project}:${region}:${DATABASE}"`);
    }
    expect(brokenSignIns(store, project, CLONE)).toEqual([]);
    expect(asText(instance(DATABASE).state)).toBe("RUNNABLE");
    expect(asObject(instance(DATABASE).settings).activationPolicy).toBe("NEVER");
  },
);

check("its last commands leave a checkout to commit: the change of the code, pages and snapshots", async () => {
  // Nobody answers there, and the sandbox is not what GitHub asks.
  await steps.type("./netra docs", {}, /netra verify/);
  const { stdout } = succeeded(await checkout.type(["git", "status", "--porcelain"]));
  const changed = stdout
    .split("\n")
    .map((line) => line.slice(3))
    .filter((file) => file !== "" && !/^(gh\.log|\.gcloud\/|cdktf\.out\/)$/.test(file));
  expect(changed.filter((file) => !/^(environments|docs\/runbooks|__tests__\/live)\//.test(file))).toEqual([]);
  expect(changed).toEqual(expect.arrayContaining(["environments/names.ts", "environments/staging.ts"]));
  expect(changed).toContain("docs/runbooks/staging/reference.md");
});
