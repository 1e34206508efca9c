import { createMask, type Mask } from "../../verify/masking";
import { BYPASS_KEY_VARIABLE } from "../../environments/end-to-end";
import { CouldNotTell, type ExitCode } from "./command";

/** An action whose output and errors never contain a key or a token. */
export const maskedAction = (action: (mask: Mask) => Promise<ExitCode>) => async (): Promise<ExitCode> => {
  const mask = createMask();
  mask.hide((process.env[BYPASS_KEY_VARIABLE] ?? "").trim());
  try {
    return await action(mask);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // Other errors show their first line only: the rest is for programmers.
    const shown = error instanceof CouldNotTell ? said : (said.split("\n")[0] ?? "");
    throw new CouldNotTell(mask.text(shown), { cause: error });
  }
};
