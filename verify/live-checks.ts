import type { Environment } from "../environments/environment";
import { adminChecks } from "./checks/admin";
import { bypassKeyFromSecretManager } from "./credentials/bypass-key";
import type { Check } from "./engine/check";
import type { GoogleApi } from "./google-api";
import type { Mask } from "./masking";
import { networkChecks } from "./checks/network";
import { declaredAddress } from "./live/declared-address";
import { publicResolver } from "./checks/dns";
import { routeAttempt } from "./checks/route";
import { anonymousSocketChecks, tokenSocketChecks } from "./checks/socket";
import type { Target } from "./http/target";

/** What the checks of a live environment ask, and how. */
export interface Sources {
  readonly target: Target;
  readonly google: GoogleApi;
  /** The bypass key as the process was given it. */
  readonly key: string | undefined;
  readonly mask: Mask;
  readonly holdSeconds: number;
}

/** Every check of an environment, in the order of areas. */
export function liveChecks(environment: Environment, sources: Sources): readonly Check[] {
  const { target, google, key, mask, holdSeconds } = sources;
  const isPublic = target.address === undefined;
  const names = {
    resolver: publicResolver,
    declaredAddress: (signal: AbortSignal) => declaredAddress(environment, google, signal),
  };
  return [
    ...networkChecks(environment, target, isPublic ? names : undefined, Date.now),
    ...anonymousSocketChecks(environment, target, holdSeconds),
    ...(environment.kind === "staging"
      ? tokenSocketChecks(
          environment,
          target,
          holdSeconds,
          {
            variable: key,
            // The environment's own key goes to the environment's own hosts; to another address only one that was given.
            fromSecret: isPublic ? (signal) => bypassKeyFromSecretManager(environment, google, signal) : undefined,
          },
          mask,
        )
      : []),
    ...adminChecks(environment, google, {
      now: () => new Date(),
      answers: (host, path, signal) => routeAttempt(environment, target, { host, path, isLiveness: true }, signal),
    }),
  ];
}
