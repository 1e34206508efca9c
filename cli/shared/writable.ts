import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { CouldNotTell } from "./command";

/**
 * Checks before the work begins that its result can be written.
 *
 * @throws CouldNotTell
 */
export function checkWritable(file: string): void {
  const known = statSync(file, { throwIfNoEntry: false });
  if (known?.isDirectory()) throw new CouldNotTell(`${file}: a folder; name a file in it`);
  try {
    accessSync(known ? file : dirname(file), constants.W_OK);
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new CouldNotTell(`${file}: cannot be written (${code}); its folder has to be there first`);
  }
}
