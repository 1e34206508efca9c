import type { Rule } from "../../../core/rule";
import { FUNCTION_TYPES, functionMapPath } from "../programs/programs";
import { judgeSecretMap } from "./map-secrets";

export const functionSecrets: Rule = {
  id: "function-plain-secret",
  kind: "exposed",
  severity: "critical",
  title: "A function's variable that looks like a secret is a secret reference",
  why: "A plain value stands in code, plan, state and console, for everyone who may look at the function.",
  fix: "mount it from Secret Manager: secret_environment_variables",
  source: "https://cloud.google.com/functions/docs/configuring/secrets",
  check: (estate) =>
    FUNCTION_TYPES.flatMap((type) => estate.ofType(type)).flatMap((func) =>
      judgeSecretMap(func, functionMapPath(func)),
    ),
};
