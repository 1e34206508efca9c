import { mapTexts } from "../../../report/text";
import { createMask } from "../../../verify/masking";
import { LOAD_FORMATS, renderLoad } from "../../../verify/load/render";
import { exitCodeOf, type LoadReport } from "../../../verify/load/report";
import type { AnsweredQuestion, LoadVerdict } from "../../../verify/load/questions/question";

const answer = (verdict: LoadVerdict): AnsweredQuestion => ({
  id: "scales",
  question: "Does it scale within 30 s?",
  verdict,
  because: ["one reason", "another | with a bar"],
});

const REPORT: LoadReport = {
  environment: "trial",
  plan: {
    warmUpSeconds: 30,
    rampSeconds: 60,
    holdSeconds: 180,
    coolDownSeconds: 30,
    arrivalsPerSecond: 4,
    sockets: 6,
  },
  started: "2026-01-01T12:00:00.000Z",
  ended: "2026-01-01T12:00:05.000Z",
  answers: [answer("yes"), { ...answer("no"), question: "Do the pools hold?" }],
  levels: [
    { name: "instances of frontend", before: 1, peak: 3, after: 1 },
    { name: "p95 of frontend, ms", peak: 12.345 },
  ],
  observed: {
    routes: [
      {
        route: "GET a/",
        statuses: { "200": 12 },
        backends: { frontend: 12 },
        unanswered: { ETIMEDOUT: 1 },
        latency: { p50: 1.4, p95: 2.6, max: 9 },
      },
    ],
    sockets: [
      {
        service: "websocket-service",
        asked: 6,
        opened: 5,
        most: 4,
        brokenOff: { "1011": 1 },
        unansweredPings: 0,
        handshake: { p50: 3, p95: 4, max: 5 },
        echo: { p50: 1, p95: 1, max: 2 },
      },
    ],
    refusals: [],
    leftOpen: 0,
  },
  problems: ["run.googleapis.com/request_count: a line\nand \u001b[31mone more"],
};

test("text: every question with its numbers, then what was seen", () => {
  expect(renderLoad(REPORT, "text")).toBe(`trial under load: 1 yes, 1 no
4 requests a second and 6 sockets: 30 s warm-up, 60 s ramp, 180 s hold, 30 s cool-down

Does it scale within 30 s? yes
  one reason
  another | with a bar

Do the pools hold? no
  one reason
  another | with a bar

levels, before → under load → after
  instances of frontend: 1 → 3 → 1
  p95 of frontend, ms: unknown → 12.3 → unknown

answers
  GET a/: 12 × 200, 1 × ETIMEDOUT; p50 1 ms, p95 3 ms, max 9 ms
  sockets of websocket-service: 5 of 6 opened, 4 at once; broken off 1 × 1011; handshake p50 3 ms, p95 4 ms, max 5 ms; echo p50 1 ms, p95 1 ms, max 2 ms

Monitoring would not tell
  run.googleapis.com/request_count: a line\\nand \\u001b[31mone more`);
});

test("markdown: tables in which nothing of a text is a table", () => {
  const lines = renderLoad({ ...REPORT, cutShort: "the load was stopped" }, "markdown").split("\n");
  expect(lines.slice(0, 6)).toEqual([
    "### trial under load: 1 yes, 1 no; the load was stopped",
    "",
    "4 requests a second and 6 sockets: 30 s warm-up, 60 s ramp, 180 s hold, 30 s cool-down",
    "",
    "| Question | Answer | Because |",
    "| --- | --- | --- |",
  ]);
  expect(lines[6]).toBe(
    "| Does it scale within 30 s? | **yes** | <code>one reason</code><br><code>another &#124; with a bar</code> |",
  );
  expect(lines).toContain("| instances of frontend | 1 | 3 | 1 |");
});

test("json is the report itself, with the version of its form", () => {
  expect(JSON.parse(renderLoad(REPORT, "json"))).toEqual({ formatVersion: 1, ...REPORT });
  expect(LOAD_FORMATS).toEqual(["text", "json", "markdown"]);
});

test.each<[readonly LoadVerdict[], string | undefined, number]>([
  [["yes", "yes"], undefined, 0],
  [["yes", "no", "could not tell"], undefined, 1],
  [["yes", "could not tell"], undefined, 2],
  [["no"], "the load was stopped", 2],
])("%j, cut short by %s: exit code %d", (verdicts, cutShort, code) => {
  const report = { ...REPORT, answers: verdicts.map(answer), ...(cutShort !== undefined && { cutShort }) };
  expect(exitCodeOf(report)).toBe(code);
});

test.each(LOAD_FORMATS)("%s: a secret is masked before it is written, whatever characters it has", (format) => {
  const secret = "_canary~of$the*key|with<signs>_";
  const mask = createMask();
  mask.hide(secret);
  const told = { ...REPORT, cutShort: `refused for ${secret}`, problems: [`not for ${secret}`] };
  const text = renderLoad(mapTexts(told, mask.text), format);
  expect(text).toContain("not for [masked]");
  expect(text).not.toMatch(/canary|signs/);
});
