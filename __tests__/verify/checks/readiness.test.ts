import { BACKEND_HEADER } from "../../../environments/backend-header";
import { trial } from "../../fixture/trial";
import { readinessChecks, readinessRows } from "../../../verify/checks/readiness";
import { answerWith, type Respond } from "../../support/misbehaving-edge";
import { foundOf, verdictOf, withEdge } from "../../support/misbehaving-run";

const SERVICE = "websocket-service";
const READY = "route/api.trial.chat.example/health/ready";
const KNOWN = `service-to-service/${SERVICE}/known`;
const SIGNAL = new AbortController().signal;

/** What both checks say of an answer of the socket service's readiness path. */
async function said(respond: Respond): Promise<readonly string[]> {
  let texts: readonly string[] = [];
  await withEdge({ https: respond }, async (edge) => {
    const checks = readinessChecks(trial, edge.target).filter(({ id }) => [READY, KNOWN].includes(id));
    const attempts = await Promise.all(checks.map(({ attempt }) => attempt(SIGNAL)));
    texts = attempts.map((attempt) => `${verdictOf(attempt)}: ${foundOf(attempt)}`);
  });
  return texts;
}

const states = (status: number, dependencies: object): Respond =>
  answerWith(status, {}, JSON.stringify({ dependencies }));

const ALL = { database: "ok", cache: "ok", "auth-service": "ok" };
const FROM = `from ${SERVICE}`;

test.each<[what: string, respond: Respond, ready: string, known: string]>([
  [
    "everything usable",
    states(200, ALL),
    `passed: status 200 ${FROM}, database, cache, auth-service`,
    "passed: auth-service: ok",
  ],
  [
    "a wrong or an old service secret",
    states(503, { ...ALL, "auth-service": "refused" }),
    `failed service-secret-refused: status 503 ${FROM}, auth-service: refused`,
    "failed service-secret-refused: auth-service: refused",
  ],
  [
    "an auth service that is not reached",
    states(503, { ...ALL, "auth-service": "unreachable" }),
    `failed dependency-missing: status 503 ${FROM}, auth-service: unreachable`,
    "failed dependency-missing: auth-service: unreachable",
  ],
  [
    "a database that is not reached",
    states(503, { ...ALL, database: "unreachable" }),
    `failed store-unreachable: status 503 ${FROM}, database: unreachable`,
    "passed: auth-service: ok",
  ],
  [
    "200 beside a dependency that is not usable",
    states(200, { ...ALL, cache: "refused" }),
    `failed store-unreachable: status 200 ${FROM}, cache: refused`,
    "passed: auth-service: ok",
  ],
  [
    "no dependency named",
    answerWith(200, {}, "ready"),
    `passed: status 200 ${FROM}, which names no dependency`,
    "skipped: websocket-service names no auth-service at its readiness path (docs/service-contract.md)",
  ],
  [
    "its own 503 without a reason",
    answerWith(503),
    `failed dependency-missing: status 503 ${FROM}, without saying why`,
    "skipped: websocket-service names no auth-service at its readiness path (docs/service-contract.md)",
  ],
  [
    "503 of nobody's",
    answerWith(503, { [BACKEND_HEADER]: "" }),
    "failed wrong-backend: status 503 from ",
    "failed wrong-backend: status 503 from ",
  ],
  ["500", answerWith(500), `failed internal-error: status 500 ${FROM}`, `failed internal-error: status 500 ${FROM}`],
  [
    "words of its own, and names that are none",
    states(503, { ...ALL, "auth-service": "password hunter2", "<b>": "refused" }),
    `failed dependency-missing: status 503 ${FROM}, auth-service: another word`,
    "failed dependency-missing: auth-service: another word",
  ],
])("%s", async (_, respond, ready, known) => {
  expect(await said(respond)).toEqual([ready, known]);
});

test("each service is asked once, at the first host of its own", () => {
  expect(readinessRows(trial).map(({ host, path, service }) => [`${host}${path}`, service])).toEqual([
    ["api.trial.chat.example/health/ready", "websocket-service"],
    ["auth.trial.chat.example/health/ready", "auth-service"],
    ["app.trial.chat.example/health/ready", "frontend"],
  ]);
});
