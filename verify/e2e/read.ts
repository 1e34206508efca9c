import type { z } from "zod";
import { GoogleApiError, type JsonObject } from "../google-api";

/**
 * An answer in the form that is expected of it.
 *
 * @param what - whose answer it is, for people
 * @throws GoogleApiError where it has another form
 */
export function read<T>(schema: z.ZodType<T>, answer: JsonObject, what: string): T {
  const found = schema.safeParse(answer);
  if (found.success) return found.data;
  throw new GoogleApiError(200, `${what}: an answer in another form than Google documents`);
}
