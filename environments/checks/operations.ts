import type { ContactClass, Environment } from "../environment";
import { MAX_TEST_RUN_SECONDS } from "../end-to-end";
import { memoryRange } from "../../google/cloud-run";
import { problemUnless, rangeProblems, type Check, type Problem } from "./problem";

const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const REPOSITORY = /^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]+$/;
const VERSION = /^(sha256:[0-9a-f]{64}|[A-Za-z0-9_][A-Za-z0-9._-]{0,127})$/;

const contact = (environment: Environment, about: ContactClass): Problem[] => {
  const { team, email, escalation } = environment.contacts[about];
  const path = `${environment.name}.contacts.${about}`;
  return [
    ...problemUnless(
      EMAIL.test(email),
      `${path}.email`,
      `"${email}" is no mail address; alerts of this class go there`,
    ),
    ...(["team", "escalation"] as const).flatMap((field) =>
      problemUnless(
        environment.kind === "staging" || { team, escalation }[field].trim() !== "",
        `${path}.${field}`,
        "empty; production must say who is called at night",
      ),
    ),
  ];
};

const contacts: Check = (environment) =>
  (["infrastructure", "authentication", "test-framework"] as const).flatMap((about) => contact(environment, about));

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
export const operationChecks: readonly Check[] = [contacts, objectives, repository, runner, tokenRoute];
