import { readDocuments } from "../../google/discovery/documents";
import type { MethodSchema } from "./schemas";

/**
 * Parameters of methods that change nothing which the sandbox answers: the machinery carries some out, others order what
 * is not here (access lists, versions of policies, retries, final backups, what a caller pays).
 */
const WITHOUT_EFFECT: ReadonlySet<string> = new Set([
  ...["updateMask", "validateOnly"],
  ...["requestId", "userProject", "projection", "returnPartialSuccess"],
  ...["options.requestedPolicyVersion", "optionsRequestedPolicyVersion"],
  ...["enableFinalBackup", "finalBackupDescription", "finalBackupExpiryTime", "finalBackupTtlDays"],
]);

/** Values that ask for what is answered anyway: nothing is left out, and a switch that is off. */
const AS_ALWAYS = /^(?:|false|\w*FULL|\w*UNSPECIFIED)$/;

/**
 * Parameters that the method has, that ask for something, and that nothing carries out: an answer would look as if it
 * had been asked without them.
 *
 * @param reads - parameters that are carried out
 */
export const unservedParameters = (
  { document }: MethodSchema,
  reads: readonly string[],
  query: URLSearchParams,
): readonly string[] => {
  const ofEveryMethod = readDocuments()[document]?.parameters ?? {};
  return [...query]
    .filter(([name, value]) => !AS_ALWAYS.test(value) && !reads.includes(name))
    .map(([name]) => name)
    .filter((name) => !WITHOUT_EFFECT.has(name) && !Object.hasOwn(ofEveryMethod, name));
};
