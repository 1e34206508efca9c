import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { today } from "../../cli/shared/command";
import { environmentsFor } from "../../cli/shared/environments";
import { applyStack, deployEnvironment } from "../../cli/shared/sandbox-deploy";
import { sandboxProjects, sandboxedEnvironment } from "../../cli/shared/sandbox-variables";
import { allStacks } from "../../environments/stack-names";
import type { Report } from "../../review/report";
import { startSandbox } from "../../sandbox/start";
import { changesOf, check, close, isAvailable, openDeployed, succeeded, type Deployed } from "./deployed";
import { readRun, runDirectory } from "./run";
import { makeVerifiable, reportOf, verify } from "./verifiable";

/** Google's newer APIs leave out what is zero or empty. Every other of these tests runs where they do not. */
describe("staging where zeros are left out", () => {
  let deployed: Deployed;
  beforeAll(async () => {
    if (isAvailable) deployed = await openDeployed("staging", undefined, "deployed", "left out");
  });
  afterAll(() => close(deployed));

  check("nothing is to do, and nothing has drifted, of what was deployed where they are answered", async () => {
    for (const stack of allStacks({ name: "staging" }))
      expect([stack, await changesOf(deployed, stack)]).toEqual([stack, {}]);
    const { stdout } = succeeded(await deployed.command("drift", "--environment", "staging", "--format", "json"));
    expect((JSON.parse(stdout) as Report).stacks.flatMap(({ drift }) => drift)).toEqual([]);
  });

  check("verification passes", async () => {
    await makeVerifiable(deployed);
    const { counts } = reportOf(succeeded(await verify(deployed)));
    expect(counts).toMatchObject({ failed: 0, unknown: 0, transient: 0 });
    expect(counts.passed).toBeGreaterThan(50);
  });

  check("a first deploy comes to its end, and its second plans are empty", async () => {
    const [environment] = environmentsFor(today(), "staging");
    const { availability } = readRun();
    if (environment === undefined || "reason" in availability) throw new Error("the provider cannot be asked");
    const folder = mkdtempSync(join(runDirectory(), "zeros-"));
    cpSync(join(runDirectory(), "cdktf.out", "stacks"), folder, { recursive: true });
    const sandbox = await startSandbox({ port: 0, projects: sandboxProjects([environment]), zeros: "left out" });
    try {
      const variables = sandboxedEnvironment(sandbox.url, availability.providers);
      const site = { stacks: folder, url: sandbox.url, variables };
      await deployEnvironment(site, environment, () => undefined);
      const again = await Promise.all(allStacks(environment).map((stack) => applyStack(site, stack)));
      expect(again.filter(({ changes }) => changes > 0)).toEqual([]);
      expect(sandbox.journal.unknowns()).toEqual([]);
    } finally {
      await sandbox.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
