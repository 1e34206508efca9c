import { readFileSync } from "node:fs";
import { join } from "node:path";
import { allStacks } from "../../environments/stack-names";
import type { Report } from "../../review/report";
import { ONLY_HOST, changesOf, check, close, isAvailable, openDeployed, type Deployed } from "./deployed";
import { readRun, runDirectory } from "./run";

const { deployments, deviations, stacks } = readRun();

check("the first deploys asked as Google's documents allow, and were answered as they say", () => {
  expect(deviations).toEqual([]);
});

describe.each(["staging", "production"])("%s in a sandbox", (name) => {
  let deployed: Deployed;
  beforeAll(async () => {
    if (isAvailable) deployed = await openDeployed(name);
  });
  afterAll(() => close(deployed));

  const all = allStacks({ name });

  check("every stack was applied, with every resource that it declares", () => {
    const applied = Object.fromEntries(deployments[name]!.applied.map(({ stack, changes }) => [stack, changes]));
    const declared = all.map((stack) => {
      const types = Object.values(stacks[stack]!.resource ?? {}) as object[];
      return [stack, types.reduce<number>((sum, type) => sum + Object.keys(type).length, 0)];
    });
    expect(applied).toEqual(Object.fromEntries(declared));
  });

  check("from the bytes that production is deployed from", () => {
    for (const stack of all) {
      const text = (folder: string) => readFileSync(join(folder, stack, "cdk.tf.json"), "utf8");
      expect(text(deployed.site.stacks)).toBe(text(join(runDirectory(), "cdktf.out", "stacks")));
    }
  });

  check("asked for no route that is not served, and for no host but the provider's own question", () => {
    expect(deployments[name]!.unknown).toEqual([]);
    expect(Object.keys(deployments[name]!.outside)).toEqual([ONLY_HOST]);
  });

  for (const stack of all) {
    check(`the second plan of ${stack} is empty and reads only`, async () => {
      deployed.sandbox.journal.clear();
      expect(await changesOf(deployed, stack)).toEqual({});
      const requests = deployed.sandbox.journal.requests();
      expect(requests.length).toBeGreaterThan(3);
      const writes = requests.filter(({ method, path }) => !isRead(method, path));
      expect(writes).toEqual([]);
      expect(deployed.sandbox.journal.unknowns()).toEqual([]);
      expect(Object.keys(deployed.sandbox.journal.outsides())).toEqual([ONLY_HOST]);
    });
  }
});

describe.each(["staging", "production"])("the review of %s as it is deployed", (name) => {
  let deployed: Deployed;
  beforeAll(async () => {
    if (isAvailable) deployed = await openDeployed(name);
  });
  afterAll(() => close(deployed));

  // The policy has read our own synthesis until here: what Google answers has other forms, links for names among them.
  check("finds nothing: no change, no drift, no finding", async () => {
    const whole = await deployed.command("review", "--environment", name, "--format", "json");
    const bootstrap = await deployed.command("review", "--stack", `bootstrap-${name}`, "--format", "json");
    for (const { stdout, stderr } of [whole, bootstrap]) {
      expect(stderr).toBe("");
      const { stacks: reviewed } = JSON.parse(stdout) as Report;
      expect(reviewed.flatMap(({ changes, drift, findings }) => [...changes, ...drift, ...findings])).toEqual([]);
    }
    expect([whole.status, bootstrap.status]).toEqual([0, 0]);
  });
});

/** A policy is read by a POST; the lock of the state is the backend's, and goes again. */
const isRead = (method: string, path: string): boolean =>
  method === "GET" || path.includes(":getIamPolicy") || path.includes("default.tflock");
