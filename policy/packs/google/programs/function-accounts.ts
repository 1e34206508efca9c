import { isDefaultAccount } from "../../../../google/default-accounts";
import { forEveryResource, judgeValue } from "../../../core/judge";
import type { Rule } from "../../../core/rule";

/** Where functions of both generations, and others that run somebody's steps, name the account that they run as. */
const ACCOUNTS: readonly (readonly [type: string, path: string])[] = [
  ["google_cloudfunctions_function", "service_account_email"],
  ["google_cloudfunctions2_function", "service_config[0].service_account_email"],
  ["google_app_engine_standard_app_version", "service_account"],
  ["google_workflows_workflow", "service_account"],
  ["google_cloudbuild_trigger", "service_account"],
  ["google_dataflow_job", "service_account_email"],
  ["google_composer_environment", "config[0].node_config[0].service_account"],
];

const own: Rule = {
  id: "function-service-account",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "A function, a workflow, a build or a pipeline runs as an account of its own",
  why: "Left out, it runs as a default account of the project, which may edit the project where nobody took that away.",
  fix: "create an account for it, and name that in service_account_email or service_account",
  source: "https://cloud.google.com/functions/docs/securing/function-identity",
  check: (estate) =>
    ACCOUNTS.flatMap(([type, path]) =>
      forEveryResource(type, (func) =>
        judgeValue(
          func,
          path,
          (email) => typeof email === "string" && email !== "" && !isDefaultAccount(email),
          "an account of its own",
        ),
      )(estate),
    ),
};

/** As whom functions and what works like them run. */
export const functionAccountRules: readonly Rule[] = [own];
