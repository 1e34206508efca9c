import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

/** `netra review --plan` of somebody else's plans: renames and baselines, by the whole command. */

// Many commands, one after the other.
jest.setTimeout(240_000);

const ROOT = resolve(__dirname, "../..");
const BUCKET = "google_storage_bucket";

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), "netra-review-"))));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const review = (...args: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    const options = { cwd: ROOT, env: { ...process.env, NO_COLOR: "1" } };
    execFile(process.execPath, ["./netra", "review", ...args], options, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

const bucket = (name: string) => ({ name, project: "p", location: "EU", uniform_bucket_level_access: true });
const entry = (address: string, actions: readonly string[], before: object | null, after: object | null) => ({
  ...{ address, mode: "managed", type: BUCKET },
  change: { actions, before, after, after_unknown: {} },
});

function planFile(name: string, changes: readonly object[]): string {
  const path = join(folder, `${name}.json`);
  writeFileSync(path, JSON.stringify({ format_version: "1.2", resource_changes: changes }));
  return path;
}

test.each([
  ["count to for_each", `${BUCKET}.logs[0]`, `${BUCKET}.logs["eu"]`],
  ["into a module", `${BUCKET}.logs`, `module.logs.${BUCKET}.this`],
  ["a module renamed", `module.old.${BUCKET}.this`, `module.new.${BUCKET}.this`],
])("%s: both addresses say which moved block keeps the object", async (name, from, to) => {
  const file = planFile(name.replaceAll(" ", "-"), [
    entry(from, ["delete"], bucket("logs-of-p"), null),
    entry(to, ["create"], null, bucket("logs-of-p")),
  ]);
  const { code, stdout } = await review("--plan", file, "--format", "json");
  expect(code).toBe(1);
  const { stacks } = JSON.parse(stdout) as {
    stacks: { changes: { address: string; consequence: string }[] }[];
  };
  const { changes } = stacks[0]!;
  expect(new Set(changes.map(({ address }) => address))).toEqual(new Set([from, to]));
  for (const { consequence } of changes)
    expect(consequence).toContain(`a moved block with from = ${from} and to = ${to}`);
  // Terraform's word: a plan of somebody else need not be cdktf's.
  expect(stdout).not.toContain("moveFromId");
});

describe("a baseline", () => {
  const POOL = "google_iam_workload_identity_pool_provider";
  const provided = (condition: string) => {
    const side = {
      ...{ project: "p", workload_identity_pool_id: "ci", workload_identity_pool_provider_id: "github" },
      attribute_condition: condition,
      attribute_mapping: { "google.subject": "assertion.sub" },
      oidc: [{ issuer_uri: "https://token.actions.githubusercontent.com" }],
    };
    const change = { actions: ["no-op"], before: side, after: side, after_unknown: {} };
    return planFile("identity", [
      { ...{ address: `${POOL}.ci`, mode: "managed", type: POOL }, change },
      entry(`${BUCKET}.b`, ["update"], { ...bucket("b"), labels: { a: "1" } }, { ...bucket("b"), labels: { a: "2" } }),
    ]);
  };
  const path = (): string => join(folder, "baseline.json");
  interface Written {
    findings: { rule: string; severity: string; owner: string; expires: string }[];
  }
  const written = (): Written => JSON.parse(readFileSync(path(), "utf8")) as Written;
  const withExpiry = (expires: string): string => {
    const file = join(folder, "edited.json");
    const { findings, ...rest } = written();
    writeFileSync(file, JSON.stringify({ ...rest, findings: findings.map((one) => ({ ...one, expires })) }));
    return file;
  };
  const day = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
  const isOpen = ({ code, stdout }: Ended): boolean => code === 1 && !stdout.includes("known to platform");

  test("is written, silences, expires and opens again; one that allows too much or is none is refused", async () => {
    const prefix = provided("assertion.repository.startsWith('acme')");
    const args = ["--plan", prefix, "--all"] as const;
    expect((await review(...args, "--write-baseline", path())).code).toBe(2);
    expect((await review(...args, "--write-baseline", path(), "--owner", "platform")).code).toBe(1);
    expect(written().findings.map(({ severity, owner }) => [severity, owner])).toContainEqual(["critical", "platform"]);

    const known = await review(...args, "--baseline", path());
    expect([known.code, known.stdout.includes("known to platform until")]).toEqual([0, true]);
    expect(isOpen(await review(...args, "--baseline", withExpiry(day(-1))))).toBe(true);

    const late = await review(...args, "--baseline", withExpiry(day(91)));
    expect([late.code, late.stderr]).toEqual([
      2,
      expect.stringMatching(/^.*edited\.json: a critical finding may be known for 90 days, .*\n$/) as string,
    ]);

    const other = ["--plan", provided("assertion.ref == 'refs/heads/main'"), "--all"];
    expect((await review(...other, "--baseline", path())).code).toBe(1);

    for (const text of ["{", "[]", '{"formatVersion":1,"findings":[{"rule":1}]}']) {
      const file = join(folder, "malformed.json");
      writeFileSync(file, text);
      const { code, stderr } = await review(...args, "--baseline", file);
      expect([code, stderr.trim().split("\n")]).toEqual([2, [expect.stringMatching(/malformed\.json: no /) as string]]);
    }
  });
});
