import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { BYPASS_SECRET_ROLE, secretId } from "../../environments/names";
import { GoogleApiError, type GoogleApi } from "../google-api";

const Payload = z.object({ payload: z.object({ data: z.base64().min(1) }) });

/**
 * The e2e bypass key from Secret Manager, for a caller who may read it. Its newest version, which is the one that the
 * services mount: Terraform writes it and has it mounted in one apply.
 *
 * @throws GoogleApiError where Secret Manager refuses, or answers no value; the value stands in no error
 */
export async function bypassKeyFromSecretManager(
  environment: Pick<Environment, "name" | "project">,
  google: GoogleApi,
  signal: AbortSignal,
): Promise<string> {
  const path = `projects/${environment.project}/secrets/${secretId(environment, BYPASS_SECRET_ROLE)}/versions/latest:access`;
  const answer = Payload.safeParse(await google.get("secretmanager", path, {}, signal));
  if (!answer.success) throw new GoogleApiError(200, `secretmanager ${path}: an answer without a value`);
  return Buffer.from(answer.data.payload.data, "base64").toString("utf8");
}
