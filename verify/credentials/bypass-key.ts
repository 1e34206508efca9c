import { z } from "zod";
import { BYPASS_KEY_VARIABLE } from "../../environments/end-to-end";
import type { Environment } from "../../environments/environment";
import { BYPASS_SECRET_ROLE, secretId } from "../../environments/names";
import { failed, skipped, type Attempt, type Failed } from "../engine/attempt";
import { GoogleApiError } from "../google-answers";
import type { GoogleApi } from "../google-api";
import type { Target } from "../http/target";
import { SHORTEST_SECRET, type Mask } from "../masking";

/** A secret, or what a check says where there is none. */
export type Credential =
  { readonly ok: true; readonly secret: string } | { readonly ok: false; readonly attempt: Attempt };

/** Where the bypass key may come from. Never from an argument: those stand in process lists and shell histories. */
export interface KeySource {
  /** Value of {@link BYPASS_KEY_VARIABLE} in the process's environment. */
  readonly variable: string | undefined;
  /** Reads it from Secret Manager; undefined where that is not allowed. @throws GoogleApiError */
  readonly fromSecret: ((signal: AbortSignal) => Promise<string>) | undefined;
}

/**
 * The variable first, then Secret Manager. The environment's own key goes to the environment's own hosts: where another
 * address stands for them, only a key that was given is used.
 *
 * @param variable - value of {@link BYPASS_KEY_VARIABLE} in the process's environment
 */
export const keySourceFor = (
  environment: Pick<Environment, "name" | "project">,
  google: GoogleApi,
  target: Target,
  variable: string | undefined,
): KeySource => ({
  variable,
  fromSecret:
    target.address === undefined ? (signal) => bypassKeyFromSecretManager(environment, google, signal) : undefined,
});

const Payload = z.object({ payload: z.object({ data: z.base64().min(1) }) });

/**
 * The e2e bypass key from Secret Manager, for a caller who may read it. It is the newest version, which is the one that
 * the services mount: Terraform writes it and has it mounted in one apply.
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

/** Statuses that refuse this account or know no such secret; after any other one the same question may be answered. */
const REFUSALS: readonly number[] = [400, 401, 403, 404];

const PRINTABLE = /^[\x21-\x7e]+$/;

/**
 * Reads the bypass key and has it masked from then on. Where no source may be asked, the checks that need it are skipped.
 * Where a source refuses, they fail: a run that was meant to test with a token must not look as if it had.
 *
 * @throws where Secret Manager does not answer
 */
export async function readBypassKey(source: KeySource, mask: Mask, signal: AbortSignal): Promise<Credential> {
  const read = await readKeyFrom(source, signal);
  if (typeof read !== "string") return { ok: false, attempt: read };
  // The line break at a file's end is no part of a key.
  const secret = read.trim();
  if (secret.length < SHORTEST_SECRET)
    return { ok: false, attempt: missingKey(`a key of fewer than ${SHORTEST_SECRET} characters`) };
  mask.hide(secret);
  return PRINTABLE.test(secret)
    ? { ok: true, secret }
    : { ok: false, attempt: missingKey("a key that no HTTP header can carry") };
}

async function readKeyFrom({ variable, fromSecret }: KeySource, signal: AbortSignal): Promise<string | Attempt> {
  if (variable) return variable;
  if (!fromSecret)
    return skipped(`${BYPASS_KEY_VARIABLE} is not set, and --connect-to keeps the secret's key from other addresses`);
  try {
    return await fromSecret(signal);
  } catch (error) {
    if (error instanceof GoogleApiError && REFUSALS.includes(error.status)) return missingKey(error.message);
    throw error;
  }
}

const missingKey = (found: string): Failed =>
  failed("key-missing", found, `${BYPASS_KEY_VARIABLE}, or an account that may read the secret`);
