import { createMask, type Mask } from "../../verify/masking";
import { BYPASS_KEY_VARIABLE } from "../../environments/end-to-end";
import { CouldNotTell, type ExitCode } from "./command";

/** An action of which nothing that is said carries a key or a token on, errors included. */
export const maskedAction = (action: (mask: Mask) => Promise<ExitCode>) => async (): Promise<ExitCode> => {
  const mask = createMask();
  mask.hide((process.env[BYPASS_KEY_VARIABLE] ?? "").trim());
  try {
    return await action(mask);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    // Of other errors only the first line: what follows is for programmers.
    const shown = error instanceof CouldNotTell ? said : (said.split("\n")[0] ?? "");
    throw new CouldNotTell(mask.text(shown), { cause: error });
  }
};
