import { trial } from "../../fixture/trial";
import { failed } from "../../../verify/engine/attempt";
import type { Check } from "../../../verify/engine/check";
import { routeAttempt, routeChecks, hostRows } from "../../../verify/checks/route";
import { answerText } from "../../../verify/http/answer";
import { LONGEST_BODY, hostAnswerOf } from "../../../verify/http/request";
import {
  AUTHORITY,
  answerWith,
  rawAnswer,
  startEdge,
  type Edge,
  type Misbehaviour,
} from "../../support/misbehaving-edge";
import { attemptOf, checkOf, foundOf, headRead, runQuickly, verdictOf, withEdge } from "../../support/misbehaving-run";

const LIVENESS = "route/api.trial.chat.example/health/live";
const PREFIX = "route/app.trial.chat.example/api/";

const checksOf = ({ target }: Edge): readonly Check[] => routeChecks(trial, target);

test("every row of the host table is asked once, its own service for its liveness", () => {
  expect(hostRows(trial).map(({ host, path, isLiveness }) => `${host}${path}${isLiveness ? " lives" : ""}`)).toEqual([
    "app.trial.chat.example/health/live lives",
    "app.trial.chat.example/api/",
    "app.trial.chat.example/ws",
    "app.trial.chat.example/ws/",
    "trial.chat.example/health/live lives",
    "trial.chat.example/api/",
    "trial.chat.example/ws",
    "trial.chat.example/ws/",
    "api.trial.chat.example/health/live lives",
    "auth.trial.chat.example/health/live lives",
  ]);
});

test("an edge that behaves passes every check at once, and is asked as a user would", async () => {
  await withEdge({}, async (edge) => {
    const { outcomes, waits } = await runQuickly(checksOf(edge));
    expect(outcomes.map(({ last }) => foundOf(last))).toEqual([
      "status 200 from frontend",
      ...Array<string>(3).fill("status 404 from websocket-service"),
      "status 200 from frontend",
      ...Array<string>(3).fill("status 404 from websocket-service"),
      "status 200 from websocket-service",
      "status 200 from auth-service",
    ]);
    expect(outcomes.every(({ last }) => last.verdict === "passed")).toBe(true);
    expect(waits).toEqual([]);
    expect([...edge.requests].sort()).toEqual(
      hostRows(trial)
        .map(({ host, path }) => `GET https://${host}${path}`)
        .sort(),
    );
  });
});

const HEADERLESS = (status: number): Misbehaviour => ({
  https: (_, response) => void response.writeHead(status).end(),
});
const FROM = (backend: string, status: number): Misbehaviour => ({
  https: answerWith(status, { "X-Netra-Backend": backend }),
});

test.each([
  [["frontend", "frontend"], "passed", "status 200 from frontend"],
  [["frontend", "auth-service"], "failed wrong-backend", "status 200 from frontend, auth-service"],
])("the backend's header sent twice, as %j: %s", async (backends, verdict, found) => {
  const wrong: Misbehaviour = {
    https: (_, response) => void response.writeHead(200, { "X-Netra-Backend": backends }).end(),
  };
  await withEdge(wrong, async (edge) => {
    const attempt = await attemptOf(checksOf(edge), "route/app.trial.chat.example/health/live");
    expect([verdictOf(attempt), foundOf(attempt)]).toEqual([verdict, found]);
  });
});

describe("statuses", () => {
  test.each<[number, string, string]>([
    [200, "passed", "passed"],
    [204, "failed wrong-status", "passed"],
    [302, "failed wrong-status", "passed"],
    [401, "failed unauthorized", "passed"],
    [403, "failed unauthorized", "passed"],
    [404, "failed wrong-status", "passed"],
    [426, "failed wrong-status", "passed"],
    [429, "failed too-many-requests", "failed too-many-requests"],
    [500, "failed internal-error", "failed internal-error"],
    [501, "failed internal-error", "failed internal-error"],
    [502, "failed bad-gateway", "failed bad-gateway"],
    [503, "failed bad-gateway", "failed bad-gateway"],
    [504, "failed bad-gateway", "failed bad-gateway"],
  ])("%i from the right backend", async (status, own, prefix) => {
    await withEdge({ https: answerWith(status) }, async (edge) => {
      const [first, second] = [await attemptOf(checksOf(edge), LIVENESS), await attemptOf(checksOf(edge), PREFIX)];
      expect([verdictOf(first), verdictOf(second)]).toEqual([own, prefix]);
      expect(foundOf(second)).toBe(`status ${status} from websocket-service`);
    });
  });

  test.each<[string, Misbehaviour, string, string]>([
    ["200 without the header", HEADERLESS(200), "wrong-backend", "status 200 without X-Netra-Backend"],
    ["404 without the header", HEADERLESS(404), "wrong-backend", "status 404 without X-Netra-Backend"],
    ["401 without the header", HEADERLESS(401), "unauthorized", "status 401 without X-Netra-Backend"],
    ["403 without the header", HEADERLESS(403), "unauthorized", "status 403 without X-Netra-Backend"],
    ["429 without the header", HEADERLESS(429), "too-many-requests", "status 429 without X-Netra-Backend"],
    ["500 without the header", HEADERLESS(500), "wrong-backend", "status 500 without X-Netra-Backend"],
    ["503 without the header", HEADERLESS(503), "bad-gateway", "status 503 without X-Netra-Backend"],
    ["200 from another service", FROM("frontend", 200), "wrong-backend", "status 200 from frontend"],
    ["403 from another service", FROM("frontend", 403), "wrong-backend", "status 403 from frontend"],
    ["503 from another service", FROM("frontend", 503), "wrong-backend", "status 503 from frontend"],
  ])("%s", async (_name, wrong, symptom, found) => {
    await withEdge(wrong, async (edge) => {
      expect(await attemptOf(checksOf(edge), PREFIX)).toEqual(
        failed(symptom as "unauthorized", found, "any answer below 500 from websocket-service"),
      );
      expect(await attemptOf(checksOf(edge), LIVENESS)).toEqual(
        failed(symptom as "unauthorized", found, "status 200 from websocket-service"),
      );
    });
  });
});

describe("no answer", () => {
  test.each<[string, Misbehaviour, string, string]>([
    ["a connection that is taken and never spoken on", { tcp: "silence" }, "timeout", "no connection in time"],
    ["no answer", { https: "silence" }, "timeout", "connected, and no answer in time"],
    ["a reset", { tcp: (socket) => void socket.resetAndDestroy() }, "refused", "the connection broke off"],
    ["an end instead of an answer", { stream: (socket) => void socket.end() }, "refused", "the connection broke off"],
    [
      "an end within the body",
      {
        https: (_, response) => {
          response.writeHead(200, { "content-length": "10" }).write("half");
          void headRead().then(() => response.destroy());
        },
      },
      "refused",
      "the connection broke off",
    ],
    [
      "no HTTP",
      { stream: (socket) => void socket.end("220 mail.example ESMTP\r\n") },
      "garbled",
      "what answered speaks no HTTP (HPE_INVALID_CONSTANT)",
    ],
    [
      "headers without end",
      { stream: (socket) => void socket.end(rawAnswer(200, { "X-Long": "x".repeat(100_000) })) },
      "garbled",
      "what answered speaks no HTTP (HPE_HEADER_OVERFLOW)",
    ],
    ["no TLS", { tcp: (socket) => void socket.end("HTTP/1.0 400\r\n\r\n") }, "garbled", "what answered speaks no TLS"],
    [
      "another host's certificate",
      { identity: AUTHORITY.issue(["elsewhere.example"]) },
      "tls-host",
      "the certificate does not name the host",
    ],
  ])("%s", async (_name, wrong, symptom, found) => {
    await withEdge(wrong, async (edge) => {
      expect(await attemptOf(checksOf(edge), PREFIX, edge.silence)).toEqual(
        failed(symptom as "timeout", found, "any answer below 500 from websocket-service"),
      );
    });
  });

  test("a body without end", async () => {
    await withEdge({ https: (_, response) => void response.writeHead(200).write("and then") }, async (edge) => {
      expect(foundOf(await attemptOf(checksOf(edge), PREFIX, headRead()))).toBe(
        "status 200, and no end of its body in time",
      );
    });
  });

  test("nobody listens", async () => {
    const edge = await startEdge();
    await edge.close();
    const attempt = await attemptOf(checksOf(edge), LIVENESS);
    expect([verdictOf(attempt), foundOf(attempt)]).toEqual(["failed refused", "the connection was refused"]);
  });

  test("trouble of this machine is nobody's failure", async () => {
    const checks = routeChecks(trial, {
      address: "256.256.256.256.invalid-label-".padEnd(80, "x"),
      httpsPort: 443,
      httpPort: 80,
    });
    const { outcomes } = await runQuickly([{ ...checkOf(checks, LIVENESS), attempts: 1 }]);
    expect(["failed dns-missing", "unknown"]).toContain(verdictOf(outcomes[0]!.last));
  });
});

test("of a body without end only the beginning is read", async () => {
  let sent = 0;
  let isOver: (() => void) | undefined;
  const over = new Promise<void>((resolve) => (isOver = resolve));
  const wrong: Misbehaviour = {
    https: (_, response) => {
      response.writeHead(200, { "X-Netra-Backend": "websocket-service" });
      const more = (): void => {
        if (response.destroyed) return;
        sent += 16_384;
        if (response.write(Buffer.alloc(16_384))) more();
      };
      response.on("drain", more).on("close", () => isOver?.());
      more();
    },
  };
  await withEdge(wrong, async (edge) => {
    expect(verdictOf(await attemptOf(checksOf(edge), LIVENESS))).toBe("passed");
    // The edge learns that nobody reads on.
    await over;
    expect(sent).toBeGreaterThanOrEqual(LONGEST_BODY);
  });
});

test("a host that no row names is the caller's mistake", async () => {
  const row = { host: "old.trial.chat.example", path: "/", isLiveness: true };
  const target = { httpsPort: 1, httpPort: 1 };
  expect(await routeAttempt(trial, target, row, new AbortController().signal)).toEqual(
    failed("host-unknown", "no row names old.trial.chat.example", "a host of the environment's table"),
  );
});

describe("429 with Retry-After", () => {
  const refusing = (times: number): Misbehaviour => {
    let left = times;
    return {
      https: (request, response, usual) =>
        (left -= 1) < 0 ? usual() : answerWith(429, { "retry-after": "7" })(request, response, usual),
    };
  };

  test("once: passed on a retry, after the time that was asked for", async () => {
    await withEdge(refusing(1), async (edge) => {
      const { outcomes, waits } = await runQuickly([checkOf(checksOf(edge), LIVENESS)]);
      expect(outcomes).toMatchObject([
        { attempts: 2, recoveredFrom: ["too-many-requests"], last: { verdict: "passed" } },
      ]);
      expect(waits).toEqual([7000]);
    });
  });

  test("for ever: failed", async () => {
    await withEdge(refusing(Infinity), async (edge) => {
      const { outcomes, waits } = await runQuickly([checkOf(checksOf(edge), LIVENESS)]);
      expect(outcomes).toMatchObject([
        {
          attempts: 3,
          recoveredFrom: [],
          last: {
            symptom: "too-many-requests",
            found: "status 429 from websocket-service, Retry-After 7 s",
            retryAfterSeconds: 7,
          },
        },
      ]);
      expect(waits).toEqual([7000, 7000]);
    });
  });

  test("of the year 2099: what the header said is not known any more", () => {
    const answer = hostAnswerOf({ statusCode: 429, headers: { "retry-after": "Thu, 31 Dec 2099 23:59:59 GMT" } });
    expect(answerText(answer)).toBe("status 429 without X-Netra-Backend, Retry-After a day or more");
  });
});
