import { z } from "zod";
import type { Environment } from "../../environments/environment";
import type { LiveReader } from "./reader";

/** Most of each kind that are read: an environment has some thirty policies and a handful of channels. */
const MOST = { pageSize: "1000" };

const Channels = z.object({
  notificationChannels: z
    .array(
      z.object({
        name: z.string(),
        type: z.string(),
        enabled: z.boolean().default(false),
        verificationStatus: z.string().default("VERIFICATION_STATUS_UNSPECIFIED"),
        // Not its address: Google shows it in part, and a key not at all.
        userLabels: z.object({ channel: z.string().optional() }).default({}),
      }),
    )
    .default([]),
});

/** A notification channel as Monitoring answers it. */
export type LiveChannel = z.infer<typeof Channels>["notificationChannels"][number];

const Policies = z.object({
  alertPolicies: z
    .array(
      z.object({
        name: z.string(),
        enabled: z.boolean().default(false),
        userLabels: z.object({ alert: z.string().optional() }).default({}),
      }),
    )
    .default([]),
});

/** An alert policy, as far as it is told apart. */
export type LivePolicy = z.infer<typeof Policies>["alertPolicies"][number];

const Snoozes = z.object({
  snoozes: z
    .array(
      z.object({
        name: z.string(),
        displayName: z.string().default(""),
        criteria: z.object({ policies: z.array(z.string()).default([]) }).default({ policies: [] }),
        interval: z.object({ startTime: z.string(), endTime: z.string() }),
      }),
    )
    .default([]),
});

/** A snooze: no incident of these policies is opened in its interval. */
export type LiveSnooze = z.infer<typeof Snoozes>["snoozes"][number];

const pathOf = ({ project }: Pick<Environment, "project">, collection: string): string =>
  `v3/projects/${project}/${collection}`;

/** Where snoozes of an environment's alerts are listed and made. */
export const snoozesPath = (environment: Pick<Environment, "project">): string => pathOf(environment, "snoozes");

/** @throws GoogleApiError */
export const readChannels = async (
  { read }: LiveReader,
  environment: Pick<Environment, "project">,
): Promise<readonly LiveChannel[]> =>
  (await read("monitoring", pathOf(environment, "notificationChannels"), Channels, MOST)).notificationChannels;

/** Which alerts Google has, and what is silenced. */
export interface LiveAlerts {
  readonly policies: readonly LivePolicy[];
  /** Those that hold now. */
  readonly snoozes: readonly LiveSnooze[];
}

/** @throws GoogleApiError */
export async function readAlerts(
  { read }: LiveReader,
  environment: Pick<Environment, "project">,
  now: Date,
): Promise<LiveAlerts> {
  const [{ alertPolicies: policies }, { snoozes }] = await Promise.all([
    read("monitoring", pathOf(environment, "alertPolicies"), Policies, MOST),
    read("monitoring", snoozesPath(environment), Snoozes, MOST),
  ]);
  return { policies, snoozes: snoozes.filter(({ interval }) => isWithin(interval, now)) };
}

const isWithin = ({ startTime, endTime }: LiveSnooze["interval"], now: Date): boolean =>
  Date.parse(startTime) <= now.getTime() && now.getTime() < Date.parse(endTime);

/** Ids of the alerts that a snooze silences; a policy that is none of ours by the end of its name. */
export const snoozedAlerts = ({ criteria }: LiveSnooze, policies: readonly LivePolicy[]): readonly string[] =>
  criteria.policies.map((name) => {
    const number = name.slice(name.lastIndexOf("/") + 1);
    const policy = policies.find((candidate) => candidate.name.endsWith(`/${number}`));
    return policy?.userLabels.alert ?? number;
  });

/** A snooze in one line: what it silences, until when, and why. */
export const snoozeText = (snooze: LiveSnooze, policies: readonly LivePolicy[]): string =>
  `${snoozedAlerts(snooze, policies).join(", ")} until ${snooze.interval.endTime}: ${snooze.displayName}`;
