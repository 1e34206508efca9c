import { SECRETS, describeScripts, runScripts, traceText, type StandInAnswer, type ScriptRun } from "../support/script";

/** report.sh and sticky-comment.sh: from a command's report to what people and the next steps read. */

const DIGEST = "0123456789abcdef".repeat(4);
const TEXT = 'severity **high** · 1 change\n\n`$(id)` "a b" & %0A::set-output::\n';
const MARKDOWN = `<!-- netra-review:staging-edge%2Cother -->\n\n### high\n\n${TEXT}\ndigest <code>${DIGEST}</code>\n`;

const report = (answers: readonly StandInAnswer[], formats = ["markdown", "sarif"], name = "staging"): ScriptRun => ({
  script: "report.sh",
  args: ["review", name, ...formats, "--", "--environment", name, "--fail-on", "critical"],
  answers,
});
const markdown = (rest: Partial<StandInAnswer> = {}): StandInAnswer => ({
  to: "--format markdown",
  stdout: MARKDOWN,
  ...rest,
});
const sarif = (rest: Partial<StandInAnswer> = {}): StandInAnswer => ({ to: "--format sarif", stdout: "{}", ...rest });

describeScripts("report.sh", () => {
  const ended = runScripts({
    clean: report([markdown(), sarif()]),
    findings: report([markdown({ code: 1 }), sarif({ code: 1 })]),
    untold: report([markdown({ code: 2, stderr: "edge: never applied\n```\n# ends the fence" }), sarif({ code: 1 })]),
    halfTold: report([markdown({ code: 1 }), sarif({ stdout: "", code: 2, stderr: "gone" })]),
    killed: report([markdown({ stdout: "", code: 137 }), sarif({ stdout: "", code: 137 })]),
    unstarted: report([markdown({ stdout: "", code: 1, stderr: "Error: Cannot find module" }), sarif()]),
    silent: report([markdown({ stdout: "" }), sarif({ stdout: "" })]),
    withoutKey: report(
      [markdown({ stdout: `${TEXT}x digest <code>${DIGEST}</code>\ndigest <code>ABC</code>` })],
      ["markdown"],
    ),
    unwritable: { ...report([markdown(), sarif()]), env: { GITHUB_STEP_SUMMARY: "/nowhere/summary" } },
    odd: report([markdown({ stdout: TEXT })], ["markdown"], "a b;$(id)*"),
  });
  const outputs = (name: Parameters<typeof ended>[0]): unknown =>
    Object.fromEntries(
      ended(name)
        .read("output")
        .trimEnd()
        .split("\n")
        .map((line) => line.split(/=(.*)/).slice(0, 2)),
    );
  const saved = (name: Parameters<typeof ended>[0]): string => ended(name).read("temp/reports/review-staging.markdown");

  test("a report a format, with digest, severity and the worst code for the steps after it", () => {
    expect(ended("clean")).toMatchObject({ code: 0, stdout: "", stderr: "" });
    expect(ended("clean").calls.map((call) => call.join(" "))).toEqual(
      ["markdown", "sarif"].map((format) => `netra review --environment staging --fail-on critical --format ${format}`),
    );
    expect(outputs("clean")).toEqual({
      digest: DIGEST,
      severity: "high",
      markdown: expect.stringMatching(/\/reports\/review-staging\.markdown$/) as string,
      sarif: expect.stringMatching(/\/reports\/review-staging\.sarif$/) as string,
      code: "0",
    });
    expect(outputs("findings")).toMatchObject({ code: "1", digest: DIGEST });
  });

  test("the first line is the marker of the comment; the rest is word for word, in the summary too", () => {
    const expected = `<!-- netra-review:staging -->\n${MARKDOWN.slice(MARKDOWN.indexOf("\n") + 1)}`.trimEnd();
    expect(saved("clean").trimEnd()).toBe(expected);
    expect(ended("clean").read("summary").trimEnd()).toBe(`## review of staging\n\n${expected}`);
  });

  test("what could not be told says so first, in a fence that it cannot end, and offers no digest", () => {
    expect(ended("untold").code).toBe(0);
    expect(outputs("untold")).toMatchObject({ code: "2", digest: "" });
    expect(saved("untold").split("\n").slice(0, 9)).toEqual([
      "<!-- netra-review:staging -->",
      "",
      "**Could not tell.**",
      "",
      "```",
      "edge: never applied",
      "",
      "# ends the fence",
      "```",
    ]);
    expect(saved("untold")).toContain("severity **high**");
    expect(saved("untold")).not.toContain(DIGEST);
    expect(ended("untold").stderr).toContain("edge: never applied");
  });

  test("the worst code of all formats counts, and a report that is empty is not offered", () => {
    expect(outputs("halfTold")).toMatchObject({ code: "2", digest: DIGEST });
    expect(outputs("halfTold")).not.toHaveProperty("sarif");
    expect(outputs("killed")).toMatchObject({ code: "137", severity: "" });
  });

  test("a command that says nothing has not answered, whatever it ends with", () => {
    for (const name of ["unstarted", "silent"] as const) {
      expect(outputs(name)).toMatchObject({ code: "2", digest: "", severity: "" });
      expect(saved(name)).toContain("**Could not tell.**");
    }
    expect(saved("unstarted")).toContain(
      "Error: Cannot find module\nreview --format markdown said nothing (exit code 1)\n",
    );
    expect(saved("silent")).toContain("review --format markdown said nothing (exit code 0)\n");
  });

  test("a report that cannot be handed on stops the job", () => {
    expect(ended("unwritable").code).not.toBe(0);
    expect(ended("unwritable").read("output")).not.toContain("code=");
  });

  test("only a line of its own is a digest", () => {
    expect(outputs("withoutKey")).toMatchObject({ code: "0", digest: "" });
  });

  test("names are words, never code", () => {
    expect(ended("odd")).toMatchObject({ code: 0, stderr: "" });
    expect(ended("odd").read("temp/reports/review-a b;$(id)*.markdown")).toContain(
      "<!-- netra-review:a b;$(id)* -->\n",
    );
    expect(ended("odd").calls[0]).toContain("a b;$(id)*");
  });

  test("no secret is passed on", () => {
    for (const name of ["clean", "untold", "unstarted"] as const) {
      for (const secret of Object.values(SECRETS)) expect(traceText(ended(name)) + saved(name)).not.toContain(secret);
    }
  });
});

const MARKER = "<!-- netra-review:staging -->";
const BOT = { user: { login: "github-actions[bot]" } };
const COMMENTS = "issues/7/comments?per_page=100";

interface Comment {
  readonly id: number;
  readonly body: string;
  readonly user?: { readonly login: string };
}
/** Pages of comments. */
const comments = (...pages: readonly (readonly Comment[])[]): StandInAnswer => ({
  to: COMMENTS,
  stdout: pages.map((page) => JSON.stringify(page.map((comment) => ({ ...BOT, ...comment })))).join("\n"),
});

describeScripts("sticky-comment.sh", () => {
  const BODY = `${MARKER}\n${TEXT}`;
  const sticky = (text: string, answers: readonly StandInAnswer[], url: readonly string[] = []): ScriptRun => ({
    script: "sticky-comment.sh",
    args: ["7", "report.md", ...url],
    files: { "report.md": text },
    answers: [...answers, { to: "--method" }],
  });
  const ended = runScripts({
    first: sticky(BODY, [
      comments(
        [{ id: 1, body: BODY, user: { login: "someone" } }],
        [
          { id: 2, body: `quoted: ${BODY}` },
          { id: 3, body: `<!-- netra-review:staging2 -->\n` },
        ],
      ),
    ]),
    again: sticky(BODY, [
      comments(
        [{ id: 4, body: "hello" }],
        [
          { id: 5, body: `${MARKER}\r\nold` },
          { id: 6, body: BODY },
        ],
      ),
    ]),
    huge: sticky(`${MARKER}\n${"ä".repeat(40_000)}`, [comments([])]),
    pictured: sticky(BODY, [comments([])], ["https://github.example/runs/1/artifacts/2"]),
    // A step without an artifact has no address of one.
    bare: sticky(BODY, [comments([])], [""]),
    empty: sticky("", []),
    unmarked: sticky(TEXT, []),
    unasked: sticky(BODY, [{ to: COMMENTS, stderr: "gh: HTTP 502", code: 1 }]),
    refused: sticky(BODY, [comments([]), { to: "--method POST", stderr: "gh: HTTP 403", code: 1 }]),
  });
  const write = (name: Parameters<typeof ended>[0]): readonly (readonly string[])[] =>
    ended(name).calls.filter((call) => call.includes("--method"));

  test("a comment is made where ours is not there yet; quotes and other people's are not ours", () => {
    expect(ended("first")).toMatchObject({ code: 0, stdout: "comment made\n" });
    expect(write("first").map((call) => call.slice(0, 7))).toEqual([
      ["gh", "api", "--silent", "--method", "POST", "repos/netra/infrastructure/issues/7/comments", "--field"],
    ]);
    expect(write("first")[0]?.[7]).toBe(`body=@${BODY.trimEnd()}`);
    expect(ended("first").calls[0]).toContain("--paginate");
  });

  test("of two the older one is kept up to date, wherever it stands", () => {
    expect(ended("again")).toMatchObject({ code: 0, stdout: "comment 5 updated\n" });
    expect(write("again").map((call) => call.slice(3, 6))).toEqual([
      ["--method", "PATCH", "repos/netra/infrastructure/issues/comments/5"],
    ]);
  });

  test("a link to the picture stands behind the marker, where there is one", () => {
    expect(write("pictured")[0]?.[7]).toMatch(
      /^body=@<!-- netra-.* -->\n\n\[The picture of this change\]\(https:\/\/github\.example\/runs\/1\/artifacts\/2\)/,
    );
    expect(write("bare")[0]?.[7]).toBe(`body=@${BODY.trimEnd()}`);
  });

  test("a report that is too long loses its end", () => {
    expect(ended("huge").code).toBe(0);
    expect(Buffer.byteLength(write("huge")[0]?.[7]?.slice("body=@".length) ?? "")).toBeLessThanOrEqual(65_536 + 2);
    expect(write("huge")[0]?.[7]).toContain(`body=@${MARKER}\nää`);
  });

  test("without a marker nothing is written: it would never be found again", () => {
    for (const name of ["empty", "unmarked"] as const) expect(ended(name)).toMatchObject({ code: 2, calls: [] });
    expect(ended("unmarked").stderr).toContain("its first line is no marker: severity **high**");
  });

  test("GitHub's no is ours", () => {
    expect(ended("unasked")).toMatchObject({ code: 2, stdout: "" });
    expect(write("unasked")).toEqual([]);
    expect(ended("refused")).toMatchObject({ code: 2, stdout: "" });
    for (const secret of Object.values(SECRETS)) expect(traceText(ended("refused"))).not.toContain(secret);
  });
});
