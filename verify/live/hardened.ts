import { z } from "zod";
import { liveValue } from "../../google/hardened/answer";
import type { HardenedRow, HardenedScalar } from "../../google/hardened/row";
import { HARDENED_ROWS } from "../../google/hardened/table";

/** What an answer says of each hardened row of its resource; undefined where it says nothing. */
export type HardenedValues = ReadonlyMap<HardenedRow, HardenedScalar | undefined>;

/**
 * Reads the hardened values of a resource beside what the shape takes of its answer. They come from the table in
 * google/hardened: a row that is added there is read here without a change.
 *
 * @param type - Terraform's type of the resource
 */
export const withHardened = <T extends object>(
  type: string,
  shape: z.ZodType<T>,
): z.ZodType<T & { readonly hardened: HardenedValues }> => {
  const rows = HARDENED_ROWS.filter((row) => row.type === type);
  const hardened = z
    .unknown()
    .transform((answer) => ({ hardened: new Map(rows.map((row) => [row, liveValue(row, answer)])) }));
  return shape.and(hardened);
};
