import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startSandbox, type Sandbox } from "../../sandbox/start";
import { sandboxVariables } from "../../sandbox/variables";
import { stateBucketName } from "../../environments/names";
import { trial } from "../fixture/trial";
import { commandHere } from "../support/command-here";
import { sandboxClient } from "../support/sandbox";
import { testClock, type TestClock } from "../support/test-clock";

/** serving and rollback as people run them, against a sandbox with the services of an environment. */

const { project, region } = trial;
const PARENT = `projects/${project}/locations/${region}/services`;
const NAMES = Object.keys(trial.services);
const [SERVICE = ""] = NAMES;
const STATES = stateBucketName(trial);

let sandbox: Sandbox;
let folder: string;
let clock: TestClock;
let onPause: () => void | Promise<void> = () => undefined;
const { good, send } = sandboxClient(() => sandbox.url);

const body = (timeout: string): object => ({ template: { timeout, containers: [{ image: "image" }] } });
const deliver = (timeout: string, service = SERVICE) => good("PATCH", `/run/v2/${PARENT}/${service}`, body(timeout));
const trafficOf = async (service = SERVICE): Promise<object[]> =>
  ((await good("GET", `/run/v2/${PARENT}/${service}`)) as { traffic: object[] }).traffic;
const run = (name: "serving" | "rollback", ...args: readonly string[]) =>
  commandHere(name, clock)(["--environment", "trial", ...args], sandboxVariables(sandbox.url));

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "netra-rollback-"));
  clock = testClock(() => onPause(), Date.UTC(2026, 10, 29));
  onPause = () => undefined;
  sandbox = await startSandbox({ port: 0, projects: [{ id: project, stateBucket: STATES, region }] });
  sandbox.store.put(`serviceusage/projects/${project}/services/run.googleapis.com`, {
    name: "run.googleapis.com",
    state: "ENABLED",
  });
  for (const service of NAMES) await good("POST", `/run/v2/${PARENT}?serviceId=${service}`, body("60s"));
});
afterEach(async () => {
  await sandbox.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What served before, in a file. */
async function before(): Promise<string> {
  const { stdout } = await run("serving", "--format", "json");
  const file = join(folder, "before.json");
  writeFileSync(file, stdout);
  return file;
}

const lock = (): Promise<unknown> =>
  send(
    "POST",
    `/upload/storage/v1/b/${STATES}/o?uploadType=media&name=services%2Fdefault.tflock`,
    JSON.stringify({ ID: "1", Who: "somebody@host", Operation: "OperationTypeApply", Created: "2026-11-28T23:55:00Z" }),
    { "Content-Type": "text/plain" },
  );
const unlock = (): Promise<unknown> => good("DELETE", `/storage/v1/b/${STATES}/o/services%2Fdefault.tflock`);

describe("serving", () => {
  test("a line a service, as text and as a record", async () => {
    const { code, stdout } = await run("serving");
    expect([code, stdout.trimEnd().split("\n").length]).toEqual([0, NAMES.length]);
    expect(stdout).toContain(`${SERVICE}-00001-sbx 100 %`);
    const record = JSON.parse((await run("serving", "--format", "json")).stdout) as object;
    expect(record).toMatchObject({
      formatVersion: 1,
      environment: "trial",
      project,
      time: "2026-11-29T00:00:00.000Z",
    });
    expect((record as { services: object[] }).services[0]).toEqual({
      service: SERVICE,
      created: `${SERVICE}-00001-sbx`,
      ready: `${SERVICE}-00001-sbx`,
      traffic: { [`${SERVICE}-00001-sbx`]: 100 },
    });
  });

  test("--check waits until all serve what they should, and says which do not", async () => {
    const pinned = [
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: `${SERVICE}-00001-sbx`, percent: 100 },
    ];
    await deliver("61s");
    await good("PATCH", `/run/v2/${PARENT}/${SERVICE}?updateMask=traffic`, { traffic: pinned });
    const wrong = await run("serving", "--check");
    expect([wrong.code, clock.pauses.length]).toEqual([1, 9]);
    expect(wrong.stderr).toContain(
      `${SERVICE}: traffic goes to ${SERVICE}-00001-sbx 100 %; all of it should go to ${SERVICE}-00002-sbx`,
    );
    onPause = async () => {
      await deliver("62s");
      await good("PATCH", `/run/v2/${PARENT}/${SERVICE}?updateMask=traffic`, {
        traffic: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
      });
    };
    const right = await run("serving", "--check");
    expect([right.code, right.stderr, clock.pauses.length]).toEqual([0, "", 10]);
  });

  test("a service that does not exist is said, and is a finding", async () => {
    await good("DELETE", `/run/v2/${PARENT}/${SERVICE}`);
    const { code, stdout, stderr } = await run("serving", "--check");
    expect([
      code,
      stdout.includes("does not exist"),
      stderr.includes(`${SERVICE}: the service does not exist`),
    ]).toEqual([1, true, true]);
  });

  test("what Google does not tell ends in 2, without a line", async () => {
    sandbox.faults.add({ path: "/services/", nth: 1, times: 1000, harm: { kind: "status", status: 403 } });
    const { code, stdout, stderr } = await run("serving");
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("what trial serves could not be told");
  });
});

describe("rollback --before", () => {
  test("every service that got a new revision goes back, and how to keep and undo the pin is said", async () => {
    const file = await before();
    await deliver("61s");
    const { code, stdout, stderr } = await run("rollback", "--before", file, "--owner", 'team "a"; `id`');
    expect([code, stderr]).toEqual([0, ""]);
    expect(await trafficOf()).toEqual([
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: `${SERVICE}-00001-sbx`, percent: 100 },
    ]);
    expect(stdout.split("\n")).toEqual([
      `- \`${SERVICE}\`: traffic of trial is **pinned** to \`${SERVICE}-00001-sbx\`, away from \`${SERVICE}-00002-sbx\`; owner team a id, until 2026-12-06`,
      `  - undo: \`./netra rollback --environment trial --service ${SERVICE} --to latest\``,
      `  - keep: the next deploy undoes it too, unless \`environments/trial.ts\` says, in \`services["${SERVICE}"]\` and in \`waivers\`:`,
      "",
      "    ```ts",
      `    pinnedRevision: "${SERVICE}-00001-sbx",`,
      `    { rule: "run-traffic-latest", address: "google_cloud_run_v2_service.${SERVICE}",`,
      `      reason: "rolled back from ${SERVICE}-00002-sbx", owner: "team a id", expires: "2026-12-06" },`,
      "    ```",
      "",
    ]);
    // Nothing else of the service has changed.
    expect(await good("GET", `/run/v2/${PARENT}/${SERVICE}`)).toMatchObject({ template: { timeout: "61s" } });
  });

  test("where nothing has moved there is nothing to do", async () => {
    const { code, stdout } = await run("rollback", "--before", await before());
    expect([code, stdout]).toEqual([0, "No service of trial got a new revision: there is nothing to roll back.\n"]);
  });

  test("one that Google refuses does not keep the next one from it", async () => {
    const file = await before();
    for (const service of NAMES.slice(0, 2)) await deliver("61s", service);
    sandbox.faults.add({
      method: "PATCH",
      path: `/services/${SERVICE}`,
      nth: 1,
      times: 1,
      harm: { kind: "status", status: 403 },
    });
    const { code, stdout } = await run("rollback", "--before", file);
    expect(code).toBe(1);
    expect(stdout).toContain(
      `- **\`${SERVICE}\` could not be pinned** to \`${SERVICE}-00001-sbx\`; it serves what it served`,
    );
    expect(stdout).toContain(`- \`${NAMES[1]}\`: traffic of trial is **pinned**`);
  });

  test("beside a running apply it waits, and goes on when that has ended", async () => {
    const file = await before();
    await deliver("61s");
    await lock();
    onPause = async () => {
      await unlock();
    };
    const { code, stderr } = await run("rollback", "--before", file);
    expect([code, clock.pauses]).toEqual([0, [5000]]);
    expect(stderr).toContain("trial-services: the state is locked by somebody@host since 2026-11-28T23:55:00.000Z");
  });

  test("an apply that does not end keeps it from doing anything: whose lock it is, how old, and how it is freed", async () => {
    const file = await before();
    await deliver("61s");
    await lock();
    const { code, stdout, stderr } = await run("rollback", "--before", file);
    expect([code, (await trafficOf())[0]]).toEqual([
      2,
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 },
    ]);
    expect(clock.pauses.reduce((sum, pause) => sum + pause, 0)).toBe(4 * 60_000);
    expect(stdout).toMatch(/^\*\*Nothing more of trial is rolled back: .*\*\*$/m);
    expect(stderr).toContain("nothing is rolled back beside a running apply");
    expect(stderr).toContain("force-unlock");
  });

  test.each([
    ["is no record", "web\tnetra\n", "not what netra serving --format json writes"],
    [
      "is of another environment",
      JSON.stringify({ formatVersion: 1, environment: "prd", project, time: "2026-11-29T00:00:00Z", services: [] }),
      `of prd (project ${project}), not of trial`,
    ],
    [
      "names a revision that is no name",
      JSON.stringify({
        ...{ formatVersion: 1, environment: "trial", project, time: "2026-11-29T00:00:00Z" },
        services: [{ service: SERVICE, created: "a`b", traffic: {} }],
      }),
      "not what netra serving --format json writes",
    ],
  ])("a file that %s changes nothing, exit 2", async (_, text, said) => {
    const file = join(folder, "wrong.json");
    writeFileSync(file, text);
    await deliver("61s");
    const { code, stderr } = await run("rollback", "--before", file);
    expect([code, (await trafficOf())[0]]).toEqual([
      2,
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 },
    ]);
    expect(stderr).toContain(said);
  });
});

describe("rollback --service", () => {
  beforeEach(() => deliver("61s"));

  test("without --to its revisions are listed, nothing is changed, exit 2", async () => {
    const { code, stderr } = await run("rollback", "--service", SERVICE);
    expect([code, (await trafficOf())[0]]).toEqual([
      2,
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 },
    ]);
    expect(stderr).toContain("nothing is changed: choose a revision with --to");
    expect(stderr).toMatch(
      new RegExp(`  ${SERVICE}-00002-sbx  \\S+  ready  100 % of the traffic\n  ${SERVICE}-00001-sbx`),
    );
  });

  test("it goes to the revision that is named, and to the latest again", async () => {
    const pinned = await run("rollback", "--service", SERVICE, "--to", `${SERVICE}-00001-sbx`);
    expect([pinned.code, (await trafficOf())[0]]).toMatchObject([
      0,
      { revision: `${SERVICE}-00001-sbx`, percent: 100 },
    ]);
    const lifted = await run("rollback", "--service", SERVICE, "--to", "latest");
    expect([lifted.code, lifted.stdout, (await trafficOf())[0]]).toEqual([
      0,
      `- \`${SERVICE}\`: its latest ready revision has all traffic of trial again\n`,
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 },
    ]);
  });

  test.each<[string, readonly string[], string]>([
    ["a revision that does not exist", ["--service", SERVICE, "--to", `${SERVICE}-00009-sbx`], "no ready revision of"],
    ["no name of a revision", ["--service", SERVICE, "--to", "a b"], "--to: no name of a revision"],
    ["a service that is not declared", ["--service", "wbe", "--to", "web-1"], `declared: ${NAMES.join(", ")}`],
    ["nothing", [], "name what goes back: --before FILE, or --service NAME and --to REVISION"],
    ["both", ["--service", SERVICE, "--before", "x"], "name what goes back"],
    ["--to without a service", ["--to", "latest"], "name what goes back"],
  ])("%s: nothing is changed, exit 2", async (_, args, said) => {
    const { code, stderr } = await run("rollback", ...args);
    expect([code, (await trafficOf())[0]]).toEqual([
      2,
      { type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 },
    ]);
    expect(stderr).toContain(said);
  });
});
