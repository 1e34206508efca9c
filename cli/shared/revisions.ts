import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { parseAnswer } from "../../verify/google-answers";
import type { GoogleApi } from "../../verify/google-api";
import { resourceName } from "../../verify/live/reader";
import { servicePath } from "../../verify/live/run";
import { RevisionName, type ServingService } from "../../verify/live/serving";

/** A revision of a service. */
export interface Revision {
  readonly name: string;
  readonly created: Date;
  readonly isReady: boolean;
}

const Listed = z.object({
  revisions: z
    .array(
      z.object({
        name: z.string().transform(resourceName).pipe(RevisionName),
        createTime: z.string(),
        conditions: z.array(z.object({ type: z.string().optional(), state: z.string().optional() })).default([]),
      }),
    )
    .default([]),
});

/** How many are shown: whoever goes back goes to one of the last. */
const SHOWN = 10;

/**
 * The newest revisions of a service, the newest first
 * (https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services.revisions/list).
 *
 * @throws GoogleApiError
 */
export async function readRevisions(
  api: GoogleApi,
  environment: Pick<Environment, "project" | "region">,
  service: string,
): Promise<readonly Revision[]> {
  const path = `${servicePath(environment, service)}/revisions`;
  const { revisions } = parseAnswer(Listed, await api.get("run", path, { pageSize: "50" }), path);
  return revisions
    .map(({ name, createTime, conditions }) => ({
      name,
      created: new Date(createTime),
      isReady: conditions.some(({ type, state }) => type === "Ready" && state === "CONDITION_SUCCEEDED"),
    }))
    .sort((a, b) => b.created.getTime() - a.created.getTime())
    .slice(0, SHOWN);
}

/** One line each: name, when it was made, whether it is ready, and its traffic. */
export const revisionLines = (revisions: readonly Revision[], { traffic }: ServingService): readonly string[] =>
  revisions.map(({ name, created, isReady }) => {
    const share = traffic[name] === undefined ? "" : `  ${traffic[name]} % of the traffic`;
    return `  ${name}  ${created.toISOString()}  ${isReady ? "ready" : "not ready"}${share}`;
  });
