import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KNOWN_ADVISORIES } from "../../tools/packages/known-advisories";
import { ROOT } from "../support/tracked-files";

/** npm's own client asks a registry on this machine of our lock file: what it prints is judged as the lint workflow does. */

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function ended(command: string, args: readonly string[], cwd: string): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ["ignore", "pipe", "pipe"], timeout: 60_000 });
    const texts = { stdout: "", stderr: "" };
    child.stdout.on("data", (data: Buffer) => (texts.stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (texts.stderr += data.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, ...texts }));
  });
}

const advisory = (name: string, severity: string, range: string): object => ({
  [name]: [
    {
      ...{ id: 1, title: `A fault of ${name}`, url: "https://github.com/advisories/GHSA-test", severity },
      ...{ vulnerable_versions: range, cwe: [], cvss: { score: 5, vectorString: null } },
    },
  ],
});

let [folder, registry] = ["", ""];
let server: Server;
let answer: { readonly status: number; readonly body: object } = { status: 200, body: {} };

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netra-audit-"));
  for (const name of ["package.json", "package-lock.json"]) cpSync(join(ROOT, name), join(folder, name));
  server = createServer((request, response) => {
    request.resume().on("end", () => {
      const isAsked = request.url === "/-/npm/v1/security/advisories/bulk";
      response.writeHead(isAsked ? answer.status : 404, { "content-type": "application/json" });
      response.end(JSON.stringify(isAsked ? answer.body : {}));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  registry = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

/** As the workflow's step does it. */
async function judged(from = registry): Promise<Ended> {
  const options = ["--registry", from, "--fetch-retries", "0", "--no-update-notifier"];
  const audit = await ended("npm", ["audit", "--json", ...options], folder);
  const file = join(folder, "audit.json");
  writeFileSync(file, audit.stdout);
  return ended(
    process.execPath,
    ["--require", "./tools/register.js", "tools/packages/judge.ts", "advisories", file],
    ROOT,
  );
}

test("no advisory: 0", async () => {
  answer = { status: 200, body: {} };
  expect(await judged()).toEqual({ code: 0, stdout: "", stderr: "" });
});

test("an advisory of a package that commands load: 1, and where to look", async () => {
  answer = { status: 200, body: advisory("zod", "moderate", "<99") };
  const { code, stdout } = await judged();
  expect(code).toBe(1);
  expect(stdout).toMatch(
    /^zod: moderate, A fault of zod \(https:\/\/github\.com\/advisories\/GHSA-test\), at .*node_modules\/zod/,
  );
});

test("an advisory of what cdktf brings inside itself is left alone, and the same package elsewhere is not", async () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8")) as {
    readonly packages: Readonly<Record<string, { readonly version: string }>>;
  };
  const bundled = packages[`${KNOWN_ADVISORIES[0]!.within}lodash`]!.version;
  answer = { status: 200, body: advisory("lodash", "high", bundled) };
  expect((await judged()).code).toBe(0);
  answer = {
    status: 200,
    body: advisory("lodash", "high", `${bundled} || ${packages["node_modules/lodash"]!.version}`),
  };
  expect((await judged()).code).toBe(1);
});

test.each([
  ["refuses", 405],
  ["is down", 503],
])("a registry that %s: 2, and nothing is said to be found", async (_, status) => {
  answer = { status, body: {} };
  const { code, stdout, stderr } = await judged();
  expect([code, stdout]).toEqual([2, ""]);
  expect(stderr).toContain("the registry could not be asked");
});

test("nobody answers: 2", async () => {
  expect((await judged("http://127.0.0.1:9")).code).toBe(2);
});
