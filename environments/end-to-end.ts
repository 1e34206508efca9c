/** The variable that holds the key with which end-to-end tests sign in without a person. Only staging has it. */
export const BYPASS_KEY_VARIABLE = "E2E_BYPASS_KEY";

/** The same key under the name that auth-service's sign-in simulation reads. */
export const SIMULATION_KEY_VARIABLE = "E2E_OAUTH_SIMULATION_KEY";

/** Names that tell of tests or of a way round the sign-in: production has none of them. */
export const BYPASS_NAME = /e2e|bypass|simulation/i;

/**
 * Most days that a bypass key may be in use. Whoever has seen it signs in as a test user until it is rotated, and nobody
 * can tell who has. A quarter is what the field allows a static key (CIS Google Cloud Platform Foundations Benchmark,
 * "user-managed service account keys are rotated every 90 days").
 *
 * @see https://cloud.google.com/iam/docs/best-practices-for-managing-service-account-keys
 */
export const LONGEST_KEY_AGE_DAYS = 90;

/** Annotation of the key's secret with the days it may be in use: whoever finds the secret in the console reads it there. */
export const KEY_AGE_ANNOTATION = "max-age-days";

/** Longest run of the end-to-end tests, seconds: one that takes an hour has failed. */
export const MAX_TEST_RUN_SECONDS = 3600;
