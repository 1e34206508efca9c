import { RESERVED_JOB_VARIABLES } from "../../google/cloud-run";
import { JOB_REFUSALS } from "../../google/refusals/jobs";
import { invalidArgument, refuse, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asNumber, asObject, asText, durationSeconds, valueText, type JsonObject } from "../core/json";
import { checkResources, containersOf } from "./container-rules";
import { checkIdentity, checkNetwork, checkVariables } from "./template-rules";

/** The draft with the template of a task, to which the rules of a service's template apply. */
export const taskOf = (draft: Draft): Draft => ({
  ...draft,
  next: { ...draft.next, template: asObject(asObject(draft.next.template).template) },
});

/** The rules of a job; texts that a service does not have are ours. */
export function checkJob(draft: Draft): Refusal | undefined {
  const task = taskOf(draft);
  const template = asObject(draft.next.template);
  return (
    checkName(draft) ??
    checkCounts(template) ??
    checkTask(asObject(template.template)) ??
    checkContainers(task) ??
    checkVariables(task, RESERVED_JOB_VARIABLES) ??
    checkResources(task) ??
    checkNetwork(task) ??
    checkIdentity(task)
  );
}

const checkName = ({ id }: Draft): Refusal | undefined =>
  /^[a-z](?:[-a-z0-9]{0,47}[a-z0-9])?$/.test(id)
    ? undefined
    : invalidArgument(`Invalid job name '${id}': lower case letters, digits and hyphens, at most 49 characters.`);

const checkCounts = ({ taskCount, parallelism = 0 }: JsonObject): Refusal | undefined => {
  const [tasks, atOnce] = [asNumber(taskCount), asNumber(parallelism)];
  return (
    refuse(JOB_REFUSALS.tasks, { tasks, given: valueText(taskCount) }) ??
    refuse(JOB_REFUSALS.parallelism, { atOnce, tasks, given: valueText(parallelism) })
  );
};

const checkTask = ({ timeout, maxRetries }: JsonObject): Refusal | undefined =>
  refuse(JOB_REFUSALS.timeout, { seconds: durationSeconds(timeout), given: valueText(timeout) }) ??
  refuse(JOB_REFUSALS.retries, { retries: asNumber(maxRetries), given: valueText(maxRetries) });

function checkContainers(task: Draft): Refusal | undefined {
  const containers = containersOf(task);
  if (containers.length === 0)
    return invalidArgument("template.template.containers: at least one container is needed.");
  const small = containers
    .map(({ resources }) => asText(asObject(asObject(resources).limits).cpu))
    .find((cpu) => /^(?:\d{1,3}m|0?\.\d+)$/.test(cpu));
  return small === undefined
    ? undefined
    : invalidArgument(`resources.limits.cpu: ${small} is too low for a job; at least 1.`);
}
