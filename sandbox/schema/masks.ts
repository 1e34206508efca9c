import type { Type } from "../../google/discovery/notation";
import { schemaMembers } from "../../google/discovery/schemas";
import { knownName } from "./values";
import { unknownMaskPath, type Violation } from "./violations";

/**
 * The paths of an update mask that lead to no member of a schema.
 *
 * @param parameter - where the mask stands, as Google's parser names it: `update_mask`
 */
export const maskViolations = (
  document: string,
  schema: string,
  mask: string,
  parameter: string,
): readonly Violation[] =>
  mask
    .split(",")
    .map((path) => path.trim())
    .filter((path) => path !== "" && path !== "*")
    .filter((path) => !isMember(document, { kind: "message", schema }, path.split(".")))
    .map((path) => unknownMaskPath(path, parameter));

/** Whether steps lead to a member; of a map each key may be named, and of a list none. */
function isMember(document: string, type: Type, [step, ...rest]: readonly string[]): boolean {
  if (step === undefined) return true;
  if (type.kind === "any") return true;
  if (type.kind === "map") return isMember(document, type.of, rest);
  if (type.kind !== "message") return false;
  const members = schemaMembers(document, type.schema);
  const name = knownName(members, step);
  const member = name === undefined ? undefined : members.get(name);
  return member !== undefined && isMember(document, member.type, rest);
}
