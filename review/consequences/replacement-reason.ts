import { FORCE_NEW } from "../../google/force-new";
import { forceNewCondition } from "../../google/force-new-when";
import { entryOf, matchesPath, plainPath } from "../../google/paths";

/**
 * Why a path forces a replacement: `name cannot be changed in place`. Of a path that no table has, only the attribute is
 * named: below it may stand a key of a map or an item of a set.
 */
export function replacementReason(type: string, path: string): string {
  const plain = plainPath(path);
  const condition = forceNewCondition(type, plain);
  if (condition) return `${plain} ${condition.text}`;
  const pattern = (entryOf(FORCE_NEW, type) ?? []).find((known) => matchesPath(known, plain));
  const name = pattern?.replace(/\.\*$/, "") ?? /^[a-z0-9_]+/.exec(plain)?.[0] ?? "an attribute";
  return `${name} cannot be changed in place`;
}
