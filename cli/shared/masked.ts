import { createMask, type Mask } from "../../verify/masking";
import { BYPASS_KEY_VARIABLE } from "../../environments/end-to-end";
import type { Clock } from "../../verify/clock";
import { CouldNotTell, type ExitCode, type Subcommand } from "./command";
import { firstLine } from "../../report/text";

/** Wraps an action so that its errors never contain a key or a token. The action masks its own output with the mask. */
export const maskedAction =
  (action: (mask: Mask, clock: Clock) => Promise<ExitCode>): Subcommand["action"] =>
  async (_, clock) => {
    const mask = createMask();
    mask.hide((process.env[BYPASS_KEY_VARIABLE] ?? "").trim());
    try {
      return await action(mask, clock);
    } catch (error) {
      const said = error instanceof Error ? error.message : String(error);
      // Of an unexpected error only the first line is for users; the rest is a stack trace.
      const shown = error instanceof CouldNotTell ? said : firstLine(said);
      throw new CouldNotTell(mask.text(shown), { cause: error });
    }
  };
