import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import { isOutsideEntry } from "../../review/drift-report";
import { DRIFT_MEANING } from "../../review/render/words";
import type { DriftReport } from "../../review/report";
import { driftMemory, unpackedDrift } from "../support/drift-memory";
import { SECRETS, describeScripts, runScripts, traceText, type StandInAnswer, type ScriptRun } from "../support/script";

/** drift-issue.sh and notify.sh: what the nightly look leaves, and who hears of it. */

const entry = (address: string, severity: string, kind = "reverted", path = "timeout"): object => ({
  address,
  path,
  class: kind,
  severity,
});
const report = (...drift: readonly object[]): string => JSON.stringify({ stacks: [{ name: "edge", drift }] });

const remembered = (body: string): unknown => {
  const [, packed = ""] = /^<!-- netra-drift-state:(\S+) -->/m.exec(body) ?? [];
  return unpackedDrift(packed);
};

const BOT = { login: "github-actions[bot]" };
const LIST = "repos/netra/infrastructure/issues?labels=drift-staging&state=all&per_page=100";
const issues = (...found: readonly object[]): StandInAnswer => ({
  to: LIST,
  stdout: JSON.stringify(found.map((issue) => ({ user: BOT, pull_request: null, ...issue }))),
});
const issue = (state: string, body: string | null): StandInAnswer => issues({ number: 9, state, body });

const WRITES: readonly StandInAnswer[] = [
  { to: "gh issue", stdout: "https://github.example/issues/9" },
  { to: "gh label", stdout: "" },
];
const drift = (code: string, json: string, answers: readonly StandInAnswer[], text = "drift\n"): ScriptRun => ({
  script: "drift-issue.sh",
  args: ["staging", code, "report.md", "report.json"],
  files: { "report.md": text, "report.json": json },
  answers: [...answers, ...WRITES],
});

const A = "edge a timeout (reverted)";
const B = "edge b timeout (reverted)";
const D = "edge d timeout (reverted)";
const ONE = report(entry("a", "medium"));
const MANY = report(...Array.from({ length: 3000 }, (_, at) => entry(`address-${at}-${"x".repeat(40)}`, "low")));

/** Names that do not pack: as many as asked for, each time the same. */
const random = (count: number): readonly object[] =>
  Array.from({ length: count }, (_, at) => entry(createHash("sha512").update(`${at}`).digest("base64"), "low"));
const memoryOf = (value: unknown): string =>
  `<!-- netra-drift-state:${gzipSync(JSON.stringify(value)).toString("base64")} -->`;
/** What the script adds up: of its entries, in the order of their names. */
const sumOf = (entries: readonly object[]): string => {
  const named = (entries as readonly { address: string }[]).map(({ address }) => `edge ${address} timeout (reverted)`);
  const text = `{${named
    .sort()
    .map((name) => `${JSON.stringify(name)}:"low"`)
    .join(",")}}\n`;
  return createHash("sha256").update(text).digest("hex");
};
const RANDOM = random(3000);

describeScripts("drift-issue.sh", () => {
  const ended = runScripts({
    first: drift("1", ONE, [
      issues({ number: 1, state: "open", user: { login: "someone" } }, { number: 2, state: "open", pull_request: {} }),
    ]),
    none: drift("0", report(), [issues()]),
    same: drift("1", ONE, [issue("open", driftMemory({ [A]: "medium" }))]),
    moved: drift("1", report(entry("a", "high"), entry("b", "low"), entry("d", "low")), [
      issue("open", `${driftMemory({ [A]: "low", "edge c timeout (reverted)": "low", [D]: "medium" })}\r\n\r\ntext`),
    ]),
    gone: drift("0", report(), [issue("open", driftMemory({ [A]: "low", [B]: "low" }))]),
    reopened: drift("1", ONE, [issue("closed", driftMemory({}))]),
    stillThere: drift("1", ONE, [issue("closed", driftMemory({ [A]: "medium" }))]),
    closedByHand: drift("0", report(), [issue("closed", driftMemory({ [A]: "low" }))]),
    rest: drift("0", report(), [issue("closed", driftMemory({}))]),
    edited: drift("1", ONE, [issue("open", "I tidied this up")]),
    cut: drift("1", ONE, [issue("open", driftMemory({ [A]: "medium" }).replace(/.{12} -->/, " -->"))]),
    otherwise: drift("1", ONE, [issue("open", `<!-- netra-drift-state:${gzipSync('["a"]').toString("base64")} -->`)]),
    classes: drift("1", report(...Object.keys(DRIFT_MEANING).map((kind) => entry(kind, "low", kind))), [issues()]),
    odd: drift("1", report(entry('a["$(id)"]', "low", "reverted", "labels.`x` <!channel>")), [
      issue("open", driftMemory({})),
    ]),
    many: drift("1", MANY, [issue("open", driftMemory({ [A]: "low" }))], "ä".repeat(70_000)),
    random: drift("1", report(...RANDOM), [issue("open", driftMemory({ [A]: "low" }))], "ä".repeat(70_000)),
    tenThousand: drift("1", report(...random(10_000)), [issues()]),
    randomAgain: drift("1", report(...RANDOM), [issue("open", memoryOf([3000, sumOf(RANDOM)]))]),
    randomChanged: drift("1", report(...RANDOM.slice(1)), [issue("open", memoryOf([3000, sumOf(RANDOM)]))]),
    randomGone: drift("0", report(), [issue("open", memoryOf([3000, sumOf(RANDOM)]))]),
    untold: drift("2", report(), [issue("open", driftMemory({ [A]: "low" }))]),
    codeless: drift("", report(), [issue("open", driftMemory({ [A]: "low" }))]),
    empty: drift("1", "", [issue("open", driftMemory({ [A]: "low" }))]),
    foreign: drift("1", "{}", [issue("open", driftMemory({ [A]: "low" }))]),
    unasked: drift("1", ONE, [{ to: LIST, stderr: "gh: HTTP 502", code: 1 }]),
    unwritten: drift("1", ONE, [issue("open", null), { to: "gh issue comment", stderr: "gh: HTTP 403", code: 1 }]),
  });
  type Name = Parameters<typeof ended>[0];
  /** Which writes were made, in order. */
  const writes = (name: Name): readonly string[] =>
    ended(name)
      .calls.filter(([, what]) => what !== "api")
      .map((call) =>
        call
          .slice(1, 4)
          .filter((word) => !word.startsWith("--"))
          .join(" "),
      );
  const given = (name: Name, what: string): string =>
    ended(name)
      .calls.find((call) => call[1] === "issue" && call[2] === what)
      ?.find((word) => word.startsWith("@"))
      ?.slice(1) ?? "";

  test("the first drift opens an issue with a label of its own; people's and pull requests are none", () => {
    expect(writes("first")).toEqual(["label create drift-staging", "issue create"]);
    expect(ended("first")).toMatchObject({ code: 0, stdout: `Drift in staging\nnew, medium: ${A}\n` });
    expect(given("first", "create")).toMatch(/^<!-- netra-drift-state:\S+ -->\n\ndrift$/);
    expect(remembered(given("first", "create"))).toEqual({ [A]: "medium" });
    expect(ended("first").calls.find((call) => call[1] === "issue")).toEqual(
      expect.arrayContaining(["Drift in staging", "--label", "drift-staging"]),
    );
  });

  test("no drift and no issue: nothing happens, nothing is said", () => {
    expect(writes("none")).toEqual([]);
    expect(writes("rest")).toEqual([]);
    for (const name of ["none", "rest"] as const) expect(ended(name)).toMatchObject({ code: 0, stdout: "" });
  });

  test("the same drift is kept up to date in silence", () => {
    expect(writes("same")).toEqual(["issue edit 9"]);
    expect(ended("same")).toMatchObject({ code: 0, stdout: "" });
  });

  test("new, worse and gone are said, and better is not, in a comment and to the channel, before they are remembered", () => {
    expect(writes("moved")).toEqual(["issue comment 9", "issue edit 9"]);
    const lines = `new, low: ${B}\nworse, low to high: ${A}\ngone: edge c timeout (reverted)`;
    expect(ended("moved").stdout).toBe(`Drift in staging\n${lines}\n`);
    expect(given("moved", "comment")).toBe(`\`\`\`\n${lines}\n\`\`\``);
    expect(remembered(given("moved", "edit"))).toEqual({ [A]: "high", [B]: "low", [D]: "low" });
    expect(writes("unwritten")).toEqual(["issue comment 9"]);
    expect(ended("unwritten")).toMatchObject({ code: 2, stdout: "" });
  });

  test("what is gone closes the issue, and one that somebody closed forgets it: it is said once", () => {
    expect(writes("gone")).toEqual(["issue comment 9", "issue edit 9", "issue close 9"]);
    expect(ended("gone").stdout).toBe(`Drift in staging\ngone: ${A}\ngone: ${B}\n`);
    expect(writes("closedByHand")).toEqual(["issue comment 9", "issue edit 9"]);
    for (const name of ["gone", "closedByHand"] as const) expect(remembered(given(name, "edit"))).toEqual({});
  });

  test("drift after a closed issue opens that one again", () => {
    expect(writes("reopened")).toEqual(["issue reopen 9", "issue comment 9", "issue edit 9"]);
    expect(writes("stillThere")).toEqual(["issue reopen 9", "issue edit 9"]);
    expect(ended("stillThere").stdout).toBe("");
  });

  test("an issue that remembers nothing readable makes everything new", () => {
    for (const name of ["edited", "cut", "otherwise"] as const) {
      expect(ended(name)).toMatchObject({ code: 0, stdout: `Drift in staging\nnew, medium: ${A}\n` });
      expect(remembered(given(name, "edit"))).toEqual({ [A]: "medium" });
    }
  });

  test("only changes outside that nobody accepted are drift, as the command counts them", () => {
    const outside = Object.keys(DRIFT_MEANING).filter((kind) => isOutsideEntry({ class: kind } as DriftReport));
    expect(remembered(given("classes", "create"))).toEqual(
      Object.fromEntries(outside.map((kind) => [`edge ${kind} timeout (${kind})`, "low"])),
    );
  });

  test("names are words, never code, and cannot end the fence", () => {
    expect(ended("odd").stdout).toBe('Drift in staging\nnew, low: edge a["$(id)"] labels.`x` <!channel> (reverted)\n');
    expect(given("odd", "comment")).toBe('```\nnew, low: edge a["$(id)"] labels.x <!channel> (reverted)\n```');
  });

  test("thousands of entries fit: in the arguments of a program, in a comment and in the issue with its memory", () => {
    expect(ended("many")).toMatchObject({ code: 0, stderr: expect.not.stringContaining("too long") as string });
    for (const what of ["comment", "edit"]) expect(Buffer.byteLength(given("many", what))).toBeLessThanOrEqual(65_536);
    expect(Object.keys(remembered(given("many", "edit")) as object)).toHaveLength(3000);
    expect(ended("many").stdout.split("\n")).toHaveLength(3000 + 3);
  });

  test("what does not fit is remembered as a number, and said so; nothing is longer than GitHub takes", () => {
    for (const name of ["random", "tenThousand"] as const) expect(ended(name)).toMatchObject({ code: 0 });
    for (const what of ["comment", "edit"]) {
      expect(Buffer.byteLength(given("random", what))).toBeLessThanOrEqual(65_536);
    }
    expect(Buffer.byteLength(given("tenThousand", "create"))).toBeLessThanOrEqual(65_536);
    expect(remembered(given("random", "edit"))).toEqual([3000, sumOf(RANDOM)]);
    expect(remembered(given("tenThousand", "create"))).toEqual([10_000, expect.any(String)]);
    // Which they are is told as long as what was before is known.
    expect(
      ended("random")
        .stdout.split("\n")
        .filter((line) => line.startsWith("new, low: ")),
    ).toHaveLength(3000);
    expect(ended("random").stdout).toContain(`gone: ${A}\n`);
    expect(given("random", "comment")).toMatch(/```\nThey are too many to remember one by one/);
  });

  test("of what was too many a change is told, not which; the same again is silence", () => {
    expect(ended("randomAgain")).toMatchObject({ code: 0, stdout: "" });
    expect(writes("randomAgain")).toEqual(["issue edit 9"]);
    const line = (count: number): string =>
      `Drift in staging\nchanged: ${count} differences, 3000 before, which were too many to tell what is new or gone\n`;
    expect(ended("randomChanged")).toMatchObject({ code: 0, stdout: line(2999) });
    expect(ended("randomGone")).toMatchObject({ code: 0, stdout: line(0) });
    expect(writes("randomGone")).toEqual(["issue comment 9", "issue edit 9", "issue close 9"]);
    expect(remembered(given("randomGone", "edit"))).toEqual({});
  });

  test("what could not be told leaves the issue as it is", () => {
    for (const name of ["untold", "codeless", "empty", "foreign", "unasked"] as const) {
      expect(ended(name)).toMatchObject({ code: 2, stdout: "" });
      expect(writes(name)).toEqual([]);
    }
    expect(ended("untold").stderr).toBe("drift of staging could not be told (code 2): its issue stays as it is\n");
  });

  test("no secret is passed on", () => {
    for (const name of ["moved", "unasked"] as const) {
      for (const secret of Object.values(SECRETS)) expect(traceText(ended(name))).not.toContain(secret);
    }
  });
});

describeScripts("notify.sh", () => {
  const notify = (
    stdin: string,
    env: Readonly<Record<string, string>> = {},
    answer: Partial<StandInAnswer> = {},
  ): ScriptRun => ({
    script: "notify.sh",
    stdin,
    env,
    answers: [{ to: "curl", ...answer }],
  });
  const ended = runScripts({
    good: notify('Drift in "staging" \\n $(id)\nnew: <!channel> <@U1> @all\n'),
    empty: notify(" \n\n"),
    unset: notify("hello", { NOTIFY_WEBHOOK: "" }),
    down: notify("hello", {}, { code: 22, stderr: "curl: (22) 404" }),
    huge: notify("ä".repeat(90_000)),
  });
  const sent = (name: Parameters<typeof ended>[0]): string => {
    const data = ended(name).calls[0]?.find((word) => word.startsWith("@{")) ?? "@{}";
    return (JSON.parse(data.slice(1)) as { text: string }).text;
  };

  test("one field, in which nobody is called by name", () => {
    expect(ended("good")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(sent("good")).toBe('Drift in "staging" \\n $(id)\nnew: ‹!channel› ‹@\u200bU1› @\u200ball');
    expect(ended("good").calls).toHaveLength(1);
    expect(ended("good").calls[0]).toEqual(
      expect.arrayContaining(["--fail", "--max-time", "Content-Type: application/json"]),
    );
  });

  test("the webhook is in a file that curl reads, and nowhere else", () => {
    expect(ended("good").calls[0]).toContain(`@url = "${SECRETS.NOTIFY_WEBHOOK}"`);
    for (const name of ["good", "down", "huge"] as const) {
      for (const secret of Object.values(SECRETS)) expect(traceText(ended(name))).not.toContain(secret);
    }
  });

  test("nothing to say, or nowhere to say it, sends nothing", () => {
    expect(ended("empty")).toMatchObject({ code: 0, stdout: "nothing to say\n", calls: [] });
    expect(ended("unset")).toMatchObject({ code: 0, calls: [] });
    expect(ended("unset").stdout).toBe("not sent, because no webhook is set: hello\n");
  });

  test("a chat that does not answer is a warning", () => {
    expect(ended("down")).toMatchObject({ code: 0, stdout: "::warning::the channel could not be notified\n" });
  });

  test("a long message is cut, and shows it", () => {
    expect(ended("huge").code).toBe(0);
    expect(/^ä{3500}…$/.test(sent("huge"))).toBe(true);
  });
});
