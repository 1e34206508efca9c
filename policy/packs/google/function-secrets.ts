import { UNKNOWN, isValues, referencesAt, valueAt } from "../../core/resource";
import { unknown, violation, type Rule } from "../../core/rule";
import { isPlainSecret, isSecretName } from "./secret-names";

/** Where functions of both generations have their variables, as a map. */
const VARIABLES: readonly (readonly [type: string, path: string])[] = [
  ["google_cloudfunctions_function", "environment_variables"],
  ["google_cloudfunctions2_function", "service_config[0].environment_variables"],
];

/** Whether a value stands in the plan, or is one of something that holds secrets. */
const GENERATED = /^var\.|(^|\.)(random_password|google_sql_user|google_service_account_key)\./;

export const functionSecrets: Rule = {
  id: "function-plain-secret",
  kind: "exposed",
  severity: "critical",
  title: "A function's variable that looks like a secret is a secret reference",
  why: "A plain value stands in code, plan, state and console, for everyone who may look at the function.",
  fix: "mount it from Secret Manager: secret_environment_variables",
  source: "https://cloud.google.com/functions/docs/configuring/secrets",
  check: (estate) =>
    VARIABLES.flatMap(([type, path]) =>
      estate.ofType(type).flatMap((func) => {
        const variables = valueAt(func, path);
        if (variables === UNKNOWN && referencesAt(func, path).some((from) => GENERATED.test(from))) {
          return [violation(func, `${path}: variables built from a secret value found, secret references allowed`)];
        }
        if (variables === UNKNOWN) return [unknown(func, path)];
        return isValues(variables)
          ? Object.entries(variables)
              .filter(([name, value]) =>
                typeof value === "string"
                  ? value !== "" && isPlainSecret(name, value)
                  : value === UNKNOWN && isSecretName(name),
              )
              .map(([name]) => violation(func, `${path}: "${name}" has a plain value`))
          : [];
      }),
    ),
};
