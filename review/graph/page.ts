import { escapeHtml, htmlPage } from "../../report/html";
import { countText } from "../../report/text";
import { cardLists } from "./cards";
import { layoutOf } from "./layout";
import type { Graph } from "./model";
import { pictureSvg } from "./picture";
import { STYLE } from "./style";

/** Boxes side by side, by the page that they stand on: a phone, a narrow window or paper, a screen. */
const COLUMNS = { "on-phone": 2, "on-paper": 4, "on-screen": 8 } as const;

/** What stands above the picture. */
export interface PageHead {
  readonly title: string;
  /** What a person would say, first. */
  readonly sentence: string;
  /** The parts of it, a line each. */
  readonly lines: readonly string[];
}

/** A graph as one page: the picture three times, for three widths, and all of it as a list. */
export async function graphPage(graph: Graph, { title, sentence, lines }: PageHead): Promise<string> {
  const pictures = await Promise.all(
    Object.entries(COLUMNS).map(async ([name, columns]) => pictureSvg(await layoutOf(graph, columns), graph, name)),
  );
  const count = graph.boxes.reduce((sum, { members }) => sum + members.length, 0);
  return htmlPage(title, STYLE, [
    "<header>",
    `<h1>${escapeHtml(title)}</h1>`,
    `<p class="sentence">${escapeHtml(sentence)}</p>`,
    ...lines.map((line) => `<p>${escapeHtml(line)}</p>`),
    `<p class="legend">${countText(count, "resource")} in ${countText(graph.boxes.length, "box", "boxes")}. An arrow leads from who needs to what is needed; a dashed one from who looks on. A thick border: changed; dashed: new; dotted: deleted. Each box leads to its entry in <a href="#list">the list</a>.</p>`,
    "</header>",
    "<main>",
    `<figure>${pictures.join("\n")}</figure>`,
    '<section id="list" aria-label="everything in the picture, as a list">',
    ...cardLists(graph),
    "</section>",
    "</main>",
  ]);
}
