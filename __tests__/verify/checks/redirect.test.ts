import type { ServerResponse } from "node:http";
import { trial } from "../../fixture/trial";
import type { Check } from "../../../verify/engine/check";
import { redirectChecks } from "../../../verify/checks/redirect";
import { startEdge, type Edge, type Misbehaviour } from "../../support/misbehaving-edge";
import { attemptOf, foundOf, runQuickly, verdictOf, withEdge } from "../../support/misbehaving-run";

const HOST = "api.trial.chat.example";
const ID = `redirect/${HOST}/health/live`;
const HTTP = `http://${HOST}/health/live`;
const HTTPS = `https://${HOST}/health/live`;

const checksOf = ({ target }: Edge): readonly Check[] => redirectChecks(trial, target);

const to = (status: number, location: string) => (_: unknown, response: ServerResponse) =>
  void response.writeHead(status, { location }).end();

const bare = (status: number) => (_: unknown, response: ServerResponse) => void response.writeHead(status).end();

test("an edge that behaves passes every check", async () => {
  await withEdge({}, async (edge) => {
    const { outcomes } = await runQuickly(checksOf(edge));
    expect(outcomes.map(({ last }) => verdictOf(last))).toEqual(Array(10).fill("passed"));
    expect(foundOf(outcomes[8]!.last)).toBe(`301 to ${HTTPS}`);
  });
});

test.each<[string, Misbehaviour, string, string]>([
  ["no redirect", { http: bare(200) }, "failed redirect-missing", "status 200"],
  ["one for the moment", { http: to(302, HTTPS) }, "failed redirect-missing", `status 302 to ${HTTPS}`],
  ["one to nowhere", { http: bare(301) }, "failed redirect-missing", "status 301"],
  ["one to no address", { http: to(301, "https://") }, "failed redirect-missing", "status 301 to https://"],
  ["one to a script", { http: to(301, "javascript:1") }, "failed redirect-missing", "status 301 to javascript:1"],
  [
    "one to another path",
    { http: to(301, `https://${HOST}/`) },
    "failed redirect-missing",
    `status 301 to https://${HOST}/`,
  ],
  [
    "one to another host",
    { http: to(301, "https://elsewhere.example/health/live") },
    "failed redirect-missing",
    "status 301 to https://elsewhere.example/health/live",
  ],
  ["one to itself", { http: to(301, HTTP) }, "failed redirect-loop", `${HTTP} → ${HTTP}`],
  ["one that comes back", { https: to(302, HTTP) }, "failed redirect-loop", `${HTTP} → ${HTTPS} → ${HTTP}`],
  [
    "one that HTTPS sends to itself",
    { https: to(308, "/health/live") },
    "failed redirect-loop",
    `${HTTP} → ${HTTPS} → ${HTTPS}`,
  ],
  ["one that goes on elsewhere", { https: to(302, "https://accounts.example/") }, "passed", `301 to ${HTTPS}`],
  [
    "one that goes on once",
    { https: (request, response, usual) => (request.url === "/" ? usual() : to(302, "/")(request, response)) },
    "passed",
    `301 to ${HTTPS}`,
  ],
  ["429", { http: bare(429) }, "failed too-many-requests", "status 429"],
  ["503", { http: bare(503) }, "failed bad-gateway", "status 503"],
  ["no answer", { http: "silence" }, "failed timeout", "connected, and no answer in time"],
  ["HTTPS that does not answer", { tcp: (socket) => void socket.resetAndDestroy() }, "passed", `301 to ${HTTPS}`],
])("%s", async (_name, wrong, verdict, found) => {
  await withEdge(wrong, async (edge) => {
    const attempt = await attemptOf(checksOf(edge), ID, edge.silence);
    expect([verdictOf(attempt), foundOf(attempt)]).toEqual([verdict, found]);
  });
});

test("redirects that never meet are followed a few times, and named", async () => {
  let next = 0;
  const wrong: Misbehaviour = { https: (request, response) => to(302, `/${(next += 1)}`)(request, response) };
  await withEdge(wrong, async (edge) => {
    const attempt = await attemptOf(checksOf(edge), ID);
    expect([verdictOf(attempt), foundOf(attempt)]).toEqual([
      "failed redirect-loop",
      [HTTP, HTTPS, ...[1, 2, 3, 4, 5].map((path) => `https://${HOST}/${path}`)].join(" → "),
    ]);
    expect(edge.requests).toHaveLength(6);
  });
});

test("nobody listens on port 80", async () => {
  const edge = await startEdge();
  await edge.close();
  const attempt = await attemptOf(checksOf(edge), ID);
  expect([verdictOf(attempt), foundOf(attempt)]).toEqual(["failed refused", "the connection was refused"]);
});
