import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join, resolve } from "node:path";
import { startRunnerSandbox } from "../support/e2e-sandbox";
import { KEY } from "../support/misbehaving-edge";
import { startCountingEdge, type CountingEdge } from "../verify/load/load-edge";

const ROOT = resolve(__dirname, "../..");
const LOAD = ["--require", join(ROOT, "tools/register.js"), join(ROOT, "cli/load.ts")];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const load = (...args: readonly string[]): Promise<Ended> =>
  new Promise((done) => {
    const options = { cwd: ROOT, env: { ...process.env, NO_COLOR: "1", E2E_BYPASS_KEY: KEY }, timeout: 60_000 };
    execFile(process.execPath, [...LOAD, ...args], options, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

interface Interrupted extends Ended {
  readonly calls: readonly string[];
  readonly edge: CountingEdge;
}

/** Interrupts a load, as Ctrl-C on a terminal does: every process of it, when the first request has come. */
async function interrupted(): Promise<Interrupted> {
  const [edge, google] = await Promise.all([startCountingEdge(), startRunnerSandbox()]);
  const env = { ...process.env, ...google.variables, E2E_BYPASS_KEY: KEY };
  const { address, httpsPort } = edge.target;
  const args = [
    "--environment",
    "staging",
    "--duration",
    "60",
    "--arrivals",
    "2",
    "--sockets",
    "3",
    "--format",
    "json",
  ];
  const child = spawn(
    process.execPath,
    [...LOAD, ...args, "--token", "--connect-to", `${address}:${httpsPort}`, "--ca", edge.ca],
    { cwd: ROOT, env, detached: true },
  );
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const watch = setInterval(() => {
    if (!edge.requests.some((request) => request.startsWith("GET https:")) || child.pid === undefined) return;
    clearInterval(watch);
    process.kill(-child.pid, "SIGINT");
  }, 20);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(watch);
  await edge.close();
  const calls = google.sandbox.journal.requests().map(({ method, path }) => `${method} ${path.split("?")[0] ?? ""}`);
  await google.sandbox.close();
  return { code, stdout, stderr, calls, edge };
}

const REFUSED: Readonly<Record<string, readonly [args: readonly string[], line: string]>> = {
  production: [
    ["--environment", "production"],
    "production: its users are no test load; name an environment of staging's kind",
  ],
  unknown: [["--environment", "prod"], 'unknown environment "prod"; known: staging, production'],
  short: [["--environment", "staging", "--duration", "59"], "--duration 59: allowed are 60 to 900 seconds"],
  text: [["--environment", "staging", "--sockets", "many"], "--sockets NaN: allowed are 1 to 1000 sockets"],
  address: [
    ["--environment", "staging", "--connect-to", "a b"],
    "error: option '--connect-to <address>' argument 'a b' is invalid. ADDRESS[:HTTPS_PORT[:HTTP_PORT]] is needed; an IPv6 address stands in brackets.",
  ],
  authorities: [["--environment", "staging", "--ca", "/nowhere"], "/nowhere: not readable (ENOENT)"],
};

let refused: Readonly<Record<string, Ended>>;
let stopped: Interrupted;

beforeAll(async () => {
  const runs = Object.entries(REFUSED).map(async ([name, [args]]) => [name, await load(...args)] as const);
  [stopped, refused] = await Promise.all([interrupted(), Promise.all(runs).then(Object.fromEntries<Ended>)]);
}, 60_000);

test.each(Object.entries(REFUSED))("%s: exit 2, one line and nothing else", (name, [, line]) => {
  expect(refused[name]).toEqual({ code: 2, stdout: "", stderr: `${line}\n` });
});

test("Ctrl-C ends the load, reports what was seen and gives the lock back: exit 2", () => {
  const { code, stdout, stderr, calls, edge } = stopped;
  expect([code, stderr]).toEqual([2, ""]);
  const report = JSON.parse(stdout) as {
    cutShort: string;
    answers: { verdict: string }[];
    observed: { routes: unknown[] };
  };
  expect(report.cutShort).toBe("the load was stopped");
  expect(new Set(report.answers.map(({ verdict }) => verdict))).toEqual(new Set(["could not tell"]));
  expect(report.observed.routes.length).toBeGreaterThan(0);
  expect(edge.openSockets()).toBe(0);
  expect(edge.requests[0]).toBe("POST https://auth.staging.netrasystems.ai/auth/e2e/test-auth");
  expect(calls.at(-1)).toBe("DELETE /storage/v1/b/netra-staging-e2e-results/o/e2e.lock");
});
