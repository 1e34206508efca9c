import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { addressName } from "../../environments/names";
import { GoogleApiError, type GoogleApi } from "../google-api";

const Address = z.object({ address: z.string() });

/**
 * The load balancer's address as Google's API tells it.
 *
 * @returns undefined where it does not exist yet
 * @throws GoogleApiError where nobody can tell
 */
export async function declaredAddress(
  environment: Pick<Environment, "name" | "project">,
  google: GoogleApi,
  signal: AbortSignal,
): Promise<string | undefined> {
  const path = `projects/${environment.project}/global/addresses/${addressName(environment)}`;
  try {
    return Address.parse(await google.get("compute", path, {}, signal)).address;
  } catch (error) {
    if (error instanceof GoogleApiError && error.status === 404) return undefined;
    throw error;
  }
}
