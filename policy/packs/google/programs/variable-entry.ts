import { isValues, valueAt, type Resource, type Value, type Values } from "../../../core/resource";
import { containersOf } from "./workloads";

export const listOf = (value: Value | undefined): readonly Value[] =>
  Array.isArray(value) ? (value as readonly Value[]) : [];

/** Walks the blocks themselves: a path for each argument of each variable would be most of a review's time. */
export function forEachEntry(
  service: Resource,
  visit: (entry: Values, container: number, position: number) => void,
): void {
  listOf(valueAt(service, containersOf(service))).forEach((container, index) => {
    listOf(isValues(container) ? container.env : undefined).forEach((entry, position) => {
      if (isValues(entry)) visit(entry, index, position);
    });
  });
}

export const nameOf = ({ name }: Values): string => (typeof name === "string" ? name : "");

/** The argument that a variable takes its value from elsewhere by; version 1 has another word for it. */
export const sourceArgument = (entry: Values): "value_from" | "value_source" =>
  "value_from" in entry ? "value_from" : "value_source";

export const sourceOf = (entry: Values): Value | undefined => entry[sourceArgument(entry)];
