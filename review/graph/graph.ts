import type { Estate } from "../../policy/core/estate";
import type { StackReport } from "../report";
import { areaOf, orderedAreas } from "./areas";
import { boxesOf, membersOf } from "./boxes";
import { foldedInto } from "./folding";
import { groupsOf } from "./grouping";
import type { Box, Graph, Link } from "./model";
import { withSteps } from "./reach";
import { isNeed } from "./relation-table";
import { relationsOf } from "./relations";

/** Most boxes of a picture that a person can read. What is neither changed nor reached is folded first. */
const MOST_BOXES = 48;

/** What is drawn: what stands, and what a review says of it. */
export interface GraphSource {
  /** After the change; what the plan deletes stands in it too. */
  readonly estate: Estate;
  /** Empty where nothing is reviewed. */
  readonly stacks: readonly Pick<StackReport, "name" | "changes" | "findings">[];
}

/** The graph of an environment, or of anybody's plan. */
export function graphOf({ estate, stacks }: GraphSource): Graph {
  const { resources } = estate;
  const relations = relationsOf(estate);
  const holderOf = foldedInto(resources, relations);
  const memberOf = membersOf(stacks);
  const parts = [...groupsOf(resources, holderOf)].map(([head, own]) => ({ head, members: own.map(memberOf) }));
  const boxes = boxesOf(parts, areaOf(resources));
  const home = new Map(boxes.flatMap(({ id, members }) => members.map(({ resource }) => [resource, id] as const)));
  const links = linksOf(
    relations.flatMap(({ from, to, verb }) => {
      const ends = [home.get(from), home.get(to)] as const;
      return ends[0] === undefined || ends[1] === undefined ? [] : [{ from: ends[0], to: ends[1], verb }];
    }),
  );
  const graph = withoutQuiet({ boxes: withSteps(boxes, links), links });
  return { ...graph, areas: areasOf(graph) };
}

/** Links between boxes, once each; of several relations a need is the one that is said. */
function linksOf(all: readonly Link[]): readonly Link[] {
  const links = new Map<string, Link>();
  for (const link of all) {
    const key = `${link.from} ${link.to}`;
    const known = links.get(key);
    const isNews = known === undefined || (!isNeed(known.verb) && isNeed(link.verb));
    if (link.from !== link.to && isNews) links.set(key, link);
  }
  return [...links.values()];
}

const isQuiet = ({ steps, severity }: Box): boolean => steps === undefined && severity === undefined;

/** Of a graph that nobody could read, what no change reaches and no rule finds is one box an area. */
function withoutQuiet(graph: Pick<Graph, "boxes" | "links">): Pick<Graph, "boxes" | "links"> {
  if (graph.boxes.length <= MOST_BOXES) return graph;
  const into = new Map<string, string>();
  const folded = [...groupsOf(graph.boxes.filter(isQuiet), ({ area }) => area)].map(([area, own]): Box => {
    const id = own.map((box) => box.id)[0] ?? area;
    for (const box of own) into.set(box.id, id);
    const members = own.flatMap((box) => box.members);
    return { id, area, title: `${members.length} unchanged`, kind: "", members, actions: [] };
  });
  const home = (id: string): string => into.get(id) ?? id;
  return {
    boxes: [...graph.boxes.filter((box) => !isQuiet(box)), ...folded],
    links: linksOf(graph.links.map(({ from, to, verb }) => ({ from: home(from), to: home(to), verb }))),
  };
}

function areasOf({ boxes, links }: Pick<Graph, "boxes" | "links">): readonly string[] {
  const area = new Map(boxes.map((box) => [box.id, box.area]));
  const needs = links
    .filter(({ verb }) => verb !== "lets in")
    .map(({ from, to }) => [area.get(from) ?? "", area.get(to) ?? ""] as const);
  return orderedAreas([...new Set(area.values())], needs);
}
