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

/** Who is called about one class of failure. */
export interface ContactSpec {
  /** The team, for people. */
  readonly team: string;
  /** Where alerts are sent: an address that the team reads at night. Google asks nobody to confirm it. */
  readonly email: string;
  /** How a person is reached when nobody answers; may be empty in staging only. */
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
