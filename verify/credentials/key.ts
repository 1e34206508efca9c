import { failed, skipped, type Attempt, type Failed } from "../engine/attempt";
import { GoogleApiError } from "../google-api";
import { SHORTEST_SECRET, type Mask } from "../masking";

/** Variable in which the bypass key is given. Never an argument: those stand in process lists and shell histories. */
export const KEY_VARIABLE = "E2E_BYPASS_KEY";

/** A secret, or what a check says instead. */
export type Reading =
  { readonly ok: true; readonly secret: string } | { readonly ok: false; readonly attempt: Attempt };

/** Where the bypass key may come from. */
export interface KeySource {
  /** {@link KEY_VARIABLE}'s value. */
  readonly variable: string | undefined;
  /** Reads it from Secret Manager; undefined where that may not be asked. @throws GoogleApiError */
  readonly fromSecret: ((signal: AbortSignal) => Promise<string>) | undefined;
}

/** Statuses that refuse this account or know no such secret; after others the same question may be answered. */
const REFUSALS: readonly number[] = [400, 401, 403, 404];

const PRINTABLE = /^[\x21-\x7e]+$/;

/**
 * Reads the bypass key and has it masked from then on. Where no source could be asked the tests are skipped; where one
 * was asked and refused they failed: a run that was meant to test with a token must not look as if it had.
 *
 * @throws where Secret Manager does not answer
 */
export async function readKey(source: KeySource, mask: Mask, signal: AbortSignal): Promise<Reading> {
  const read = await fromSource(source, signal);
  if (typeof read !== "string") return { ok: false, attempt: read };
  // A file's line break at its end is no part of a key.
  const secret = read.trim();
  if (secret.length < SHORTEST_SECRET)
    return { ok: false, attempt: keyMissing(`a key of fewer than ${SHORTEST_SECRET} characters`) };
  mask.hide(secret);
  return PRINTABLE.test(secret)
    ? { ok: true, secret }
    : { ok: false, attempt: keyMissing("a key that no HTTP header can carry") };
}

async function fromSource({ variable, fromSecret }: KeySource, signal: AbortSignal): Promise<string | Attempt> {
  if (variable) return variable;
  if (!fromSecret)
    return skipped(`${KEY_VARIABLE} is not set, and --connect-to keeps the secret's key from other addresses`);
  try {
    return await fromSecret(signal);
  } catch (error) {
    if (error instanceof GoogleApiError && REFUSALS.includes(error.status)) return keyMissing(error.message);
    throw error;
  }
}

const keyMissing = (found: string): Failed =>
  failed("key-missing", found, `${KEY_VARIABLE}, or an account that may read the secret`);
