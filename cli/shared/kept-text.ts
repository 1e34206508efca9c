import { AFTER_DELETION, HELD_HOURS } from "../../google/after-deletion";
import type { HeldResource } from "./state-content";

const HOUR_MILLISECONDS = 3_600_000;

/** `2026-12-06 14:00 UTC` */
const momentText = (from: Date, hours: number): string =>
  `${new Date(from.getTime() + hours * HOUR_MILLISECONDS).toISOString().slice(0, 16).replace("T", " ")} UTC`;

/**
 * What Google keeps of resources that are deleted now, with when it is gone and the page that says so.
 *
 * @param resources - what goes
 */
export const keptLines = (resources: readonly Pick<HeldResource, "type">[], now: Date): readonly string[] =>
  AFTER_DELETION.filter(({ type }) => resources.some((each) => each.type === type)).map(
    ({ text, hours, source }) => `${text} (at the latest ${momentText(now, hours)}; ${source})`,
  );

const typeOf = (address: string): string => address.replace(/^(?:module\.[^.]+\.)+/, "").split(".")[0] ?? "";

/** An API stays in a state as long as what needs it, and is not held itself. */
const isApi = (address: string): boolean => typeOf(address) === "google_project_service";

/**
 * When a destroy goes on that was stopped by what Google keeps; undefined where something else is left too.
 *
 * @param left - addresses that are not destroyed
 */
export function comeBackLine(left: readonly string[], now: Date): string | undefined {
  const held = left.filter((address) => !isApi(address));
  const hours = held.map((address) => HELD_HOURS[typeOf(address)] ?? Infinity);
  if (hours.length === 0 || hours.includes(Infinity)) return undefined;
  const [first, last] = [Math.min(...hours), Math.max(...hours)].map((each) => momentText(now, each));
  return `Google may hold what is left for a while, which is no failure then: ${held.join(", ")}; run the same command again from ${first} on, and at the latest after ${last}`;
}
