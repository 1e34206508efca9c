import { createHash } from "node:crypto";

/** Characters of the suffix; the length checks of the environment count on it (`environments/checks/identity.ts`). */
const LENGTH = 6;

/**
 * A name for something that Google replaces and never updates. The suffix follows from the settings that force the
 * replacement, so that successor and predecessor can exist side by side (`create_before_destroy`), and nothing is random.
 */
export function replacedName(base: string, ...settings: readonly string[]): string {
  const suffix = createHash("sha256").update(settings.join("\n")).digest("hex").slice(0, LENGTH);
  return `${base}-${suffix}`;
}
