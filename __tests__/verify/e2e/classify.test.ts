import { symptomOf } from "../../../verify/e2e/classify";
import { SYMPTOMS, type SymptomId } from "../../../verify/symptoms";

/** What the tests' clients print, and what it was about: the remediation plan's failures first. */
test.each<[said: string, symptom: SymptomId, failureClass: string]>([
  [
    "websockets.exceptions.InvalidStatus: server rejected WebSocket connection: HTTP 503",
    "bad-gateway",
    "infrastructure",
  ],
  ["TimeoutError: timed out during opening handshake", "timeout", "infrastructure"],
  ["ModuleNotFoundError: No module named 'test_framework.websocket_helpers'", "test-setup", "test-setup"],
  ["ImportError: cannot import name 'AgentTestTool' from 'test_framework.tools'", "test-setup", "test-setup"],
  [
    "websockets.exceptions.ConnectionClosedError: received 1011 (internal error)",
    "internal-error-close",
    "application",
  ],
  ["WebSocket closed with code = 1011, reason = internal", "internal-error-close", "application"],
  ["pydantic_core._pydantic_core.ValidationError: 1 validation error for AgentTestTool", "test-setup", "test-setup"],
  ["RuntimeError: E2E_BYPASS_KEY is not set", "key-missing", "test-setup"],
  ["KeyError: 'E2E_BYPASS_KEY'", "key-missing", "test-setup"],
  ["POST https://auth.staging.netrasystems.ai/auth/e2e/test-auth returned 401", "token-refused", "authentication"],
  ["httpx.HTTPStatusError: Client error '401 Unauthorized' for url 'https://api…'", "unauthorized", "authentication"],
  ["assert 403 == 200\n +  where 403 = <Response [403 Forbidden]>.status_code", "unauthorized", "authentication"],
  ["received 1008 (policy violation) invalid token", "socket-refused", "authentication"],
  ["httpx.HTTPStatusError: Server error '500 Internal Server Error' for url", "internal-error", "application"],
  ["AssertionError: assert 500 == 200", "internal-error", "application"],
  ["AssertionError: assert 200 == 503", "bad-gateway", "infrastructure"],
  ["HTTP/1.1 502 Bad Gateway", "bad-gateway", "infrastructure"],
  ["status code: 504", "bad-gateway", "infrastructure"],
  ["Client error '429 Too Many Requests'", "too-many-requests", "infrastructure"],
  // The client's own close of a socket whose ping was not answered carries 1011, and is no failure of the application.
  ["sent 1011 (internal error) keepalive ping timeout; no close frame received", "no-pong", "infrastructure"],
  ["ConnectionClosedError: no close frame received or sent", "closed-early", "infrastructure"],
  ["received 1012 (service restart); then sent 1012", "closed-early", "infrastructure"],
  ["socket.gaierror: [Errno -2] Name or service not known", "dns-missing", "infrastructure"],
  ["Error: getaddrinfo ENOTFOUND app.staging.netrasystems.ai", "dns-missing", "infrastructure"],
  ["ssl.SSLCertVerificationError: certificate verify failed: Hostname mismatch", "tls-host", "infrastructure"],
  ["[SSL: CERTIFICATE_VERIFY_FAILED] certificate has expired", "tls-untrusted", "infrastructure"],
  ["httpx.ReadTimeout", "timeout", "infrastructure"],
  ["asyncio.exceptions.TimeoutError", "timeout", "infrastructure"],
  ["ConnectionRefusedError: [Errno 111] Connect call failed", "refused", "infrastructure"],
  ["connect ECONNREFUSED 34.1.2.3:443", "refused", "infrastructure"],
  ["websockets.exceptions.InvalidUpgrade: missing Connection header", "upgrade-refused", "infrastructure"],
  ["fixture 'staging_user' not found", "test-setup", "test-setup"],
  ['failed on setup with "RuntimeError: no account left"', "test-setup", "test-setup"],
  // A fixture that ran into the environment tells of the environment.
  ["failed on setup with \"HTTPStatusError: Server error '503 Service Unavailable'\"", "bad-gateway", "infrastructure"],
  ["AssertionError: assert 'agent_completed' in ['agent_started']", "test-failed", "application"],
  ["assert 503 in len(events)", "bad-gateway", "infrastructure"],
  ["took 503 ms, 401 events, order 1011", "test-failed", "application"],
  ["", "test-failed", "application"],
])("%j: %s, %s", (said, symptom, failureClass) => {
  expect(symptomOf(said)).toBe(symptom);
  expect(SYMPTOMS[symptom].class).toBe(failureClass);
});

test("a number by itself is no status and no close code", () => {
  for (const number of [401, 403, 429, 500, 502, 503, 504, 1001, 1006, 1008, 1011]) {
    expect(symptomOf(`AssertionError: ${number} messages, 10 expected`)).toBe("test-failed");
  }
});

test("a long text is read in no time", () => {
  const started = performance.now();
  symptomOf(`assert ${"status code received ".repeat(20_000)}`);
  symptomOf("http".repeat(50_000));
  expect(performance.now() - started).toBeLessThan(2000);
});
