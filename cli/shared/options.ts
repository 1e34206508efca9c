import { accessSync, constants, statSync } from "node:fs";
import { dirname } from "node:path";
import { InvalidArgumentError } from "commander";
import { parseConnectTo, type Target } from "../../verify/http/target";
import { CouldNotTell } from "./command";
import { callerPath } from "./place";
import { readUserFile } from "./user-file";

/** Reads `--connect-to`, for commander. */
export function parseConnection(text: string): Target {
  const parsed = parseConnectTo(text);
  if (parsed) return parsed;
  throw new InvalidArgumentError("ADDRESS[:HTTPS_PORT[:HTTP_PORT]] is needed; an IPv6 address stands in brackets.");
}

/**
 * Reads the file of `--ca`.
 *
 * @throws CouldNotTell where it cannot be read, or holds no certificate
 */
export function readAuthorities(file: string): string {
  const text = readUserFile(file, "certificates");
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new CouldNotTell(`${file}: no PEM certificate in it; give the file of the authority that signed the hosts'`);
}

/** Reads a whole number, for commander. The environment says which range is allowed. */
export function parseWholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("A whole number is needed.");
}

/**
 * Checks before the work begins that its result can be written.
 *
 * @throws CouldNotTell
 */
export function checkWritable(file: string): void {
  const path = callerPath(file);
  const known = statSync(path, { throwIfNoEntry: false });
  if (known?.isDirectory()) throw new CouldNotTell(`${file}: a folder; name a file in it`);
  try {
    accessSync(known ? path : dirname(path), constants.W_OK);
  } catch (error) {
    const { code = "unknown error" } = error as NodeJS.ErrnoException;
    throw new CouldNotTell(`${file}: cannot be written (${code}); its folder has to be there first`);
  }
}
