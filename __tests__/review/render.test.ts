import fc from "fast-check";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Report, StackReport } from "../../review/report";
import { FORMATS, renderReport, type Format } from "../../review/render";
import { assembleReport } from "../../review/assemble";
import { FALLBACK_FILE, SOURCE_FILES, STACK_FILES, sourceFileOf } from "../../review/source-files";
import { placeOf } from "../../review/render/sources";
import { stackJson, stackNames } from "../support/synthesized";
import { REPORT } from "./golden/report";
import { CHANGE, DRIFT, EMPTY, FINDING, changes, findings, reportOf } from "./some-report";
import { expectUnbroken, expectWellFormed, expectWithinLimits, validSarif } from "./render-checks";

const ROOT = join(__dirname, "../..");
const GOLDEN: Readonly<Record<Format, string>> = {
  text: "report.txt",
  markdown: "report.md",
  json: "report.json",
  sarif: "report.sarif.json",
  junit: "report.junit.xml",
};
// eslint-disable-next-line no-control-regex -- colour codes are what this removes
const uncoloured = (text: string): string => text.replace(/\x1b\[\d+m/g, "");

test.each(FORMATS)("%s is the golden file (UPDATE_GOLDEN=1 writes it anew)", (format) => {
  const file = join(__dirname, "golden", GOLDEN[format]);
  // Where a construct stands in its file is tested with the source files.
  const text = `${uncoloured(renderReport(REPORT, format, "prd"))}\n`.replace(/"startLine": \d+/g, '"startLine": 1');
  if (process.env.UPDATE_GOLDEN !== undefined) writeFileSync(file, text);
  expect(text).toBe(readFileSync(file, "utf8"));
});

test.each([0, 1, 999, 1000, 1001, 2500])("%d findings of JSON in parts are those of JSON at once", (count) => {
  const stacks = [{ ...EMPTY, findings: findings(count) }, EMPTY, { ...EMPTY, findings: findings(3) }];
  const text = renderReport({ ...REPORT, stacks }, "json", "x");
  expect(text).toBe(JSON.stringify(JSON.parse(text), undefined, 2));
  const read = JSON.parse(text) as Report;
  expect(read.stacks.map((stack) => stack.findings)).toEqual(
    stacks.map((stack) => stack.findings.map(({ kind: _k, pack: _p, title: _t, why: _w, fix: _f, ...own }) => own)),
  );
});

test("one resource with many attributes does not push out the others", () => {
  const paths = Array.from({ length: 5000 }, (_, index) => ({ path: `labels.l${index}` }));
  const [first, second] = changes(2);
  const text = renderReport(reportOf({ changes: [{ ...first!, paths }, second!] }), "markdown", "prd");
  expect(text).toMatch(/ {2}- and \d+ more/);
  expect(text.length).toBeLessThan(8000);
});

test("SARIF: findings, changes and drift, each with a rule, a file and its own fingerprint", () => {
  const { results, invocations } = validSarif(renderReport(REPORT, "sarif", "prd"));
  expect(results.map(({ ruleId, level }) => `${ruleId} ${level}`)).toEqual([
    "test-connections error",
    "test-version note",
    "waiver warning",
    "change/critical error",
    "change/high error",
    "change/high error",
    "drift/deleted-outside error",
    "drift/accepted-silently warning",
    "test-instances error",
    "test-variables note",
    "test-variables note",
    "change/high error",
    ...["medium", "medium", "medium", "low", "low", "low", "low"].map((severity) => `change/${severity} note`),
    "drift/reverted error",
    "drift/overwritten error",
    "change/high error",
  ]);
  expect(results.filter(({ suppressions }) => suppressions !== undefined).map(({ ruleId }) => ruleId)).toEqual([
    "test-version",
  ]);
  expect(invocations[0]!.executionSuccessful).toBe(false);
});

test.each(FORMATS)("%s says what a rule holds and why, however many findings share it", (format) => {
  const rule = { title: "Something holds, always", why: "Otherwise a <socket> is lost" };
  const stack = { findings: findings(50).map((finding) => ({ ...finding, ...rule })) };
  const text = uncoloured(renderReport(reportOf(stack), format, "x"));
  expect(text).toContain(rule.title);
  expect(text.replaceAll("&lt;", "<").replaceAll("&gt;", ">")).toContain(rule.why);
  // A case of JUnit stands alone; SARIF has the reason and the help.
  const times = { text: 1, markdown: 1, json: 1, sarif: 2, junit: 50 }[format];
  expect(text.split("Otherwise a ")).toHaveLength(times + 1);
});

test("SARIF takes a rule's title, its reason and what to do from the rule", () => {
  const { rule: id, title, why, fix } = FINDING;
  const { tool } = validSarif(renderReport(reportOf({ findings: [FINDING] }), "sarif", "x"));
  expect(tool.driver.rules).toEqual([
    {
      id,
      shortDescription: { text: title },
      fullDescription: { text: why },
      help: { text: `${why} To do: ${fix}.` },
    },
  ]);
});

test("SARIF fingerprints hold while values and the rest of the report change", () => {
  const printOf = (report: Report): string | undefined =>
    validSarif(renderReport(report, "sarif", "x")).results.find(({ ruleId }) => ruleId === FINDING.rule)
      ?.partialFingerprints.primaryLocationLineHash;
  expect(printOf(reportOf({ findings: [FINDING] }))).toBe(
    printOf(reportOf({ findings: [{ ...FINDING, message: "another value" }], changes: changes(4) })),
  );
});

test("SARIF places: the changed field where it is known, the plan's file for somebody else's, a note for what is no fault", () => {
  const data = {
    fields: new Map([["prd", [{ path: ["services", "auth-service", "scaling", "max"], line: 7 }]]]),
    isAll: false,
  };
  const change = {
    ...CHANGE,
    severity: "low" as const,
    address: "google_cloud_run_v2_service.auth-service",
    paths: [{ path: "scaling[0].max_instance_count" }],
  };
  const placesOf = (stack: Partial<StackReport>) =>
    (
      JSON.parse(
        renderReport(reportOf({ changes: [change], ...stack }), "sarif", "x", {
          data,
          plans: new Map([["some plan", "plans/a plan#1.json"]]),
        }),
      ) as { runs: { results: { level: string; locations: { physicalLocation: unknown }[] }[] }[] }
    ).runs[0]!.results.map(({ level, locations }) => [level, locations[0]!.physicalLocation]);
  expect(placesOf({ environment: "prd" })).toEqual([
    ["note", { artifactLocation: { uri: "environments/prd.ts" }, region: { startLine: 7 } }],
  ]);
  const { environment: _own, ...foreign } = EMPTY;
  const report = { ...REPORT, stacks: [{ ...foreign, name: "some plan", changes: [change] }] };
  expect(renderReport(report, "sarif", "x", { plans: new Map([["some plan", "plans/a plan#1.json"]]) })).toContain(
    '"uri": "plans/a%20plan%231.json"',
  );
  expect(renderReport(report, "sarif", "x")).not.toContain("physicalLocation");
});

test("source files: every file of the table exists", () => {
  const files = [...SOURCE_FILES.map(([, file]) => file), ...Object.values(STACK_FILES)];
  expect([...files, FALLBACK_FILE].filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  expect(sourceFileOf("prd-edge", "terraform.backend")).toBe("stacks/edge.ts");
  expect(sourceFileOf("elsewhere", "module.x.google_redis_instance.y")).toBe(FALLBACK_FILE);
});

test.each(stackNames())("source files: every resource of %s is declared in the file that the table names", (stack) => {
  const addresses = Object.entries(stackJson(stack).resource ?? {}).flatMap(([type, byName]) =>
    Object.keys(byName).map((name) => ({ address: `${type}.${name}`, type })),
  );
  const lines = addresses.map(({ address, type }) => {
    const place = placeOf({}, { stack, environment: "prd", address, paths: [] })!;
    const line = readFileSync(join(ROOT, place.file), "utf8").split("\n")[place.line - 1] ?? "";
    return line.toLowerCase().includes(`new ${type.replace(/^google_/, "").replaceAll("_", "")}(`) ? "" : address;
  });
  expect(lines.filter((address) => address !== "")).toEqual([]);
  const misplaced = addresses.filter(({ address, type }) => {
    const library = `@cdktf/provider-google/lib/${type.replace(/^google_/, "").replaceAll("_", "-")}"`;
    return !readFileSync(join(ROOT, sourceFileOf(stack, address)), "utf8").includes(library);
  });
  expect(misplaced).toEqual([]);
});

const HOSTILE = [
  "a|b||c\\|d\\\\|e",
  "``` ` ``",
  "</details></summary></code><script>alert(1)</script><!-- -->",
  "@all @team/x me@example.com #12 org/repo#3 GH-4",
  "# heading #",
  "- [ ] task",
  "1. item",
  "[a](https://example.com) ![b](http://x) www.example.com [c][d] <https://x>",
  "line one\nline two\r\n\n# heading\n| x |\n- [ ] item",
  "\u0000\u0007\u001b[31mred\u007f\u0085\u2028\u202eevil\ufffe\uffff",
  "half \ud83d surrogate \ude00",
  "👩‍👩‍👧 🎉 ünïcödé *bold* _em_ ~~no~~ $x$",
  "]]> ?> & &amp; &lt; \" ' %3C",
  "x".repeat(100_000),
  "👩‍👩‍👧".repeat(20_000),
];

/** A report in which every text that comes from outside is this one. */
const reportOfTexts = (text: string): Report =>
  reportOf(
    {
      name: text,
      digest: text,
      changes: [
        {
          ...CHANGE,
          address: text,
          previousAddress: text,
          consequence: text,
          paths: [{ path: text, before: text, after: text }, { path: text }],
          replacePaths: [text],
        },
      ],
      outputs: [{ name: text, actions: ["update"] }],
      drift: [{ ...DRIFT, address: text, path: text, consequence: text, before: text }],
      findings: [{ ...FINDING, rule: text, stack: text, address: text, message: text }],
      earlier: [],
      budgets: [1, 3].map((supply) => ({ name: text, after: { demand: 2, supply } })),
      errored: true,
      partial: false,
      parts: [],
      noise: 1,
    },
    { summary: text, sentence: text, digest: text },
  );

const terminalLines = (text: string): readonly string[] =>
  uncoloured(renderReport(reportOfTexts(text), "text", text)).split("\n");

test.each(HOSTILE.map((text) => [text.slice(0, 16), text]))("hostile text breaks no format: %j", (_, text) => {
  const report = reportOfTexts(text);
  const markdown = renderReport(report, "markdown", text);
  expectWithinLimits(markdown);
  expectUnbroken(markdown);
  expectWellFormed(renderReport(report, "junit", text));
  const { results } = validSarif(renderReport(report, "sarif", text));
  expect(results).toHaveLength(3);
  expect(results.filter(({ message }) => message.text.includes("]("))).toEqual([]);
  expect((JSON.parse(renderReport(report, "json", text)) as Report).stacks[0]!.name).toBe(text);
  // One line stays one line, and no cursor moves but by our own colours.
  expect(terminalLines(text)).toHaveLength(terminalLines("harmless").length);
  expect(terminalLines(text).join("")).not.toMatch(/[\p{Cc}\u202e]/u);
});

test("JUnit is well-formed and counts what fails, what is waived and what is not complete", () => {
  const xml = renderReport(REPORT, "junit", "prd");
  expectWellFormed(xml);
  expect(xml).toContain('<testsuites name="netra-review" tests="25" failures="10" errors="1" skipped="1">');
});

test("JSON keeps its order whatever the order in the report", () => {
  const shuffled = JSON.parse(JSON.stringify(REPORT), (_key, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).reverse())
      : value,
  ) as Report;
  expect(renderReport(shuffled, "json", "x")).toBe(renderReport(REPORT, "json", "x"));
});

test("a report without anything says so in every format", () => {
  const report = reportOf({}, { summary: "", sentence: "nothing changes", severity: "none", digest: null });
  expect(uncoloured(renderReport(report, "text", "x"))).toBe(
    "Nothing changes\nseverity none · 0 changes · 0 findings · 1 stack",
  );
  expect(renderReport(report, "markdown", "pull request/1")).toBe(
    [
      "<!-- netra-review:pull%20request%2F1 -->",
      "",
      "### Nothing changes",
      "",
      "severity **none** · 0 changes · 0 findings · 1 stack",
    ].join("\n"),
  );
  expect(validSarif(renderReport(report, "sarif", "x")).results).toEqual([]);
  expectWellFormed(renderReport(report, "junit", "x"));
});

test("findings are written as JSON writes them, whatever stands in them and repeats", () => {
  const text = fc.oneof(fc.constantFrom("same", 'a["b"]', "–", "line\nbreak", ""), fc.string());
  const finding = fc.record({
    rule: text,
    severity: fc.constantFrom("critical" as const, "low" as const),
    status: fc.constantFrom("violation" as const, "unknown" as const),
    environment: text,
    stack: text,
    address: text,
    message: text,
  });
  fc.assert(
    fc.property(fc.array(finding, { maxLength: 6 }), (findings) => {
      const stack = {
        name: "s",
        digest: null,
        changes: [],
        outputs: [],
        drift: [],
        noise: 0,
        earlier: [],
        budgets: [],
        errored: false,
        partial: false,
        parts: [],
      };
      const written = renderReport(
        assembleReport([{ ...stack, findings: findings.map((own) => ({ ...FINDING, ...own })) }]),
        "json",
        "s",
      );
      expect(written).toBe(JSON.stringify(JSON.parse(written), undefined, 2));
      expect((JSON.parse(written) as { stacks: { findings: unknown }[] }).stacks[0]?.findings).toEqual(findings);
    }),
  );
});
