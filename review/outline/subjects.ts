import { groupsBy } from "../../google/groups";
import type { StackReport } from "../report";
import { listText, roleOf } from "./address";

/** A resource that an entry is about, in all the environments where the same is said of it. */
export interface Subject<T> {
  readonly address: string;
  /** Where: the stack, or what the stacks are for and in which environments; "" where it goes without saying. */
  readonly place: string;
  /** What the report says of it in each place, in their order. */
  readonly reports: readonly T[];
}

/** The stack that something is said in. */
export type SaidIn = Pick<StackReport, "name" | "environment"> & {
  /** What its plan changes; @default nothing */
  readonly changes?: readonly { readonly address: string }[];
};

/** Something that is said of a resource in a stack. */
export interface Said<T> {
  readonly stack: SaidIn;
  readonly address: string;
  readonly report: T;
}

/**
 * The resources of some statements: one that stands in several environments once, with their names.
 *
 * @param isOnlyStack - the report has one stack, which need not be named
 */
export function subjectsOf<T>(said: readonly Said<T>[], isOnlyStack: boolean): readonly Subject<T>[] {
  const groups = groupsBy(said, ({ stack, address }) => `${roleOf(stack)}\n${address}`);
  return [...groups.values()].map((own) => ({
    address: own[0]?.address ?? "",
    place: isOnlyStack ? "" : placeOf(own.map(({ stack }) => stack)),
    reports: own.map(({ report }) => report),
  }));
}

function placeOf(stacks: readonly SaidIn[]): string {
  const [first] = stacks;
  const names = [...new Set(stacks.map(({ name }) => name))];
  if (!first || names.length < 2) return names.join("");
  const environments = [...new Set(stacks.flatMap(({ environment }) => environment ?? []))];
  return `${roleOf(first)} of ${listText(environments)}`;
}
