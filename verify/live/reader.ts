import type { z } from "zod";
import { GoogleApiError } from "../google-answers";
import type { GoogleApi, Query } from "../google-api";
import type { ApiName } from "../google-endpoints";

/** Reads a live environment for the checks of a run: each resource once, however many checks ask for it. */
export interface LiveReader {
  /**
   * @param shape - what is taken of the answer; everything else is dropped here. A resource has one shape: whoever asks
   *   second gets what the first one got.
   * @throws GoogleApiError
   */
  readonly read: <T>(api: ApiName, path: string, shape: z.ZodType<T>, query?: Query) => Promise<T>;
}

/** The role that reading takes, or the permission where every role with it allows more (`environments/roles.ts`). */
const NEEDED_ACCESS: Readonly<Partial<Record<ApiName, string>>> = {
  run: "roles/run.viewer",
  sql: "the permission cloudsql.instances.get",
  redis: "roles/redis.viewer",
  secretmanager: "roles/secretmanager.viewer",
  compute: "roles/compute.viewer",
  monitoring: "roles/monitoring.viewer",
};

/**
 * One reader for the first attempts of all checks, one for their second attempts, and so on: a second attempt is never
 * answered from the first one's memory. No check's deadline ends a read that others wait for.
 *
 * @returns the reader of the nth attempts, from 0
 */
export function liveReaders(google: GoogleApi): (round: number) => LiveReader {
  const readers = new Map<number, LiveReader>();
  return (round) => {
    const reader = readers.get(round) ?? rememberingReader(google);
    readers.set(round, reader);
    return reader;
  };
}

function rememberingReader(google: GoogleApi): LiveReader {
  const answers = new Map<string, Promise<unknown>>();
  return {
    read: <T>(api: ApiName, path: string, shape: z.ZodType<T>, query: Query = {}) => {
      const key = JSON.stringify([api, path, query]);
      const answer = answers.get(key) ?? readAnswer(google, api, path, shape, query);
      answers.set(key, answer);
      return answer as Promise<T>;
    },
  };
}

async function readAnswer<T>(
  google: GoogleApi,
  api: ApiName,
  path: string,
  shape: z.ZodType<T>,
  query: Query,
): Promise<T> {
  const answer = await google.get(api, path, query).catch((error: unknown) => {
    if (!(error instanceof GoogleApiError) || error.status !== 403) throw error;
    throw new GoogleApiError(
      403,
      `${error.message}; the caller needs ${NEEDED_ACCESS[api] ?? "access"} in the project`,
    );
  });
  const read = shape.safeParse(answer);
  if (read.success) return read.data;
  // Only the path is named: the value that stands there may be a secret.
  const [issue] = read.error.issues;
  throw new GoogleApiError(200, `${api} ${path}: an answer of another form at ${issue?.path.join(".") || "its root"}`);
}

/** `projects/…` of a resource, however the API spells its link: with a host, with a version, or without either. */
export function resourcePath(link: string): string {
  const start = link.indexOf("projects/");
  return start < 0 ? link : link.slice(start);
}

/** The last part of a link: the resource's own name. */
export const resourceName = (link: string): string => link.slice(link.lastIndexOf("/") + 1);
