import type { z } from "zod";
import { GoogleApiError, type ApiName, type GoogleApi, type Query } from "../google-api";

/** What the checks of a run read of a live environment: each resource once, however many ask for it. */
export interface Live {
  /**
   * @param shape - what is taken of the answer; all else is dropped here. One shape a resource: who asks second gets what
   *   the first one was given.
   * @throws GoogleApiError
   */
  readonly read: <T>(api: ApiName, path: string, shape: z.ZodType<T>, query?: Query) => Promise<T>;
}

/** The role, or the permission where no role is narrow enough, that reading takes (`environments/roles.ts`). */
const NEEDED: Readonly<Partial<Record<ApiName, string>>> = {
  run: "roles/run.viewer",
  sql: "the permission cloudsql.instances.get",
  redis: "roles/redis.viewer",
  secretmanager: "roles/secretmanager.viewer",
  compute: "roles/compute.viewer",
  monitoring: "roles/monitoring.viewer",
};

/**
 * One memory for the first attempts of all checks, one for their second attempts, and so on: they share what they read,
 * and no second look is answered from the first one. Nobody's own deadline ends a read that others wait for.
 *
 * @returns the memory of the nth attempts, from 0
 */
export function liveRounds(google: GoogleApi): (round: number) => Live {
  const rounds = new Map<number, Live>();
  return (round) => {
    const live = rounds.get(round) ?? remembering(google);
    rounds.set(round, live);
    return live;
  };
}

function remembering(google: GoogleApi): Live {
  const answers = new Map<string, Promise<unknown>>();
  return {
    read: <T>(api: ApiName, path: string, shape: z.ZodType<T>, query: Query = {}) => {
      const key = JSON.stringify([api, path, query]);
      const answer = answers.get(key) ?? ask(google, api, path, shape, query);
      answers.set(key, answer);
      return answer as Promise<T>;
    },
  };
}

async function ask<T>(google: GoogleApi, api: ApiName, path: string, shape: z.ZodType<T>, query: Query): Promise<T> {
  const answer = await google.get(api, path, query).catch((error: unknown) => {
    if (!(error instanceof GoogleApiError) || error.status !== 403) throw error;
    throw new GoogleApiError(403, `${error.message}; the caller needs ${NEEDED[api] ?? "access"} in the project`);
  });
  const read = shape.safeParse(answer);
  if (read.success) return read.data;
  // The path alone: what stands there may be a value that nobody is to see.
  const [issue] = read.error.issues;
  throw new GoogleApiError(200, `${api} ${path}: an answer of another form at ${issue?.path.join(".") || "its root"}`);
}
