import { countText } from "../../report/text";
import type { Box } from "./model";

/** What happens to a box, in the few words that stand in it; "" where nothing does. */
export function fateText({ severity, actions, steps }: Pick<Box, "severity" | "actions" | "steps">): string {
  if (actions.length > 0) return [severity, actions.join(" + ")].filter((part) => part !== undefined).join(": ");
  if (steps !== undefined) return `reached in ${countText(steps, "step")}`;
  return severity === undefined ? "" : `finding: ${severity}`;
}
