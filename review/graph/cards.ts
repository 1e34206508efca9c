import { escapeHtml } from "../../report/html";
import { worstFirst, type Severity } from "../../report/severity";
import { countText } from "../../report/text";
import { pathLine } from "../render/words";
import type { ChangeReport } from "../report";
import { groupsBy } from "../../google/groups";
import type { Box, Graph, Link, Member } from "./model";
import { inverseOf, type Verb } from "./relation-table";
import { fateText } from "./words";

/** Most members of a box that are listed; the others are counted. */
const MOST_MEMBERS = 60;

/**
 * Every box as an entry of a list: what happens to it and what follows, what the rules say, how it is undone, what it needs
 * and who needs it. The worst first, then what a change reaches, then what stands.
 */
export function cardLists(graph: Graph): readonly string[] {
  const link = linksText(graph);
  const cards = (boxes: readonly Box[]): readonly string[] => boxes.map((box) => cardHtml(box, link(box.id)));
  const isChanged = ({ actions }: Box): boolean => actions.length > 0;
  const changed = bySeverity(graph.boxes.filter(isChanged));
  const reached = graph.boxes.filter(({ steps = 0 }) => steps > 0).sort((a, b) => (a.steps ?? 0) - (b.steps ?? 0));
  const found = bySeverity(
    graph.boxes.filter((box) => box.severity !== undefined && !isChanged(box) && box.steps === undefined),
  );
  const rest = graph.boxes.filter(({ severity, steps }) => severity === undefined && steps === undefined);
  const byArea = groupsBy(rest, ({ area }) => area);
  return [
    ...section("What changes", cards(changed)),
    ...section("What it reaches", cards(reached)),
    ...section("What the rules find", cards(found)),
    ...(rest.length === 0 ? [] : [`<h2>${changed.length > 0 ? "What stays as it is" : "What stands"}</h2>`]),
    ...graph.areas.flatMap((area) => {
      const own = byArea.get(area) ?? [];
      return own.length === 0 ? [] : [`<h3>${escapeHtml(area)}</h3>`, list(cards(own))];
    }),
  ];
}

const bySeverity = (boxes: readonly Box[]): readonly Box[] =>
  worstFirst(boxes.map((box) => ({ box, severity: box.severity ?? ("low" satisfies Severity) }))).map(({ box }) => box);

const list = (items: readonly string[]): string => `<ul class="cards">${items.join("\n")}</ul>`;

const section = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [`<h2>${title}</h2>`, list(items)];

/** What a box needs, and who needs it or looks at it, as links to their entries. */
function linksText({ boxes, links }: Graph): (id: string) => readonly string[] {
  const title = new Map(boxes.map((box) => [box.id, box.title]));
  const [from, to] = [groupsBy(links, (link) => link.from), groupsBy(links, (link) => link.to)];
  const anchor = (id: string): string => `<a href="#${id}">${escapeHtml(title.get(id) ?? id)}</a>`;
  const phrases = (own: readonly Link[], end: "from" | "to", word: (verb: Verb) => string): readonly string[] =>
    [...groupsBy(own, ({ verb }) => verb)].map(
      ([verb, same]) => `${word(verb)} ${same.map((link) => anchor(link[end])).join(", ")}`,
    );
  return (id) => [
    ...phrases(from.get(id) ?? [], "to", (verb) => verb),
    ...phrases(to.get(id) ?? [], "from", inverseOf),
  ];
}

function cardHtml(box: Box, links: readonly string[]): string {
  const fate = fateText(box);
  const told = box.members.filter(({ changes, findings }) => changes.length + findings.length > 0);
  return [
    `<li class="card${box.severity === undefined ? "" : ` ${box.severity}`}" id="${box.id}" tabindex="-1">`,
    `<h4>${escapeHtml(box.title)} <small>${escapeHtml([box.kind, box.area].filter((text) => text !== "").join(", "))}</small></h4>`,
    ...(fate === "" ? [] : [`<p class="fate">${escapeHtml(fate)}</p>`]),
    ...told.slice(0, MOST_MEMBERS).flatMap(memberHtml),
    ...(told.length > MOST_MEMBERS ? [`<p>and ${told.length - MOST_MEMBERS} more</p>`] : []),
    ...(links.length === 0 ? [] : [`<p class="links">${links.join("; ")}</p>`]),
    ...membersHtml(box.members),
    "</li>",
  ].join("");
}

const memberHtml = ({ resource, changes, findings }: Member): readonly string[] => [
  ...changes.map((change) => changeHtml(resource.address, change)),
  ...findings.map(
    ({ rule, severity, message, why }) =>
      `<div class="said"><p><b>${severity}</b> finding <code>${escapeHtml(rule)}</code> on <code>${escapeHtml(resource.address)}</code></p>` +
      `<p>${escapeHtml(message)}</p><p>Why: ${escapeHtml(why)}</p></div>`,
  ),
];

/** Most attributes that are shown of a change. */
const MOST_PATHS = 8;

function changeHtml(address: string, change: ChangeReport): string {
  const { severity, actions, consequence, undo, fails, facts = [], paths } = change;
  const lines = [
    ...(fails === undefined || consequence.startsWith("the apply fails") ? [] : [`The apply will fail: ${fails}`]),
    ...consequence.split("; "),
    ...facts,
    ...paths.slice(0, MOST_PATHS).map(pathLine),
    ...(paths.length > MOST_PATHS ? [`and ${countText(paths.length - MOST_PATHS, "more attribute")}`] : []),
  ];
  return (
    `<div class="said"><p><b>${severity}</b> ${escapeHtml(actions.join(" + "))} <code>${escapeHtml(address)}</code></p>` +
    `<p>${lines.map(escapeHtml).join("<br>")}</p><p>Undo: ${escapeHtml(undo)}</p></div>`
  );
}

function membersHtml(members: readonly Member[]): readonly string[] {
  if (members.length < 2) return [];
  const shown = members
    .slice(0, MOST_MEMBERS)
    .map(({ resource }) => `<li><code>${escapeHtml(resource.address)}</code></li>`);
  const more = members.length > MOST_MEMBERS ? [`<li>and ${members.length - MOST_MEMBERS} more</li>`] : [];
  return [
    `<details><summary>${countText(members.length, "resource")}</summary><ul>${[...shown, ...more].join("")}</ul></details>`,
  ];
}
