import { isRefusal, okAnswer, refusalAnswer, type Answer } from "../core/answer";
import { asText, type JsonObject } from "../core/json";
import { PAGE_PARAMETERS } from "../core/list-answer";
import { listPage } from "../core/lists";

/** Parameters of a list of objects that are carried out. */
export const OBJECT_LIST_PARAMETERS = [
  ...["prefix", "delimiter", "versions", "startOffset", "endOffset"],
  ...PAGE_PARAMETERS,
];

/**
 * Answers a list of objects as a query asks for it: below a prefix, as folders up to a delimiter, between two names, in
 * pages that hold objects and folders together (https://cloud.google.com/storage/docs/json_api/v1/objects/list).
 */
export function answerObjectList(query: URLSearchParams, objects: readonly JsonObject[]): Answer {
  const text = (name: string): string => query.get(name) ?? "";
  const [prefix, delimiter, from, to] = ["prefix", "delimiter", "startOffset", "endOffset"].map(text) as [
    string,
    string,
    string,
    string,
  ];
  const names = (object: JsonObject): string => asText(object.name);
  const inside = objects
    .filter((object) => text("versions") === "true" || object.timeDeleted === undefined)
    .filter((object) => names(object).startsWith(prefix))
    .filter((object) => names(object) >= from && (to === "" || names(object) < to));
  const folderOf = (object: JsonObject): string | undefined => {
    const end = delimiter === "" ? -1 : names(object).indexOf(delimiter, prefix.length);
    return end < 0 ? undefined : names(object).slice(0, end + delimiter.length);
  };
  const folders = [...new Set(inside.flatMap((object) => folderOf(object) ?? []))];
  const entries = [
    ...inside.filter((object) => folderOf(object) === undefined),
    ...folders.map((folder): JsonObject => ({ name: folder, isFolder: true })),
  ].sort((a, b) => (names(a) < names(b) ? -1 : names(a) > names(b) ? 1 : 0));
  const page = listPage(entries, Number(text("maxResults")), text("pageToken"));
  if (isRefusal(page)) return refusalAnswer(page);
  const prefixes = page.elements.filter(({ isFolder }) => isFolder === true).map(names);
  return okAnswer({
    kind: "storage#objects",
    items: page.elements.filter(({ isFolder }) => isFolder !== true),
    ...(prefixes.length > 0 && { prefixes }),
    ...page.next,
  });
}
