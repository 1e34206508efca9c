import type { IncomingHttpHeaders } from "node:http";
import type { WebSocket } from "ws";
import { BACKEND_HEADER } from "../../environments/backend-header";
import { production } from "../../environments/production";
import { staging } from "../../environments/staging";
import type { Attempt } from "../../verify/check";
import { anonymousSocketChecks } from "../../verify/socket";
import { converse, type Call } from "../../verify/socket/conversation";
import { judge } from "../../verify/socket/judgement";
import { longestOf, pingTimes, termsOf, type SocketTerms } from "../../verify/socket/terms";
import { AUTHORITY, TOKEN, rawAnswer, startEdge, type Edge, type Misbehaviour } from "../support/misbehaving-edge";
import { checkOf, foundOf, runQuickly, verdictOf, withEdge } from "../support/misbehaving-run";

const SERVICE = "websocket-service";
const ID = "socket/api.staging.netrasystems.ai/ws/anonymous";

/** A second is enough to open a socket on one machine; everything else is short. */
const TERMS: SocketTerms = { goal: 1, budget: 2, pingInterval: 0.4, hold: 0.1, close: 0.3 };

const callTo = ({ target }: Edge, hasToken: boolean): Call => ({
  target,
  host: "api.staging.netrasystems.ai",
  path: "/ws",
  headers: hasToken ? { authorization: `Bearer ${TOKEN}` } : {},
  subprotocols: hasToken ? ["jwt-auth", "jwt.dG9rZW4"] : [],
});

async function talk(edge: Edge, hasToken: boolean, terms = TERMS): Promise<Attempt> {
  const seen = await converse(callTo(edge, hasToken), terms, new AbortController().signal);
  return judge(seen, terms, { hasToken, service: SERVICE });
}

/** `verdict symptom: what was found`, measured seconds left out. */
const said = (attempt: Attempt): string =>
  `${verdictOf(attempt)}: ${foundOf(attempt).replace(/after \d+\.\d s$/, "after some time")}`;

const refusing = (status: number, backend?: string, headers: Readonly<Record<string, string>> = {}): Misbehaviour => ({
  upgrade: (_, socket) =>
    void socket.end(rawAnswer(status, { ...(backend !== undefined && { [BACKEND_HEADER]: backend }), ...headers })),
});

const closing = (code: number): Misbehaviour => ({ talk: (socket) => socket.close(code) });

/** Once the second of two pings is answered, the last one before we close. */
const onLastPing = (action: (socket: WebSocket) => void): Misbehaviour => ({
  talk: (socket) => {
    let pings = 0;
    socket.on("ping", () => {
      if ((pings += 1) === 2) setImmediate(() => action(socket));
    });
  },
});

const REFUSES = "passed: refuses callers without a token";

const HELD = "passed: 101 without a token, echoed, held";
const HELD_WITH_TOKEN = "passed: 101 with a token, echoed, held, closed with 1000";

describe("whoever calls", () => {
  test.each<[string, Misbehaviour, string]>([
    ["503 before the upgrade", refusing(503), "failed bad-gateway: status 503 without X-Netra-Backend"],
    ["429 before the upgrade", refusing(429), "failed too-many-requests: status 429 without X-Netra-Backend"],
    ["500 before the upgrade", refusing(500, SERVICE), `failed internal-error: status 500 from ${SERVICE}`],
    ["200 instead of an upgrade", refusing(200, SERVICE), `failed upgrade-refused: status 200 from ${SERVICE}`],
    ["404 instead of an upgrade", refusing(404, SERVICE), `failed upgrade-refused: status 404 from ${SERVICE}`],
    [
      "a redirect, which no socket follows",
      refusing(301, SERVICE, { location: "https://elsewhere.example/" }),
      `failed upgrade-refused: status 301 from ${SERVICE}`,
    ],
    ["403 from Cloud Armor", refusing(403), "failed unauthorized: status 403 without X-Netra-Backend"],
    ["403 from another service", refusing(403, "frontend"), "failed wrong-backend: status 403 from frontend"],
    ["101 from another service", { upgradedBy: "frontend" }, "failed wrong-backend: 101 from frontend"],
    ["1011 after 101", closing(1011), "failed internal-error-close: closed with 1011 after some time"],
    ["1001", closing(1001), "failed closed-early: closed with 1001 after some time"],
    ["1012", closing(1012), "failed closed-early: closed with 1012 after some time"],
    ["1000 before the hold is over", closing(1000), "failed closed-early: closed with 1000 after some time"],
    [
      "no close frame",
      { talk: (socket) => socket.terminate() },
      "failed closed-early: closed with 1006 after some time",
    ],
    ["a ping without its echo", { answersPings: false }, "failed no-pong: no pong within 0.4 s"],
    [
      "an echo of something else",
      { answersPings: false, talk: (socket) => socket.on("ping", () => socket.pong("else")) },
      "failed no-pong: no pong within 0.4 s",
    ],
    [
      "a frame that is none",
      { raw: Buffer.from([0x7f, 0x00]) },
      "failed closed-early: Invalid WebSocket frame: RSV2 and RSV3 must be clear",
    ],
    [
      "101 of somebody who speaks no WebSocket",
      refusing(101, SERVICE, { connection: "upgrade", upgrade: "websocket" }),
      "failed upgrade-refused: Invalid Sec-WebSocket-Accept header",
    ],
    ["a reset", { upgrade: (_, socket) => void socket.destroy() }, "failed refused: the connection broke off"],
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
      const attempts = await Promise.all([talk(edge, false), talk(edge, true)]);
      expect(attempts.map(said)).toEqual([expected, expected]);
    });
  });
});

describe("with and without a token", () => {
  test.each<[string, Misbehaviour, string, string]>([
    ["as declared", {}, HELD, HELD_WITH_TOKEN],
    ["a chosen subprotocol", { subprotocol: "jwt-auth" }, HELD, HELD_WITH_TOKEN],
    [
      "401 from the application",
      refusing(401, SERVICE),
      `${REFUSES}: status 401 from ${SERVICE}`,
      `failed unauthorized: status 401 from ${SERVICE}`,
    ],
    [
      "403 from the application",
      refusing(403, SERVICE),
      `${REFUSES}: status 403 from ${SERVICE}`,
      `failed unauthorized: status 403 from ${SERVICE}`,
    ],
    [
      "1008",
      closing(1008),
      `${REFUSES}: 101, then closed with 1008 after some time`,
      "failed socket-refused: closed with 1008 after some time",
    ],
    [
      "a code of the application's",
      closing(4401),
      `${REFUSES}: 101, then closed with 4401 after some time`,
      "failed socket-refused: closed with 4401 after some time",
    ],
    [
      "our close unanswered",
      onLastPing((socket) => socket.pause()),
      HELD,
      "failed closed-early: our close was answered with nothing",
    ],
    [
      "our close answered with 1011",
      onLastPing((socket) => socket.close(1011)),
      "failed internal-error-close: our close was answered with 1011",
      "failed internal-error-close: our close was answered with 1011",
    ],
  ])("%s", async (_name, wrong, withoutToken, withToken) => {
    await withEdge(wrong, async (edge) => {
      const attempts = await Promise.all([talk(edge, false), talk(edge, true)]);
      expect(attempts.map(said)).toEqual([withoutToken, withToken]);
    });
  });
});

describe("handshakes", () => {
  const after = (milliseconds: number): Misbehaviour => ({
    upgrade: (_request, _socket, usual) => void setTimeout(usual, milliseconds).unref(),
  });
  const HASTY: SocketTerms = { ...TERMS, goal: 0.1, budget: 0.3 };

  test("later than the goal: it fails, and the time is measured", async () => {
    await withEdge(after(150), async (edge) => {
      const attempt = await talk(edge, false, { ...HASTY, budget: 2 });
      expect(said(attempt)).toBe("failed handshake-slow: 101 after some time");
      const { measured = [] } = attempt as Extract<Attempt, { verdict: "failed" }>;
      expect(measured.map(({ name, unit }) => `${name} ${unit}`)).toEqual(["handshake s", "echo s"]);
      expect(measured[0]!.value).toBeGreaterThanOrEqual(0.15);
      expect(measured[0]!.value).toBeLessThan(2);
    });
  });

  test("a refusal after 101 that came late is slow all the same", async () => {
    await withEdge({ ...after(150), ...closing(1008) }, async (edge) => {
      expect(said(await talk(edge, false, { ...HASTY, budget: 2 }))).toBe("failed handshake-slow: 101 after some time");
    });
  });

  test.each<[string, Misbehaviour]>([
    ["later than the budget", after(5000)],
    ["never", { upgrade: () => undefined }],
    ["not even TLS", { tcp: () => undefined }],
  ])("%s", async (_name, wrong) => {
    await withEdge(wrong, async (edge) => {
      expect(said(await talk(edge, true, HASTY))).toBe("failed timeout: no answer within 0.3 s");
    });
  });

  test("the engine's deadline ends a hold", async () => {
    await withEdge({}, async (edge) => {
      const terms = { ...TERMS, hold: 60 };
      const seen = await converse(callTo(edge, true), terms, AbortSignal.timeout(300));
      expect(said(judge(seen, terms, { hasToken: true, service: SERVICE }))).toBe("failed timeout: no end in time");
    });
  });

  test("nobody listens", async () => {
    const edge = await startEdge();
    await edge.close();
    expect(said(await talk(edge, false))).toBe("failed refused: the connection was refused");
  });
});

test("Retry-After of a refused upgrade is handed on", async () => {
  await withEdge(refusing(503, undefined, { "retry-after": "4" }), async (edge) => {
    expect(await talk(edge, false)).toMatchObject({ symptom: "bad-gateway", retryAfterSeconds: 4 });
  });
});

test("a token goes along as a header and as a subprotocol; without one neither does", async () => {
  const seen: IncomingHttpHeaders[] = [];
  const wrong: Misbehaviour = {
    upgrade: ({ headers }, _socket, usual) => {
      seen.push(headers);
      usual();
    },
  };
  await withEdge(wrong, async (edge) => {
    await talk(edge, false);
    await talk(edge, true);
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
    const terms = termsOf(staging.services["websocket-service"].sockets!, 5);
    expect(terms).toEqual({ goal: 5, budget: 30, pingInterval: 20, hold: 5, close: 5 });
    expect(longestOf(terms)).toBe(80);
  });

  test("as many pings reach the other side as were due", async () => {
    let pings = 0;
    await withEdge({ talk: (socket) => socket.on("ping", () => (pings += 1)) }, async (edge) => {
      expect(said(await talk(edge, true, { ...TERMS, pingInterval: 0.3, hold: 0.9 }))).toBe(HELD_WITH_TOKEN);
    });
    expect(pings).toBe(4);
  });
});

describe("checks", () => {
  test("one for every place at which a socket may be opened, in production too", () => {
    const target = { httpsPort: 443, httpPort: 80 };
    expect(anonymousSocketChecks(staging, target, 5).map(({ id }) => id)).toEqual([
      "socket/app.staging.netrasystems.ai/ws/anonymous",
      "socket/staging.netrasystems.ai/ws/anonymous",
      "socket/api.staging.netrasystems.ai/ws/anonymous",
    ]);
    expect(anonymousSocketChecks(production, target, 5)).toHaveLength(3);
  });

  test("503 once: passed on a retry", async () => {
    let refusals = 0;
    const wrong: Misbehaviour = {
      upgrade: (request, socket, usual) =>
        (refusals += 1) === 1 ? refusing(503).upgrade?.(request, socket, usual) : usual(),
    };
    await withEdge(wrong, async (edge) => {
      const { outcomes } = await runQuickly([checkOf(anonymousSocketChecks(staging, edge.target, 0.1), ID)]);
      expect(outcomes).toMatchObject([{ attempts: 2, recoveredFrom: ["bad-gateway"], last: { verdict: "passed" } }]);
    });
  });
});
