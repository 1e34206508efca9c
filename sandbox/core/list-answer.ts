import { isRefusal, notServed, okAnswer, refusalAnswer, type Answer } from "./answer";
import type { Call } from "./call";
import type { JsonObject } from "./json";
import { readListFilter, type FilterField } from "./list-filter";
import { listMember, listPage } from "./lists";

/** Parameters of a page: how many elements, and where it begins; the first two are names of the same. */
export const PAGE_PARAMETERS = ["pageSize", "maxResults", "pageToken"] as const;

/** A list as it is answered. */
export interface Listing {
  /** The member that holds the elements. */
  readonly items: string;
  readonly elements: readonly JsonObject[];
  /** What a filter may compare. */
  readonly fields?: readonly FilterField[];
  /** An empty list is left out, as Google does; else it is answered. */
  readonly leavesOutEmpty?: true;
  /** Members beside the list. */
  readonly rest?: JsonObject;
}

/** Answers the elements of a list that pass the filter of the query, as far as they are on its page. */
export function answerList(
  { query }: Call,
  { items, elements, fields = [], leavesOutEmpty, rest = {} }: Listing,
): Answer {
  const filter = query.get("filter") ?? "";
  const passes = readListFilter(filter, fields);
  if (passes === undefined) {
    const known = fields.map(({ field }) => field).join(", ") || "nothing";
    return refusalAnswer(notServed(`The sandbox does not serve the filter ${filter}: it compares ${known} here.`));
  }
  const size = Number(query.get("pageSize") ?? query.get("maxResults") ?? 0);
  const page = listPage(elements.filter(passes), size, query.get("pageToken") ?? "");
  if (isRefusal(page)) return refusalAnswer(page);
  const list = leavesOutEmpty ? listMember(items, page.elements) : { [items]: page.elements };
  return okAnswer({ ...rest, ...list, ...page.next });
}
