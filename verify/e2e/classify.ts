import type { SymptomId } from "../symptoms";

/** A status where a text speaks of an answer, and not just any number of three digits. */
const status = (codes: string): RegExp =>
  new RegExp(
    [
      `(?:http(?:/[\\d.]+)?|status|code|response|(?:client|server) error|returned|got)[^\\n\\d]{0,30}\\b(?:${codes})\\b`,
      `\\bassert\\s[^\\n]{0,40}\\b(?:${codes})\\b`,
      `\\b(?:${codes})\\b[ :,-]{1,3}(?:unauthorized|forbidden|too many|internal server|bad gateway|service unavailable|gateway time)`,
    ].join("|"),
    "i",
  );

/** A close code where a text speaks of a socket. */
const closed = (codes: string): RegExp =>
  new RegExp(
    `(?:websocket|close|code|received|sent)[^\\n]{0,60}\\b(?:${codes})\\b|\\b(?:${codes})\\b[^\\n]{0,40}(?:internal error|policy|going away|close|websocket)`,
    "i",
  );

/** What a failure's text shows, the surest sign first: the first row that fits tells. */
const SIGNS: readonly (readonly [sign: RegExp, symptom: SymptomId])[] = [
  [/E2E_BYPASS_KEY[^\n]{0,60}(not set|missing|required|empty|undefined|None)|KeyError: ['"]E2E_/i, "key-missing"],
  [/ModuleNotFoundError|ImportError|ImportPathMismatch|cannot import name|Cannot find module/i, "test-setup"],
  [/SyntaxError|IndentationError|collection (failure|error)|error collecting/i, "test-setup"],
  [/fixture ['"][^'"\n]+['"] not found|ScopeMismatch|\bNameError\b/i, "test-setup"],
  [/ValidationError|validation errors? for \w/i, "test-setup"],
  // The client closes with 1011 itself when its ping is not answered.
  [/keepalive ping timeout|pong[^\n]{0,40}(timeout|timed out|not received)/i, "no-pong"],
  [closed("1011"), "internal-error-close"],
  [closed("1008"), "socket-refused"],
  [/getaddrinfo|Name or service not known|nodename nor servname|ENOTFOUND|NXDOMAIN/i, "dns-missing"],
  [/hostname mismatch|doesn't match|is not valid for/i, "tls-host"],
  [/CERTIFICATE_VERIFY_FAILED|certificate has expired|self[- ]signed certificate/i, "tls-untrusted"],
  [status("429"), "too-many-requests"],
  [status("502|503|504"), "bad-gateway"],
  [/test-auth[^\n]{0,80}\b40[13]\b|\b40[13]\b[^\n]{0,80}test-auth/i, "token-refused"],
  [status("401|403"), "unauthorized"],
  [status("500"), "internal-error"],
  [closed("1001|1006|1012"), "closed-early"],
  [/no close frame received/i, "closed-early"],
  [/timed? ?out|TimeoutError|deadline exceeded/i, "timeout"],
  [/rejected WebSocket connection|InvalidUpgrade|InvalidHandshake|InvalidStatus/i, "upgrade-refused"],
  [
    /ECONNREFUSED|ECONNRESET|Connection(Refused|Reset|Aborted)|connection (refused|reset)|Cannot connect to host/i,
    "refused",
  ],
  // What a fixture ran into is told above; here nothing is known but that it failed.
  [/failed on (setup|teardown) with|error at (setup|teardown)/i, "test-setup"],
];

/** What a test's failure was about, by what it said. Where nothing else explains it, the test itself failed. */
export const symptomOf = (text: string): SymptomId => SIGNS.find(([sign]) => sign.test(text))?.[1] ?? "test-failed";
