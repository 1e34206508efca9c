import { UNKNOWN, valueAt } from "../../core/resource";
import { forEveryResource } from "../../core/judge";
import { violation, type Rule } from "../../core/rule";

/** What calls a function or a service as an account, and where that is named. */
const CALLERS: readonly (readonly [type: string, around: string, path: string])[] = [
  ["google_cloudfunctions2_function", "event_trigger[0]", "event_trigger[0].service_account_email"],
  ["google_eventarc_trigger", "destination[0]", "service_account"],
];

export const triggerAccount: Rule = {
  id: "trigger-account",
  kind: "exposed",
  severity: "low",
  title: "A trigger calls as an account of its own",
  why: "Left out, it calls as the project's default account, which then has to be an invoker, and with it everything else that runs so.",
  fix: "name an account with roles/run.invoker on that one service",
  source: "https://cloud.google.com/eventarc/docs/roles-permissions",
  check: (estate) =>
    CALLERS.flatMap(([type, around, path]) =>
      forEveryResource(type, (caller) => {
        const isThere = valueAt(caller, around) !== undefined && valueAt(caller, around) !== UNKNOWN;
        const account = valueAt(caller, path);
        return isThere && (account === undefined || account === "")
          ? [violation(caller, `${path}: nothing found, an account of its own allowed`)]
          : [];
      })(estate),
    ),
};
