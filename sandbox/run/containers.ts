import type { Draft } from "../core/collection";
import { asList, asObject, type JsonObject } from "../core/json";

/** Containers of the revision that a service of Cloud Run asks for. */
export const containersOf = ({ next }: Draft): readonly JsonObject[] =>
  asList(asObject(next.template).containers).map(asObject);
