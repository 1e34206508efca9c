import { fork } from "node:child_process";
import { join } from "node:path";
import { startEngine, type LoadEngine } from "../../verify/load/engine";
import type { LoadEvent, LoadOrder } from "../../verify/load/messages";
import { loadScripts } from "../../verify/load/script";
import { tallyEvents, type Observed } from "../../verify/load/tally";
import { routedHosts } from "../../environments/hosts";
import { inPairs } from "../support/in-pairs";
import { createAuthority } from "../support/misbehaving-certificates";
import { rawAnswer, type Misbehaviour } from "../support/misbehaving-edge";
import { SHORT, SMALL, startCountingEdge, type CountingEdge } from "../verify/load/load-edge";

const RELEASE_SECONDS = SHORT.warmUpSeconds + SHORT.rampSeconds + SHORT.holdSeconds;
const orderFor = ({ target }: CountingEdge, token?: string): LoadOrder => ({
  scripts: loadScripts(SMALL, { plan: SHORT, target, ...(token !== undefined && { token }) }),
  releaseAfterSeconds: RELEASE_SECONDS,
});

interface Loaded {
  readonly failure: string | undefined;
  readonly events: readonly LoadEvent[];
  readonly observed: Observed;
  readonly edge: CountingEdge;
}

interface LoadOptions {
  readonly deadlineSeconds?: number;
  readonly during?: (engine: LoadEngine, events: readonly LoadEvent[]) => void;
}

async function loadEdge(wrong: Misbehaviour, { deadlineSeconds = 30, during }: LoadOptions = {}): Promise<Loaded> {
  const edge = await startCountingEdge(wrong);
  const events: LoadEvent[] = [];
  const engine = startEngine(orderFor(edge), {
    ca: edge.ca,
    deadlineSeconds,
    onEvent: (event) => {
      events.push(event);
      during?.(engine, events);
    },
  });
  const failure = await engine.ended;
  await edge.close();
  return { failure, events, observed: tallyEvents(events), edge };
}

/** A script of an engine that is not there. */
async function loadWrongScript(): Promise<string | undefined> {
  const phases = [{ duration: 1, arrivalRate: 1 }];
  const order = {
    scripts: [{ config: { phases }, scenarios: [{ engine: "none", flow: [] }] }],
    releaseAfterSeconds: 1,
  };
  return startEngine(order, { deadlineSeconds: 20, onEvent: () => undefined }).ended;
}

/** What a process tells of itself besides what the engine sees. */
interface Contact {
  readonly kind: "connection" | "name";
  readonly value: string;
}

interface Watched extends Loaded {
  readonly contacts: readonly Contact[];
}

/** A load whose process tells of every connection that it makes, and of every name that it looks up. */
async function watchConnections(): Promise<Watched> {
  const edge = await startCountingEdge();
  const root = join(__dirname, "../..");
  const child = fork(join(root, "verify/load/engine-process.ts"), [], {
    execArgv: [
      "--require",
      join(__dirname, "../verify/load/connections.js"),
      "--require",
      join(root, "tools/register.js"),
    ],
    env: { NODE_EXTRA_CA_CERTS: edge.ca },
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  const told: (LoadEvent | Contact)[] = [];
  child.on("message", (message) => told.push(message as LoadEvent | Contact));
  child.send(orderFor(edge, "token"));
  const code: unknown = await new Promise((done) => child.once("close", done));
  await edge.close();
  const isContact = (message: LoadEvent | Contact): message is Contact => "value" in message;
  const events = told.filter((message): message is LoadEvent => !isContact(message));
  const failure = code === 0 ? undefined : String(code);
  return { failure, events, observed: tallyEvents(events), edge, contacts: told.filter(isContact) };
}

type Case = "refusing" | "dropping" | "deaf" | "stopped" | "untrusted" | "late";
let loads: Readonly<Record<Case, Loaded>>;
let wrongScript: string | undefined;
let watched: Watched;

beforeAll(async () => {
  let [upgrades, requests] = [0, 0];
  const everySecond: Misbehaviour = {
    upgradeSocket: (_request, socket, usual) => {
      upgrades += 1;
      if (upgrades % 2 === 0) usual();
      else socket.end(rawAnswer(503, { "content-length": "0" }));
    },
    https: (_request, response, usual) => {
      requests += 1;
      if (requests % 2 === 0) usual();
      else response.writeHead(429).end();
    },
  };
  const { wrong, watching, ...ended } = await inPairs({
    wrong: loadWrongScript,
    watching: watchConnections,
    refusing: () => loadEdge(everySecond),
    dropping: () => loadEdge({ talk: (socket) => socket.close(1011) }),
    deaf: () => loadEdge({ talk: (socket) => socket.pause() }),
    stopped: () =>
      loadEdge(
        {},
        {
          during: (engine, events) => {
            if (events.filter(({ kind }) => kind === "open").length === 2) engine.stop();
          },
        },
      ),
    untrusted: () => loadEdge({ identity: createAuthority("Somebody").issue(routedHosts(SMALL)) }),
    late: () => loadEdge({}, { deadlineSeconds: 1 }),
  });
  [loads, wrongScript, watched] = [ended, wrong, watching];
}, 180_000);

test("every request and every socket is told of, and all are closed in the end", () => {
  const { failure, observed, edge, events } = watched;
  expect(failure).toBeUndefined();
  expect([edge.most(), edge.openSockets()]).toEqual([6, 0]);
  expect(observed.refusals).toEqual([]);
  expect(observed.leftOpen).toBe(0);
  expect(observed.sockets).toEqual([
    expect.objectContaining({
      service: "websocket-service",
      asked: 6,
      opened: 6,
      most: 6,
      brokenOff: {},
      unansweredPings: 0,
    }),
  ]);
  expect(observed.sockets[0]?.handshake?.max).toBeGreaterThan(0);
  expect(observed.sockets[0]?.echo?.max).toBeLessThan(5000);
  const asked = edge.requests.filter((request) => request.startsWith("GET https:"));
  expect(events.filter(({ kind }) => kind === "answer")).toHaveLength(asked.length);
  expect(asked.length).toBeGreaterThan(SHORT.arrivalsPerSecond);
  expect(observed.routes.flatMap(({ unanswered }) => Object.keys(unanswered))).toEqual([]);
});

test("two sockets on each endpoint", () => {
  const sockets = watched.edge.requests.filter((request) => request.includes("wss:")).sort();
  expect(sockets).toEqual(
    ["api.trial.chat.example", "app.trial.chat.example", "trial.chat.example"].flatMap((host) => [
      `GET wss://${host}/ws`,
      `GET wss://${host}/ws`,
    ]),
  );
});

test("refused handshakes and throttled requests are counted, whatever the engine's own counters say twice", () => {
  const { observed, failure } = loads.refusing;
  expect(failure).toBeUndefined();
  expect(observed.refusals).toEqual(["Unexpected server response: 503"]);
  expect(observed.sockets).toEqual([expect.objectContaining({ asked: 6, opened: 3, most: 3 })]);
  const statuses = observed.routes.flatMap((route) => Object.entries(route.statuses));
  const of429 = statuses.filter(([status]) => status === "429").reduce((sum, [, times]) => sum + times, 0);
  const all = loads.refusing.edge.requests.filter((request) => request.startsWith("GET https:")).length;
  expect(of429).toBe(Math.ceil(all / 2));
});

test("a socket that the other side ends is told with its code, and does not end the engine", () => {
  const { observed, failure } = loads.dropping;
  expect(failure).toBeUndefined();
  expect(observed.sockets).toEqual([expect.objectContaining({ asked: 6, opened: 6, brokenOff: { "1011": 6 } })]);
});

test("a stopped engine closes what is open and asks for no more", () => {
  const { observed, failure, edge, events } = loads.stopped;
  expect(failure).toBeUndefined();
  expect(observed.leftOpen).toBe(0);
  expect(observed.sockets[0]?.brokenOff).toEqual({});
  expect(edge.openSockets()).toBe(0);
  expect(observed.sockets[0]?.asked).toBeLessThan(6);
  const [first, last] = [events[0]?.at ?? 0, events.at(-1)?.at ?? Infinity];
  expect(last - first).toBeLessThan(RELEASE_SECONDS * 1000);
});

test("a certificate that nobody vouches for fails every handshake", () => {
  const { observed } = loads.untrusted;
  expect(observed.sockets).toEqual([expect.objectContaining({ asked: 6, opened: 0 })]);
  expect(observed.refusals).toEqual(["unable to verify the first certificate"]);
  expect(new Set(observed.routes.flatMap(({ unanswered }) => Object.keys(unanswered)))).toEqual(
    new Set(["UNABLE_TO_VERIFY_LEAF_SIGNATURE"]),
  );
});

test("sockets whose closing nobody answers are told of, and given up", () => {
  const { observed, failure } = loads.deaf;
  expect(failure).toBeUndefined();
  expect(observed.leftOpen).toBe(6);
  expect(observed.sockets).toEqual([expect.objectContaining({ opened: 6, brokenOff: {} })]);
});

test("an engine that outlives its deadline is killed and said to be", () => {
  expect(loads.late.failure).toBe("the load engine ended early (SIGKILL)");
});

test("a script that the engine does not take is said in one line", () => {
  expect(wrongScript).toMatch(
    /^the load engine ended early \(Error: Failed to run scenario "0": unknown engine "none"[^\n]*\)$/,
  );
});

test("it connects nowhere but where it is told to, and looks no name up", () => {
  const { contacts, edge } = watched;
  expect(contacts).toHaveLength(edge.requests.length);
  expect(new Set(contacts.map(({ kind, value }) => `${kind} ${value}`))).toEqual(
    new Set([`connection 127.0.0.1:${edge.target.httpsPort}`]),
  );
});
