import { routedHosts } from "../../../environments/hosts";
import { trial } from "../../fixture/trial";
import { symptomOf } from "../../../verify/e2e/classify";
import { SYMPTOMS, type SymptomId } from "../../../verify/symptoms";
import { growthOf } from "../../support/growth";

const HOSTS = routedHosts(trial);

/** What the tests' clients print, and what it was about: the remediation plan's failures first. */
test.each<[said: string, symptom: SymptomId, failureClass: string]>([
  [
    "websockets.exceptions.InvalidStatus: server rejected WebSocket connection: HTTP 503",
    "bad-gateway",
    "infrastructure",
  ],
  ["TimeoutError: timed out during opening handshake", "timeout", "infrastructure"],
  ["ModuleNotFoundError: No module named 'test_framework.websocket_helpers'", "import-failed", "test-dependencies"],
  ["ImportError: cannot import name 'AgentTestTool' from 'test_framework.tools'", "import-failed", "test-dependencies"],
  ["Error: Cannot find module './helpers' from 'chat.test.js'", "import-failed", "test-dependencies"],
  ["java.lang.NoClassDefFoundError: framework/Helper", "import-failed", "test-dependencies"],
  [
    "pkg_resources.ContextualVersionConflict: (pydantic 1.10.2 (/app), Requirement.parse('pydantic>=2'), {'chat'})",
    "version-conflict",
    "test-dependencies",
  ],
  [
    "pydantic.errors.PydanticImportError: `BaseSettings` has been moved to the `pydantic-settings` package.",
    "version-conflict",
    "test-dependencies",
  ],
  // What a service quotes of its own is the service's.
  [
    "requests.exceptions.HTTPError: 500 Server Error: ModuleNotFoundError: No module named 'chat' for url",
    "internal-error",
    "application",
  ],
  ["AssertionError: 401 Unauthorized: token has expired", "token-expired", "test-setup"],
  ["jwt.exceptions.ExpiredSignatureError: Signature has expired", "token-expired", "test-setup"],
  ["AssertionError: 401 Unauthorized: invalid token", "unauthorized", "authentication"],
  ["requests.exceptions.HTTPError: 503 Server Error: Service Unavailable for url", "bad-gateway", "infrastructure"],
  ["status of /threads\n\n    Expected: 200\n    Received: 503", "bad-gateway", "infrastructure"],
  ["Expected: 200\nReceived: 503", "test-failed", "application"],
  ["TypeError: fetch failed", "refused", "infrastructure"],
  ["java.net.ConnectException", "refused", "infrastructure"],
  ["dial tcp: lookup app.trial.chat.example: no such host", "dns-missing", "infrastructure"],
  ["PackageNotFoundError: chat", "import-failed", "test-dependencies"],
  [
    "websockets.exceptions.ConnectionClosedError: received 1011 (internal error)",
    "internal-error-close",
    "application",
  ],
  ["WebSocket closed with code = 1011, reason = internal", "internal-error-close", "application"],
  ["pydantic_core._pydantic_core.ValidationError: 1 validation error for AgentTestTool", "test-setup", "test-setup"],
  ["RuntimeError: E2E_BYPASS_KEY is not set", "key-missing", "test-setup"],
  ["KeyError: 'E2E_BYPASS_KEY'", "key-missing", "test-setup"],
  ["POST https://auth.trial.chat.example/auth/e2e/test-auth returned 401", "token-refused", "authentication"],
  ["httpx.HTTPStatusError: Client error '401 Unauthorized' for url 'https://api…'", "unauthorized", "authentication"],
  ["assert 403 == 200\n +  where 403 = <Response [403 Forbidden]>.status_code", "unauthorized", "authentication"],
  ["received 1008 (policy violation) invalid token", "socket-refused", "authentication"],
  ["httpx.HTTPStatusError: Server error '500 Internal Server Error' for url", "internal-error", "application"],
  [
    "AssertionError: assert 500 == 200\n +  where 500 = <httpx.Response object at 0x7f>.status_code",
    "internal-error",
    "application",
  ],
  ["expected status 200, got 503", "bad-gateway", "infrastructure"],
  ["Unexpected server response: 502", "bad-gateway", "infrastructure"],
  ["GET https://api.trial.chat.example/threads returned 401", "unauthorized", "authentication"],
  ["received 1001 (going away); then sent 1001 (going away)", "closed-early", "infrastructure"],
  ["code = 1006 (connection closed abnormally [internal])", "closed-early", "infrastructure"],
  ["WebSocket closed with 1008: invalid token", "socket-refused", "authentication"],
  ["HTTP/1.1 502 Bad Gateway", "bad-gateway", "infrastructure"],
  ["status code: 504", "bad-gateway", "infrastructure"],
  ["Client error '429 Too Many Requests'", "too-many-requests", "infrastructure"],
  // The client's own close of a socket whose ping was not answered carries 1011, and is no failure of the application.
  ["sent 1011 (internal error) keepalive ping timeout; no close frame received", "no-pong", "infrastructure"],
  ["ConnectionClosedError: no close frame received or sent", "closed-early", "infrastructure"],
  ["received 1012 (service restart); then sent 1012", "closed-early", "infrastructure"],
  // What a product answered is held against a model of the tests, and what the tests made against one of their own.
  ["pydantic_core._pydantic_core.ValidationError: 1 validation error for ChatResponse", "test-failed", "application"],
  ['failed on setup with "ValidationError: 2 validation errors for Thread"', "test-failed", "application"],
  ["ValidationError: 1 validation error for E2ESettings", "test-setup", "test-setup"],
  ["ValidationError: 1 validation error for LatestMessage", "test-failed", "application"],
  ["socket.gaierror: [Errno -2] Name or service not known", "dns-missing", "infrastructure"],
  ["Error: getaddrinfo ENOTFOUND app.trial.chat.example", "dns-missing", "infrastructure"],
  ["Error: getaddrinfo ENOTFOUND app.trial.netra.example", "host-unknown", "test-setup"],
  [
    "HTTPSConnectionPool(host='APP.trial.chat.example', port=443): [Errno -2] Name or service not known",
    "dns-missing",
    "infrastructure",
  ],
  [
    "Cannot connect to host localhost.test:443 ssl:default [Name or service not known], asked by https://app.trial.chat.example",
    "host-unknown",
    "test-setup",
  ],
  ["net::ERR_NAME_NOT_RESOLVED at https://netrasystems.example/login", "host-unknown", "test-setup"],
  ["GET wss://ws.netrasystems.example/ws: [Errno -2] Name or service not known", "host-unknown", "test-setup"],
  ["curl: (6) Could not resolve host: api.trial.chat.example", "dns-missing", "infrastructure"],
  ["ssl.SSLCertVerificationError: certificate verify failed: Hostname mismatch", "tls-host", "infrastructure"],
  ["[SSL: CERTIFICATE_VERIFY_FAILED] certificate has expired", "tls-expired", "infrastructure"],
  ["[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer certificate", "tls-untrusted", "infrastructure"],
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
  ["assert 503 in len(events)", "test-failed", "application"],
  ["AssertionError: assert total == 500", "test-failed", "application"],
  ["AssertionError: assert 500 == 200", "test-failed", "application"],
  ["got 401 items", "test-failed", "application"],
  ["got 1001 messages before the socket was closed", "test-failed", "application"],
  ["received 1011 messages, closed after 1006 of them", "test-failed", "application"],
  ["status ok, 500 rows returned", "test-failed", "application"],
  ["took 503 ms, 401 events, order 1011", "test-failed", "application"],
  ["", "test-failed", "application"],
])("%j: %s, %s", (said, symptom, failureClass) => {
  expect(symptomOf(said, HOSTS)).toBe(symptom);
  expect(SYMPTOMS[symptom].class).toBe(failureClass);
});

test("a number by itself is no status and no close code", () => {
  for (const number of [401, 403, 429, 500, 502, 503, 504, 1001, 1006, 1008, 1011]) {
    expect(symptomOf(`AssertionError: ${number} messages, 10 expected`, HOSTS)).toBe("test-failed");
  }
});

test.each([
  ["words of a status", (length: number) => `assert ${"status code received ".repeat(length)}`],
  ["beginnings of a word", (length: number) => "http".repeat(length)],
])("the time to read %s grows with their number, and not with its square", async (_, write) => {
  expect(await growthOf((length) => symptomOf(write(length), HOSTS), 1000)).toBeLessThan(32);
});
