import {
  failedPrecondition,
  isRefusal,
  notFound,
  okAnswer,
  refusalAnswer,
  type Answer,
  type Refusal,
} from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { listedEntries } from "../core/collection-routes";
import { asList, asNumber, asObject, asText, omitMembers, pickMembers, type Json, type JsonObject } from "../core/json";
import { keepAnsweredOperation, operationRoute } from "../core/kept-operations";
import { answerList, PAGE_PARAMETERS } from "../core/list-answer";
import {
  endExecution,
  endedExecution,
  isExecutionOver,
  jobOrder,
  startedConditions,
  storeExecution,
  type Outcome,
} from "./execution-states";
import { checkJob } from "./job-rules";
import { runMessage } from "./records";

const JOB = "projects/{project}/locations/{location}/jobs/{job}";
const EXECUTION = `${JOB}/executions/{execution}`;

const missingResource = (path: string): Refusal => notFound(`Resource '${path}' was not found`);

/** The execution without the order of a test, which is the sandbox's own. */
const answeredExecution = (execution: JsonObject): JsonObject => omitMembers(execution, "order");

/** The operation of a run is done when its execution has ended. */
function executionOperation(name: string, execution: JsonObject): JsonObject {
  const body = runMessage("Execution", answeredExecution(execution));
  const done = isExecutionOver(execution);
  return { name, metadata: body, done, ...(done && { response: body }) };
}

const answerStarted = ({ store, params }: Call, execution: JsonObject): Answer =>
  okAnswer(
    executionOperation(
      `projects/${params.project}/locations/${params.location}/operations/operation-${store.next()}`,
      execution,
    ),
  );

/** An operation that is asked for again; that of a run ends with its execution. */
function currentOperation(call: Call, operation: JsonObject): JsonObject {
  if (operation.done === true) return operation;
  const execution = readExecution(call, asText(asObject(operation.metadata).name));
  // Who deletes an execution does not end its operation.
  if (isRefusal(execution)) return operation;
  const current = executionOperation(asText(operation.name), execution);
  keepAnsweredOperation(call.store, current);
  return current;
}

function runJob(call: Call): Answer {
  const { store, path } = call;
  const job = store.get(`run/${path}`);
  if (job === undefined) return refusalAnswer(missingResource(path));
  const ready = asObject(job.terminalCondition);
  if (ready.state !== "CONDITION_SUCCEEDED") return refusalAnswer(failedPrecondition(asText(ready.message)));
  const template = overriddenTemplate(asObject(job.template), asObject(call.body.overrides));
  const id = path.slice(path.lastIndexOf("/") + 1);
  const refusal = checkJob({ call, path, id, next: { ...job, template } });
  if (refusal !== undefined) return refusalAnswer(refusal);
  const begun = newExecution(call, template, `${id}-${store.next().toString(36).padStart(5, "0")}`);
  store.put(`run/${path}`, {
    ...omitMembers(job, "latestCreatedExecution"),
    executionCount: Number(job.executionCount) + 1,
  });
  const { outcome, reads } = jobOrder(store, path);
  const execution = outcome === "run" || reads > 0 ? begun : endedExecution(begun, outcome, store.time());
  storeExecution(store, execution);
  return answerStarted(call, execution);
}

/** The template of one execution: the overrides of the call replace what the job declares. */
function overriddenTemplate(template: JsonObject, overrides: JsonObject): JsonObject {
  const task = asObject(template.template);
  const containers = asList(task.containers).map((each, index): Json => {
    const container = asObject(each);
    const given = asList(overrides.containerOverrides).map(asObject);
    const mine = given.find(({ name }) => (name === undefined ? index === 0 : name === container.name)) ?? {};
    const env = asList(mine.env).map(asObject);
    const kept = asList(container.env).filter((variable) => env.every(({ name }) => name !== asObject(variable).name));
    return {
      ...container,
      ...(mine.clearArgs === true ? { args: [] } : pickMembers(mine, "args")),
      ...(env.length > 0 && { env: [...kept, ...env] }),
    };
  });
  return {
    ...template,
    ...pickMembers(overrides, "taskCount"),
    template: { ...task, ...pickMembers(overrides, "timeout"), containers },
  };
}

function newExecution({ store, path }: Call, template: JsonObject, id: string): JsonObject {
  const time = store.time();
  const { outcome, reads } = jobOrder(store, path);
  const tasks = asNumber(template.taskCount);
  return {
    name: `${path}/executions/${id}`,
    uid: `00000000-0000-4000-c000-${String(store.next()).padStart(12, "0")}`,
    generation: "1",
    observedGeneration: "1",
    job: path,
    createTime: time,
    startTime: time,
    updateTime: time,
    launchStage: "GA",
    taskCount: tasks,
    parallelism: asNumber(template.parallelism ?? 0) || tasks,
    template: asObject(template.template),
    reconciling: true,
    runningCount: tasks,
    conditions: [
      { type: "Completed", state: "CONDITION_RECONCILING", lastTransitionTime: time },
      ...startedConditions(time),
    ],
    logUri: `https://console.cloud.google.com/run/jobs/executions/details/${id}`,
    etag: store.etag(),
    ...(outcome !== "run" && { order: { outcome, reads } }),
  };
}

/** Reads an execution; it ends with the last read of its order. */
function readExecution({ store }: Call, path: string): JsonObject | Refusal {
  const stored = store.get(`run/${path}`);
  if (stored === undefined) return missingResource(path);
  if (stored.order === undefined) return stored;
  const { outcome, reads } = asObject(stored.order);
  const left = Number(reads);
  if (left <= 0) return endExecution(store, stored, outcome as Outcome);
  store.put(`run/${path}`, { ...stored, order: { outcome, reads: left - 1 } });
  return stored;
}

function getExecution(call: Call): Answer {
  const execution = readExecution(call, call.path);
  return isRefusal(execution) ? refusalAnswer(execution) : okAnswer(answeredExecution(execution));
}

function cancelExecution(call: Call): Answer {
  const execution = call.store.get(`run/${call.path}`);
  if (execution === undefined) return refusalAnswer(missingResource(call.path));
  if (isExecutionOver(execution)) {
    return refusalAnswer(failedPrecondition(`Execution '${param(call, "execution")}' is already completed.`));
  }
  return answerStarted(call, endExecution(call.store, execution, "cancel"));
}

/** Lists executions, newest first. */
function listExecutions(call: Call): Answer {
  const executions = listedEntries(call.store, `run/${call.path}`).map(([, execution]) => answeredExecution(execution));
  const byTime = (a: JsonObject, b: JsonObject): number => (asText(a.createTime) < asText(b.createTime) ? 1 : -1);
  return answerList(call, { items: "executions", elements: executions.sort(byTime), leavesOutEmpty: true });
}

/** Lists the tasks of an execution, which all end as it does. */
function listTasks(call: Call): Answer {
  const path = call.path.slice(0, -"/tasks".length);
  const execution = asObject(call.store.get(`run/${path}`));
  const { startTime, completionTime, createTime, conditions, failedCount, job } = execution;
  const exit = failedCount === undefined ? 0 : 1;
  const made = Array.from({ length: Number(execution.taskCount) }, (_, index): JsonObject => ({
    name: `${path}/tasks/${param(call, "execution")}-task${index}`,
    ...(index > 0 && { index }),
    job,
    execution: path,
    createTime,
    startTime,
    ...(completionTime !== undefined && { completionTime, lastAttemptResult: { status: {}, exitCode: exit } }),
    conditions,
  }));
  return answerList(call, { items: "tasks", elements: made });
}

/** Executions of jobs are started, read, listed and cancelled. */
export const executionRoutes: readonly Route[] = [
  { api: "run", method: "POST", pattern: JOB, verb: "run", handle: runJob },
  {
    ...{ api: "run", method: "GET", pattern: `${JOB}/executions`, reads: PAGE_PARAMETERS, wildcards: ["job"] },
    handle: listExecutions,
  },
  { api: "run", method: "GET", pattern: EXECUTION, handle: getExecution },
  { api: "run", method: "POST", pattern: EXECUTION, verb: "cancel", handle: cancelExecution },
  { api: "run", method: "GET", pattern: `${EXECUTION}/tasks`, reads: PAGE_PARAMETERS, handle: listTasks },
  operationRoute("run", "projects/{project}/locations/{location}/operations", currentOperation),
];
