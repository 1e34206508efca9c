import { identityOf } from "../../google/identities";
import { valueAtPath } from "../../policy/core/path";
import type { Change } from "../change";
import type { UnweighedConsequence } from "../consequences/row";

/** One object of Google's at two addresses: the plan takes it away at one, and makes it at the other. */
export interface Rename {
  readonly from: Change;
  readonly to: Change;
}

/** Where an object stands. */
const PLACES = ["location", "instance", "managed_zone", "dataset_id", "cluster", "parent"];
/** The same, which a new one may take from the provider: then it is known only after apply. */
const PROVIDED = ["project", "region", "zone"];

const identityText = (type: string, name: string, side: unknown, places: readonly string[]): string =>
  JSON.stringify([type, name, ...places.map((place) => valueAtPath(side, place) ?? null)]);

/** What tells an object of a type from all others; undefined where it has no name that people chose. */
export function identityIn(type: string, side: unknown): string | undefined {
  const name = valueAtPath(side, identityOf(type).argument);
  if (typeof name !== "string" || name === "") return undefined;
  return identityText(type, name, side, [...PROVIDED, ...PLACES]);
}

/** The same of what both sides of a plan have to say. */
function sharedIdentity(type: string, side: unknown): string | undefined {
  const name = valueAtPath(side, identityOf(type).argument);
  if (typeof name !== "string" || name === "") return undefined;
  return identityText(type, name, side, PLACES).replace(/[^",[\]]*\//g, "");
}

/** Whether a new object may stand where the old one does. */
const isInPlace = (from: Change, to: Change): boolean =>
  PROVIDED.every((place) => {
    const [was, is] = [valueAtPath(from.before, place), valueAtPath(to.after, place)].map(lastPart);
    return was === undefined || is === undefined || was === is;
  });

const lastPart = (value: unknown): string | undefined =>
  typeof value === "string" ? value.slice(value.lastIndexOf("/") + 1) : undefined;

/** Objects that a plan destroys, or lets go of, at one address and creates at another. */
export function renamesOf(changes: readonly Change[]): readonly Rename[] {
  const made = new Map<string, Change[]>();
  for (const change of changes) {
    const key = change.actions.includes("create") ? sharedIdentity(change.type, change.after) : undefined;
    if (key !== undefined) made.set(key, [...(made.get(key) ?? []), change]);
  }
  return changes.flatMap((from): readonly Rename[] => {
    if (from.deposed !== undefined || !from.actions.some((action) => action === "delete" || action === "forget"))
      return [];
    const candidates = made.get(sharedIdentity(from.type, from.before) ?? "") ?? [];
    const to = candidates.find((change) => change.address !== from.address && isInPlace(from, change));
    return to ? [{ from, to }] : [];
  });
}

/** The block that makes it a rename (https://developer.hashicorp.com/terraform/language/moved). */
const movedBlock = ({ from, to }: Rename): string => `a moved block with from = ${from.address} and to = ${to.address}`;

/**
 * What a rename does without a `moved` block, at both of its addresses.
 *
 * @param isOurs - whether the code is written with cdktf
 */
export function renameConsequences(
  renames: readonly Rename[],
  change: Change,
  isOurs: boolean,
): readonly UnweighedConsequence[] {
  return renames.flatMap((rename): readonly UnweighedConsequence[] => {
    const remedy = isOurs
      ? `moveFromId("${rename.from.address}") in cdktf, or ${movedBlock(rename)}`
      : movedBlock(rename);
    const isKept = rename.from.actions.includes("forget");
    if (change === rename.to) {
      return [
        {
          severity: "high",
          text: `the same object as ${rename.from.address}, renamed: ${isKept ? "it is still there, so that creating it fails (already exists)" : "it is made anew, empty, and creating it fails while the old one or its name is held"}; write ${remedy} and nothing is destroyed`,
          undo: "redeploy",
          ...(isKept && {
            fails: `the object of ${rename.from.address} is still there (already exists); write ${remedy}`,
          }),
        },
      ];
    }
    return change === rename.from
      ? [
          {
            severity: "high",
            text: `this is a rename to ${rename.to.address}: with ${remedy} nothing happens to the object`,
            undo: "redeploy",
          },
        ]
      : [];
  });
}

/** That something else stands at the address to which the code moves: Terraform then plans both as if there were no move. */
export function occupiedConsequences({ reason }: Pick<Change, "reason">): readonly UnweighedConsequence[] {
  return reason === "delete_because_no_move_target"
    ? [
        {
          severity: "high",
          text: "its moved block leads to where nothing is declared: correct the address in the block, or keep the declaration",
          undo: "redeploy",
        },
      ]
    : [];
}
