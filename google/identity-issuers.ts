/**
 * Issuers whose tokens everybody can get: what a condition does not ask for, a stranger's token has
 * (https://cloud.google.com/iam/docs/workload-identity-federation-with-deployment-pipelines). Any other issuer may be somebody's own.
 */
const SHARED_ISSUERS =
  /^https:\/\/(token\.actions\.githubusercontent\.com|gitlab\.com|app\.terraform\.io|oidc\.circleci\.com|agent\.buildkite\.com|api\.bitbucket\.org|accounts\.google\.com|oidc\.vercel\.com|[a-z0-9.-]*\.spacelift\.io|api\.pulumi\.com)(\/|$)/;

/** Whether everybody can get tokens of an issuer; undefined where its address is not known. */
export const isSharedIssuer = (uri: string | undefined): boolean | undefined =>
  uri === undefined ? undefined : SHARED_ISSUERS.test(uri);
