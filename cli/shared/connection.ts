import { readFileSync } from "node:fs";
import { InvalidArgumentError } from "commander";
import { parseConnectTo, type Target } from "../../verify/http/target";
import { CouldNotTell } from "./command";

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
  let text: string;
  try {
    text = readFileSync(file, "utf8");
  } catch (error) {
    throw new CouldNotTell(`${file}: not readable (${(error as NodeJS.ErrnoException).code ?? "unknown error"})`);
  }
  if (text.includes("-----BEGIN CERTIFICATE-----")) return text;
  throw new CouldNotTell(`${file}: no PEM certificate in it; give the file of the authority that signed the hosts'`);
}
