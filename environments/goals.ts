/** What the remediation plan promises of both environments alike. */

/** Plan 1.2: seconds in which a WebSocket handshake is done. The 30 s beside it are when it is given up. */
export const HANDSHAKE_GOAL_SECONDS = 5;

/** Success metrics: share of end-to-end tests that pass. */
export const E2E_SUCCESS_GOAL = 0.95;

/** Success metrics: seconds of an end-to-end run. */
export const E2E_DURATION_GOAL_SECONDS = 120;
