/** Mermaid diagrams in Markdown, and what GitHub would show an error for in place of one. */

const RESERVED: ReadonlySet<string> = new Set([
  ...["class", "end", "style", "graph", "subgraph", "linkStyle", "classDef", "click", "call", "href", "default"],
  "direction",
]);

const PAIRS: Readonly<Record<string, string>> = { "]": "[", ")": "(", "}": "{" };

/** The diagrams of a text. */
export const diagramsOf = (text: string): readonly string[] =>
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
export function faultsOf(diagram: string): readonly string[] {
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
