import { spawnSync, type SpawnSyncReturns } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { adoptions } from "../../review/adopt/adoption";
import { readLive } from "../../review/adopt/live";
import { render } from "../../review/adopt/render";
import { everyStackOf, live } from "../support/adopt";

const CANARY = "canary-6f1d2b";

describe("live files", () => {
  const state = (attributes: object): unknown => ({
    version: 4,
    resources: [
      { mode: "managed", type: "google_redis_instance", name: "other", instances: [{ attributes }] },
      { mode: "managed", type: "google_redis_instance", name: "gone", instances: [{ attributes, deposed: "1" }] },
      { mode: "data", type: "google_project", name: "p", instances: [{ attributes }] },
    ],
  });
  const shown = (values: object): unknown => ({
    format_version: "1.0",
    values: {
      root_module: {
        resources: [{ mode: "data", type: "google_project", values }],
        child_modules: [{ resources: [{ mode: "managed", type: "google_redis_instance", values }] }],
      },
    },
  });

  test.each<[string, unknown]>([
    ["a stored state", state({ name: "r" })],
    ["a shown state", shown({ name: "r" })],
  ])("%s", (_, json) => {
    expect(readLive(JSON.stringify(json))).toEqual({
      ok: true,
      resources: [{ type: "google_redis_instance", attributes: { name: "r" } }],
    });
  });

  test("an empty state holds nothing", () => {
    expect(readLive('{"format_version": "1.0"}')).toEqual({ ok: true, resources: [] });
  });

  test.each<[string, string]>([
    ["no JSON", CANARY],
    ["nothing", ""],
    ["a list", `["${CANARY}"]`],
    ["an older state", JSON.stringify({ version: 3, [CANARY]: CANARY })],
    ["an encrypted state", JSON.stringify({ encrypted_data: CANARY })],
    ["a plan", JSON.stringify({ format_version: "1.2", planned_values: { [CANARY]: CANARY } })],
    ["resources that are none", JSON.stringify({ version: 4, resources: { [CANARY]: CANARY } })],
    ["values that are none", JSON.stringify({ format_version: "1.0", values: CANARY })],
    ["a mode that is none", JSON.stringify({ version: 4, resources: [{ mode: CANARY, type: "t", instances: [] }] })],
  ])("%s: one line, and not a word of the file", (_, text) => {
    const reading = readLive(text);
    expect(reading.ok).toBe(false);
    expect(JSON.stringify(reading)).not.toContain(CANARY);
    expect(reading).toMatchObject({ problem: expect.not.stringContaining("\n") as string });
  });

  test("a canary in every string, key and type of a live file is never printed", () => {
    const { stacks, resources } = everyStackOf("staging");
    const poison = (value: unknown): unknown => {
      if (Array.isArray(value)) return value.map(poison);
      if (typeof value === "object" && value !== null)
        return {
          ...Object.fromEntries(Object.entries(value).map(([key, item]) => [key, poison(item)])),
          [CANARY]: CANARY,
        };
      return typeof value === "string" ? CANARY : value;
    };
    const names = [
      "name",
      "secret_id",
      "account_id",
      "repository_id",
      "instance",
      "network",
      "service",
      "role",
      "member",
    ];
    const poisoned = resources.map(({ type, values }) => {
      const { project: _, ...kept } = values;
      const identity = Object.fromEntries(Object.entries(kept).filter(([key]) => names.includes(key)));
      return live(type, { ...(poison(kept) as object), tags: { [CANARY]: CANARY }, description: CANARY, ...identity });
    });
    const all = adoptions({ stacks, resources }, [...poisoned, live(CANARY, { name: CANARY })]);
    expect(
      all.filter(({ existing }) => existing?.kind === "found" && existing.differences.length > 0).length,
    ).toBeGreaterThan(5);
    for (const format of ["text", "json"] as const) expect(render("e", all, true, format)).not.toContain(CANARY);
  });
});

describe("the command", () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "netra-adopt-"))));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: readonly string[]): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, ["--require", "./tools/register.js", "cli/adopt.ts", ...args], {
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
