import { socketEndpoints } from "../../../environments/hosts";
import { trial } from "../../fixture/trial";
import type { LoadPlan } from "../../../verify/load/plan";
import { loadRoutes, routeName } from "../../../verify/load/routes";
import { loadScripts } from "../../../verify/load/script";
import { PUBLIC_TARGET } from "../../../verify/http/target";

const PLAN: LoadPlan = {
  warmUpSeconds: 30,
  rampSeconds: 60,
  holdSeconds: 180,
  coolDownSeconds: 30,
  arrivalsPerSecond: 10,
  sockets: 301,
};
const HEADERS = { "user-agent": "netra-load" };

test("trial's load, exactly", () => {
  const [requests, ...sockets] = loadScripts(trial, { plan: PLAN, target: PUBLIC_TARGET });
  expect(requests).toEqual({
    config: {
      http: { timeout: 30 },
      phases: [
        { name: "warm-up", duration: 30, arrivalRate: 1 },
        { name: "ramp", duration: 60, arrivalRate: 1, rampTo: 10 },
        { name: "hold", duration: 180, arrivalRate: 10 },
        { name: "cool-down", duration: 30, arrivalRate: 1 },
      ],
    },
    scenarios: loadRoutes(trial).map((route) => ({
      name: routeName(route),
      engine: "http",
      beforeRequest: ["mayAsk"],
      afterResponse: ["answered"],
      onError: ["unanswered"],
      flow: [
        {
          get: {
            url: `https://${route.host}${route.path}`,
            headers: { host: route.host, ...HEADERS },
            followRedirect: false,
          },
        },
      ],
    })),
  });
  const counts = [101, 100, 100];
  expect(sockets).toEqual(
    socketEndpoints(trial).map(({ host }, index) => ({
      config: {
        target: `wss://${host}/ws`,
        tls: { servername: host },
        ws: { handshakeTimeout: 30_000, headers: { host, ...HEADERS } },
        variables: { pingIntervalSeconds: 20, pingTimeoutSeconds: 20 },
        phases: [
          { name: "warm-up", pause: 30 },
          { name: "ramp", duration: 60, arrivalCount: counts[index] },
        ],
      },
      scenarios: [
        {
          name: "websocket-service",
          engine: "ws",
          flow: [{ connect: { function: "dial" } }, { function: "hold" }],
        },
      ],
    })),
  );
});

test("a token goes with handshakes and with no request", () => {
  const [requests, ...sockets] = loadScripts(trial, { plan: PLAN, target: PUBLIC_TARGET, token: "canary" });
  expect(JSON.stringify(requests)).not.toContain("canary");
  expect(sockets.map(({ config }) => (config.ws as { headers: unknown }).headers)).toEqual(
    socketEndpoints(trial).map(({ host }) => ({ host, ...HEADERS, authorization: "Bearer canary" })),
  );
});

test.each([
  ["127.0.0.1", 8443, "127.0.0.1:8443"],
  ["10.0.0.1", 443, "10.0.0.1"],
  ["::1", 8443, "[::1]:8443"],
])("connections are opened at %s, port %d; hosts stay", (address, httpsPort, authority) => {
  const [requests, socket] = loadScripts(trial, { plan: PLAN, target: { address, httpsPort, httpPort: 80 } });
  expect(requests?.scenarios[0]?.flow).toEqual([
    {
      get: {
        url: `https://${authority}/health/live`,
        headers: { host: "app.trial.chat.example", ...HEADERS },
        followRedirect: false,
      },
    },
  ]);
  expect(socket?.config).toMatchObject({
    target: `wss://${authority}/ws`,
    tls: { servername: "app.trial.chat.example" },
  });
});

test("an endpoint without a socket has no script: the engine takes a count of none for no phase", () => {
  expect(loadScripts(trial, { plan: { ...PLAN, sockets: 2 }, target: PUBLIC_TARGET })).toHaveLength(1 + 2);
});
