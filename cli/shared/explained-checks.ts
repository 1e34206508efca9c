import type { Environment } from "../../environments/environment";
import type { HardenedRow } from "../../google/hardened/row";
import { SYSTEM_CLOCK } from "../../verify/clock";
import type { Area, Check } from "../../verify/engine/check";
import type { GoogleApi } from "../../verify/google-api";
import { checkOfRow, matchesCheck } from "../../verify/hardened-checks";
import { PUBLIC_TARGET } from "../../verify/http/target";
import { liveChecks } from "../../verify/live-checks";
import { createMask } from "../../verify/masking";

/** A check of `./netra verify` that compares or measures a hardened value. */
export interface ExplainedCheck {
  /** `--only` takes it. */
  readonly id: string;
  readonly area: Area;
  readonly title: string;
}

/** Listing the checks asks nothing. */
const UNASKED: GoogleApi = {
  get: () => Promise.reject(new Error("a listed check is not asked")),
  post: () => Promise.reject(new Error("a listed check is not asked")),
};

/** Every check of an environment, by name only. */
export const listChecks = (environment: Environment): readonly Check[] =>
  liveChecks(environment, {
    target: PUBLIC_TARGET,
    google: UNASKED,
    key: undefined,
    mask: createMask(),
    holdSeconds: 1,
    clock: SYSTEM_CLOCK,
  });

/**
 * The checks of a hardened value and of rows of google/hardened.
 *
 * @param patterns - of a hardened value: `checks` of its row
 */
export function checksOf(
  patterns: readonly string[],
  rows: readonly HardenedRow[],
  environment: Environment,
): readonly ExplainedCheck[] {
  const wanted = [...rows.flatMap((row) => checkOfRow(row) ?? []), ...patterns];
  return listChecks(environment)
    .filter(({ id }) => wanted.some((pattern) => matchesCheck(pattern, id)))
    .map(({ id, area, title }) => ({ id, area, title }));
}
