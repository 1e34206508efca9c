import { createSecureServer } from "node:http2";
import type { AddressInfo } from "node:net";
import { trial } from "../../fixture/trial";
import { routeAttempt } from "../../../verify/checks/route";
import { breakageOf } from "../../../verify/http/breakage";
import { AUTHORITY, IDENTITY } from "../../support/misbehaving-edge";
import { foundOf, verdictOf, withEdge } from "../../support/misbehaving-run";

const SIGNAL = new AbortController().signal;
const ROW = { host: "api.trial.chat.example", path: "/health/live", isLiveness: true };

test("HTTP/2 alone is told from a connection that breaks off", async () => {
  const server = createSecureServer({ ...IDENTITY, allowHTTP1: false, ALPNProtocols: ["h2"] });
  server.on("unknownProtocol", (socket) => socket.destroy());
  await new Promise<void>((resolve) => void server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  try {
    const target = { address: "127.0.0.1", httpsPort: port, httpPort: port, authorities: AUTHORITY.cert };
    const attempt = await routeAttempt(trial, target, ROW, SIGNAL);
    expect(`${verdictOf(attempt)}: ${foundOf(attempt)}`).toBe(
      "failed protocol-refused: TLS stands, HTTP/2 is offered, and HTTP/1.1 is not",
    );
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("what breaks off and offers no HTTP/2 broke off", async () => {
  await withEdge({ stream: (socket) => void socket.destroy() }, async (edge) => {
    const attempt = await routeAttempt(trial, edge.target, ROW, SIGNAL);
    expect(`${verdictOf(attempt)}: ${foundOf(attempt)}`).toBe("failed refused: the connection broke off");
  });
});

test("101 to a request that asked for no other protocol is an answer, and a wrong one", async () => {
  const head =
    "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nx-netra-backend: websocket-service\r\n\r\n";
  await withEdge({ stream: (socket) => void socket.once("data", () => socket.write(head)) }, async (edge) => {
    const attempt = await routeAttempt(trial, edge.target, { ...ROW, path: "/ws", isLiveness: false }, SIGNAL);
    expect(`${verdictOf(attempt)}: ${foundOf(attempt)}`).toBe("failed wrong-status: status 101 from websocket-service");
  });
});

test.each([
  ["ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION", "alert"],
  ["EPROTO", "write EPROTO 00:error:0A00042E:SSL routines:ssl3_read_bytes:tlsv1 alert protocol version"],
])("a server of old versions alone refuses what browsers speak: %s", (code, message) => {
  expect(breakageOf(Object.assign(new Error(message), { code }))).toEqual({
    symptom: "protocol-refused",
    found: "what answers refuses TLS 1.2 and newer",
  });
});
