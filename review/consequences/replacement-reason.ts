import { FORCE_NEW } from "../../google/force-new";
import { forceNewCondition } from "../../google/force-new-when";
import { entryOf, matchesPath, plainPath } from "../../google/paths";

/**
 * Why a path forces a replacement: `name cannot be changed in place`. Where no table has the path, only the top-level
 * attribute is named, because the rest may be a key of a map and so a value.
 */
export function replacementReason(type: string, path: string): string {
  const plain = plainPath(path);
  const condition = forceNewCondition(type, plain);
  if (condition) return `${plain} ${condition.text}`;
  const pattern = (entryOf(FORCE_NEW, type) ?? []).find((known) => matchesPath(known, plain));
  const name = pattern?.replace(/\.\*$/, "") ?? /^[a-z0-9_]+/.exec(plain)?.[0] ?? "an attribute";
  return `${name} cannot be changed in place`;
}
