import type { Estate } from "../../policy/core/estate";
import type { StackReport } from "../report";
import { areaOf, orderedAreas } from "./areas";
import { alikeAsOne, asOne, boxesOf, membersOf } from "./boxes";
import { foldedInto } from "./folding";
import { groupsBy } from "../../google/groups";
import type { Box, Graph, Link } from "./model";
import { withSteps } from "./reach";
import { isNeed } from "./relation-table";
import { relationsOf } from "./relations";

/** Most boxes of a picture that a person can read. What is neither changed nor reached is folded first. */
const MOST_BOXES = 48;

/** What is drawn: what stands, and what a review says of it. */
export interface GraphSource {
  /**
   * One for each environment, because a name means a resource of its own environment. After the change; what a plan deletes
   * stands in them too.
   */
  readonly estates: readonly Estate[];
  /** Empty where nothing is reviewed. */
  readonly stacks: readonly Pick<StackReport, "name" | "changes" | "findings">[];
}

/** The graph of environments, or of anybody's plan. Of several environments those are drawn of which a review says something. */
export function graphOf({ estates, stacks }: GraphSource): Graph {
  const drawn = estates.map((estate) => estateGraph(estate, stacks));
  const told = drawn.filter(({ boxes }) => drawn.length === 1 || boxes.some((box) => !isQuiet(box)));
  const all = told.length > 0 ? told : drawn;
  // Ids are unique in one environment.
  const apart = all.length === 1 ? all : all.map((graph, index) => withIds(graph, (id) => `e${index + 1}${id}`));
  const most = MOST_BOXES / apart.length;
  const graphs = apart.map((graph) => (graph.boxes.length > most ? withoutQuiet(graph) : graph));
  return {
    areas: graphs.flatMap(areasOf),
    boxes: graphs.flatMap(({ boxes }) => boxes),
    links: graphs.flatMap(({ links }) => links),
  };
}

type Unordered = Pick<Graph, "boxes" | "links">;

function estateGraph(estate: Estate, stacks: GraphSource["stacks"]): Unordered {
  const { resources } = estate;
  const relations = relationsOf(estate);
  const holderOf = foldedInto(resources, relations);
  const memberOf = membersOf(stacks);
  const parts = [...groupsBy(resources, holderOf)].map(([head, own]) => ({ head, members: own.map(memberOf) }));
  const boxes = boxesOf(parts, areaOf(resources));
  const home = new Map(boxes.flatMap(({ id, members }) => members.map(({ resource }) => [resource, id] as const)));
  const links = linksOf(
    relations.flatMap(({ from, to, verb }) => {
      const [own, other] = [home.get(from), home.get(to)];
      return own === undefined || other === undefined ? [] : [{ from: own, to: other, verb }];
    }),
  );
  const reached = withSteps(boxes, links);
  return folded({ boxes: reached, links }, alikeAsOne(reached));
}

/** A graph whose boxes stand in fewer ones now: its links lead to those. */
function folded({ boxes, links }: Unordered, fewer: readonly Box[]): Unordered {
  const holders = new Map(fewer.flatMap(({ id, members }) => members.map((member) => [member, id] as const)));
  const into = new Map(boxes.map(({ id, members: [first] }) => [id, (first && holders.get(first)) ?? id]));
  const home = (id: string): string => into.get(id) ?? id;
  return {
    boxes: fewer,
    links: linksOf(links.map(({ from, to, verb }) => ({ from: home(from), to: home(to), verb }))),
  };
}

const withIds = ({ boxes, links }: Unordered, idOf: (id: string) => string): Unordered => ({
  boxes: boxes.map((box) => ({ ...box, id: idOf(box.id) })),
  links: links.map(({ from, to, verb }) => ({ from: idOf(from), to: idOf(to), verb })),
});

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
function withoutQuiet({ boxes, links }: Unordered): Unordered {
  const quiet = [...groupsBy(boxes.filter(isQuiet), ({ area }) => area).values()];
  const others = quiet.flatMap((own) => {
    const [first] = own;
    const count = own.reduce((sum, { members }) => sum + members.length, 0);
    return first ? [asOne(own, first, `${count} unchanged`)] : [];
  });
  return folded({ boxes, links }, [...boxes.filter((box) => !isQuiet(box)), ...others]);
}

function areasOf({ boxes, links }: Unordered): readonly string[] {
  const area = new Map(boxes.map((box) => [box.id, box.area]));
  const needs = links
    .filter(({ verb }) => verb !== "lets in")
    .map(({ from, to }) => [area.get(from) ?? "", area.get(to) ?? ""] as const);
  return orderedAreas([...new Set(area.values())], needs);
}
