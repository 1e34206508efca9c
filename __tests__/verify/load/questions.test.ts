import type { LoadEvent } from "../../../verify/load/messages";
import type { MetricId } from "../../../verify/load/metrics";
import { judgeCleanup, isClean } from "../../../verify/load/questions/cleanup";
import { judgeErrors } from "../../../verify/load/questions/errors";
import { judgePools } from "../../../verify/load/questions/pools";
import type { AnsweredQuestion, Evidence } from "../../../verify/load/questions/question";
import { judgeScaling } from "../../../verify/load/questions/scaling";
import type { Reading } from "../../../verify/load/readings";
import { tallyEvents } from "../../../verify/load/tally";
import { SMALL } from "./load-edge";

/** Every time in seconds from the start; the load ends at 100. */
const at = (seconds: number): number => Date.parse("2026-01-01T12:00:00Z") + seconds * 1000;
const service = "websocket-service";

const asked = (seconds: number, socket: string): LoadEvent => ({ kind: "asked", at: at(seconds), socket, service });
const open = (seconds: number, socket: string, milliseconds = 10): LoadEvent => ({
  kind: "open",
  at: at(seconds),
  socket,
  service,
  milliseconds,
});
const closed = (seconds: number, socket: string, code = 1005, byUs = true): LoadEvent => ({
  kind: "closed",
  at: at(seconds),
  socket,
  service,
  code,
  byUs,
});
const refused = (...reasons: readonly string[]): LoadEvent => ({ kind: "refused", at: at(50), reasons });
const LIVE = "GET api.trial.chat.example/health/live";
const ELSEWHERE = "GET app.trial.chat.example/api/";
const answer = (status: number, route = ELSEWHERE, backend: string | null = service): LoadEvent => ({
  kind: "answer",
  at: at(5),
  route,
  status,
  ...(backend !== null && { backend }),
  milliseconds: 7,
});

/** Before, under load and after. */
type Level = readonly [before: number | undefined, peak?: number, after?: number];
const reading = (metric: MetricId, [before, peak, after]: Level, named?: string): Reading => ({
  metric,
  ...(named !== undefined && { service: named }),
  points: [[-60, before] as const, [60, peak] as const, [400, after] as const].flatMap(([seconds, value]) =>
    value === undefined ? [] : [{ at: at(seconds), value }],
  ),
});

interface Scene extends Partial<Omit<Evidence, "readings">> {
  readonly events?: readonly LoadEvent[];
  /** Of the socket service; the others have one all the time. */
  readonly instances?: Level;
  readonly connections?: Level;
  readonly clients?: Level;
  readonly readings?: readonly Reading[];
}

/** Two sockets that one instance holds, a third that needs another; everything comes back. */
const THREE: readonly LoadEvent[] = [
  ...[asked(10, "a"), open(11, "a"), asked(20, "b"), open(21, "b"), asked(30, "c"), open(34.5, "c")],
  ...[closed(90, "a"), closed(90, "b"), closed(90, "c")],
];

function evidence(scene: Scene = {}): Evidence {
  const { events = THREE, instances = [1, 3, 1], connections = [8, 40, 9], clients = [20, 60, 21], ...rest } = scene;
  const readings = [
    reading("instances", instances, service),
    reading("instances", [1, 1, 1], "auth-service"),
    reading("instances", [1, 1, 1], "frontend"),
    reading("connections", connections),
    reading("clients", clients),
    ...(scene.readings ?? []),
  ];
  return {
    environment: SMALL,
    moments: { from: at(-600), started: at(0), ended: at(100), sampled: at(160), until: at(1400) },
    waited: true,
    exhausted: 0,
    ...rest,
    events,
    observed: tallyEvents(events),
    readings: { readings, problems: [] },
  };
}

const said = ({ verdict, because }: AnsweredQuestion): readonly string[] => [verdict, ...because];

describe("does it scale within 30 s", () => {
  const cannotHold = "websocket-service: socket 3, which 1 × 2 cannot hold, was open";
  test.each<[string, Scene, readonly string[]]>([
    ["yes", {}, ["yes", `${cannotHold} 4.5 s after it was asked for; instances 1 before, 3 at most under load`]],
    [
      "after 31 s",
      { events: [...THREE.slice(0, 5), open(61, "c")] },
      ["no", `${cannotHold} 31.0 s after it was asked for; instances 1 before, 3 at most under load`],
    ],
    [
      "exactly 30 s",
      { events: [...THREE.slice(0, 5), open(60, "c")], instances: [1] },
      ["yes", `${cannotHold} 30.0 s after it was asked for; instances 1 before, unknown at most under load`],
    ],
    [
      "never",
      { events: [...THREE.slice(0, 5), refused("Unexpected server response: 503")], instances: [1, 1, 1] },
      [
        "no",
        "websocket-service: never more than 2 sockets were open, and 1 × 2 fit without scaling; instances 1 before, 1 at most under load",
      ],
    ],
    [
      "two instances were there already",
      { instances: [2, 2, 2] },
      [
        "could not tell",
        "websocket-service: 3 sockets fit into the 2 × 2 that were there; ask for more than 4 with --sockets",
      ],
    ],
    [
      "not let in",
      { events: [...THREE.slice(0, 5), refused("Unexpected server response: 401", "Unexpected server response: 403")] },
      ["could not tell", "websocket-service: handshakes were refused with 401 or 403: give a token"],
    ],
    [
      "stopped too early",
      { events: THREE.slice(0, 5), cutShort: "the load was stopped" },
      ["could not tell", "websocket-service: the load was stopped before the sockets were open"],
    ],
    [
      "no level before",
      { instances: [undefined, 3, 1] },
      ["could not tell", "websocket-service: Monitoring does not say how many instances there were before"],
    ],
    ["no socket at all", { events: [] }, ["could not tell"]],
  ])("%s", (_name, scene, expected) => expect(said(judgeScaling(evidence(scene)))).toEqual(expected));
});

describe("does it answer under load", () => {
  const sockets = "websocket-service: 3 sockets, handshake p50 10 ms, p95 10 ms";
  test.each<[string, Scene, readonly string[]]>([
    [
      "yes",
      { events: [answer(200), answer(404), answer(401), answer(200, LIVE), ...THREE] },
      ["yes", `${LIVE}: 1 requests, p50 7 ms, p95 7 ms`, `${ELSEWHERE}: 3 requests, p50 7 ms, p95 7 ms`, sockets],
    ],
    [
      "nothing answers properly",
      { events: [...Array.from({ length: 3000 }, () => answer(403, LIVE, null)), ...THREE] },
      [
        "no",
        `${LIVE}: 3000 × 403, 3000 × without X-Netra-Backend of 3000 requests, expected 200 from websocket-service; p50 7 ms, p95 7 ms`,
        sockets,
      ],
    ],
    [
      "a liveness path with anything but 200",
      { events: [answer(200, LIVE), answer(404, LIVE), answer(302, LIVE), ...THREE] },
      [
        "no",
        `${LIVE}: 1 × 302, 1 × 404 of 3 requests, expected 200 from websocket-service; p50 7 ms, p95 7 ms`,
        sockets,
      ],
    ],
    [
      "somebody else, or nobody, answers",
      { events: [answer(200), answer(200, ELSEWHERE, "frontend"), answer(403, ELSEWHERE, null), ...THREE] },
      [
        "no",
        `${ELSEWHERE}: 1 × from frontend, 1 × without X-Netra-Backend of 3 requests, expected an answer below 500 from websocket-service; p50 7 ms, p95 7 ms`,
        sockets,
      ],
    ],
    [
      "429 and 503",
      { events: [answer(429), answer(503), answer(503), answer(302), ...THREE] },
      [
        "no",
        `${ELSEWHERE}: 1 × 429, 2 × 503 of 4 requests, expected an answer below 500 from websocket-service; p50 7 ms, p95 7 ms`,
        sockets,
      ],
    ],
    [
      "no answer",
      { events: [{ kind: "no-answer", at: at(5), route: LIVE, reason: "ETIMEDOUT" }, ...THREE] },
      ["no", `${LIVE}: 1 × ETIMEDOUT of 1 requests, expected 200 from websocket-service; no answer`, sockets],
    ],
    [
      "a slow handshake",
      { events: [asked(10, "a"), open(16, "a", 5001)] },
      [
        "no",
        "websocket-service: handshakes above the plan's 5 s",
        "websocket-service: 1 socket, handshake p50 5001 ms, p95 5001 ms",
      ],
    ],
    [
      "broken off, and a ping without an echo",
      { events: [...THREE.slice(0, 6), closed(40, "a", 1011, false), { kind: "no-pong", at: at(50), service }] },
      ["no", "websocket-service: sockets broke off, 1 × 1011", "websocket-service: pings without an echo, 1", sockets],
    ],
    [
      "handshakes refused",
      { events: [asked(10, "a"), refused("Unexpected server response: 503", "socket hang up")] },
      ["no", "websocket-service: 1 of 1 sockets did not open (Unexpected server response: 503; socket hang up)"],
    ],
    [
      "not let in",
      { events: [asked(10, "a"), refused("Unexpected server response: 403")] },
      [
        "could not tell",
        "websocket-service: 1 of 1 sockets did not open (Unexpected server response: 403); handshakes were refused with 401 or 403: give a token",
      ],
    ],
    [
      "stopped while sockets waited",
      { events: THREE.slice(0, 5), cutShort: "the load was stopped" },
      ["could not tell", "websocket-service: 2 sockets, handshake p50 10 ms, p95 10 ms", "the load was stopped"],
    ],
    [
      "what Cloud Run counted decides nothing",
      {
        readings: [
          {
            metric: "requests",
            service: "frontend",
            code: "429",
            points: [-60, 60, 120, 200].map((s) => ({ at: at(s), value: 2 })),
          },
          { metric: "requests", service: "frontend", code: "200", points: [{ at: at(60), value: 9 }] },
        ],
      },
      ["yes", sockets, "Cloud Run counted 4 × 429 at frontend, other callers included"],
    ],
  ])("%s", (_name, scene, expected) => expect(said(judgeErrors(evidence(scene)))).toEqual(expected));
});

describe("do the pools hold", () => {
  const connections = "database connections: 8 before, 40 at most under load; budget 395 of 400";
  const clients = "Redis clients: 20 before, 60 at most under load; budget 840 of 65000";
  const log = "log: 0 entries of an exhausted pool";
  test.each<[string, Scene, readonly string[]]>([
    ["yes", {}, ["yes", connections, clients, log]],
    [
      "above the budget",
      { connections: [8, 396, 8] },
      ["no", "database connections: 8 before, 396 at most under load; budget 395 of 400", clients, log],
    ],
    ["exhausted", { exhausted: 3 }, ["no", connections, clients, "log: 3 entries of an exhausted pool"]],
    ["no log", { exhausted: "no permission" }, ["could not tell", connections, clients, "log: no permission"]],
    ["no level", { clients: [20] }, ["could not tell", connections, "Redis clients: Monitoring does not say", log]],
    [
      "no socket opened",
      { events: [asked(10, "a")] },
      ["could not tell", connections, clients, log, "no socket opened, so no pool was asked for more than before"],
    ],
    [
      "stopped",
      { cutShort: "the load was stopped" },
      ["could not tell", connections, clients, log, "the load was stopped"],
    ],
  ])("%s", (_name, scene, expected) => expect(said(judgePools(evidence(scene)))).toEqual(expected));
});

describe("is everything cleaned up", () => {
  const sockets = "sockets: 0 whose closing was not answered";
  const steady = ["auth-service", "frontend"].map((name) => `instances of ${name}: 1 → 1 → 1, back within 300 s`);
  const instances = "instances of websocket-service: 1 → 3 → 1, back within 300 s";
  const connections = "database connections: 8 → 40 → 9, back within 300 s";
  const clients = "Redis clients: 20 → 60 → 21, back within 300 s";
  test.each<[string, Scene, readonly string[]]>([
    ["yes", {}, ["yes", sockets, instances, ...steady, connections, clients]],
    [
      "sockets left open",
      { events: [...THREE, { kind: "done", at: at(100), leftOpen: 2 }] },
      ["no", "sockets: 2 whose closing was not answered", instances, ...steady, connections, clients],
    ],
    [
      "an instance that stays",
      { instances: [1, 3, 2], connections: [8, 40, 16] },
      [
        "no",
        sockets,
        "instances of websocket-service: 1 → 3 → 2, not back",
        ...steady,
        "database connections: 8 → 40 → 16, back within 300 s",
        clients,
      ],
    ],
    [
      "more than pools keep",
      { connections: [8, 40, 17] },
      [
        "no",
        sockets,
        instances,
        ...steady,
        "database connections: 8 → 40 → 17, not back (16 with what pools keep)",
        clients,
      ],
    ],
    [
      "not waited for",
      { clients: [20, 90, 61], waited: false },
      [
        "could not tell",
        sockets,
        instances,
        ...steady,
        connections,
        "Redis clients: 20 → 90 → 61, not back yet (60 with what pools keep)",
      ],
    ],
    [
      "no level afterwards",
      { clients: [20, 90] },
      ["could not tell", sockets, instances, ...steady, connections, "Redis clients: 20 → 90 → unknown"],
    ],
  ])("%s", (_name, scene, expected) => expect(said(judgeCleanup(evidence(scene)))).toEqual(expected));

  test.each<[string, Scene, boolean]>([
    ["every level is back", {}, true],
    ["one is above", { instances: [1, 3, 2] }, false],
    ["one cannot be told yet", { clients: [20, 60] }, false],
    ["one was never told", { clients: [undefined, 60, 61] }, true],
  ])("no need to wait, where %s: %s", (_name, scene, expected) => expect(isClean(evidence(scene))).toBe(expected));
});
