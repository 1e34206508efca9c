/** The variable that holds the key with which end-to-end tests sign in without a person. Only staging has it. */
export const BYPASS_KEY_VARIABLE = "E2E_BYPASS_KEY";

/** The same key under the name that auth-service's sign-in simulation reads. */
export const SIMULATION_KEY_VARIABLE = "E2E_OAUTH_SIMULATION_KEY";

/** Names that tell of tests or of a way round the sign-in: production has none of them. */
export const BYPASS_NAME = /e2e|bypass|simulation/i;

/** Longest run of the end-to-end tests, seconds: one that takes an hour has failed. */
export const MAX_TEST_RUN_SECONDS = 3600;
