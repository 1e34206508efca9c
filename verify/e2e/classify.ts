import { BYPASS_KEY_VARIABLE } from "../../environments/end-to-end";
import type { SymptomId } from "../symptoms";

/** Words between a context and its number, on the same line and in the same clause. */
const NEAR = String.raw`[^\n\d,;]{0,20}`;

/** Matches a status only where the text is about an answer: a bare number may count anything. */
const statusPattern = (codes: string): RegExp =>
  new RegExp(
    [
      String.raw`\bhttp(?:/[\d.]+)?(?:[ _](?:status|code|error|response)){0,2}[ :=]{1,3}["']?(?:${codes})\b`,
      // "status_code == 503", "status 200 expected, got 503".
      String.raw`(?:status|code)(?:${NEAR}\b2\d\d\b\W{1,3}(?:expected\W{1,3})?(?:but )?(?:got|was|received|not|!=|==)\W{1,3}|${NEAR}\b)(?:${codes})\b`,
      // pytest's two sides of an assertion, below the line of code that names the status.
      String.raw`\bassert [^\n]{0,80}status[^\n]{0,80}\n[^\n]{0,20}\bassert [^\n]{0,40}\b(?:${codes})\b`,
      String.raw`\bwhere (?:${codes}) = [^\n]{0,120}status`,
      String.raw`(?:(?:client|server) error|server response|<Response)\W{1,5}(?:${codes})\b`,
      // requests.
      String.raw`\b(?:${codes}) (?:client|server) error:`,
      // A browser's runner, whose message names the status above the two sides.
      String.raw`\bstatus\b[^\n]{0,80}\n\s{0,20}(?:[^\n]{1,120}\n\s{0,20}){0,2}Expected: {1,3}2\d\d\s{1,20}Received: {1,3}(?:${codes})\b`,
      String.raw`\bhttps?://\S{1,200} (?:returned|answered) (?:${codes})\b`,
      String.raw`\b(?:${codes})[ :,-]{1,3}(?:unauthorized|forbidden|too many requests|internal server error|bad gateway|service unavailable|gateway time)`,
    ].join("|"),
    "i",
  );

/** Matches a close code only where the text is about the end of a socket. */
const closeCodePattern = (codes: string): RegExp =>
  new RegExp(
    [
      String.raw`\b(?:received|sent) (?:${codes}) \(`,
      String.raw`code["']?[ :=(]{1,4}(?:${codes})\b`,
      String.raw`\bclos(?:e|ed|ing|ure)(?: frame)?(?: with| by)?[ :=(]{1,2}(?:${codes})(?:$|[^\w ]| \()`,
      String.raw`\b(?:${codes})[ :,(-]{1,3}(?:internal error|policy violation|going away|abnormal|service restart|connection closed)`,
    ].join("|"),
    "im",
  );

/** A model whose name says that it belongs to the tests. */
const OWN_MODEL = /validation errors? for (?:\w+\.)*(?:\w*(?:Test|Mock|Fake|Stub|Fixture)\w*|E2[Ee]\w*|Settings)\b/;

/** A text that says that a test had no bypass key. */
const MISSING_KEY = new RegExp(
  String.raw`${BYPASS_KEY_VARIABLE}[^\n]{0,60}(not set|missing|required|empty|undefined|None)|KeyError: ['"]E2E_`,
  "i",
);

/** Before an exception's name: what a service answers may quote one of its own, and never at the beginning of a line. */
const RAISED = String.raw`^[ \t]*(?:failed on (?:setup|teardown) with "|Caused by: |\[cause\]: )?(?:[\w$]+\.)*`;

/** A package in a version that does not fit, in the words of Python's and Java's loaders and of Node. */
const VERSION_CONFLICT = new RegExp(
  String.raw`${RAISED}(?:(?:Contextual)?VersionConflict|PydanticImportError|NoSuchMethodError|NoSuchFieldError|AbstractMethodError|IncompatibleClassChangeError|UnsupportedClassVersionError)\b|\bERR_(?:REQUIRE_ESM|PACKAGE_PATH_NOT_EXPORTED)\b`,
  "m",
);

/** A module or a name that is not there, in the words of Python, Node, Java and Go. */
const IMPORT_FAILED = new RegExp(
  String.raw`${RAISED}(?:ModuleNotFoundError|ImportError|ImportPathMismatchError|PackageNotFoundError|DistributionNotFound|ClassNotFoundException|NoClassDefFoundError)\b|\bcannot import name '|\bCannot find (?:module|package) '|\b(?:ERR_)?MODULE_NOT_FOUND\b|: (?:no required module provides package|cannot find module providing package|missing go\.sum entry)`,
  "m",
);

/** A token that was good until its time was over, as libraries and services say it; a wrong one is never called so. */
const TOKEN_EXPIRED =
  /\b(?:token|signature|jwt)\b["']?[^\n]{0,20}\b(?:has |is |was |had )?expired\b|\bexpired[ _-](?:token|jwt|signature)\b|ExpiredSignatureError|TokenExpiredError|ExpiredJwtException/i;

/** Signs in a failure's text, the surest first; the first one that matches gives the symptom. */
const SIGNS: readonly (readonly [sign: RegExp, symptom: SymptomId])[] = [
  [MISSING_KEY, "key-missing"],
  [VERSION_CONFLICT, "version-conflict"],
  [IMPORT_FAILED, "import-failed"],
  [/SyntaxError|IndentationError|collection (failure|error)|error collecting/i, "test-setup"],
  [/fixture ['"][^'"\n]+['"] not found|ScopeMismatch|\bNameError\b/i, "test-setup"],
  [OWN_MODEL, "test-setup"],
  // The client itself closes with 1011 when its ping gets no answer.
  [/keepalive ping timeout|pong[^\n]{0,40}(timeout|timed out|not received)/i, "no-pong"],
  [closeCodePattern("1011"), "internal-error-close"],
  [closeCodePattern("1008"), "socket-refused"],
  [
    /getaddrinfo|Name or service not known|nodename nor servname|\bENOTFOUND\b|UnknownHostException|: no such host\b|NXDOMAIN|NAME_NOT_RESOLVED|Could not resolve host/i,
    "dns-missing",
  ],
  [/hostname mismatch|doesn't match|is not valid for/i, "tls-host"],
  [/certificate has expired|CERT_HAS_EXPIRED|CertificateExpiredException/i, "tls-expired"],
  [/CERTIFICATE_VERIFY_FAILED|self[- ]signed certificate|PKIX path/i, "tls-untrusted"],
  [TOKEN_EXPIRED, "token-expired"],
  [statusPattern("429"), "too-many-requests"],
  [statusPattern("502|503|504"), "bad-gateway"],
  [/test-auth[^\n]{0,80}\b40[13]\b|\b40[13]\b[^\n]{0,80}test-auth/i, "token-refused"],
  [statusPattern("401|403"), "unauthorized"],
  [statusPattern("500"), "internal-error"],
  [closeCodePattern("1001|1006|1012"), "closed-early"],
  [/no close frame received/i, "closed-early"],
  [/timed? ?out|TimeoutError|TimeoutException|deadline exceeded/i, "timeout"],
  [/rejected WebSocket connection|InvalidUpgrade|InvalidHandshake|InvalidStatus/i, "upgrade-refused"],
  [
    /ECONNREFUSED|ECONNRESET|Connection(Refused|Reset|Aborted)|connection (refused|reset)|Cannot connect to host|\bConnectException\b/i,
    "refused",
  ],
  // Node's client says no more where its cause is not printed.
  [/\bfetch failed\b/, "refused"],
  // Any other model is the product's: its answer was not of the form that it promises.
  [/ValidationError|validation errors? for \w/i, "test-failed"],
  // What a fixture ran into matches a row above; here nothing is known but that it failed.
  [/failed on (setup|teardown) with|error at (setup|teardown)/i, "test-setup"],
];

/**
 * The symptom of a test's failure, by its text. Where nothing else explains it, the test itself failed.
 *
 * @param hosts - the environment's; where any other host has no address, the tests' settings are wrong
 */
export function symptomOf(text: string, hosts: readonly string[]): SymptomId {
  const symptom = SIGNS.find(([sign]) => sign.test(text))?.[1] ?? "test-failed";
  return symptom === "dns-missing" && isElsewhere(text, hosts) ? "host-unknown" : symptom;
}

const HOST = String.raw`([a-z\d_](?:[\w-]{0,62}\.)*[\w-]{1,62})`;

/** Where a text names the host that has no address, in the words of Node, urllib3, aiohttp, curl and browsers. */
const NAMED: readonly RegExp[] = [
  String.raw`getaddrinfo \w+ ${HOST}`,
  String.raw`failed to resolve ['"]?${HOST}`,
  String.raw`\bhost=['"]${HOST}`,
  String.raw`cannot connect to host ${HOST}`,
  String.raw`could not resolve host:? ${HOST}`,
  String.raw`NAME_NOT_RESOLVED at \w+://${HOST}`,
].map((pattern) => new RegExp(pattern, "gi"));

/** Otherwise the URLs in the text say what was asked. */
const URLS = new RegExp(String.raw`\b(?:https?|wss?)://${HOST}`, "gi");

const hostsIn = (text: string, pattern: RegExp): readonly string[] =>
  [...text.matchAll(pattern)].map(([, host = ""]) => host.toLowerCase());

/**
 * Whether the host that has no address is not one of the environment's; false where the text names no host.
 *
 * @param hosts - the environment's
 */
function isElsewhere(text: string, hosts: readonly string[]): boolean {
  const named = NAMED.flatMap((pattern) => hostsIn(text, pattern));
  const asked = named.length > 0 ? named : hostsIn(text, URLS);
  return asked.length > 0 && !asked.some((host) => hosts.includes(host));
}
