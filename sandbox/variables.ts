import { CATALOG } from "./apis";

/** Clients prefer a real account to a token, and none may be used here. An empty variable counts as unset. */
const CALLERS = [
  "GOOGLE_CREDENTIALS",
  "GOOGLE_APPLICATION_CREDENTIALS",
  "GOOGLE_BACKEND_CREDENTIALS",
  "GOOGLE_IMPERSONATE_SERVICE_ACCOUNT",
  "GOOGLE_BACKEND_IMPERSONATE_SERVICE_ACCOUNT",
];

/** Where gcloud looks for the APIs of which enough is served for its commands; it writes versions after the root itself. */
const GCLOUD = { SQL: "/", STORAGE: "/storage/v1/" } as const;

/**
 * The environment variables that lead Terraform, the provider, the state backend, cdktf and gcloud to a sandbox; nothing
 * else differs from a run against Google.
 */
export function sandboxVariables(url: string): Readonly<Record<string, string>> {
  const endpoints = CATALOG.apis.flatMap(({ base, variables }) =>
    variables.map((variable) => [`GOOGLE_${variable}_CUSTOM_ENDPOINT`, `${url}/${base}/`] as const),
  );
  const gcloudEndpoints = Object.entries(GCLOUD).map(
    ([name, path]) => [`CLOUDSDK_API_ENDPOINT_OVERRIDES_${name}`, `${url}${path}`] as const,
  );
  return {
    ...Object.fromEntries(endpoints),
    ...Object.fromEntries(CALLERS.map((name) => [name, ""])),
    ...Object.fromEntries(gcloudEndpoints),
    // Any text will do: with a token the provider and gcloud request no other one.
    GOOGLE_OAUTH_ACCESS_TOKEN: "sandbox",
    CLOUDSDK_AUTH_ACCESS_TOKEN: "sandbox",
    HTTPS_PROXY: url,
    HTTP_PROXY: url,
    NO_PROXY: "127.0.0.1,localhost",
    CHECKPOINT_DISABLE: "1",
  };
}
