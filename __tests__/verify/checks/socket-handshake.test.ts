import { holdTalk } from "../../../verify/checks/socket/conversation";
import { judgeTalk } from "../../../verify/checks/socket/judgement";
import { startEdge, type AnswerUpgrade, type Misbehaviour } from "../../support/misbehaving-edge";
import { foundOf, verdictOf, withEdge } from "../../support/misbehaving-run";
import { testClock, type TestClock } from "../../support/test-clock";
import {
  REFUSES_STRANGERS,
  SERVICE,
  TERMS,
  callTo,
  closeSocket,
  measurementsOf,
  refuse,
  refuseUpgrade,
  attemptText,
  judgedTalk,
} from "../../support/socket-talk";

describe("handshakes", () => {
  const TIME = 5100;
  let clock: TestClock;
  beforeEach(() => (clock = testClock()));

  const answerTooLate: AnswerUpgrade = (_request, socket, usual) => {
    // Whoever gives up ends the connection.
    socket.once("close", usual);
    clock.expire();
  };

  /** Answers a little later than the goal. */
  const late = (answer: AnswerUpgrade = (_request, _socket, usual) => usual()): Misbehaviour => ({
    upgradeSocket: (...asked) => {
      clock.move(TIME);
      answer(...asked);
    },
  });

  test("later than the goal: it fails, and the time is measured", async () => {
    await withEdge(late(), async (edge) => {
      const attempt = await judgedTalk(edge, false, TERMS, clock);
      expect(verdictOf(attempt)).toBe("failed handshake-slow");
      expect(foundOf(attempt)).toBe("101 after 5.1 s");
      expect(measurementsOf(attempt)).toEqual([
        { name: "handshake", value: 5.1, unit: "s" },
        { name: "echo", value: 0, unit: "s" },
      ]);
    });
  });

  test("a refusal after 101 that came late is slow all the same", async () => {
    await withEdge({ ...late(), ...closeSocket(1008) }, async (edge) => {
      expect(foundOf(await judgedTalk(edge, false, TERMS, clock))).toBe("101 after 5.1 s");
    });
  });

  test.each<[string, Misbehaviour, string, readonly number[]]>([
    ["the service's refusal", refuseUpgrade(401, SERVICE), `${REFUSES_STRANGERS}: status 401 from ${SERVICE}`, [0]],
    [
      "the service's late refusal",
      late(refuse(401, SERVICE)),
      `failed handshake-slow: status 401 from ${SERVICE} after some time`,
      [TIME / 1000],
    ],
    ["Cloud Armor's", refuseUpgrade(403), "failed unauthorized: status 403 without X-Netra-Backend", []],
    ["a gateway's", refuseUpgrade(503), "failed bad-gateway: status 503 without X-Netra-Backend", []],
    ["another service's 101", { upgradedBy: "frontend" }, "failed wrong-backend: 101 from frontend", []],
  ])("without a token, %s", async (_name, wrong, expected, seconds) => {
    await withEdge(wrong, async (edge) => {
      const attempt = await judgedTalk(edge, false, TERMS, clock);
      expect(attemptText(attempt)).toBe(expected);
      expect(measurementsOf(attempt)).toEqual(seconds.map((value) => ({ name: "handshake", value, unit: "s" })));
    });
  });

  test.each<[string, Misbehaviour]>([
    ["no answer to the handshake", { upgradeSocket: "silence" }],
    ["an answer after it", { upgradeSocket: answerTooLate }],
    ["not even TLS", { tcp: "silence" }],
  ])("%s within the budget", async (_name, wrong) => {
    await withEdge(wrong, async (edge) => {
      expect(attemptText(await judgedTalk(edge, true, TERMS, clock))).toBe("failed timeout: no answer within 30 s");
    });
  });

  test("the engine's deadline ends a hold", async () => {
    await withEdge({}, async (edge) => {
      const terms = { ...TERMS, hold: 20 };
      const deadline = new AbortController();
      const held: TestClock = testClock(() => {
        if (held.pauses.includes(20_000)) deadline.abort();
      });
      const seen = await holdTalk(callTo(edge, true), terms, deadline.signal, held);
      expect(attemptText(judgeTalk(seen, terms, { hasToken: true, service: SERVICE }))).toBe(
        "failed timeout: no end in time",
      );
    });
  });

  test("nobody listens", async () => {
    const edge = await startEdge();
    await edge.close();
    expect(attemptText(await judgedTalk(edge, false))).toBe("failed refused: the connection was refused");
  });
});
