import { escalationState } from "../channels";
import type { ChannelSpec, ContactClass, Environment } from "../environment";
import { MAX_TEST_RUN_SECONDS } from "../end-to-end";
import { memoryRange } from "../../google/cloud-run";
import { problemUnless, rangeProblems, type Check, type Problem } from "./problem";

/** Part of a Terraform address and of a display name. */
const KEY = /^[a-z][a-z0-9-]{0,40}$/;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]+$/;
const VERSION = /^(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/;

/** What each kind of channel has to look like. */
const channels: Check = ({ name, channels: all }) =>
  Object.entries(all).flatMap(([key, spec]) => {
    const path = `${name}.channels.${key}`;
    return [
      ...problemUnless(KEY.test(key), path, "lower-case letters, digits and dashes allowed: it is part of an address"),
      ...channelProblems(spec, path),
    ];
  });

function channelProblems(spec: ChannelSpec, path: string): Problem[] {
  switch (spec.type) {
    case "email":
      return problemUnless(EMAIL.test(spec.address), `${path}.address`, `"${spec.address}" is no mail address`);
    case "sms":
      return problemUnless(
        /^\+\d{7,15}$/.test(spec.number),
        `${path}.number`,
        `"${spec.number}" found, + and digits allowed`,
      );
    case "pubsub":
      return problemUnless(
        /^projects\/[^/\s]+\/topics\/[^/\s]+$/.test(spec.topic),
        `${path}.topic`,
        `"${spec.topic}" found, projects/PROJECT/topics/TOPIC allowed`,
      );
    default:
      return problemUnless(
        /^\d+$/.test(spec.madeAs),
        `${path}.madeAs`,
        `"${spec.madeAs}" found, the digits allowed that Google's name of the channel ends with; its key stays with Google`,
      );
  }
}

const contact = (environment: Environment, about: ContactClass): Problem[] => {
  const { team, page, ticket, escalation } = environment.contacts[about];
  const path = `${environment.name}.contacts.${about}`;
  const isLive = environment.kind === "production";
  return [
    ...(
      [
        ["page", page],
        ["ticket", ticket],
      ] as const
    ).flatMap(([way, keys]) => [
      ...problemUnless(keys.length > 0, `${path}.${way}`, "empty; alerts of this class go nowhere"),
      ...problemUnless(
        new Set(keys).size === keys.length,
        `${path}.${way}`,
        "a channel twice: people would be told twice",
      ),
      ...keys.flatMap((key) =>
        problemUnless(
          Object.hasOwn(environment.channels, key),
          `${path}.${way}`,
          `"${key}" is no channel; ${Object.keys(environment.channels).join(", ")} allowed`,
        ),
      ),
    ]),
    ...problemUnless(
      !isLive || team.trim() !== "",
      `${path}.team`,
      "empty; production must say who is called at night",
    ),
    ...problemUnless(
      escalation === "" ? !isLive : escalationState(escalation) !== "none",
      `${path}.escalation`,
      `"${escalation}" found, a number as +1-202-555-0100 or a link as https://… allowed: words reach nobody at night`,
    ),
  ];
};

const contacts: Check = (environment) =>
  (["infrastructure", "authentication", "test-framework"] as const).flatMap((about) => contact(environment, about));

/** A channel that nobody is told by looks as if somebody was. */
const unusedChannels: Check = ({ name, channels: all, contacts: people }) => {
  const used = new Set(Object.values(people).flatMap(({ page, ticket }) => [...page, ...ticket]));
  return Object.keys(all).flatMap((key) =>
    problemUnless(
      used.has(key),
      `${name}.channels.${key}`,
      "no contact names it; name it under page or ticket, or remove it",
    ),
  );
};

const share = (value: number, path: string): Problem[] =>
  problemUnless(value > 0 && value <= 0.9999, path, `${value} found, above 0 and at most 0.9999 allowed`);

const objectives: Check = ({ name, objectives: { availability, latency, databaseLatencyMs, rollingDays } }) => {
  const path = `${name}.objectives`;
  return [
    ...share(availability, `${path}.availability`),
    ...share(latency.goal, `${path}.latency.goal`),
    ...rangeProblems(latency.thresholdMs, 1, 60_000, `${path}.latency.thresholdMs`, "ms"),
    ...rangeProblems(databaseLatencyMs, 1, 60_000, `${path}.databaseLatencyMs`, "ms"),
    ...rangeProblems(rollingDays, 1, 30, `${path}.rollingDays`, "days"),
  ];
};

const repository: Check = ({ name, ci }) =>
  problemUnless(
    REPOSITORY.test(ci.repository),
    `${name}.ci.repository`,
    `"${ci.repository}" found, owner/name allowed; alerts link to the runbook there`,
  );

const runner: Check = (environment) => {
  if (environment.kind !== "staging") return [];
  const { image, cpu, memoryMiB, timeoutSeconds, signIns, runsPerHour } = environment.e2e.runner;
  const path = `${environment.name}.e2e.runner`;
  const [min, max] = memoryRange(cpu) ?? [0, 0];
  return [
    ...problemUnless(
      VERSION.test(image.version) && image.version !== "latest",
      `${path}.image.version`,
      `"${image.version}" found, a tag or sha256:… allowed, never latest: the same tests must be run again tomorrow`,
    ),
    ...problemUnless(
      memoryMiB >= min && memoryMiB <= max,
      `${path}.memoryMiB`,
      `${memoryMiB} MiB with ${cpu} vCPU found, ${min}–${max} MiB allowed; change the memory or the CPU`,
    ),
    ...rangeProblems(timeoutSeconds, 1, MAX_TEST_RUN_SECONDS, `${path}.timeoutSeconds`, "s"),
    ...rangeProblems(signIns, 1, 1000, `${path}.signIns`, "tokens"),
    ...rangeProblems(runsPerHour, 1, 60, `${path}.runsPerHour`, "runs"),
  ];
};

const tokenRoute: Check = (environment) => {
  if (environment.kind !== "staging") return [];
  const { path, keyHeader } = environment.e2e.tokenRoute;
  const at = `${environment.name}.e2e.tokenRoute`;
  return [
    ...problemUnless(/^\/[A-Za-z0-9._~/-]*$/.test(path), `${at}.path`, `"${path}" is no path`),
    ...problemUnless(/^[A-Za-z0-9-]+$/.test(keyHeader), `${at}.keyHeader`, `"${keyHeader}" is no header name`),
  ];
};

/** What keeps an environment watched, tested and answered for. */
export const operationChecks: readonly Check[] = [
  channels,
  contacts,
  unusedChannels,
  objectives,
  repository,
  runner,
  tokenRoute,
];
