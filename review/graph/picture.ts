import { escapeHtml } from "../../report/html";
import { shortenText } from "../../report/text";
import type { Layout, PlacedBox, PlacedLink } from "./layout";
import type { Box, Graph } from "./model";
import { isNeed } from "./relation-table";
import { fateText } from "./words";

/** How wide a line in a box may be, in ems of its own size: 12 pixels for a title, 11 for the others. */
const TITLE_EMS = 146 / 12;
const LINE_EMS = 146 / 11;

/** How wide a character is at most in the bold of usual fonts, in ems. */
function emsOf(character: string): number {
  if (/[ijlI.,:;|!'()[\] ]/.test(character)) return 0.4;
  if (/[mwMW@%…]/.test(character)) return 1.05;
  if (/[a-z0-9_/-]/.test(character)) return 0.69;
  return character <= "\u024f" ? 0.8 : 1.1;
}

/** A text cut to a width, with an ellipsis where something is missing. */
function fittingText(text: string, most: number): string {
  let width = 0;
  const characters = Array.from(text);
  const end = characters.findIndex((character) => (width += emsOf(character)) > most);
  return end < 0 ? text : shortenText(text, characters.slice(0, Math.max(end, 1)).join("").length);
}

/** A picture of a placed graph. Every box leads to its entry in the list, so that the keyboard reaches it too. */
export function pictureSvg({ width, height, areas, boxes, links }: Layout, graph: Graph, name: string): string {
  const prefix = sharedPrefix(graph.boxes.map(({ title }) => title));
  const boxOf = new Map(graph.boxes.map((box) => [box.id, box]));
  return [
    `<svg class="${name}" viewBox="0 0 ${round(width)} ${round(height)}" width="${round(width)}" role="group" aria-label="picture of what needs what; the list below says the same">`,
    ...areas.map(
      (area) =>
        `<rect class="area" x="${round(area.x)}" y="${round(area.y)}" width="${round(area.width)}" height="${round(area.height)}"/><text class="area-name" x="${round(area.x + 8)}" y="${round(area.y + 15)}">${escapeHtml(area.name)}</text>`,
    ),
    ...links.map((link) => lineSvg(link, boxOf)),
    ...boxes.map((placed) => boxSvg(placed, prefix)),
    "</svg>",
  ].join("");
}

const round = (pixels: number): number => Math.round(pixels * 10) / 10;

function lineSvg({ link, points }: PlacedLink, boxOf: ReadonlyMap<string, Box>): string {
  const [from, to] = [boxOf.get(link.from), boxOf.get(link.to)];
  // A change goes along a line from what is needed to who needs it.
  const isReached =
    isNeed(link.verb) && to?.steps !== undefined && from?.steps !== undefined && from.steps === to.steps + 1;
  const kind = `${isNeed(link.verb) ? "need" : "look"}${isReached ? " reached" : ""}`;
  const way = points.map(([x, y], index) => `${index === 0 ? "M" : "L"}${round(x)} ${round(y)}`).join("");
  return `<path class="${kind}" d="${way}"/>${arrowSvg(points, kind)}`;
}

/** The head of an arrow at the end of a line, which is upright or level. */
function arrowSvg(points: PlacedLink["points"], kind: string): string {
  const [before, end] = points.slice(-2);
  if (before === undefined || end === undefined) return "";
  const down = Math.sign(end[1] - before[1]) || 1;
  const [x, y] = [round(end[0]), round(end[1])];
  return `<path class="head ${kind}" d="M${x} ${y}l-3.5 ${-6 * down}h7z"/>`;
}

/** Enough titles that begin alike, `netra-staging-`, for a reader to know how the others of them do. */
const ENOUGH_ALIKE = 5;

/** The longest beginning that many titles have in common, by whole words: it is left out in the boxes. */
function sharedPrefix(titles: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const title of titles) {
    for (const { index } of title.matchAll(/-(?=.)/g)) {
      const start = title.slice(0, index + 1);
      counts.set(start, (counts.get(start) ?? 0) + 1);
    }
  }
  const shared = [...counts].filter(([, count]) => count >= ENOUGH_ALIKE).map(([start]) => start);
  const [first] = shared.sort((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || b.length - a.length);
  return first ?? "";
}

/** A title without the shared prefix; a title that is nothing else keeps it. */
const withoutPrefix = (title: string, prefix: string): string =>
  prefix !== "" && title.startsWith(prefix) && title.length > prefix.length ? `…${title.slice(prefix.length)}` : title;

function boxSvg({ box, x, y, width, height }: PlacedBox, prefix: string): string {
  const fate = fateText(box);
  const lines = [
    `<text class="title" x="8" y="17">${escapeHtml(fittingText(withoutPrefix(box.title, prefix), TITLE_EMS))}</text>`,
    `<text class="kind" x="8" y="31">${escapeHtml(fittingText(box.kind, LINE_EMS))}</text>`,
    ...(fate === "" ? [] : [`<text class="fate" x="8" y="45">${escapeHtml(fittingText(fate, LINE_EMS))}</text>`]),
  ].join("");
  return (
    `<a href="#${box.id}" aria-label="${escapeHtml([box.title, box.kind, fate].filter((text) => text !== "").join(", "))}">` +
    `<svg class="box ${classOf(box)}" x="${round(x)}" y="${round(y)}" width="${width}" height="${height}">` +
    `<rect x="1.5" y="1.5" width="${width - 3}" height="${height - 3}" rx="5"/>${lines}</svg></a>`
  );
}

/** How a box is marked: by what happens to it, and by how far away the change is. */
const classOf = ({ severity, actions, steps }: Box): string => {
  const deed = ["delete", "replace", "create"].find((word) => actions.some((action) => action.startsWith(word)));
  return [
    ...(severity === undefined ? [] : [severity]),
    ...(actions.length > 0 ? ["changed", deed ?? "update"] : []),
    ...(steps !== undefined && steps > 0 ? ["reached"] : []),
  ].join(" ");
};
