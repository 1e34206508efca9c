import { GoogleApiError } from "./google-answers";

/** Where an API answers, and the provider's variable that says otherwise. */
const APIS = {
  run: ["CLOUD_RUN_V2", "https://run.googleapis.com/v2/"],
  sql: ["SQL", "https://sqladmin.googleapis.com/sql/v1beta4/"],
  redis: ["REDIS", "https://redis.googleapis.com/v1/"],
  secretmanager: ["SECRET_MANAGER", "https://secretmanager.googleapis.com/v1/"],
  compute: ["COMPUTE", "https://compute.googleapis.com/compute/v1/"],
  // No version: alerts are v3, dashboards v1.
  monitoring: ["MONITORING", "https://monitoring.googleapis.com/"],
  logging: ["LOGGING", "https://logging.googleapis.com/v2/"],
  storage: ["STORAGE", "https://storage.googleapis.com/storage/v1/"],
  iam: ["IAM", "https://iam.googleapis.com/v1/"],
  serviceusage: ["SERVICE_USAGE", "https://serviceusage.googleapis.com/v1/"],
  artifactregistry: ["ARTIFACT_REGISTRY", "https://artifactregistry.googleapis.com/v1/"],
} as const;

/** An API that the commands call. */
export type ApiName = keyof typeof APIS;

/** A call that is wrong in itself is not repeated. */
const BAD_REQUEST = 400;

/**
 * Where an API answers, by the same variables that lead the Terraform provider there.
 *
 * @throws GoogleApiError where the variable holds no URL, or one with credentials
 */
export function endpointOf(api: ApiName, variables: Readonly<Record<string, string | undefined>>): string {
  const [name, standard] = APIS[api];
  const variable = `GOOGLE_${name}_CUSTOM_ENDPOINT`;
  const given = variables[variable];
  if (!given) return standard;
  // Only the variable is named: fetch would quote the credentials in the URL.
  if (!isEndpoint(given)) throw new GoogleApiError(BAD_REQUEST, `${variable}: no URL, or one with credentials in it`);
  return given;
}

function isEndpoint(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, username, password } = new URL(text);
  return ["http:", "https:"].includes(protocol) && username + password === "";
}
