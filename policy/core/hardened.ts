import type { HardenedRow } from "../../google/hardened/row";
import type { Resource } from "./resource";
import { forEveryResource, isOneOf, judgeValue, type Known } from "./judge";
import type { Rule, Verdict } from "./rule";

/**
 * Judges a resource at the path of a hardened value.
 *
 * @param others - values that hold beside the row's own; `undefined` is "not declared"
 */
export function judgeHardened(
  resource: Resource,
  { path, value }: HardenedRow,
  ...others: readonly Known[]
): readonly Verdict[] {
  const allowed = [value, ...others];
  const named = allowed.filter((each) => each !== undefined && each !== "");
  return judgeValue(resource, path, isOneOf(...allowed), named.map(String).join(" or "));
}

/** The check "every resource of the row's type has the row's value, or one of the others". */
export const hardenedCheck = (row: HardenedRow, ...others: readonly Known[]): Rule["check"] =>
  forEveryResource(row.type, (resource) => judgeHardened(resource, row, ...others));
