import { isDefaultAccount } from "../../../../google/default-accounts";
import { UNKNOWN, textAt, valueAt } from "../../../core/resource";
import { forEveryResource, isOneOf, judgeValue } from "../../../core/judge";
import { violation, type Rule } from "../../../core/rule";
import { CALLERS } from "./callers";

/** What calls a function or a service as an account, and where that is named. */
const EVENT_CALLERS: readonly (readonly [type: string, around: string, path: string])[] = [
  ["google_cloudfunctions2_function", "event_trigger[0]", "event_trigger[0].service_account_email"],
  ["google_eventarc_trigger", "destination[0]", "service_account"],
];

const retry: Rule = {
  id: "trigger-retry",
  kind: "lost",
  severity: "low",
  title: "What a trigger or a schedule starts is tried again when it fails",
  why: "Left out, Google gives up at the first failure: that event, or the run of that day, is lost and nobody is told.",
  fix: "set retry_policy to RETRY_POLICY_RETRY, or retry_config.retry_count, where the work can be done twice",
  source: "https://cloud.google.com/functions/docs/bestpractices/retries",
  check: (estate) => [
    ...forEveryResource("google_cloudfunctions2_function", (func) =>
      valueAt(func, "event_trigger[0]") === undefined || valueAt(func, "event_trigger[0]") === UNKNOWN
        ? []
        : judgeValue(func, "event_trigger[0].retry_policy", isOneOf("RETRY_POLICY_RETRY"), "RETRY_POLICY_RETRY"),
    )(estate),
    ...forEveryResource("google_cloud_scheduler_job", (job) =>
      judgeValue(job, "retry_config[0].retry_count", (count) => typeof count === "number" && count > 0, "1 to 5"),
    )(estate),
  ],
};

const account: Rule = {
  id: "trigger-account",
  kind: "exposed",
  severity: "low",
  title: "A trigger calls as an account of its own",
  why: "Left out, it calls as the project's default account, which then has to be an invoker, and with it everything else that runs so.",
  fix: "name an account with roles/run.invoker on that one service",
  source: "https://cloud.google.com/eventarc/docs/roles-permissions",
  check: (estate) => [
    ...SIGNED.flatMap(([type, path]) =>
      forEveryResource(type, (caller) =>
        isDefaultAccount(textAt(caller, path) ?? "")
          ? [violation(caller, `${path}: a default account of the project found, an account of its own allowed`)]
          : [],
      )(estate),
    ),
    ...EVENT_CALLERS.flatMap(([type, around, path]) =>
      forEveryResource(type, (caller) => {
        const isThere = valueAt(caller, around) !== undefined && valueAt(caller, around) !== UNKNOWN;
        const account = valueAt(caller, path);
        return isThere && (account === undefined || account === "")
          ? [violation(caller, `${path}: nothing found, an account of its own allowed`)]
          : [];
      })(estate),
    ),
  ],
};

/** Where a schedule and a push name the account that they call as; without one other rules speak. */
const SIGNED = CALLERS.flatMap(({ type, accounts }) =>
  accounts.filter((path) => path.includes("_token[")).map((path) => [type, path] as const),
);

/** What calls a function, a service or a job by itself. */
export const triggerRules: readonly Rule[] = [account, retry];
