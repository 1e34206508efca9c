import { isDefaultAccount } from "../../../google/default-accounts";
import { forEveryResource, judgeValue } from "../../core/judge";
import type { Rule } from "../../core/rule";

/** Where functions of both generations name the account that they run as. */
const ACCOUNTS: readonly (readonly [type: string, path: string])[] = [
  ["google_cloudfunctions_function", "service_account_email"],
  ["google_cloudfunctions2_function", "service_config[0].service_account_email"],
];

export const functionAccount: Rule = {
  id: "function-service-account",
  kind: "exposed",
  severity: "high",
  abroad: "medium",
  title: "A function runs as an account of its own",
  why: "Left out, it runs as a default account of the project, which may edit the project where nobody took that away.",
  fix: "create an account for the function, and name it in service_account_email",
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
