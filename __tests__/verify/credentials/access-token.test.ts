import type { IncomingMessage } from "node:http";
import type { StagingEnvironment } from "../../../environments/environment";
import { trial } from "../../fixture/trial";
import type { Check, Outcome } from "../../../verify/engine/check";
import type { Attempt } from "../../../verify/engine/attempt";
import { GoogleApiError } from "../../../verify/google-answers";
import { MASKED, createMask, type Mask } from "../../../verify/masking";
import { recordOf } from "../../../verify/history/record";
import { FORMATS, renderReport } from "../../../verify/render";
import { reportOf } from "../../../verify/report";
import { tokenSocketChecks } from "../../../verify/checks/socket";
import type { KeySource } from "../../../verify/credentials/bypass-key";
import { trendsOf } from "../../../verify/history/trends";
import { KEY, TOKEN, answerWith, type Edge, type Misbehaviour, type Respond } from "../../support/misbehaving-edge";
import { attemptOf, checkOf, foundOf, runQuickly, verdictOf, withEdge } from "../../support/misbehaving-run";
import { testClock } from "../../support/test-clock";

const ID = "socket/api.trial.chat.example/ws/token";
const { path: ROUTE } = trial.e2e.tokenRoute;
const GIVEN: KeySource = { variable: KEY, fromSecret: undefined };

const checksOf = (
  { target }: Edge,
  key = GIVEN,
  mask = createMask(),
  environment: StagingEnvironment = trial,
): readonly Check[] => tokenSocketChecks(environment, target, 5, key, mask, testClock());

/** At the token's route; everything else as usual. */
const route = (respond: Respond): Misbehaviour => ({
  https: (request, response, usual) => (request.url === ROUTE ? respond(request, response, usual) : usual()),
});

const said = (attempt: Attempt): string => `${verdictOf(attempt)}: ${foundOf(attempt)}`;

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return JSON.parse(text);
}

test("a token is asked for with the key, for nobody's account, and opens a socket", async () => {
  let asked: Promise<unknown> | undefined;
  const wrong = route((request, _response, usual) => {
    asked = bodyOf(request).then((body) => [
      request.method,
      request.headers.host,
      request.headers["content-type"],
      body,
    ]);
    usual();
  });
  await withEdge(wrong, async (edge) => {
    expect(said(await attemptOf(checksOf(edge), ID))).toBe("passed: 101 with a token, echoed, held, closed with 1000");
    expect(edge.requests).toEqual([
      `POST https://auth.trial.chat.example${ROUTE}`,
      "GET wss://api.trial.chat.example/ws",
    ]);
  });
  expect(await asked).toEqual([
    "POST",
    "auth.trial.chat.example",
    "application/json",
    { email: "verify@e2e.trial.chat.example", name: "Verification", permissions: ["read", "write"] },
  ]);
});

describe("no token", () => {
  const POST = `POST ${ROUTE}:`;
  test.each<[string, Misbehaviour, string]>([
    ["another key", route(answerWith(401)), `failed token-refused: ${POST} status 401 from auth-service`],
    ["403", route(answerWith(403)), `failed token-refused: ${POST} status 403 from auth-service`],
    [
      "403 from Cloud Armor",
      route((_, response) => void response.writeHead(403).end()),
      `failed unauthorized: ${POST} status 403 without X-Netra-Backend`,
    ],
    [
      "no such route",
      route(answerWith(404)),
      `failed wrong-status: ${POST} status 404 from auth-service, without a token`,
    ],
    ["500", route(answerWith(500)), `failed internal-error: ${POST} status 500 from auth-service`],
    ["503", route(answerWith(503)), `failed bad-gateway: ${POST} status 503 from auth-service`],
    [
      "no token in the answer",
      route(answerWith(200)),
      `failed wrong-status: ${POST} status 200 from auth-service, without a token`,
    ],
    [
      "a token too short to be masked in the answer",
      route(answerWith(200, {}, '{"access_token":"fifteen-letters"}')),
      `failed wrong-status: ${POST} status 200 from auth-service, without a token`,
    ],
    [
      "something else in the answer",
      route(answerWith(200, {}, '{"access_token":"two words, and more of them"}')),
      `failed wrong-status: ${POST} status 200 from auth-service, without a token`,
    ],
    [
      "an answer beyond what is read",
      route(answerWith(200, {}, `{"access_token":"${"x".repeat(100_000)}"}`)),
      `failed wrong-status: ${POST} status 200 from auth-service, without a token`,
    ],
    ["a reset", route((request) => void request.destroy()), `failed refused: ${POST} the connection broke off`],
  ])("%s", async (_name, wrong, expected) => {
    await withEdge(wrong, async (edge) => expect(said(await attemptOf(checksOf(edge), ID))).toBe(expected));
  });

  test("429 once: passed on a retry", async () => {
    let refusals = 0;
    const wrong = route((request, response, usual) =>
      (refusals += 1) === 1 ? answerWith(429, { "retry-after": "9" })(request, response, usual) : usual(),
    );
    await withEdge(wrong, async (edge) => {
      const { outcomes, waits } = await runQuickly([checkOf(checksOf(edge), ID)]);
      expect(outcomes).toMatchObject([{ recoveredFrom: ["too-many-requests"], last: { verdict: "passed" } }]);
      expect(waits).toEqual([9000]);
    });
  });

  test("an environment that announces no auth host", async () => {
    const { auth: _auth, ...hosts } = trial.hosts;
    await withEdge({}, async (edge) => {
      const checks = checksOf(edge, GIVEN, createMask(), { ...trial, hosts });
      expect(said(await attemptOf(checks, ID))).toBe("failed host-unknown: no row is announced as AUTH_SERVICE_URL");
      expect(edge.requests).toEqual([]);
    });
  });
});

describe("the key", () => {
  const fromSecret = (read: () => Promise<string>): KeySource => ({ variable: undefined, fromSecret: read });
  const refused = (status: number): KeySource =>
    fromSecret(() => Promise.reject(new GoogleApiError(status, `secretmanager: HTTP ${status}`)));

  test.each<[string, KeySource, string]>([
    [
      "from Secret Manager",
      fromSecret(() => Promise.resolve(KEY)),
      "passed: 101 with a token, echoed, held, closed with 1000",
    ],
    [
      "with a line break at its end",
      { ...GIVEN, variable: `${KEY}\n` },
      "passed: 101 with a token, echoed, held, closed with 1000",
    ],
    [
      "of no source that may be asked",
      { variable: "", fromSecret: undefined },
      "skipped: E2E_BYPASS_KEY is not set, and --connect-to keeps the secret's key from other addresses",
    ],
    [
      "of no header's signs",
      { ...GIVEN, variable: "two words, and more of them" },
      "failed key-missing: a key that no HTTP header can carry",
    ],
    ["of one character", { ...GIVEN, variable: " a\n" }, "failed key-missing: a key of fewer than 16 characters"],
    [
      "of fifteen characters from Secret Manager",
      fromSecret(() => Promise.resolve("fifteen-letters")),
      "failed key-missing: a key of fewer than 16 characters",
    ],
    ["refused for want of credentials", refused(401), "failed key-missing: secretmanager: HTTP 401"],
    ["refused to this account", refused(403), "failed key-missing: secretmanager: HTTP 403"],
    ["of no secret", refused(404), "failed key-missing: secretmanager: HTTP 404"],
    ["that Secret Manager does not tell", refused(503), "unknown: secretmanager: HTTP 503"],
  ])("%s", async (_name, source, expected) => {
    await withEdge({}, async (edge) => {
      const { outcomes } = await runQuickly([checkOf(checksOf(edge, source), ID)]);
      expect(said(outcomes[0]!.last)).toBe(expected);
    });
  });
});

describe("nothing shows the key or the token", () => {
  const forms = (secret: string): readonly string[] => [
    secret,
    encodeURIComponent(secret),
    Buffer.from(secret).toString("base64"),
    Buffer.from(secret).toString("base64url"),
  ];
  const CANARIES = [...forms(KEY), ...forms(TOKEN), ...TOKEN.split(".")];

  async function everythingSaid(wrong: Misbehaviour, mask: Mask, key = GIVEN): Promise<string> {
    const outcomes: Outcome[] = [];
    await withEdge(wrong, async (edge) => {
      outcomes.push(...(await runQuickly([checkOf(checksOf(edge, key, mask), ID)], mask.text)).outcomes);
    });
    const record = recordOf("trial", "2026-01-01T00:00:00.000Z", outcomes);
    const report = reportOf(trial, "2026-01-01T00:00:00.000Z", outcomes, trendsOf([record]));
    return [...FORMATS.map((format) => renderReport(report, format)), JSON.stringify(record)].join("\n");
  }

  const base64 = Buffer.from(`jwt.${TOKEN}`).toString("base64");
  const backend = (value: string): Misbehaviour => ({
    upgradeSocket: (_, socket) => void socket.end(`HTTP/1.1 403 no\r\nX-Netra-Backend: ${value}\r\n\r\n`),
  });
  const repeated: Misbehaviour = {
    upgradeSocket: ({ headers }, socket) =>
      void socket.end(`HTTP/1.1 403 no\r\nX-Netra-Backend: ${headers["sec-websocket-protocol"]}\r\n\r\n`),
  };

  test.each<[string, Misbehaviour]>([
    ["the token", backend(TOKEN)],
    ["the token's signature", backend(`sig=${TOKEN.split(".")[2]}`)],
    ["the token in something longer in base64", backend(base64)],
    ["the subprotocols", repeated],
    ["the key", backend(KEY)],
    ["the key in a URL", backend(`/?key=${encodeURIComponent(KEY)}`)],
    ["the key in base64", backend(Buffer.from(KEY).toString("base64"))],
    ["much and then the key", backend(`${"x".repeat(376)}${KEY}`)],
  ])("where a server repeats %s", async (_name, wrong) => {
    const text = await everythingSaid(wrong, createMask());
    for (const canary of CANARIES) expect(text).not.toContain(canary);
    expect(text).not.toContain("canary");
    expect(text).toMatch(/\[mas/);
    expect(text).toContain("wrong-backend");
  });

  test("where an error repeats the key", async () => {
    const mask = createMask();
    mask.hide(KEY);
    const failing = {
      variable: undefined,
      fromSecret: () => Promise.reject(new Error(`read ${KEY}, and then nothing`)),
    };
    const text = await everythingSaid({}, mask, failing);
    expect(text).not.toContain("canary");
    expect(text).toContain(`read ${MASKED}, and then nothing`);
  });
});
