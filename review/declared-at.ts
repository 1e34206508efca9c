import { environmentFile } from "../environments/environment-file";
import type { Finding } from "../policy/core/finding";
import { adoptField } from "./adopt-field";
import { FALLBACK_FILE, sourceFileOf } from "./source-files";

/** The attribute that a message begins with: `template[0].timeout: "60s" found`. */
const PATH = /^([a-z][\w.]*(?:\[[^\]]*\][\w.]*)*): /;

/**
 * Where what a finding is about is declared in this repository, in its own words: the field of an environment's file, or the
 * file of the construct. Undefined of somebody else's resources,
 * and where nobody knows.
 */
export function declaredAt({
  environment,
  stack,
  address,
  message,
}: Pick<Finding, "environment" | "stack" | "address" | "message">): string | undefined {
  if (environment === "") return undefined;
  const [, path = ""] = PATH.exec(message) ?? [];
  // What a waiver or another entry of the environment itself is found for.
  if (path.startsWith(`${environment}.`)) return environmentFile(environment);
  const field = adoptField(address, path);
  if (field !== undefined) return `${field} of ${environmentFile(environment)}`;
  const file = sourceFileOf(stack, address);
  return file === FALLBACK_FILE ? undefined : file;
}
