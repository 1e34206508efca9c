import { existsSync } from "node:fs";
import { join } from "node:path";
import { MARKDOWN_LIMIT } from "../../review/render/markdown";
import { ENVIRONMENTS } from "../support/synthesized";

const ROOT = join(__dirname, "../..");

/** Files of the fixture's data, which stand elsewhere; that a live environment has its own is tested among the live ones. */
const DATA = Object.keys(ENVIRONMENTS).map((name) => `environments/${name}.ts`);

/** GitHub's limit, in characters and in bytes. */
export const expectWithinLimits = (text: string): void => {
  expect(text.length).toBeLessThanOrEqual(MARKDOWN_LIMIT);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(MARKDOWN_LIMIT);
};

/** How our own lines begin: a hostile text never stands first. */
const LINE_STARTS =
  /^$|^(#{3,4} |\| | {2}- ((\w+ (\((create|destroy) first\) )?|drift: [\w ]+ )?<code>|\(|and \d|rule |to do: |declared in: |undo: |also: |otherwise: |with it: |output |digest |\d+ (output|attribute))|- (<code>|\*{0,2}(budget|capacity of|price:|critical|high|medium|low)|with <code>|more resources: |stack |\d+ more rule)|severity \*\*|\*\*|<\/?details|digest |Too many findings )/;

/** Lines that are ours alone: everything hostile must have stayed within its cell, item or heading. */
export function expectUnbroken(markdown: string): void {
  const [marker = "", ...lines] = markdown.split("\n");
  const visible = lines.join("\n");
  expect(marker).toMatch(/^<!-- netra-review:[^<>\s]* -->$/);
  // Only our own tags, in pairs, and nothing that notifies, links or fences.
  const tags = visible.match(/<[^>]*>?/g) ?? [];
  expect(tags.filter((tag) => !/^<(\/?(details|summary|code)|details open)>$/.test(tag))).toEqual([]);
  for (const tag of ["details", "summary", "code"]) {
    expect(visible.split(`<${tag}`)).toHaveLength(visible.split(`</${tag}>`).length);
  }
  expect(visible).not.toMatch(/@(?!&#8203;)|#\d(?!\d*;)|:\/\/|www\.|GH-|`|\]\(|\u202e/);
  expect(lines.join("")).not.toMatch(/\p{Cc}/u);
  expect(lines.filter((line) => !LINE_STARTS.test(line))).toEqual([]);
  // A row of a table has as many cells as the row above it.
  const cells = lines.map((line) => (line.startsWith("|") ? line.split("|").length : 0));
  expect(lines.filter((_, at) => cells[at] !== 0 && ![0, cells[at]].includes(cells[at - 1] ?? 0))).toEqual([]);
}

/** Whether XML is well-formed, as far as a report goes: declaration, nesting, attributes, references, characters. */
export function expectWellFormed(xml: string): void {
  expect(xml).not.toMatch(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u);
  expect(xml).toMatch(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites /);
  const open: string[] = [];
  const defects: string[] = [];
  const check = (isSound: boolean, token: string): void => {
    if (!isSound) defects.push(token);
  };
  const hasBareAmpersand = (text: string): boolean => text.replace(/&(amp|lt|gt|quot|apos);/g, "").includes("&");
  const tokens = xml.replace(/^<\?.*?\?>\n/, "").match(/<[^>]*>|[^<]+|</g) ?? [];
  for (const token of tokens) {
    if (!token.startsWith("<")) check(!hasBareAmpersand(token), token);
    else if (token.startsWith("</")) check(token === `</${open.pop()}>`, token);
    else {
      const [, name = "", attributes = "", end] = /^<([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>$/.exec(token) ?? [];
      check(name !== "" && !hasBareAmpersand(attributes), token);
      if (end === "") open.push(name);
    }
  }
  expect(defects).toEqual([]);
  expect(open).toEqual([]);
}

interface SarifRuleJson {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly fullDescription: { readonly text: string };
  readonly help: { readonly text: string };
}

interface Sarif {
  readonly $schema: string;
  readonly version: string;
  readonly runs: readonly {
    readonly tool: { driver: { name: string; version: string; informationUri: string; rules: SarifRuleJson[] } };
    readonly invocations: readonly { executionSuccessful: boolean }[];
    readonly results: readonly {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly message: { text: string };
      readonly locations: readonly {
        physicalLocation: { artifactLocation: { uri: string }; region: { startLine: number } };
        logicalLocations: { name: string; fullyQualifiedName: string }[];
      }[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
      readonly suppressions?: readonly { kind: string }[];
    }[];
  }[];
}

const textOf = ({ text }: { readonly text: string }): string => text;

/** What SARIF 2.1.0 requires and GitHub reads. */
export function validSarif(text: string, tool = "netra-review"): Sarif["runs"][number] {
  const sarif = JSON.parse(text) as Sarif;
  expect(sarif.version).toBe("2.1.0");
  expect(sarif.$schema).toMatch(/sarif-2\.1\.0\.json$/);
  expect(sarif.runs).toHaveLength(1);
  const [run] = sarif.runs;
  const { name, version, informationUri, rules } = run!.tool.driver;
  expect([name, version]).toEqual([tool, expect.stringMatching(/^\d+\.\d+\.\d+$/)]);
  expect(informationUri).toMatch(/^https:\/\/github\.com\/[\w-]+\/[\w-]+$/);
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
  expect(rules.flatMap((rule) => [rule.shortDescription, rule.fullDescription, rule.help].map(textOf))).not.toContain(
    "",
  );
  const prints = run!.results.map((result) => result.partialFingerprints.primaryLocationLineHash);
  expect(new Set(prints).size).toBe(prints.length);
  for (const { ruleId, ruleIndex, level, message, locations } of run!.results) {
    expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(["error", "warning", "note"]).toContain(level);
    expect(message.text).not.toBe("");
    expect(locations).toHaveLength(1);
    const [{ physicalLocation, logicalLocations }] = locations as [(typeof locations)[0]];
    const { uri } = physicalLocation.artifactLocation;
    expect([uri, DATA.includes(uri) || existsSync(join(ROOT, uri))]).toEqual([uri, true]);
    expect(physicalLocation.region.startLine).toBeGreaterThanOrEqual(1);
    expect(logicalLocations[0]!.name).not.toBe("");
  }
  return run!;
}
