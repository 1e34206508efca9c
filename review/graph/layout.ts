import ELK, { type ElkNode } from "elkjs/lib/elk.bundled.js";
import { groupsBy } from "../../google/groups";
import type { Box, Graph, Link } from "./model";
import { isNeed } from "./relation-table";

/** A place on the picture, in CSS pixels from its top left corner. */
export interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A box with its place. */
export interface PlacedBox extends Place {
  readonly box: Box;
}

/** A line from who needs to what is needed; its points go around the boxes. */
export interface PlacedLink {
  readonly link: Link;
  readonly points: readonly (readonly [x: number, y: number])[];
}

/** Where everything of a graph is drawn. */
export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Over the whole width, one below the other. */
  readonly areas: readonly (Place & { readonly name: string })[];
  readonly boxes: readonly PlacedBox[];
  readonly links: readonly PlacedLink[];
}

/** Size of a box; its two lines are cut to what stands in it. */
export const BOX = { width: 164, height: 50 } as const;

/** Height of an area's name above its first row. */
const HEADER = 14;

/**
 * What the layout engine is told (https://eclipse.dev/elk/reference/options.html): rows are given by the boxes' own places,
 * boxes of a row stand close, lines of one box share their way.
 */
const OPTIONS = {
  "elk.algorithm": "layered",
  "elk.direction": "DOWN",
  "elk.separateConnectedComponents": "false",
  "elk.padding": "[top=8,left=10,bottom=8,right=10]",
  "elk.layered.layering.strategy": "INTERACTIVE",
  "elk.layered.nodePlacement.strategy": "SIMPLE",
  "elk.edgeRouting": "ORTHOGONAL",
  "elk.spacing.nodeNode": "14",
  "elk.spacing.edgeNode": "7",
  "elk.spacing.edgeEdge": "4",
  "elk.layered.spacing.edgeEdgeBetweenLayers": "5",
  "elk.layered.spacing.edgeNodeBetweenLayers": "9",
  "elk.layered.spacing.nodeNodeBetweenLayers": "18",
};

/**
 * Places a graph: areas are bands, a band's boxes stand in rows of at most so many, and who needs stands above what it
 * needs. The layout engine orders the boxes of each row and leads the lines between them.
 *
 * @param columns - most boxes side by side
 */
export async function layoutOf(graph: Graph, columns: number): Promise<Layout> {
  const bands = bandsOf(graph, columns);
  const rows = new Map<string, number>();
  const children: ElkNode[] = [];
  let row = 0;
  const add = (id: string, column: number, width: number, height: number): void => {
    rows.set(id, row);
    children.push({ id, width, height, x: column * (BOX.width + 20), y: row * (BOX.height + 50) });
  };
  for (const { name, rows: own } of bands) {
    add(headerId(name), 0, 1, HEADER);
    row += 1;
    for (const boxes of own) {
      for (const [column, { id }] of boxes.entries()) add(id, column, BOX.width, BOX.height);
      row += 1;
    }
  }
  const isDown = ({ from, to }: Link): boolean => (rows.get(from) ?? 0) < (rows.get(to) ?? 0);
  const drawn = drawnLinks(graph);
  const edges = drawn.map((link, index) => {
    const [upper, lower] = isDown(link) ? [link.from, link.to] : [link.to, link.from];
    return { id: `l${index}`, sources: [upper], targets: [lower] };
  });
  return placed(
    { ...graph, links: drawn },
    bands,
    await new ELK().layout({ id: "root", layoutOptions: OPTIONS, children, edges }),
    isDown,
  );
}

/** Needs, and of what only looks on as much as concerns a change: all of it would hide the needs. */
function drawnLinks({ boxes, links }: Graph): readonly Link[] {
  const changed = new Set(boxes.filter(({ actions }) => actions.length > 0).map(({ id }) => id));
  return links.filter(
    ({ from, to, verb }) =>
      isNeed(verb) || verb === "tells" || (verb === "watches" && (changed.has(from) || changed.has(to))),
  );
}

const headerId = (area: string): string => `area ${area}`;

interface Band {
  readonly name: string;
  readonly rows: readonly (readonly Box[])[];
}

const bandsOf = ({ areas, boxes, links }: Graph, columns: number): readonly Band[] => {
  const byArea = groupsBy(boxes, ({ area }) => area);
  return areas.map((name) => ({ name, rows: rowsOf(byArea.get(name) ?? [], links, columns) }));
};

/** Rows of at most so many boxes, in which no two are linked. Who needs others of the area stands above them. */
function rowsOf(boxes: readonly Box[], links: readonly Link[], columns: number): readonly (readonly Box[])[] {
  const ids = new Set(boxes.map(({ id }) => id));
  const inside = links.filter(({ from, to }) => ids.has(from) && ids.has(to));
  const needed = groupsBy(inside, ({ to }) => to);
  const beside = groupsBy(
    inside.flatMap(({ from, to }) => [[from, to] as const, [to, from] as const]),
    ([own]) => own,
  );
  const rowOf = new Map<string, number>();
  const rows: Box[][] = [];
  const left = [...boxes];
  while (left.length > 0) {
    // In a circle nobody is free: then the first one goes first.
    const next = Math.max(
      0,
      left.findIndex(({ id }) => (needed.get(id) ?? []).every(({ from }) => rowOf.has(from))),
    );
    const [box] = left.splice(next, 1) as [Box];
    const above = (needed.get(box.id) ?? []).map(({ from }) => rowOf.get(from) ?? -1);
    const taken = new Set((beside.get(box.id) ?? []).map(([, other]) => rowOf.get(other)));
    let row = Math.max(-1, ...above) + 1;
    while ((rows[row]?.length ?? 0) >= columns || taken.has(row)) row += 1;
    rowOf.set(box.id, row);
    (rows[row] ??= []).push(box);
  }
  return rows;
}

function placed(graph: Graph, bands: readonly Band[], root: ElkNode, isDown: (link: Link) => boolean): Layout {
  const { width = 0, height = 0, children = [], edges = [] } = root;
  const places = new Map(children.map((node) => [node.id, placeOf(node)]));
  const at = (id: string): Place => places.get(id) ?? placeOf({ id });
  const areas = bands.map(({ name, rows }) => {
    const top = at(headerId(name)).y - 4;
    const bottom = Math.max(...rows.flat().map(({ id }) => at(id).y + BOX.height)) + 7;
    return { name, x: 0, y: top, width, height: bottom - top };
  });
  const links = graph.links.map((link, index): PlacedLink => {
    const [section] = edges[index]?.sections ?? [];
    const points = section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint] : [];
    const way = points.map(({ x, y }) => [x, y] as const);
    return { link, points: isDown(link) ? way : way.reverse() };
  });
  return { width, height, areas, boxes: graph.boxes.map((box) => ({ box, ...at(box.id) })), links };
}

const placeOf = ({ x = 0, y = 0, width = 0, height = 0 }: ElkNode): Place => ({ x, y, width, height });
