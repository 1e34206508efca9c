import { FUNCTION_V2 } from "./programs";

/** What calls something by itself, as an account. */
export interface Caller {
  readonly type: string;
  /** Where the account is named; the first that is there counts. */
  readonly accounts: readonly string[];
  /** Where it is named what is called; "" where that is the resource itself. */
  readonly target: string;
}

const HTTP = "http_target[0]";

export const SCHEDULE = "google_cloud_scheduler_job";

export const CALLERS: readonly Caller[] = [
  {
    type: SCHEDULE,
    accounts: [`${HTTP}.oidc_token[0].service_account_email`, `${HTTP}.oauth_token[0].service_account_email`],
    target: `${HTTP}.uri`,
  },
  {
    type: "google_pubsub_subscription",
    accounts: ["push_config[0].oidc_token[0].service_account_email"],
    target: "push_config[0].push_endpoint",
  },
  {
    type: "google_cloud_tasks_queue",
    accounts: [`${HTTP}.oidc_token[0].service_account_email`],
    target: `${HTTP}.uri_override[0].host`,
  },
  ...["cloud_run_service[0].service", "workflow"].map((path) => ({
    type: "google_eventarc_trigger",
    accounts: ["service_account"],
    target: `destination[0].${path}`,
  })),
  { type: FUNCTION_V2, accounts: ["event_trigger[0].service_account_email"], target: "" },
];
