import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { runbookText } from "../../runbook";
import { prd } from "../fixture/prd";
import { trial } from "../fixture/trial";
import { estateOf } from "../support/synthesized";

/** Every Mermaid diagram can be drawn: GitHub shows an error in place of one whose node has a keyword's name. */

const ROOT = resolve(__dirname, "../..");

const RESERVED: ReadonlySet<string> = new Set([
  ...["class", "end", "style", "graph", "subgraph", "linkStyle", "classDef", "click", "call", "href", "default"],
  "direction",
]);

const PAIRS: Readonly<Record<string, string>> = { "]": "[", ")": "(", "}": "{" };

const diagramsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^```mermaid\n([\s\S]*?)\n```$/gm)].map(([, body = ""]) => body);

/** Without texts: what stands in quotes, and what is written on an edge. */
const bare = (line: string): string =>
  line
    .trim()
    .replace(/"[^"]*"/g, "")
    .replace(/\|[^|]*\|/g, "");

function isBalanced(line: string): boolean {
  const open: string[] = [];
  for (const sign of line) {
    if (Object.values(PAIRS).includes(sign)) open.push(sign);
    if (sign in PAIRS && open.pop() !== PAIRS[sign]) return false;
  }
  return open.length === 0;
}

/** Ids of the nodes that a line names, shapes and texts aside. */
const idsOf = (line: string): readonly string[] =>
  bare(line)
    .replace(/[[({].*?[\])}]+/g, "")
    .split(/-->|-\.->|---|&/)
    .map((id) => id.trim())
    .filter((id) => id !== "");

/** What is wrong with a diagram, line by line. */
function faultsOf(diagram: string): readonly string[] {
  const [head = "", ...lines] = diagram.split("\n");
  const isGroup = (line: string): boolean => /^(subgraph \w+\[".*"\]|end)$/.test(line.trim());
  const count = (pattern: RegExp): number => lines.filter((line) => pattern.test(line.trim())).length;
  return [
    ...(/^flowchart (LR|TD)$/.test(head) ? [] : [`unknown kind: ${head}`]),
    ...(count(/^subgraph /) === count(/^end$/) ? [] : ["a subgraph without its end"]),
    ...lines.filter((line) => (line.match(/"/g) ?? []).length % 2 !== 0).map((line) => `quotes: ${line.trim()}`),
    ...lines.filter((line) => !isBalanced(bare(line))).map((line) => `brackets: ${line.trim()}`),
    ...lines
      .filter((line) => !isGroup(line))
      .flatMap((line) => idsOf(line).filter((id) => RESERVED.has(id) || !/^\w+$/.test(id)))
      .map((id) => `id: ${id}`),
  ];
}

const files = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

const diagrams = [
  ...files.flatMap((file) =>
    diagramsOf(readFileSync(join(ROOT, file), "utf8")).map((diagram, index) => ({
      name: `${file}, ${index + 1}`,
      diagram,
    })),
  ),
  ...[trial, prd].flatMap((environment) =>
    diagramsOf(runbookText(environment, estateOf(environment.name as "trial" | "prd"))).map((diagram) => ({
      name: `generated for ${environment.name}`,
      diagram,
    })),
  ),
];

test("the diagrams that people know of are found", () => {
  expect(diagrams.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "README.md, 1",
      "docs/architecture.md, 1",
      "docs/incident-response.md, 1",
      "docs/runbooks/production.md, 1",
      "generated for trial",
      "generated for prd",
    ]),
  );
});

test.each(diagrams)("$name can be drawn", ({ diagram }) => {
  expect(faultsOf(diagram)).toEqual([]);
});

describe("what cannot be drawn is noticed", () => {
  test.each([
    ['flowchart LR\n  a --> class{"which"}', ["id: class"]],
    ["flowchart LR\n  a --> b & end", ["id: end"]],
    ["flowchart LR\n  style --> b", ["id: style"]],
    ['flowchart LR\n  a["x"] --> b("y"]', ['brackets: a["x"] --> b("y"]']],
    ['flowchart LR\n  a["x] --> b', ['quotes: a["x] --> b']],
    ['flowchart LR\n  subgraph one["x"]\n    a --> b', ["a subgraph without its end"]],
    ["pie\n  a --> b", ["unknown kind: pie"]],
    ['flowchart LR\n  subgraph one["class"]\n    a["end"] -->|"style"| b[("x<br/>y")]\n  end', []],
  ])("%j", (diagram, faults) => {
    expect(faultsOf(diagram)).toEqual(faults);
  });
});
