import { createMask, type Mask } from "../../verify/masking";
import { BYPASS_KEY_VARIABLE } from "../../environments/end-to-end";
import type { Clock } from "../../verify/clock";
import { CouldNotTell, errorLine, type ExitCode, type Subcommand } from "./command";

/** Wraps an action so that its errors never contain a key or a token. The action masks its own output with the mask. */
export const maskedAction =
  (action: (mask: Mask, clock: Clock) => Promise<ExitCode>): Subcommand["action"] =>
  async (clock) => {
    const mask = createMask();
    mask.hide((process.env[BYPASS_KEY_VARIABLE] ?? "").trim());
    try {
      return await action(mask, clock);
    } catch (error) {
      throw new CouldNotTell(mask.text(errorLine(error)), { cause: error });
    }
  };
