import { argumentsAt } from "../../google/provider/facts";
import type { AttributeRow } from "../consequence";
import { LOSSES } from "./losses";
import { attributeRows, type ChangePredicate, type ConsequenceRow } from "./row";

/** Argument of nearly every type of provider google 7.x: what Terraform does when it is to delete the resource. */
const PATH = "deletion_policy";

/** What a secret's version and a peering do with it otherwise stands with them. */
const TOLD_ELSEWHERE: readonly string[] = [
  "google_secret_manager_secret_version",
  "google_service_networking_connection",
];

const isGoneFrom =
  (word: string): ChangePredicate =>
  ({ before, after }) =>
    before === word && after !== word;

const isNow =
  (word: string): ChangePredicate =>
  ({ after, unknownAfter }) =>
    !unknownAfter && after === word;

const rowsOf = (lost: string): readonly ConsequenceRow[] => [
  {
    paths: [PATH],
    when: isNow("PREVENT"),
    severity: "low",
    text: "Terraform refuses from now on to delete or replace it: such an apply stops there, half-way, after a clean plan",
    undo: "instant",
  },
  {
    paths: [PATH],
    when: isNow("ABANDON"),
    severity: "medium",
    text: "a later destroy leaves it behind at Google: it goes on costing, and nobody watches it",
    undo: "instant",
  },
  {
    paths: [PATH],
    when: isGoneFrom("PREVENT"),
    severity: "high",
    text: `an apply may delete it from now on, and nothing stops that at the last moment: ${lost}`,
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [PATH],
    when: isGoneFrom("ABANDON"),
    severity: "high",
    text: `a later destroy deletes it instead of leaving it behind: ${lost}`,
    undo: "instant",
    everywhere: true,
  },
];

/** Rows of every type that has the argument and of which it is known what is lost with it. */
export const DELETION_POLICY: readonly AttributeRow[] = Object.entries(LOSSES)
  .filter(([type]) => !TOLD_ELSEWHERE.includes(type) && argumentsAt(type, PATH).length > 0)
  .flatMap(([type, { lost }]) => attributeRows(type, rowsOf(lost)));
