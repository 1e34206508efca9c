import type { Rule } from "../../../core/rule";
import { judgeSecretMap } from "./map-secrets";

/** Where functions of both generations have their variables, as a map. */
const VARIABLES: readonly (readonly [type: string, path: string])[] = [
  ["google_cloudfunctions_function", "environment_variables"],
  ["google_cloudfunctions2_function", "service_config[0].environment_variables"],
];

export const functionSecrets: Rule = {
  id: "function-plain-secret",
  kind: "exposed",
  severity: "critical",
  title: "A function's variable that looks like a secret is a secret reference",
  why: "A plain value stands in code, plan, state and console, for everyone who may look at the function.",
  fix: "mount it from Secret Manager: secret_environment_variables",
  source: "https://cloud.google.com/functions/docs/configuring/secrets",
  check: (estate) =>
    VARIABLES.flatMap(([type, path]) => estate.ofType(type).flatMap((func) => judgeSecretMap(func, path))),
};
