import { UNKNOWN, blockPaths, isValues, referencesAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { isPlainSecret } from "./secret-names";

/** Whether a value stands in the plan, or is one of something that holds secrets. */
const GENERATED = /^var\.|(^|\.)(random_password|google_sql_user|google_service_account_key)\./;

/**
 * Judges a map of names and values: none whose name or text is that of a secret has a plain value.
 *
 * @param isSecret - of a name and its text; "" where the text is known later
 * @default as of a variable
 */
export function judgeSecretMap(resource: Resource, path: string, isSecret = isPlainSecret): readonly Verdict[] {
  const variables = valueAt(resource, path);
  if (variables === UNKNOWN && referencesAt(resource, path).some((from) => GENERATED.test(from))) {
    return [violation(resource, `${path}: variables built from a secret value found, secret references allowed`)];
  }
  if (variables === UNKNOWN) return [unknown(resource, path)];
  return isValues(variables)
    ? Object.entries(variables)
        .filter(([name, value]) =>
          typeof value === "string" ? value !== "" && isSecret(name, value) : value === UNKNOWN && isSecret(name),
        )
        .map(([name]) => violation(resource, `${path}: "${name}" has a plain value`))
    : [];
}

/** Whether a header is one by which a caller proves who it is. */
const isProof = (name: string, text = ""): boolean =>
  /^((proxy-)?authorization|cookie|(x-)?(api|auth|access)-?(key|token))$/i.test(name) || isPlainSecret(name, text);

/** Maps of names and values that whoever may look at the resource reads. */
const MAPS: readonly (readonly [type: string, path: string])[] = [
  ["google_app_engine_standard_app_version", "env_variables"],
  ["google_app_engine_flexible_app_version", "env_variables"],
  ["google_composer_environment", "config[0].software_config[0].env_variables"],
  ["google_dataflow_job", "parameters"],
  ["google_dataflow_flex_template_job", "parameters"],
  ["google_workflows_workflow", "user_env_vars"],
  ["google_cloudbuild_trigger", "substitutions"],
  ["google_cloudbuild_trigger", "build[0].substitutions"],
];

export const mapSecrets: Rule = {
  id: "map-plain-secret",
  kind: "exposed",
  severity: "high",
  title: "No secret stands among variables, parameters, substitutions or headers",
  why: "Whoever may look at the environment, the build or the schedule reads it, and it stays in plan, state and history.",
  fix: "keep it in Secret Manager, and let the program, or available_secrets of the build, read it there; a schedule signs in by oidc_token",
  source: "https://cloud.google.com/secret-manager/docs/best-practices",
  check: (estate) => [
    ...MAPS.flatMap(([type, path]) => estate.ofType(type).flatMap((resource) => judgeSecretMap(resource, path))),
    ...estate
      .ofType("google_cloud_scheduler_job")
      .flatMap((job) =>
        ["http_target", "app_engine_http_target"]
          .flatMap((target) => blockPaths(job, target))
          .flatMap((block) => judgeSecretMap(job, `${block}.headers`, isProof)),
      ),
  ],
};
