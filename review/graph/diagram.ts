import { groupsBy } from "../../google/groups";
import type { Box, Graph } from "./model";
import { STORES, isNeed } from "./relation-table";

/** Signs that end or begin something in a text of Mermaid. */
const plain = (text: string): string => text.replace(/["[\]<>|]/g, " ");

const boxText = (node: string, { type, title, kind }: Box): string => {
  const text = [title, kind].filter((part) => part !== "").map(plain);
  return STORES.has(type) ? `${node}[("${text.join("<br/>")}")]` : `${node}["${text.join("<br/>")}"]`;
};

/**
 * Nodes by what they are called, so that one more resource changes no line of the others. A prefix keeps words such as `end`
 * from being Mermaid's own.
 */
function nodesOf(boxes: readonly Box[]): ReadonlyMap<string, string> {
  const seen = new Map<string, number>();
  return new Map(
    boxes.map(({ id, title }) => {
      const name = `n_${title.replace(/[^A-Za-z0-9]+/g, "_")}`;
      const count = (seen.get(name) ?? 0) + 1;
      seen.set(name, count);
      return [id, count === 1 ? name : `${name}_${count}`];
    }),
  );
}

/**
 * Who needs what, as lines of Mermaid's flowchart: the boxes that are needed, or need something, area by area.
 *
 * @param isDrawn - areas that are drawn
 */
export function graphDiagram({ areas, boxes, links }: Graph, isDrawn: (area: string) => boolean): readonly string[] {
  const area = new Map(boxes.map((box) => [box.id, box.area]));
  const isShown = (id: string): boolean => isDrawn(area.get(id) ?? "");
  const needs = links.filter(({ verb, from, to }) => isNeed(verb) && isShown(from) && isShown(to));
  const linked = new Set(needs.flatMap(({ from, to }) => [from, to]));
  const byArea = groupsBy(
    boxes.filter(({ id }) => linked.has(id)),
    (box) => box.area,
  );
  const nodes = nodesOf(boxes);
  const node = (id: string): string => nodes.get(id) ?? id;
  return [
    "flowchart TD",
    ...areas.filter(isDrawn).flatMap((name, index) => {
      const own = byArea.get(name) ?? [];
      if (own.length === 0) return [];
      return [
        `  subgraph area${index + 1}["${plain(name)}"]`,
        ...own.map((box) => `    ${boxText(node(box.id), box)}`),
        "  end",
      ];
    }),
    ...needs.map(({ from, to, verb }) => `  ${node(from)} -->|"${verb}"| ${node(to)}`),
  ];
}
