import type { LoadEvent } from "../../../verify/load/messages";
import { openOverTime, tallyEvents } from "../../../verify/load/tally";

const service = "websocket-service";

test("nothing happened", () => {
  expect(tallyEvents([])).toEqual({ routes: [], sockets: [], refusals: [], leftOpen: 0 });
});

test("requests are counted by route, status and error; latencies are nearest ranks", () => {
  const answers = Array.from({ length: 20 }, (_, index): LoadEvent => ({
    kind: "answer",
    at: index,
    route: "GET a/",
    status: index < 18 ? 200 : 503,
    ...(index < 18 && { backend: "frontend" }),
    milliseconds: 20 - index,
  }));
  const failures: LoadEvent[] = [
    { kind: "no-answer", at: 1, route: "GET b/", reason: "ETIMEDOUT" },
    { kind: "no-answer", at: 2, route: "GET b/", reason: "ETIMEDOUT" },
  ];
  expect(tallyEvents([...answers, ...failures]).routes).toEqual([
    {
      route: "GET a/",
      statuses: { "200": 18, "503": 2 },
      backends: { frontend: 18, nobody: 2 },
      unanswered: {},
      latency: { p50: 10, p95: 19, max: 20 },
    },
    { route: "GET b/", statuses: {}, backends: {}, unanswered: { ETIMEDOUT: 2 } },
  ]);
});

const SOCKETS: readonly LoadEvent[] = [
  { kind: "asked", at: 10, socket: "a", service },
  { kind: "open", at: 12, socket: "a", service, milliseconds: 2 },
  { kind: "asked", at: 20, socket: "b", service },
  { kind: "asked", at: 21, socket: "c", service },
  { kind: "open", at: 25, socket: "b", service, milliseconds: 5 },
  { kind: "pong", at: 26, service, milliseconds: 1 },
  { kind: "closed", at: 30, socket: "a", service, code: 1011, byUs: false },
  { kind: "no-pong", at: 31, service },
  { kind: "refused", at: 32, reasons: ["socket hang up", "Unexpected server response: 503"] },
  { kind: "refused", at: 42, reasons: ["socket hang up"] },
  { kind: "closed", at: 50, socket: "b", service, code: 1005, byUs: true },
  { kind: "done", at: 60, leftOpen: 3 },
];

test("sockets: asked, opened, broken off by the other side only, most at once", () => {
  expect(tallyEvents(SOCKETS)).toEqual({
    routes: [],
    sockets: [
      {
        service,
        asked: 3,
        opened: 2,
        most: 2,
        brokenOff: { "1011": 1 },
        unansweredPings: 1,
        handshake: { p50: 2, p95: 5, max: 5 },
        echo: { p50: 1, p95: 1, max: 1 },
      },
    ],
    refusals: ["Unexpected server response: 503", "socket hang up"],
    leftOpen: 3,
  });
});

test("how many were asked for and open, at each change, of one service", () => {
  const other: LoadEvent = { kind: "asked", at: 11, socket: "z", service: "another" };
  expect(openOverTime([other, ...SOCKETS], service)).toEqual([
    { at: 10, asked: 1, open: 0 },
    { at: 12, asked: 1, open: 1 },
    { at: 20, asked: 2, open: 1 },
    { at: 21, asked: 3, open: 1 },
    { at: 25, asked: 3, open: 2 },
    { at: 30, asked: 2, open: 1 },
    { at: 50, asked: 1, open: 0 },
  ]);
});
