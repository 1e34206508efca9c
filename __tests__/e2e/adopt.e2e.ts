import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const CANARY = "canary-6f1d2b";

describe("the command", () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "netra-adopt-"))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: readonly string[]): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, ["./netra", "adopt", ...args], {
      cwd: resolve(__dirname, "../.."),
      encoding: "utf8",
      timeout: 60_000,
    });

  const runLive = (text: string): SpawnSyncReturns<string> => {
    const file = join(folder, "live.json");
    writeFileSync(file, text);
    return run("--environment", "staging", "--live", file);
  };

  const stateOf = (attributes: object): string =>
    JSON.stringify({
      version: 4,
      resources: [{ mode: "managed", type: "google_compute_network", instances: [{ attributes }] }],
    });

  test("0 where nothing would be replaced, 1 where something would", () => {
    const network = { name: "netra-staging-network", project: "netra-staging", auto_create_subnetworks: false };
    expect(runLive(stateOf(network))).toMatchObject({ status: 0, stderr: "" });
    expect(runLive(stateOf({ ...network, auto_create_subnetworks: true }))).toMatchObject({
      status: 1,
      stdout: expect.stringContaining("REPLACED, because of auto_create_subnetworks") as string,
    });
  });

  test.each<[string, () => SpawnSyncReturns<string>]>([
    ["a file that is none", () => run("--environment", "staging", "--live", join(folder, "missing"))],
    ["a file that says nothing", () => runLive(CANARY)],
  ])("2, one line and no report: %s", (_, start) => {
    const { status, stdout, stderr } = start();
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^[^\n]+\n$/);
    expect(stderr).not.toContain(CANARY);
  });
});
