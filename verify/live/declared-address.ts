import type { Environment } from "../../environments/environment";
import { liveRounds } from "./live";
import { readAddress } from "./frontends";
import { GoogleApiError, type GoogleApi } from "../google-api";

/**
 * The load balancer's address as Google's API tells it, asked anew by every attempt.
 *
 * @returns undefined where it does not exist yet
 * @throws GoogleApiError where nobody can tell
 */
export async function declaredAddress(
  environment: Pick<Environment, "name" | "project">,
  google: GoogleApi,
  signal: AbortSignal,
): Promise<string | undefined> {
  const ended: GoogleApi = { ...google, get: (api, path, query) => google.get(api, path, query, signal) };
  try {
    return await readAddress(liveRounds(ended)(0), environment);
  } catch (error) {
    if (error instanceof GoogleApiError && error.status === 404) return undefined;
    throw error;
  }
}
