import type { IncomingHttpHeaders } from "node:http";
import type { WebSocket } from "ws";
import { prd } from "../../fixture/prd";
import { trial } from "../../fixture/trial";
import { anonymousSocketChecks } from "../../../verify/checks/socket";
import { longestSocketSeconds, pingTimes, socketTermsOf } from "../../../verify/checks/socket/terms";
import { AUTHORITY, TOKEN, type Misbehaviour } from "../../support/misbehaving-edge";
import { checkOf, runQuickly, withEdge } from "../../support/misbehaving-run";
import { testClock } from "../../support/test-clock";
import {
  REFUSES_STRANGERS,
  SERVICE,
  TERMS,
  closeSocket,
  refuse,
  refuseUpgrade,
  attemptText,
  judgedTalk,
} from "../../support/socket-talk";

const ID = "socket/api.trial.chat.example/ws/anonymous";

/** Once the second of two pings is answered, the last one before we close. */
const onLastPing = (action: (socket: WebSocket) => void): Misbehaviour => ({
  talk: (socket) => {
    let pings = 0;
    socket.on("ping", () => {
      if ((pings += 1) === 2) setImmediate(() => action(socket));
    });
  },
});

/** ws answers a close frame by closing its own side. */
const IGNORES_OUR_CLOSE: Misbehaviour = { talk: (socket, fallSilent) => void (socket.close = fallSilent) };

/** Whoever answers a ping has read what came before it. */
const ECHOES_SOMETHING_ELSE: Misbehaviour = {
  answersPings: false,
  talk: (socket, fallSilent) => {
    socket.once("ping", () => {
      socket.pong("else");
      socket.ping();
    });
    socket.once("pong", fallSilent);
  },
};

const HELD = "passed: 101 without a token, echoed, held";
const HELD_WITH_TOKEN = "passed: 101 with a token, echoed, held, closed with 1000";

describe("whoever calls", () => {
  test.each<[string, Misbehaviour, string]>([
    ["503 before the upgrade", refuseUpgrade(503), "failed bad-gateway: status 503 without X-Netra-Backend"],
    ["429 before the upgrade", refuseUpgrade(429), "failed too-many-requests: status 429 without X-Netra-Backend"],
    ["500 before the upgrade", refuseUpgrade(500, SERVICE), `failed internal-error: status 500 from ${SERVICE}`],
    ["200 instead of an upgrade", refuseUpgrade(200, SERVICE), `failed upgrade-refused: status 200 from ${SERVICE}`],
    ["404 instead of an upgrade", refuseUpgrade(404, SERVICE), `failed upgrade-refused: status 404 from ${SERVICE}`],
    [
      "a redirect, which no socket follows",
      refuseUpgrade(301, SERVICE, { location: "https://elsewhere.example/" }),
      `failed upgrade-refused: status 301 from ${SERVICE}`,
    ],
    ["403 from Cloud Armor", refuseUpgrade(403), "failed unauthorized: status 403 without X-Netra-Backend"],
    ["403 from another service", refuseUpgrade(403, "frontend"), "failed wrong-backend: status 403 from frontend"],
    ["101 from another service", { upgradedBy: "frontend" }, "failed wrong-backend: 101 from frontend"],
    ["1011 after 101", closeSocket(1011), "failed internal-error-close: closed with 1011 after some time"],
    [
      "a code of the application's that refuses nobody",
      closeSocket(4429),
      "failed closed-by-application: closed with 4429 after some time",
    ],
    ["1001", closeSocket(1001), "failed closed-early: closed with 1001 after some time"],
    ["1012", closeSocket(1012), "failed closed-early: closed with 1012 after some time"],
    ["1000 before the hold is over", closeSocket(1000), "failed closed-early: closed with 1000 after some time"],
    [
      "no close frame",
      { talk: (socket) => socket.terminate() },
      "failed crashed-after-accept: closed with 1006 after some time",
    ],
    ["a ping without its echo", { answersPings: false }, "failed no-pong: no pong within 20 s"],
    ["an echo of something else", ECHOES_SOMETHING_ELSE, "failed no-pong: no pong within 20 s"],
    [
      "a frame that is none",
      { raw: Buffer.from([0x7f, 0x00]) },
      "failed frames-refused: Invalid WebSocket frame: RSV2 and RSV3 must be clear",
    ],
    [
      "a masked frame",
      { raw: Buffer.from([0x81, 0x81, 1, 2, 3, 4, 0x60]) },
      "failed frames-refused: Invalid WebSocket frame: MASK must be clear",
    ],
    [
      "101 of somebody who speaks no WebSocket",
      refuseUpgrade(101, SERVICE, { connection: "upgrade", upgrade: "websocket" }),
      "failed upgrade-refused: Invalid Sec-WebSocket-Accept header",
    ],
    ["a reset", { upgradeSocket: (_, socket) => void socket.destroy() }, "failed refused: the connection broke off"],
    [
      "text before TLS",
      { tcp: (socket) => void socket.end("220 \r\n") },
      "failed garbled: what answered speaks no TLS",
    ],
    [
      "text within TLS",
      { stream: (socket) => void socket.end("220 \r\n") },
      "failed garbled: what answered speaks no HTTP (HPE_INVALID_CONSTANT)",
    ],
    [
      "another host's certificate",
      { identity: AUTHORITY.issue(["elsewhere.example"]) },
      "failed tls-host: the certificate does not name the host",
    ],
  ])("%s", async (_name, wrong, expected) => {
    await withEdge(wrong, async (edge) => {
      const attempts = await Promise.all([judgedTalk(edge, false), judgedTalk(edge, true)]);
      expect(attempts.map(attemptText)).toEqual([expected, expected]);
    });
  });
});

describe("with and without a token", () => {
  test.each<[string, Misbehaviour, string, string]>([
    ["as declared", {}, HELD, HELD_WITH_TOKEN],
    ["a chosen subprotocol", { subprotocol: "jwt-auth" }, HELD, HELD_WITH_TOKEN],
    [
      "401 from the application",
      refuseUpgrade(401, SERVICE),
      `${REFUSES_STRANGERS}: status 401 from ${SERVICE}`,
      `failed unauthorized: status 401 from ${SERVICE}`,
    ],
    [
      "403 from the application",
      refuseUpgrade(403, SERVICE),
      `${REFUSES_STRANGERS}: status 403 from ${SERVICE}`,
      `failed unauthorized: status 403 from ${SERVICE}`,
    ],
    ...[1008, 4001, 4003, 4401, 4403].map((code): [string, Misbehaviour, string, string] => [
      `${code}`,
      closeSocket(code),
      `${REFUSES_STRANGERS}: 101, then closed with ${code} after some time`,
      `failed socket-refused: closed with ${code} after some time`,
    ]),
    ["our close unanswered", IGNORES_OUR_CLOSE, HELD, "failed closed-early: our close was answered with nothing"],
    [
      "our close answered with 1011",
      onLastPing((socket) => socket.close(1011)),
      "failed internal-error-close: our close was answered with 1011",
      "failed internal-error-close: our close was answered with 1011",
    ],
    [
      "our close answered with a code of the application's",
      onLastPing((socket) => socket.close(4000)),
      "failed closed-by-application: our close was answered with 4000",
      "failed closed-by-application: our close was answered with 4000",
    ],
  ])("%s", async (_name, wrong, withoutToken, withToken) => {
    await withEdge(wrong, async (edge) => {
      const attempts = await Promise.all([judgedTalk(edge, false), judgedTalk(edge, true)]);
      expect(attempts.map(attemptText)).toEqual([withoutToken, withToken]);
    });
  });
});

test("Retry-After of a refused upgrade is handed on", async () => {
  await withEdge(refuseUpgrade(503, undefined, { "retry-after": "4" }), async (edge) => {
    expect(await judgedTalk(edge, false)).toMatchObject({ symptom: "bad-gateway", retryAfterSeconds: 4 });
  });
});

test("a token goes along as a header and as a subprotocol; without one neither does", async () => {
  const seen: IncomingHttpHeaders[] = [];
  const wrong: Misbehaviour = {
    upgradeSocket: ({ headers }, _socket, usual) => {
      seen.push(headers);
      usual();
    },
  };
  await withEdge(wrong, async (edge) => {
    await judgedTalk(edge, false);
    await judgedTalk(edge, true);
  });
  expect(seen.map((headers) => [headers.authorization, headers["sec-websocket-protocol"]])).toEqual([
    [undefined, undefined],
    [`Bearer ${TOKEN}`, "jwt-auth,jwt.dG9rZW4"],
  ]);
});

describe("terms", () => {
  test.each([
    [5, 20, [0, 5]],
    [20, 20, [0, 20]],
    [45, 20, [0, 20, 40, 45]],
    [60, 20, [0, 20, 40, 60]],
  ])("held for %i s with pings every %i s: pings at %j", (hold, pingInterval, expected) => {
    expect(pingTimes({ hold, pingInterval })).toEqual(expected);
  });

  test("are the plan's goal and the service's own timeouts", () => {
    const terms = socketTermsOf(trial.services["websocket-service"].sockets!, 5);
    expect(terms).toEqual({ goal: 5, budget: 30, pingInterval: 20, hold: 5, close: 5 });
    expect(longestSocketSeconds(terms)).toBe(80);
  });

  test("as many pings reach the other side as were due", async () => {
    let pings = 0;
    await withEdge({ talk: (socket) => socket.on("ping", () => (pings += 1)) }, async (edge) => {
      expect(attemptText(await judgedTalk(edge, true, { ...TERMS, hold: 60 }))).toBe(HELD_WITH_TOKEN);
    });
    expect(pings).toBe(4);
  });

  test("slow pongs do not put off the pings after them", async () => {
    const clock = testClock();
    const pings: number[] = [];
    const slow: Misbehaviour = {
      answersPings: false,
      talk: (socket) =>
        socket.on("ping", (data) => {
          pings.push(clock.now());
          clock.move(15_000);
          socket.pong(data);
        }),
    };
    await withEdge(slow, async (edge) => {
      expect(attemptText(await judgedTalk(edge, true, { ...TERMS, hold: 60 }, clock))).toBe(HELD_WITH_TOKEN);
    });
    expect(pings).toEqual([0, 20_000, 40_000, 60_000]);
  });
});

describe("checks", () => {
  test("one for every place at which a socket may be opened, in prd too", () => {
    const target = { httpsPort: 443, httpPort: 80 };
    expect(anonymousSocketChecks(trial, target, 5, testClock()).map(({ id }) => id)).toEqual([
      "socket/app.trial.chat.example/ws/anonymous",
      "socket/trial.chat.example/ws/anonymous",
      "socket/api.trial.chat.example/ws/anonymous",
    ]);
    expect(anonymousSocketChecks(prd, target, 5, testClock())).toHaveLength(3);
  });

  test("503 once: passed on a retry", async () => {
    let refusals = 0;
    const wrong: Misbehaviour = {
      upgradeSocket: (request, socket, usual) =>
        (refusals += 1) === 1 ? refuse(503)(request, socket, usual) : usual(),
    };
    await withEdge(wrong, async (edge) => {
      const checks = anonymousSocketChecks(trial, edge.target, 5, testClock());
      const { outcomes } = await runQuickly([checkOf(checks, ID)]);
      expect(outcomes).toMatchObject([{ attempts: 2, recoveredFrom: ["bad-gateway"], last: { verdict: "passed" } }]);
    });
  });
});
