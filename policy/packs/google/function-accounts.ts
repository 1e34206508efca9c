import { isDefaultAccount } from "../../../google/default-accounts";
import { forEveryResource, judgeValue } from "../../core/judge";
import type { Estate } from "../../core/estate";
import { namedAt } from "../../core/relations/named";
import { repeatsOf } from "../../core/repeats";
import { textAt, type Resource } from "../../core/resource";
import { violation, type Rule } from "../../core/rule";
import { FUNCTION_TYPES, accountPathOf, programs } from "./programs";
import { RUN_JOB } from "./workloads";

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

/** What a program runs as: an account of the plan, or the email that it names. */
function accountKey(estate: Estate, program: Resource): string | undefined {
  const path = accountPathOf(program);
  const [account] = namedAt(estate, program, path, ["google_service_account"]).resources;
  const email = account?.address ?? textAt(program, path);
  return email === undefined || email === "" || isDefaultAccount(email) ? undefined : email;
}

const shared: Rule = {
  id: "function-account-shared",
  kind: "exposed",
  severity: "low",
  onlyAbroad: true,
  title: "A function has its account to itself",
  why: "Whoever gets into one of those that share it may do what the others may, and no log tells which of them it was.",
  fix: "create an account for each, with what that one needs",
  source: "https://cloud.google.com/functions/docs/securing/function-identity",
  check: (estate) =>
    repeatsOf(
      // Jobs work for the service whose account they have.
      programs(estate).filter(({ type }) => type !== RUN_JOB),
      (program) => accountKey(estate, program),
    )
      .filter(({ resource: { type } }) => FUNCTION_TYPES.includes(type))
      .map(({ resource, first }) =>
        violation(resource, `${accountPathOf(resource)}: the account of ${first.address} too, one of its own allowed`),
      ),
};

/** As whom functions and what works like them run. */
export const functionAccountRules: readonly Rule[] = [own, shared];
