/**
 * Accounts that a project has from its start, and that everything runs as which names none: Compute Engine's and App Engine's
 * (https://cloud.google.com/iam/docs/service-account-types#default).
 */
const COMPUTE_ENGINE = /^[^@]*-compute@developer\.gserviceaccount\.com$/;
const APP_ENGINE = /^[^@]*@appspot\.gserviceaccount\.com$/;

/** Whether an email is that of Compute Engine's default account. */
export const isComputeDefaultAccount = (email: string): boolean => COMPUTE_ENGINE.test(email);

/** Whether an email is that of one of a project's default accounts. */
export const isDefaultAccount = (email: string): boolean => COMPUTE_ENGINE.test(email) || APP_ENGINE.test(email);
