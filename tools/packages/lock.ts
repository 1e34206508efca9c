import { z } from "zod";
import { parseJson } from "../../report/text";

const lockSchema = z.object({
  lockfileVersion: z.literal(3),
  packages: z.record(z.string(), z.object({ version: z.string().optional(), license: z.unknown().optional() })),
});

/**
 * A package-lock.json of version 3, as far as it is judged (https://docs.npmjs.com/cli/v10/configuring-npm/package-lock-json):
 * packages by the path of their folder, `node_modules/a/node_modules/b`; "" is this repository. A licence is an SPDX
 * expression; older packages have another form of it, or none.
 */
export type Lock = Readonly<z.output<typeof lockSchema>>;

/**
 * Reads a lock file.
 *
 * @returns undefined where it has another form
 */
export const readLock = (text: string): Lock | undefined => lockSchema.safeParse(parseJson(text)).data;
