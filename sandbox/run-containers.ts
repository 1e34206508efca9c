import type { Draft } from "./collection";
import { asList, asObject, type JsonObject } from "./json";

/** Containers of the revision that a service of Cloud Run asks for. */
export const containersOf = ({ next }: Draft): readonly JsonObject[] =>
  asList(asObject(next.template).containers).map(asObject);
