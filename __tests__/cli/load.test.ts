import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { startEngine } from "../../verify/load/engine";
import { loadRoutes, routeName, type LoadRoute } from "../../verify/load/routes";
import { commandHere, type Ended } from "../support/command-here";
import { startRunnerSandbox, type RunnerSandbox } from "../support/e2e-sandbox";
import { KEY, TOKEN } from "../support/misbehaving-edge";
import { trial } from "../fixture/trial";
import { testClock } from "../support/test-clock";
import { startCountingEdge, type CountingEdge } from "../verify/load/load-edge";

/** The command as people run it. Artillery's engine, a process of its own, has tests of its own in e2e/. */

/** One answer, and then a load that goes on until it is stopped. */
const mockEngine: typeof startEngine = (_order, { onEvent }) => {
  const at = Date.now();
  const [{ service: backend, ...row }] = loadRoutes(trial) as [LoadRoute];
  onEvent({ kind: "answer", at, route: routeName(row), backend, status: 200, milliseconds: 5 });
  let stop: () => void = () => undefined;
  const ended = new Promise<undefined>((resolve) => {
    stop = () => {
      onEvent({ kind: "done", at, leftOpen: 0 });
      resolve(undefined);
    };
  });
  return { ended, stop };
};
jest.mock("../../verify/load/engine", () => ({
  startEngine: (...given: Parameters<typeof startEngine>) => mockEngine(...given),
}));

/** What happens while the load goes on: the command looks at it now and then. */
let meanwhile: () => void = () => undefined;
const here = commandHere(
  "load",
  testClock(() => meanwhile()),
);
const load = (args: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  here(args, { E2E_BYPASS_KEY: KEY, ...variables });

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

let edge: CountingEdge;
let google: RunnerSandbox;
let echo: Awaited<ReturnType<typeof startEcho>>;
beforeAll(async () => {
  [edge, google, echo] = await Promise.all([startCountingEdge(), startRunnerSandbox(), startEcho()]);
});
afterAll(() => Promise.all([edge.close(), google.sandbox.close(), echo.close()]));

test.each(Object.entries(REFUSED))("%s: exit 2, one line and nothing else", async (_, [args, line]) => {
  expect(await load(args)).toEqual({ code: 2, stdout: "", stderr: `${line}\n` });
});

test("a refusal of Monitoring's that quotes the token and the key is shown without them", async () => {
  const variables = { ...google.variables, GOOGLE_MONITORING_CUSTOM_ENDPOINT: echo.url };
  expect(await load([...WISHES, ...towards(edge)], variables)).toEqual({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(
      /^run\.googleapis\.com\/container\/instance_count: .*: not for \[masked\] nor \[masked\]; nothing was loaded\n$/,
    ) as string,
  });
});

test("Ctrl-C ends the load, reports what was seen without a secret, and gives the lock back: exit 2", async () => {
  // The log refuses.
  const variables = { ...google.variables, GOOGLE_LOGGING_CUSTOM_ENDPOINT: echo.url };
  const asked = edge.requests.length;
  meanwhile = () => {
    // A second one would end this process.
    meanwhile = () => undefined;
    process.emit("SIGINT");
  };
  const { code, stdout, stderr } = await load([...WISHES, "--format", "json", ...towards(edge)], variables);
  expect([code, stderr]).toEqual([2, "\nclosing every socket; a second time leaves the lock where it is\n"]);
  const report = JSON.parse(stdout) as {
    cutShort: string;
    answers: { verdict: string }[];
    observed: { routes: unknown[] };
  };
  expect(report.cutShort).toBe("the load was stopped");
  expect(new Set(report.answers.map(({ verdict }) => verdict))).toEqual(new Set(["could not tell"]));
  expect(report.observed.routes).toHaveLength(1);
  expect(edge.requests.slice(asked)).toEqual(["POST https://auth.trial.chat.example/auth/e2e/test-auth"]);
  const last = google.sandbox.journal.requests().at(-1)!;
  expect(`${last.method} ${last.path.split("?")[0]}`).toBe("DELETE /storage/v1/b/netra-trial-e2e-results/o/e2e.lock");
  expect(stdout).toContain("not for [masked] nor [masked]");
  for (const secret of [KEY, TOKEN]) expect(stdout + stderr).not.toContain(secret);
});
