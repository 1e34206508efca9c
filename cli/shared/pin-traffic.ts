import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { TRAFFIC } from "../../google/cloud-run";
import type { Clock } from "../../verify/clock";
import { GoogleApiError, parseAnswer, type JsonObject } from "../../verify/google-answers";
import type { GoogleEditor } from "../../verify/google-api";
import { servicePath } from "../../verify/live/run";

/** Stands for the revision that is ready last, whichever it is. */
export const LATEST = "latest";

const Service = z.object({ etag: z.string() });
const Operation = z.object({
  name: z.string(),
  done: z.boolean().default(false),
  error: z.object({ message: z.string().default("no reason given") }).optional(),
});

/** Moving traffic takes seconds. */
const ATTEMPTS = 60;
const PAUSE_MILLISECONDS = 2000;

/**
 * Gives one revision all traffic of a service, and changes nothing else of it
 * (https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services/patch).
 *
 * @param revision - its name, or {@link LATEST}
 * @throws GoogleApiError where Google refuses, or somebody else has changed the service meanwhile
 */
export async function pinTraffic(
  api: GoogleEditor,
  environment: Pick<Environment, "project" | "region">,
  { service, revision }: { readonly service: string; readonly revision: string },
  clock: Clock,
): Promise<void> {
  const path = servicePath(environment, service);
  const { etag } = parseAnswer(Service, await api.get("run", path), path);
  const target: JsonObject =
    revision === LATEST ? { type: TRAFFIC.latest, percent: 100 } : { type: TRAFFIC.revision, revision, percent: 100 };
  await finished(api, await api.patch("run", path, { etag, traffic: [target] }, "traffic"), clock);
}

async function finished(api: GoogleEditor, answer: JsonObject, clock: Clock): Promise<void> {
  let operation = parseAnswer(Operation, answer, "the change of the traffic");
  for (let attempt = 0; !operation.done; attempt += 1) {
    if (attempt === ATTEMPTS) throw new GoogleApiError(0, `${operation.name}: not done in time`);
    await clock.pause(PAUSE_MILLISECONDS);
    operation = parseAnswer(Operation, await api.get("run", operation.name), operation.name);
  }
  if (operation.error) throw new GoogleApiError(200, operation.error.message);
}
