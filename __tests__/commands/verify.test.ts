import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { XMLValidator } from "fast-xml-parser";
import { BACKEND_HEADER } from "../../environments/backend-header";
import { AREAS } from "../../verify/engine/check";
import type { Report } from "../../verify/report";
import { commandHere, type Ended } from "../support/command-here";
import { testClock } from "../support/test-clock";
import {
  AUTHORITY,
  KEY,
  TOKEN,
  answerWith,
  startEdge,
  type Edge,
  type Misbehaviour,
} from "../support/misbehaving-edge";
import { NETRA } from "../support/program";

/** The command as people run it, against edges of this machine: exit code, report, and one clear line on stderr. */

const ROOT = resolve(__dirname, "../..");

/** Nothing of this machine: no key, no credentials, and Google nowhere. */
const VARIABLES: NodeJS.ProcessEnv = {
  E2E_BYPASS_KEY: undefined,
  GOOGLE_OAUTH_ACCESS_TOKEN: "canary-of-the-access-token",
  GOOGLE_MONITORING_CUSTOM_ENDPOINT: "http://127.0.0.1:1/",
};

/** For what a library or the system says to a process. */
const commandAsProcess = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  new Promise((done) => {
    const whole = [...NETRA, "verify", ...args];
    const options = { cwd: ROOT, env: { ...process.env, ...VARIABLES, NO_COLOR: "1", ...env }, timeout: 60_000 };
    execFile(process.execPath, whole, options, (error, stdout, stderr) =>
      done({ code: error ? Number(error.code) : 0, stdout, stderr }),
    );
  });

const verifyHere = commandHere("verify", testClock());
const command = (args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  verifyHere(args, { ...VARIABLES, ...env });

/** 503 on a prefix for ever, 429 instead of a redirect once, and sockets that repeat who called and refuse them. */
function broken(): Misbehaviour {
  let refusals = 0;
  return {
    http: (request, response, usual) => {
      const isFirst = request.headers.host === "auth.trial.chat.example" && (refusals += 1) === 1;
      if (isFirst) answerWith(429, { "retry-after": "1" })(request, response, usual);
      else usual();
    },
    https: (request, response, usual) => {
      if (request.url === "/api/") answerWith(503)(request, response, usual);
      else usual();
    },
    upgradeSocket: ({ headers }, socket) => {
      const { authorization = "nobody", "sec-websocket-protocol": offered = "nothing" } = headers;
      socket.end(`HTTP/1.1 403 no\r\n${BACKEND_HEADER}: ${authorization} ${offered} ${KEY}\r\n\r\n`);
    },
  };
}

/** An API that refuses everything in words that hold the key, in plaintext and as a URL has it. */
async function startEcho(): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const server = createServer((_, response) => {
    const message = `refused for ${KEY} and ${encodeURIComponent(KEY)}`;
    response.writeHead(400, { "content-type": "application/json" }).end(JSON.stringify({ error: { message } }));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

const NETWORK = ["--only", "tls,redirect,route,socket"];

let folder: string;
let edges: readonly Edge[];
let echo: Awaited<ReturnType<typeof startEcho>>;
let ended: Readonly<Record<string, Ended>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "netra-verify-"));
  const file = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const ca = file("ca.pem", AUTHORITY.cert);
  edges = await Promise.all([startEdge(), startEdge(broken())]);
  echo = await startEcho();
  const [good, bad] = edges.map(({ target }) => [
    "--environment",
    "trial",
    "--connect-to",
    `${target.address}:${target.httpsPort}:${target.httpPort}`,
    "--ca",
    ca,
  ]) as [string[], string[]];
  const key = { E2E_BYPASS_KEY: KEY };
  const one = [...good, "--only", "route/auth"];
  const history = join(folder, "history.ndjson");
  const nowhere = join(folder, "nowhere");
  symlinkSync(join(folder, "no", "such", "folder"), nowhere);
  const processes: Readonly<Record<string, Promise<Ended>>> = {
    // An error of the system is no Error in the realm of a test.
    unrecorded: commandAsProcess([...one, "--record", nowhere]),
    credentials: commandAsProcess([...good, "--only", "database/connections"], {
      ...{ GOOGLE_OAUTH_ACCESS_TOKEN: "", GOOGLE_APPLICATION_CREDENTIALS: "", HOME: folder, CLOUDSDK_CONFIG: folder },
      // Where the library would ask for a metadata server, something answers that is none.
      GCE_METADATA_HOST: `127.0.0.1:${edges[0]!.target.httpsPort}`,
    }),
  };
  // One after the other, while those run.
  const here: Readonly<Record<string, () => Promise<Ended>>> = {
    good: () => command([...good, ...NETWORK, "--format", "json"], key),
    keyless: () => command([...good, "--only", "socket/api", "--format", "json"]),
    bad: () => command([...bad, ...NETWORK], key),
    badJunit: () => command([...bad, "--only", "route/app,socket/api", "--format", "junit"], key),
    badMarkdown: () => command([...bad, "--only", "socket/api", "--format", "markdown"], key),
    names: () => command([...good, "--only", "dns"]),
    strange: () => command(["--environment", "test"]),
    short: () => command([...good, "--only", "socket/api", "--format", "json"], { E2E_BYPASS_KEY: "a" }),
    unpublished: () => command([...one, "--publish"]),
    failedUnpublished: () => command([...bad, "--only", "route/app.trial.chat.example/api/", "--publish"]),
    area: () => command([...one, "--only", "speed"]),
    hold: () => command([...one, "--hold", "3501"]),
    address: () => command([...one, "--connect-to", "::1"]),
    noFile: () => command([...one, "--ca", join(folder, "missing")]),
    noPem: () => command([...one, "--ca", file("no.pem", "no certificate")]),
    noEnvironment: () => command([]),
    format: () => command([...one, "--format", "xml"]),
    brokenHistory: () => command([...one, "--record", file("broken.ndjson", "{\n")]),
    echoed: () => command([...one, "--publish"], { ...key, GOOGLE_MONITORING_CUSTOM_ENDPOINT: echo.url }),
    keyAsArea: () => command([...good, "--only", KEY], key),
    firstRecorded: () => command([...one, "--record", history]),
    recorded: () => command([...one, "--record", history]),
  };
  const endedHere: Record<string, Ended> = {};
  for (const [name, run] of Object.entries(here)) endedHere[name] = await run();
  const entries = Object.entries(processes).map(async ([name, run]) => [name, await run] as const);
  ended = { ...endedHere, ...Object.fromEntries(await Promise.all(entries)) };
}, 60_000);

afterAll(async () => {
  await Promise.all([...edges, echo].map((server) => server.close()));
  rmSync(folder, { recursive: true, force: true });
});

const reportOf = (name: string): Report => JSON.parse(ended[name]!.stdout) as Report;

test("an environment that answers as declared: exit 0, and nothing on stderr", () => {
  const { code, stderr } = ended.good!;
  expect([code, stderr]).toEqual([0, ""]);
  const { verdict, counts, checks } = reportOf("good");
  expect([verdict, counts]).toEqual(["passed", { passed: 37, transient: 0, failed: 0, unknown: 0, skipped: 0 }]);
  expect(checks.find(({ id }) => id.endsWith("/token"))?.found).toBe(
    "101 with a token, echoed, held, closed with 1000",
  );
});

test("without a key the sockets with a token are skipped, and the rest is told", () => {
  expect(ended.keyless!.code).toBe(0);
  expect(reportOf("keyless").checks.map(({ verdict }) => verdict)).toEqual(["passed", "skipped"]);
});

test("an environment that does not: exit 1, each failure with its class, next step and runbook", () => {
  const { code, stdout, stderr } = ended.bad!;
  expect([code, stderr]).toEqual([1, ""]);
  const lines = stdout.split("\n").map((line) => line.replace(/ \d+ ms$/, ""));
  expect(lines[0]).toBe("trial does not answer as declared: 29 passed (1 on a retry), 8 failed (infrastructure 8)");
  const at = lines.indexOf("  failed   route/app.trial.chat.example/api/: status 503 from websocket-service");
  expect(lines.slice(at + 1, at + 5)).toEqual([
    "           infrastructure, page: 502, 503 or 504, 3 attempts",
    "           expected any answer below 500 from websocket-service",
    "           next: look at the load balancer's statusDetails and at the service's container exits",
    "           https://github.com/example-org/chat-infrastructure/blob/main/docs/runbooks/trial/reference.md#symptom-bad-gateway",
  ]);
  expect(lines).toContain("           passed on attempt 2, after too-many-requests");
});

test("nothing that could be told: exit 2", () => {
  expect(ended.names!.code).toBe(2);
  expect(ended.names!.stdout).toContain("trial could not be told: 0 passed, 4 skipped\n");
});

test("no output shows a key or a token, whoever repeats it", () => {
  const all = Object.values(ended).map(({ stdout, stderr }) => stdout + stderr);
  const everything = all.join("\n");
  const shown = (secret: string): readonly string[] =>
    (["base64", "base64url"] as const).map((encoding) => Buffer.from(secret).toString(encoding));
  for (const secret of [KEY, TOKEN, ...TOKEN.split("."), ...shown(KEY), ...shown(TOKEN), "canary"]) {
    expect(everything).not.toContain(secret);
  }
  expect(ended.bad!.stdout).toContain("status 403 from Bearer [masked] jwt-auth,jwt.[masked] [masked]");
  expect(ended.badMarkdown!.stdout).toContain("status 403 from Bearer [masked] jwt-auth,jwt.");
  expect(XMLValidator.validate(ended.badJunit!.stdout)).toBe(true);
  expect(ended.badJunit!.stdout).toContain("status 403 from Bearer [masked] jwt-auth,jwt.[masked] [masked]");
});

test.each([
  ["area", `--only "speed": no area and no beginning of an id; areas: ${AREAS.join(", ")}\n`],
  [
    "hold",
    "error: option '--hold <seconds>' argument '3501' is invalid. Whole seconds from 1 to 3500; Cloud Run ends a socket at 3600.\n",
  ],
  [
    "address",
    "error: option '--connect-to <address>' argument '::1' is invalid. ADDRESS[:HTTPS_PORT[:HTTP_PORT]] is needed; an IPv6 address stands in brackets.\n",
  ],
  ["noFile", "FOLDER/missing: not readable (ENOENT)\n"],
  ["noPem", "FOLDER/no.pem: no PEM certificate in it; give the file of the authority that signed the hosts'\n"],
  ["noEnvironment", "error: required option '--environment <name>' not specified\n"],
  ["strange", 'unknown environment "test"; known: trial, prd\n'],
  [
    "format",
    "error: option '--format <format>' argument 'xml' is invalid. Allowed choices are text, json, junit, markdown.\n",
  ],
  ["brokenHistory", "FOLDER/broken.ndjson:1: no run of this command; take the line out, or begin a new file\n"],
])("a wrong question (%s): exit 2, one line, no report", (name, line) => {
  const { code, stdout, stderr } = ended[name]!;
  expect([code, stdout, stderr.replaceAll(folder, "FOLDER")]).toEqual([2, "", line]);
});

test.each<readonly [name: string, code: number, verdict: string, line: RegExp]>([
  ["unpublished", 2, "trial answers: 2 passed", /^--publish: monitoring: no answer \(.*\)\n$/],
  [
    "failedUnpublished",
    1,
    "trial does not answer as declared: 0 passed, 1 failed",
    /^--publish: monitoring: no answer \(.*\)\n$/,
  ],
  ["unrecorded", 2, "trial answers: 2 passed", /^--record: ENOENT: .*\n$/],
])("%s: exit %i, after the report", (name, code, verdict, line) => {
  const { stdout, stderr, ...run } = ended[name]!;
  expect(run.code).toBe(code);
  expect(stdout).toContain(verdict);
  expect(stderr).toMatch(line);
});

test("an API that repeats the key, or a question that holds it, is said without it", () => {
  expect(ended.echoed!.stderr).toBe(
    "--publish: monitoring v3/projects/example-trial/timeSeries: refused for [masked] and [masked]\n",
  );
  expect(ended.keyAsArea!.stderr).toBe(
    `--only "[masked]": no area and no beginning of an id; areas: ${AREAS.join(", ")}\n`,
  );
});

test("a key of one character is refused, and tears no report apart", () => {
  expect(ended.short!.code).toBe(1);
  expect(reportOf("short")).toMatchObject({
    environment: "trial",
    checks: [{ verdict: "passed" }, { verdict: "failed", found: "a key of fewer than 16 characters" }],
  });
});

test("without credentials: exit 2, and no warning of a library's", () => {
  const { code, stdout, stderr } = ended.credentials!;
  expect([code, stderr]).toEqual([2, ""]);
  expect(stdout).toMatch(/unknown +database\/connections: no credentials \(.+\); run gcloud auth application-default/);
});

test("two recorded runs: two lines, and their trends", () => {
  const { code, stdout } = ended.recorded!;
  expect(code).toBe(0);
  expect(stdout).toContain("trends of 2 runs: this one, and of the recorded ones the last 200 at most\n");
  expect(stdout).toMatch(/last values of the plan's criteria\n.*(passed|without a failure)/s);
  expect(stdout).toMatch(/route\/auth\.trial\.chat\.example\/health\/live: 100 % of 2 runs, /);
  const lines = readFileSync(join(folder, "history.ndjson"), "utf8").trimEnd().split("\n");
  expect(lines.map((line) => (JSON.parse(line) as { environment: string }).environment)).toEqual(["trial", "trial"]);
});
