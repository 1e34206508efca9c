import { holdTalk } from "../../../verify/checks/socket/conversation";
import { judgeTalk } from "../../../verify/checks/socket/judgement";
import type { SocketTerms } from "../../../verify/checks/socket/terms";
import { startEdge, type Misbehaviour } from "../../support/misbehaving-edge";
import { withEdge } from "../../support/misbehaving-run";
import {
  REFUSES_STRANGERS,
  SERVICE,
  TERMS,
  callTo,
  closeSocket,
  measurementsOf,
  refuseUpgrade,
  attemptText,
  judgedTalk,
} from "../../support/socket-talk";

describe("handshakes", () => {
  const after = (milliseconds: number): Misbehaviour => ({
    upgradeSocket: (_request, _socket, usual) => void setTimeout(usual, milliseconds).unref(),
  });
  const HASTY: SocketTerms = { ...TERMS, goal: 0.1, budget: 0.3 };

  test("later than the goal: it fails, and the time is measured", async () => {
    await withEdge(after(150), async (edge) => {
      const attempt = await judgedTalk(edge, false, { ...HASTY, budget: 2 });
      expect(attemptText(attempt)).toBe("failed handshake-slow: 101 after some time");
      const measured = measurementsOf(attempt);
      expect(measured.map(({ name, unit }) => `${name} ${unit}`)).toEqual(["handshake s", "echo s"]);
      expect(measured[0]!.value).toBeGreaterThanOrEqual(0.15);
      expect(measured[0]!.value).toBeLessThan(2);
    });
  });

  test("a refusal after 101 that came late is slow all the same", async () => {
    await withEdge({ ...after(150), ...closeSocket(1008) }, async (edge) => {
      expect(attemptText(await judgedTalk(edge, false, { ...HASTY, budget: 2 }))).toBe(
        "failed handshake-slow: 101 after some time",
      );
    });
  });

  const late = (backend: string | undefined, status: number): Misbehaviour => ({
    upgradeSocket: (request, socket, usual) =>
      void setTimeout(() => refuseUpgrade(status, backend).upgradeSocket?.(request, socket, usual), 150).unref(),
  });

  test.each<[string, Misbehaviour, SocketTerms, string, readonly string[]]>([
    [
      "the service's refusal",
      refuseUpgrade(401, SERVICE),
      TERMS,
      `${REFUSES_STRANGERS}: status 401 from ${SERVICE}`,
      ["handshake s"],
    ],
    [
      "the service's late refusal",
      late(SERVICE, 401),
      { ...HASTY, budget: 2 },
      `failed handshake-slow: status 401 from ${SERVICE} after some time`,
      ["handshake s"],
    ],
    ["Cloud Armor's", refuseUpgrade(403), TERMS, "failed unauthorized: status 403 without X-Netra-Backend", []],
    ["a gateway's", refuseUpgrade(503), TERMS, "failed bad-gateway: status 503 without X-Netra-Backend", []],
    ["another service's 101", { upgradedBy: "frontend" }, TERMS, "failed wrong-backend: 101 from frontend", []],
  ])("without a token, %s", async (_name, wrong, terms, expected, measured) => {
    await withEdge(wrong, async (edge) => {
      const attempt = await judgedTalk(edge, false, terms);
      expect(attemptText(attempt)).toBe(expected);
      expect(measurementsOf(attempt).map(({ name, unit }) => `${name} ${unit}`)).toEqual(measured);
      for (const { value } of measurementsOf(attempt)) expect(value).toBeLessThan(2);
    });
  });

  test.each<[string, Misbehaviour]>([
    ["later than the budget", after(5000)],
    ["never", { upgradeSocket: () => undefined }],
    ["not even TLS", { tcp: () => undefined }],
  ])("%s", async (_name, wrong) => {
    await withEdge(wrong, async (edge) => {
      expect(attemptText(await judgedTalk(edge, true, HASTY))).toBe("failed timeout: no answer within 0.3 s");
    });
  });

  test("the engine's deadline ends a hold", async () => {
    await withEdge({}, async (edge) => {
      const terms = { ...TERMS, hold: 60 };
      const seen = await holdTalk(callTo(edge, true), terms, AbortSignal.timeout(300));
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
