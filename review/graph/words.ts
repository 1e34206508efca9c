import { countText } from "../../report/text";
import type { Box } from "./model";

/** What happens to a box, in the few words that stand in it; "" where nothing does. */
export function fateText({ severity, actions, steps }: Pick<Box, "severity" | "actions" | "steps">): string {
  // In what order a replacement goes stands at each resource.
  const deeds = [...new Set(actions.map((action) => action.replace(/ \(.*\)$/, "")))];
  if (deeds.length > 0) return [severity, deeds.join(" + ")].filter((part) => part !== undefined).join(": ");
  if (steps !== undefined) return `reached in ${countText(steps, "step")}`;
  return severity === undefined ? "" : `finding: ${severity}`;
}
