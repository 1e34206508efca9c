import { prd } from "../../fixture/prd";
import { trial } from "../../fixture/trial";
import { loadRoutes, routeName } from "../../../verify/load/routes";
import { planLoad, type LoadWishes } from "../../../verify/load/plan";

const wishes = (changed: Partial<LoadWishes> = {}): LoadWishes => ({
  durationSeconds: 300,
  arrivalsPerSecond: 10,
  ...changed,
});

test("by default half as many sockets again as the minimum instances hold", () => {
  expect(planLoad(trial, wishes())).toEqual({
    ok: true,
    plan: {
      warmUpSeconds: 30,
      rampSeconds: 60,
      holdSeconds: 180,
      coolDownSeconds: 30,
      arrivalsPerSecond: 10,
      sockets: 300,
    },
  });
});

test.each([
  [60, [6, 12, 36, 6]],
  [61, [6, 12, 37, 6]],
  [900, [90, 180, 540, 90]],
])("%d s are warm-up, ramp, hold and cool-down of %j", (durationSeconds, phases) => {
  const planned = planLoad(trial, wishes({ durationSeconds, sockets: 10 }));
  if (!planned.ok) throw new Error(planned.problems.join());
  const { warmUpSeconds, rampSeconds, holdSeconds, coolDownSeconds } = planned.plan;
  expect([warmUpSeconds, rampSeconds, holdSeconds, coolDownSeconds]).toEqual(phases);
});

const tooMany = (arrivals: number, sockets: number, handshakes: number): string =>
  `--arrivals ${arrivals}, --sockets ${sockets}: ${arrivals * 60} requests and ${handshakes} handshakes in one minute; ` +
  "allowed are 2400, half of Cloud Armor's 4800 for one address; lower either, or lengthen --duration";

test.each<[string, Partial<LoadWishes>, readonly string[]]>([
  ["too short", { durationSeconds: 59 }, ["--duration 59: allowed are 60 to 900 seconds"]],
  ["too long", { durationSeconds: 901 }, ["--duration 901: allowed are 60 to 900 seconds"]],
  ["half a second", { durationSeconds: 60.5 }, ["--duration 60.5: allowed are 60 to 900 seconds"]],
  ["no arrivals", { arrivalsPerSecond: 0 }, ["--arrivals 0: allowed are 1 to 50 requests a second"]],
  ["no number", { arrivalsPerSecond: NaN }, ["--arrivals NaN: allowed are 1 to 50 requests a second"]],
  ["no sockets", { sockets: 0 }, ["--sockets 0: allowed are 1 to 1000 sockets"]],
  ["above the hard limit", { sockets: 1001 }, ["--sockets 1001: allowed are 1 to 1000 sockets"]],
  [
    "two at once",
    { durationSeconds: 1, arrivalsPerSecond: 51 },
    ["--duration 1: allowed are 60 to 900 seconds", "--arrivals 51: allowed are 1 to 50 requests a second"],
  ],
  ["one request too many for Cloud Armor", { arrivalsPerSecond: 36 }, [tooMany(36, 300, 300)]],
  [
    "handshakes of a ramp within a minute",
    { durationSeconds: 60, arrivalsPerSecond: 35, sockets: 301 },
    [tooMany(35, 301, 301)],
  ],
])("refused: %s", (_name, changed, problems) => {
  expect(planLoad(trial, wishes(changed))).toEqual({ ok: false, problems });
});

test.each<[string, Partial<LoadWishes>]>([
  ["as many requests as Cloud Armor leaves", { arrivalsPerSecond: 35 }],
  [
    "more sockets where the ramp is longer than a minute",
    { durationSeconds: 900, arrivalsPerSecond: 23, sockets: 1000 },
  ],
])("allowed: %s", (_name, changed) => expect(planLoad(trial, wishes(changed)).ok).toBe(true));

test("sockets stay within the comfortable load of a smaller service", () => {
  const small = { ...trial.services["websocket-service"], scaling: { min: 1, max: 2 } };
  const environment = { ...trial, services: { ...trial.services, "websocket-service": small } };
  expect(planLoad(environment, wishes({ sockets: 241 }))).toEqual({
    ok: false,
    problems: ["--sockets 241: allowed are 1 to 240 sockets"],
  });
  expect(planLoad(environment, wishes())).toMatchObject({ ok: true, plan: { sockets: 240 } });
});

test("prd cannot be planned for", () => {
  // @ts-expect-error its type has another kind, and no e2e
  expect(() => planLoad(prd, wishes())).not.toThrow();
});

test("requests cover every row of the host table that is no socket path", () => {
  expect(loadRoutes(trial).map((route) => `${routeName(route)} → ${route.service}`)).toEqual([
    "GET app.trial.chat.example/health/live → frontend",
    "GET app.trial.chat.example/api/ → websocket-service",
    "GET app.trial.chat.example/ws/ → websocket-service",
    "GET trial.chat.example/health/live → frontend",
    "GET trial.chat.example/api/ → websocket-service",
    "GET trial.chat.example/ws/ → websocket-service",
    "GET api.trial.chat.example/health/live → websocket-service",
    "GET auth.trial.chat.example/health/live → auth-service",
  ]);
});
