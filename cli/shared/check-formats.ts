import { isOpen, type Finding } from "../../policy/core/finding";
import { RULES, findRule } from "../../policy/packs";
import { PAINT } from "../../report/colour";
import { junitXml, type JunitCase, type JunitSuite } from "../../report/junit";
import { sarifText } from "../../report/sarif";
import { severestOf } from "../../report/severity";
import { countText } from "../../report/text";
import { findingRules, type RuleText } from "../../review/render/finding-rules";
import { findingJson } from "../../review/render/json";
import { MARKDOWN_LIMIT } from "../../review/render/markdown";
import { findingsBlock } from "../../review/render/markdown-findings";
import { findingAlert } from "../../review/render/sarif";
import type { EnvironmentEstate } from "../../stacks/policy-validation";
import { findingsText, placeOf, summaryOf, verdictText } from "./findings";

/** The result of a check. */
export interface Checked {
  readonly estates: readonly EnvironmentEstate[];
  /** Worst first within each environment. */
  readonly findings: readonly Finding[];
}

const stacksOf = ({ estates }: Checked) =>
  estates.flatMap(({ environment, estate: { stacks, resources } }) =>
    stacks.map(({ name }) => ({
      name,
      environment: environment.name,
      resources: resources.filter(({ stack }) => stack === name).length,
    })),
  );

const checkText = ({ findings, estates }: Checked): string =>
  [
    findingsText(findings),
    [
      verdictText(findings, estates),
      ...(findings.some(isOpen) ? [] : [PAINT.quiet("./netra drift and ./netra verify ask about what is live.")]),
    ].join("\n"),
  ]
    .filter(Boolean)
    .join("\n\n");

/** The machine's form. Its keys and their order are a contract. */
const checkJson = (checked: Checked): string =>
  JSON.stringify(
    {
      formatVersion: 1,
      verdict: checked.findings.some(isOpen) ? "findings" : "clean",
      summary: summaryOf(checked.findings, checked.estates),
      environments: checked.estates.map(({ environment }) => environment.name),
      stacks: stacksOf(checked),
      rules: RULES.map(({ id, kind, severity, title, why, fix }) => ({
        id,
        kind,
        pack: findRule(id)?.pack,
        severity,
        title,
        why,
        fix,
      })),
      findings: checked.findings.map(findingJson),
    },
    undefined,
    2,
  );

/** Bytes for what stands around the findings and the reasons. */
const ROOM_OF_FRAME = 1000;

/** For a pull request or a job's summary, within GitHub's limit for a comment. */
function checkMarkdown(checked: Checked): string {
  const { findings, estates } = checked;
  const open = findings.filter(isOpen);
  const worst = severestOf(open) ?? "none";
  const counts = [countText(findings.length, "finding"), countText(stacksOf(checked).length, "stack")];
  return [
    `<!-- netra-check:${estates.map(({ environment }) => environment.name).join(",")} -->`,
    `### ${summaryOf(findings, estates)}`,
    [`severity **${worst}**`, ...counts].join(" · "),
    findingsBlock(findings, MARKDOWN_LIMIT - ROOM_OF_FRAME).join("\n"),
  ]
    .filter(Boolean)
    .join("\n\n");
}

const checkSarif = ({ findings }: Checked): string =>
  sarifText(
    "netra-check",
    findings.map((finding) => findingAlert(placeOf(finding), finding)),
    [],
  );

/** What a rule has found in an environment, as one case: it holds, is broken, or is waived everywhere. */
function ruleCase({ id, pack, title, why, fix }: RuleText, environment: string, found: readonly Finding[]): JunitCase {
  const own = found.filter(({ rule }) => rule === id);
  const open = own.filter(isOpen);
  const names = { className: `${environment}.${pack}`, name: id };
  if (own.length === 0) return { ...names, output: [title] };
  const lines = own.map((finding) => [placeOf(finding), finding.address, finding.message].filter(Boolean).join(" "));
  if (open.length === 0) return { ...names, outcome: { element: "skipped", message: `waived: ${lines.join("; ")}` } };
  const { severity } = open[0] ?? {};
  const message = `${title}; ${countText(open.length, "finding")}`;
  return {
    ...names,
    outcome: { element: "failure", type: severity ?? "", message, lines: [...lines, `why: ${why}`, `fix: ${fix}`] },
  };
}

/** A suite for each environment, a case for each rule: what holds is to be seen as well. */
const checkJunit = ({ findings, estates }: Checked): string =>
  junitXml(
    "netra-check",
    estates.map(({ environment: { name } }): JunitSuite => {
      const own = findings.filter(({ environment }) => environment === name);
      const rules = new Map(
        [...RULES.flatMap(({ id }) => findRule(id) ?? []), ...findingRules(own)].map((rule) => [rule.id, rule]),
      );
      return { name, cases: [...rules.values()].map((rule) => ruleCase(rule, name, own)) };
    }),
  );

const RENDERERS = {
  text: checkText,
  markdown: checkMarkdown,
  json: checkJson,
  sarif: checkSarif,
  junit: checkJunit,
} as const satisfies Readonly<Record<string, (checked: Checked) => string>>;

/** A format of a check. */
export type CheckFormat = keyof typeof RENDERERS;

/** Every format, for usage texts and for checking what was asked. */
export const CHECK_FORMATS = Object.keys(RENDERERS) as readonly CheckFormat[];

/** The result of a check in a format, without a line break at its end. */
export const renderCheck = (checked: Checked, format: CheckFormat): string => RENDERERS[format](checked);
