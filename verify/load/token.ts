import type { StagingEnvironment } from "../../environments/environment";
import { bypassKeyFromSecretManager } from "../credentials/bypass-key";
import type { GoogleApi } from "../google-api";
import type { Mask } from "../masking";
import { readKey, type Reading } from "../credentials/key";
import { obtainToken } from "../credentials/token";
import type { Target } from "../http/target";

/** A token, or why there is none, in one line. */
type LoadToken = { readonly ok: true; readonly token: string } | { readonly ok: false; readonly reason: string };

/** Where a token comes from. */
export interface TokenSource {
  readonly api: GoogleApi;
  readonly target: Target;
  /** The bypass key as the process was given it; Secret Manager is asked where it was given none. */
  readonly key: string | undefined;
  readonly mask: Mask;
  readonly signal: AbortSignal;
}

/** Obtains a token by the bypass key, and has both masked from then on. @throws what a connection's failure does not tell */
export async function loadToken(environment: StagingEnvironment, source: TokenSource): Promise<LoadToken> {
  const { api, target, key, mask, signal } = source;
  // The environment's own key goes to the environment's own hosts; to another address only one that was given.
  const isPublic = target.address === undefined;
  const fromSecret = isPublic
    ? (aborted: AbortSignal): Promise<string> => bypassKeyFromSecretManager(environment, api, aborted)
    : undefined;
  const read = await readKey({ variable: key, fromSecret }, mask, signal);
  const token = read.ok ? await obtainToken(environment, target, read.secret, mask, signal) : read;
  return token.ok ? { ok: true, token: token.secret } : { ok: false, reason: `no token: ${reasonOf(token)}` };
}

function reasonOf({ attempt }: Extract<Reading, { readonly ok: false }>): string {
  switch (attempt.verdict) {
    case "passed":
    case "failed":
      return attempt.found;
    default:
      return attempt.reason;
  }
}
