/** What an environment says of its operation: who deploys, who is called, which objectives hold, what is waived. */

/**
 * The GitHub repository whose workflows plan and deploy this environment. By number, because a name that is renamed or
 * given up can be registered by someone else.
 */
export interface CiSpec {
  /** `owner/name`, for links that people follow from an alert; who may deploy is told by the numbers below. */
  readonly repository: string;
  /** Digits: `id` of `GET https://api.github.com/repos/OWNER/REPO`; 0 is no repository, so that it lets no one in. */
  readonly repositoryId: string;
  /** Digits: `owner.id` of the same answer. */
  readonly repositoryOwnerId: string;
  /** The branch that deploys, `refs/heads/…`; pull requests only plan. */
  readonly deployRef: string;
  /** GitHub environment of the deploying job: its protection rules, reviewers among them, come before every deployment. */
  readonly deployEnvironment: string;
}

/** What a failure is about, and so who is called: the remediation plan's three contacts. */
export type ContactClass = "infrastructure" | "authentication" | "test-framework";

/**
 * A way to people, by Google's own type of channel. A channel that holds a key (PagerDuty, Slack, a webhook with a password
 * or a token in its address) is made once by a person, and named here by its number: so the key is known to Google alone,
 * and stands in no code, no plan and no state (docs/decisions/015-channels.md).
 */
export type ChannelSpec =
  /** An address that the team reads. Google asks nobody to confirm it. */
  | { readonly type: "email"; readonly address: string }
  /** A telephone, `+` and digits. Google sends a code to it, and nothing else until somebody confirms it. */
  | { readonly type: "sms"; readonly number: string }
  /** `projects/PROJECT/topics/TOPIC`: Monitoring's agent needs the right to publish there. */
  | { readonly type: "pubsub"; readonly topic: string }
  | {
      readonly type: "pagerduty" | "slack" | "webhook_basicauth" | "webhook_tokenauth";
      /** Digits: the end of the name that Google gave it, `projects/…/notificationChannels/<number>`. */
      readonly madeAs: string;
    };

/** Who is called about one class of failure. */
export interface ContactSpec {
  /** The team, for people. */
  readonly team: string;
  /** Keys of the environment's channels that wake somebody, each once. */
  readonly page: readonly string[];
  /** Keys of the channels that are read on the next working day. */
  readonly ticket: readonly string[];
  /** How a person is reached when nobody answers a page: a telephone number or a link. Empty in staging only. */
  readonly escalation: string;
}

/** What the environment promises, as objectives that alerts hold it to. */
export interface ObjectivesSpec {
  /** Share of requests answered without a 5xx, 0–0.9999. */
  readonly availability: number;
  /** Requests that are not sockets: a socket's latency is its life. */
  readonly latency: { readonly thresholdMs: number; readonly goal: number };
  /** The plan's "<100 ms" for the database. */
  readonly databaseLatencyMs: number;
  /** Days over which they are held, 1–30; the plan's "stable for 48 hours" is 2. */
  readonly rollingDays: number;
}

/** A finding the team accepts for a while. Unused or expired ones are findings themselves. */
export interface Waiver {
  /** Id of the policy rule. */
  readonly rule: string;
  /** Terraform address, as printed by `./netra check`. */
  readonly address: string;
  readonly reason: string;
  readonly owner: string;
  /** Last day on which it holds, YYYY-MM-DD (UTC). */
  readonly expires: string;
}
