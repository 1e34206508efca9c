import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { sandboxProjects } from "../../cli/shared/sandbox-variables";
import { staging } from "../../environments/staging";
import { asText } from "../../sandbox/core/json";
import { policyOf } from "../../sandbox/core/policies";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import { sandboxVariables } from "../../sandbox/variables";
import { sandboxClient } from "../support/sandbox";
import { RestoreSteps, hasGcloud } from "./restore-steps";

/**
 * The runbook's restore up to a clone that nothing depends on, and a backup over the same instance: gcloud's own commands,
 * as they are printed, against a sandbox. It needs gcloud, and no provider. The clone in the instance's place is
 * e2e/restored-instance.e2e.ts.
 */

jest.setTimeout(600_000);

const check = (name: string, body: () => Promise<void>): void => {
  if (hasGcloud) test(name, body);
  else test.skip(`${name} (skipped: gcloud is not installed)`, body);
};

const { project } = staging;
const [DATABASE, CLONE] = [`${project}-db`, `${project}-db-restored`];
const INSTANCES = `/sql/v1beta4/projects/${project}/instances`;

let sandbox: Sandbox;
let folder: string;
let steps: RestoreSteps;
let moment: string;
let backupBefore: string;
const { good, send } = sandboxClient(() => sandbox.url);

const stored = (name: string) => sandbox.store.get(`sql/projects/${project}/instances/${name}`);
const namesIn = (collection: string): readonly string[] =>
  sandbox.store
    .list(`sql/projects/${project}/instances/${collection}`)
    .map(([name]) => decodeURIComponent(name.slice(name.lastIndexOf("/") + 1)));

/** An instance with two databases and a backup; then the damage. */
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netra-restore-"));
  sandbox = await startSandbox({ port: 0, projects: sandboxProjects([staging]) });
  steps = new RestoreSteps(staging, folder, { ...process.env, ...sandboxVariables(sandbox.url) });
  const service = "sqladmin.googleapis.com";
  sandbox.store.put(`serviceusage/projects/${project}/services/${service}`, { name: service, state: "ENABLED" });
  await good("POST", INSTANCES, {
    name: DATABASE,
    region: staging.region,
    databaseVersion: "POSTGRES_17",
    settings: {
      tier: "db-custom-1-3840",
      edition: "ENTERPRISE",
      deletionProtectionEnabled: true,
      backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true },
    },
  });
  for (const name of [staging.database.name, "orders"]) {
    await good("POST", `${INSTANCES}/${DATABASE}/databases`, { name });
  }
  await good("POST", `${INSTANCES}/${DATABASE}/users`, { name: staging.database.users.active, password: "one" });
  await good("POST", `${INSTANCES}/${DATABASE}/backupRuns`, { description: "of the night" });
  [backupBefore = ""] = namesIn(`${DATABASE}/backupRuns`);
  moment = sandbox.store.time();
  await good("DELETE", `${INSTANCES}/${DATABASE}/databases/orders`);
});
afterAll(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => {
  expect(sandbox.journal.unknowns()).toEqual([]);
  expect(sandbox.journal.outsides()).toEqual({});
});

check("1: a backup of the damage", async () => {
  await steps.type("backups create");
  const { items } = (await good("GET", `${INSTANCES}/${DATABASE}/backupRuns`)) as { items: { description: string }[] };
  expect(items.map(({ description }) => description)).toEqual(["before a restore", "of the night"]);
});

check("2 and 3: the clone holds what was there at the moment, and the instance what is there now", async () => {
  await steps.type("instances clone", { moment });
  const printed = await steps.type("databases list");
  expect(printed).toMatch(/^RUNNABLE\n/);
  expect(printed).toMatch(/^orders /m);
  expect(namesIn(`${CLONE}/databases`)).toEqual([staging.database.name, "orders"]);
  expect(namesIn(`${DATABASE}/databases`)).toEqual([staging.database.name]);
});

check("4: rows, a table and a whole database are copied back, and nothing of the copy stays", async () => {
  await steps.type("buckets create");
  const bindings = policyOf(sandbox.store, "storage", `b/${CLONE}`).bindings as { members: string[] }[];
  expect(bindings.flatMap(({ members }) => members).sort()).toEqual(
    [CLONE, DATABASE].map((name) => `serviceAccount:${asText(stored(name)!.serviceAccountEmailAddress)}`).sort(),
  );
  await steps.type("export csv", { table: "messages", condition: "id > 7" });
  await steps.type('"gs://netra-staging-db-restored/$table.sql.gz"', { table: "messages" });
  await steps.type(
    `${staging.database.name}_restored --instance ${DATABASE} --project ${project} &&\n  gcloud sql import`,
  );
  expect(namesIn(`${DATABASE}/databases`)).toContain(`${staging.database.name}_restored`);
  const objects = sandbox.store.list(`storage/b/${CLONE}/o`).map(([name]) => name.slice(name.lastIndexOf("/") + 1));
  expect(objects).toEqual(["messages.csv", "messages.sql.gz", "restored.sql.gz"]);
  await steps.type("storage rm");
  await steps.type("--no-deletion-protection");
  expect((await send("GET", `/storage/v1/b/${CLONE}`)).status).toBe(404);
  expect([stored(CLONE), namesIn(`${DATABASE}/databases`)]).toEqual([undefined, [staging.database.name]]);
});

check("5: the backup of before the damage, over the same instance, whose name and address stay", async () => {
  const before = stored(DATABASE)!;
  const printed = await steps.type("backups restore", { backup: backupBefore });
  // The newest stands first, and is the one with the damage.
  const [, first = "", second = ""] = printed.split("\n");
  expect([first, second]).toEqual([
    expect.stringContaining("before a restore"),
    expect.stringContaining(`${backupBefore} `),
  ]);
  expect(namesIn(`${DATABASE}/databases`)).toEqual([staging.database.name, "orders"]);
  expect(stored(DATABASE)!.ipAddresses).toEqual(before.ipAddresses);
});
