import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { ServingService } from "../../verify/live/serving";
import { CouldNotTell } from "./command";
import { readUserFile } from "./user-file";

/** What served at a moment, written by `netra serving` and read by `netra rollback`. */
const ServingRecord = z.object({
  formatVersion: z.literal(1),
  environment: z.string(),
  project: z.string(),
  /** When it was read, RFC 3339. */
  time: z.iso.datetime(),
  services: z.array(ServingService),
});

/** The record as JSON. */
export const servingJson = (
  { name, project }: Pick<Environment, "name" | "project">,
  services: readonly ServingService[],
  time: Date,
): string =>
  JSON.stringify({ formatVersion: 1, environment: name, project, time: time.toISOString(), services }, undefined, 2);

/**
 * Reads a record.
 *
 * @throws CouldNotTell where it is no record, or one of another environment
 */
export function readServingRecord(
  file: string,
  { name, project }: Pick<Environment, "name" | "project">,
): readonly ServingService[] {
  const text = readUserFile(file, "report");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = undefined;
  }
  const found = ServingRecord.safeParse(json);
  if (!found.success) {
    throw new CouldNotTell(`${file}: not what netra serving --format json writes; give it that of before the deploy`);
  }
  const { environment, project: of, services } = found.data;
  if (environment === name && of === project) return services;
  throw new CouldNotTell(`${file}: of ${environment} (project ${of}), not of ${name} (project ${project})`);
}
