import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { resolve } from "node:path";
import { startRunnerSandbox } from "../support/e2e-sandbox";
import { commandHere } from "../support/command-here";
import { inPairs } from "../support/in-pairs";
import { KEY, TOKEN } from "../support/misbehaving-edge";
import { startCountingEdge, type CountingEdge } from "../verify/load/load-edge";
import { NETRA } from "../support/program";

const ROOT = resolve(__dirname, "../..");
const LOAD = [...NETRA, "load"];

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

const load = (args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  new Promise((done) => {
    const env = { ...process.env, NO_COLOR: "1", E2E_BYPASS_KEY: KEY, ...variables };
    execFile(process.execPath, [...LOAD, ...args], { cwd: ROOT, env, timeout: 120_000 }, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

/** For what is refused before anything is asked. */
const loadHere = commandHere("load.ts");

interface Interrupted extends Ended {
  readonly calls: readonly string[];
  readonly edge: CountingEdge;
}

const WISHES = ["--environment", "trial", "--duration", "60", "--arrivals", "2", "--sockets", "3", "--token"];

const towards = ({ target: { address, httpsPort }, ca }: CountingEdge): readonly string[] => [
  ...["--connect-to", `${address}:${httpsPort}`],
  ...["--ca", ca],
];

/** One of Google's APIs that refuses everything, and says in its refusal whatever secret it may have heard of. */
async function startEcho(): Promise<{ readonly url: string; readonly close: () => Promise<unknown> }> {
  const server = createServer((_request, response) => {
    response.writeHead(400).end(JSON.stringify({ error: { message: `not for ${TOKEN} nor ${KEY}` } }));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, close: () => new Promise((closed) => server.close(closed)) };
}

/** Monitoring refuses: nothing is loaded. */
async function refusedByMonitoring(): Promise<Ended> {
  const [edge, google, echo] = await Promise.all([startCountingEdge(), startRunnerSandbox(), startEcho()]);
  const variables = { ...google.variables, GOOGLE_MONITORING_CUSTOM_ENDPOINT: echo.url };
  const ended = await load([...WISHES, ...towards(edge)], variables);
  await Promise.all([edge.close(), google.sandbox.close(), echo.close()]);
  return ended;
}

/** Interrupts a load, as Ctrl-C on a terminal does: every process of it. By then requests were answered. The log refuses. */
async function interrupted(): Promise<Interrupted> {
  const [edge, google, echo] = await Promise.all([startCountingEdge(), startRunnerSandbox(), startEcho()]);
  const env = {
    ...{ ...process.env, ...google.variables },
    ...{ E2E_BYPASS_KEY: KEY, GOOGLE_LOGGING_CUSTOM_ENDPOINT: echo.url },
  };
  const child = spawn(process.execPath, [...LOAD, ...WISHES, "--format", "json", ...towards(edge)], {
    ...{ cwd: ROOT, env, detached: true },
  });
  let [stdout, stderr] = ["", ""];
  child.stdout.on("data", (text: Buffer) => (stdout += text.toString()));
  child.stderr.on("data", (text: Buffer) => (stderr += text.toString()));
  const watch = setInterval(() => {
    // One arrives each second: of five, the first was answered long ago.
    const requests = edge.requests.filter((request) => request.startsWith("GET https:"));
    if (requests.length < 5 || child.pid === undefined) return;
    clearInterval(watch);
    process.kill(-child.pid, "SIGINT");
  }, 20);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(watch);
  const calls = google.sandbox.journal.requests().map(({ method, path }) => `${method} ${path.split("?")[0] ?? ""}`);
  await Promise.all([edge.close(), google.sandbox.close(), echo.close()]);
  return { code, stdout, stderr, calls, edge };
}

const REFUSED: Readonly<Record<string, readonly [args: readonly string[], line: string]>> = {
  prd: [["--environment", "prd"], "prd: its users are no test load; name an environment of staging's kind"],
  unknown: [["--environment", "prod"], 'unknown environment "prod"; known: trial, prd'],
  short: [["--environment", "trial", "--duration", "59"], "--duration 59: allowed are 60 to 900 seconds"],
  text: [
    ["--environment", "trial", "--duration", "abc"],
    "error: option '--duration <seconds>' argument 'abc' is invalid. A whole number is needed.",
  ],
  fraction: [
    ["--environment", "trial", "--sockets", "1.5"],
    "error: option '--sockets <count>' argument '1.5' is invalid. A whole number is needed.",
  ],
  address: [
    ["--environment", "trial", "--connect-to", "a b"],
    "error: option '--connect-to <address>' argument 'a b' is invalid. ADDRESS[:HTTPS_PORT[:HTTP_PORT]] is needed; an IPv6 address stands in brackets.",
  ],
  authorities: [["--environment", "trial", "--ca", "/nowhere"], "/nowhere: not readable (ENOENT)"],
  token: [
    ["--environment", "trial", "--token", "--connect-to", "127.0.0.1:1"],
    "no token: POST /auth/e2e/test-auth: the connection was refused",
  ],
};

let refused: Readonly<Record<string, Ended>>;
let unread: Ended;
let stopped: Interrupted;

beforeAll(async () => {
  const usage = async (): Promise<Readonly<Record<string, Ended>>> => {
    const ended: Record<string, Ended> = {};
    for (const [name, [args]] of Object.entries(REFUSED)) {
      ended[name] = name === "token" ? await load(args) : await loadHere(args);
    }
    return ended;
  };
  ({ refused, unread, stopped } = await inPairs({
    stopped: interrupted,
    unread: refusedByMonitoring,
    refused: usage,
  }));
}, 240_000);

test.each(Object.entries(REFUSED))("%s: exit 2, one line and nothing else", (name, [, line]) => {
  expect(refused[name]).toEqual({ code: 2, stdout: "", stderr: `${line}\n` });
});

test("Ctrl-C ends the load, reports what was seen and gives the lock back: exit 2", () => {
  const { code, stdout, stderr, calls, edge } = stopped;
  expect([code, stderr]).toEqual([2, "\nclosing every socket; a second time leaves the lock where it is\n"]);
  const report = JSON.parse(stdout) as {
    cutShort: string;
    answers: { verdict: string }[];
    observed: { routes: unknown[] };
  };
  expect(report.cutShort).toBe("the load was stopped");
  expect(new Set(report.answers.map(({ verdict }) => verdict))).toEqual(new Set(["could not tell"]));
  expect(report.observed.routes.length).toBeGreaterThan(0);
  expect(edge.openSockets()).toBe(0);
  expect(edge.requests[0]).toBe("POST https://auth.trial.chat.example/auth/e2e/test-auth");
  expect(calls.at(-1)).toBe("DELETE /storage/v1/b/netra-trial-e2e-results/o/e2e.lock");
});

test("a refusal that quotes the token and the key is shown without them", () => {
  expect(unread).toEqual({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(
      /^run\.googleapis\.com\/container\/instance_count: .*: not for \[masked\] nor \[masked\]; nothing was loaded\n$/,
    ) as string,
  });
});

test("and so is a report that quotes them", () => {
  expect(stopped.stdout).toContain("not for [masked] nor [masked]");
  for (const secret of [KEY, TOKEN]) expect(stopped.stdout + stopped.stderr).not.toContain(secret);
});
