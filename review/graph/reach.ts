import { isAtLeast, type Severity } from "../../report/severity";
import { groupsBy } from "../../google/groups";
import type { Box, Link } from "./model";
import { isNeed } from "./relation-table";

/** A change of this severity or worse reaches whoever needs what is changed. */
const REACHING: Severity = "medium";

/** How far changes reach: from what is changed to who needs it, and on to who needs that. */
export function withSteps(boxes: readonly Box[], links: readonly Link[]): readonly Box[] {
  const changed = boxes.filter(({ actions }) => actions.length > 0);
  const steps = new Map(changed.map(({ id }) => [id, 0]));
  const users = groupsBy(
    links.filter(({ verb }) => isNeed(verb)),
    ({ to }) => to,
  );
  let last = changed
    .filter(({ severity }) => severity !== undefined && isAtLeast(severity, REACHING))
    // Nobody needs yet what is only made.
    .filter(({ actions }) => actions.some((action) => action !== "create"))
    .map(({ id }) => id);
  for (let step = 1; last.length > 0; step += 1) {
    const next = new Set(last.flatMap((id) => (users.get(id) ?? []).map(({ from }) => from)));
    last = [...next].filter((id) => !steps.has(id));
    for (const id of last) steps.set(id, step);
  }
  return boxes.map((box) => {
    const own = steps.get(box.id);
    return own === undefined ? box : { ...box, steps: own };
  });
}
