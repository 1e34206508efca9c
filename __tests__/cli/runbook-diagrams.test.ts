import { readFileSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { diagramsOf, faultsOf } from "../support/diagrams";

/** Every Mermaid diagram can be drawn: GitHub shows an error in place of one whose node has a keyword's name. */

const ROOT = resolve(__dirname, "../..");

const files = [
  "README.md",
  ...readdirSync(join(ROOT, "docs"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".md"))
    .map((name) => join("docs", name)),
];

const diagrams = files.flatMap((file) =>
  diagramsOf(readFileSync(join(ROOT, file), "utf8")).map((diagram, index) => ({
    name: `${file}, ${index + 1}`,
    diagram,
  })),
);

test("the diagrams that people know of are found", () => {
  expect(diagrams.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      "README.md, 1",
      "docs/architecture.md, 1",
      "docs/incident-response.md, 1",
      "docs/runbooks/production/reference.md, 1",
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
