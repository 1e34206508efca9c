import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { TRAFFIC } from "../../google/cloud-run";
import { isStatus, parseAnswer } from "../google-answers";
import type { GoogleApi } from "../google-api";
import { resourceName } from "./reader";
import { servicePath } from "./run";

/** Which revision of a service its users get, and which they should. */

/** A revision's name; nothing else is passed on, because it ends up in code, in Markdown and in calls. */
export const RevisionName = z.string().regex(/^[a-z](?:[-a-z0-9]*[a-z0-9])?$/);

/** What serves: the record that `netra serving --format json` writes and `netra rollback --before` reads. */
export const ServingService = z.object({
  service: z.string().regex(/^[a-z][-a-z0-9]*$/),
  /** The revision that was made last; absent where the service does not exist. */
  created: RevisionName.optional(),
  /** The revision that became ready last. */
  ready: RevisionName.optional(),
  /** Percent of the traffic by revision, without those that get none. */
  traffic: z.record(RevisionName, z.number()),
  /** The revision that the code pins. */
  pin: RevisionName.optional(),
});

/** What one declared service serves. */
export type ServingService = Readonly<z.infer<typeof ServingService>>;

const LiveService = z.object({
  latestCreatedRevision: z.string().default(""),
  latestReadyRevision: z.string().default(""),
  trafficStatuses: z
    .array(z.object({ type: z.string().optional(), revision: z.string().optional(), percent: z.number().default(0) }))
    .default([]),
});

const nameOf = (link: string | undefined): string | undefined => resourceName(link ?? "") || undefined;

/**
 * What the declared services of an environment serve, in the order in which it declares them.
 *
 * @throws GoogleApiError where it cannot be told of one of them
 */
export const readServing = (api: GoogleApi, environment: Environment): Promise<readonly ServingService[]> =>
  Promise.all(Object.keys(environment.services).map((service) => readServingOf(api, environment, service)));

/**
 * What one service of an environment serves.
 *
 * @throws GoogleApiError
 */
export async function readServingOf(
  api: GoogleApi,
  environment: Environment,
  service: string,
): Promise<ServingService> {
  const pin = environment.services[service]?.pinnedRevision;
  const live = (await readLive(api, servicePath(environment, service))) ?? { traffic: {} };
  return { service, ...live, ...(pin !== undefined && { pin }) };
}

async function readLive(
  api: GoogleApi,
  path: string,
): Promise<Pick<ServingService, "created" | "ready" | "traffic"> | undefined> {
  const answer = await api.get("run", path).catch((error: unknown) => {
    if (isStatus(error, 404)) return undefined;
    throw error;
  });
  if (answer === undefined) return undefined;
  const found = parseAnswer(LiveService, answer, path);
  const [created, ready] = [nameOf(found.latestCreatedRevision), nameOf(found.latestReadyRevision)];
  const traffic: Record<string, number> = {};
  for (const { type, revision, percent } of found.trafficStatuses) {
    const target = type === TRAFFIC.latest ? ready : nameOf(revision);
    if (percent > 0 && target !== undefined) traffic[target] = (traffic[target] ?? 0) + percent;
  }
  return { ...(created !== undefined && { created }), ...(ready !== undefined && { ready }), traffic };
}

const ALL = 100;

/** The only revision with traffic; undefined where there is none, or more than one. */
export function soleRevision({ traffic }: ServingService): string | undefined {
  const [first, ...more] = Object.entries(traffic);
  return more.length === 0 && first?.[1] === ALL ? first[0] : undefined;
}

/** `web-1 90 %, web-2 10 %` */
export const trafficText = ({ traffic }: ServingService): string =>
  Object.entries(traffic)
    .map(([revision, percent]) => `${revision} ${percent} %`)
    .join(", ") || "no revision";

/**
 * Why a service does not serve what it should: all traffic from the revision that was made last, and that one ready; or
 * from the one that the code pins. A revision that never became ready leaves the old one serving, and the deploy would
 * look like a success.
 *
 * @returns undefined where it does
 */
export function servingProblem(service: ServingService): string | undefined {
  const { created, ready, pin } = service;
  const [name, serving] = [service.service, soleRevision(service)];
  if (created === undefined) return `${name}: the service does not exist`;
  if (pin !== undefined) {
    return serving === pin
      ? undefined
      : `${name}: traffic goes to ${trafficText(service)}; all of it should go to ${pin}, which the code pins`;
  }
  if (created !== ready) return `${name}: ${created} is not ready; ${ready ?? "no revision"} was the last that was`;
  return serving === ready
    ? undefined
    : `${name}: traffic goes to ${trafficText(service)}; all of it should go to ${ready}`;
}
