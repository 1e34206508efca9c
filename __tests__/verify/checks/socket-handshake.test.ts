import { holdTalk } from "../../../verify/checks/socket/conversation";
import { judgeTalk } from "../../../verify/checks/socket/judgement";
import type { SocketTerms } from "../../../verify/checks/socket/terms";
import { startEdge, type Misbehaviour } from "../../support/misbehaving-edge";
import { withEdge } from "../../support/misbehaving-run";
import { REFUSES, SERVICE, TERMS, callTo, closing, measuredBy, refusing, said, talk } from "../../support/socket-talk";

describe("handshakes", () => {
  const after = (milliseconds: number): Misbehaviour => ({
    upgrade: (_request, _socket, usual) => void setTimeout(usual, milliseconds).unref(),
  });
  const HASTY: SocketTerms = { ...TERMS, goal: 0.1, budget: 0.3 };

  test("later than the goal: it fails, and the time is measured", async () => {
    await withEdge(after(150), async (edge) => {
      const attempt = await talk(edge, false, { ...HASTY, budget: 2 });
      expect(said(attempt)).toBe("failed handshake-slow: 101 after some time");
      const measured = measuredBy(attempt);
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

  const late = (backend: string | undefined, status: number): Misbehaviour => ({
    upgrade: (request, socket, usual) =>
      void setTimeout(() => refusing(status, backend).upgrade?.(request, socket, usual), 150).unref(),
  });

  test.each<[string, Misbehaviour, SocketTerms, string, readonly string[]]>([
    ["the service's refusal", refusing(401, SERVICE), TERMS, `${REFUSES}: status 401 from ${SERVICE}`, ["handshake s"]],
    [
      "the service's late refusal",
      late(SERVICE, 401),
      { ...HASTY, budget: 2 },
      `failed handshake-slow: status 401 from ${SERVICE} after some time`,
      ["handshake s"],
    ],
    ["Cloud Armor's", refusing(403), TERMS, "failed unauthorized: status 403 without X-Netra-Backend", []],
    ["a gateway's", refusing(503), TERMS, "failed bad-gateway: status 503 without X-Netra-Backend", []],
    ["another service's 101", { upgradedBy: "frontend" }, TERMS, "failed wrong-backend: 101 from frontend", []],
  ])("without a token, %s", async (_name, wrong, terms, expected, measured) => {
    await withEdge(wrong, async (edge) => {
      const attempt = await talk(edge, false, terms);
      expect(said(attempt)).toBe(expected);
      expect(measuredBy(attempt).map(({ name, unit }) => `${name} ${unit}`)).toEqual(measured);
      for (const { value } of measuredBy(attempt)) expect(value).toBeLessThan(2);
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
      const seen = await holdTalk(callTo(edge, true), terms, AbortSignal.timeout(300));
      expect(said(judgeTalk(seen, terms, { hasToken: true, service: SERVICE }))).toBe("failed timeout: no end in time");
    });
  });

  test("nobody listens", async () => {
    const edge = await startEdge();
    await edge.close();
    expect(said(await talk(edge, false))).toBe("failed refused: the connection was refused");
  });
});
