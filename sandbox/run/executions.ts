import { failedPrecondition, isRefusal, notFound, ok, refuse, type Answer, type Refusal } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { listed } from "../core/lists";
import { asList, asNumber, asObject, asText, omit, pick, type Json, type JsonObject } from "../core/json";
import { end, ended, isOver, keep, orderOf, started, type Outcome } from "./execution-states";
import { checkJob } from "./job-rules";

const JOB = "projects/{project}/locations/{location}/jobs/{job}";
const EXECUTION = `${JOB}/executions/{execution}`;

/** What Google's JSON calls an execution where it could be anything. */
const TYPE = "type.googleapis.com/google.cloud.run.v2.Execution";

const missing = (path: string): Refusal => notFound(`Resource '${path}' was not found`);

/** The order that a test gave is the sandbox's own, and not answered. */
const shown = (execution: JsonObject): JsonObject => omit(execution, "order");

/** The operation of a run lasts as long as its execution. */
function operation({ store, params }: Call, execution: JsonObject): Answer {
  const body = { "@type": TYPE, ...shown(execution) };
  return ok({
    name: `projects/${params.project}/locations/${params.location}/operations/operation-${store.next()}`,
    metadata: body,
    done: isOver(execution),
    ...(isOver(execution) && { response: body }),
  });
}

function run(call: Call): Answer {
  const { store, path } = call;
  const job = store.get(`run/${path}`);
  if (job === undefined) return refuse(missing(path));
  const ready = asObject(job.terminalCondition);
  if (ready.state !== "CONDITION_SUCCEEDED") return refuse(failedPrecondition(asText(ready.message)));
  const template = overridden(asObject(job.template), asObject(call.body.overrides));
  const id = path.slice(path.lastIndexOf("/") + 1);
  const refusal = checkJob({ call, path, id, next: { ...job, template } });
  if (refusal !== undefined) return refuse(refusal);
  const begun = begin(call, template, `${id}-${store.next().toString(36).padStart(5, "0")}`);
  store.put(`run/${path}`, { ...omit(job, "latestCreatedExecution"), executionCount: Number(job.executionCount) + 1 });
  const { outcome, reads } = orderOf(store, path);
  const execution = outcome === "run" || reads > 0 ? begun : ended(begun, outcome, store.time());
  keep(store, execution);
  return operation(call, execution);
}

/** The template of one execution: what the call says of containers, tasks and time goes before what the job says. */
function overridden(template: JsonObject, overrides: JsonObject): JsonObject {
  const task = asObject(template.template);
  const containers = asList(task.containers).map((each, index): Json => {
    const container = asObject(each);
    const given = asList(overrides.containerOverrides).map(asObject);
    const mine = given.find(({ name }) => (name === undefined ? index === 0 : name === container.name)) ?? {};
    const env = asList(mine.env).map(asObject);
    const kept = asList(container.env).filter((variable) => env.every(({ name }) => name !== asObject(variable).name));
    return {
      ...container,
      ...(mine.clearArgs === true ? { args: [] } : pick(mine, "args")),
      ...(env.length > 0 && { env: [...kept, ...env] }),
    };
  });
  return {
    ...template,
    ...pick(overrides, "taskCount"),
    template: { ...task, ...pick(overrides, "timeout"), containers },
  };
}

function begin({ store, path }: Call, template: JsonObject, id: string): JsonObject {
  const time = store.time();
  const { outcome, reads } = orderOf(store, path);
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
    conditions: [{ type: "Completed", state: "CONDITION_RECONCILING", lastTransitionTime: time }, ...started(time)],
    logUri: `https://console.cloud.google.com/run/jobs/executions/details/${id}`,
    etag: store.etag(),
    ...(outcome !== "run" && { order: { outcome, reads } }),
  };
}

/** The execution of a path, as it is when it is asked for: one whose order has run out ends now. */
function looked({ store }: Call, path: string): JsonObject | Refusal {
  const stored = store.get(`run/${path}`);
  if (stored === undefined) return missing(path);
  if (stored.order === undefined) return stored;
  const { outcome, reads } = asObject(stored.order);
  const left = Number(reads);
  if (left <= 0) return end(store, stored, outcome as Outcome);
  store.put(`run/${path}`, { ...stored, order: { outcome, reads: left - 1 } });
  return stored;
}

function get(call: Call): Answer {
  const execution = looked(call, call.path);
  return isRefusal(execution) ? refuse(execution) : ok(shown(execution));
}

function cancel(call: Call): Answer {
  const execution = call.store.get(`run/${call.path}`);
  if (execution === undefined) return refuse(missing(call.path));
  if (isOver(execution)) {
    return refuse(failedPrecondition(`Execution '${param(call, "execution")}' is already completed.`));
  }
  return operation(call, end(call.store, execution, "cancel"));
}

/** Newest first. */
function list({ store, path }: Call): Answer {
  const executions = store.list(`run/${path}`).map(([, execution]) => shown(execution));
  const byTime = (a: JsonObject, b: JsonObject): number => (asText(a.createTime) < asText(b.createTime) ? 1 : -1);
  return ok(listed("executions", executions.sort(byTime)));
}

/** The tasks of an execution all come to what it comes to. */
function tasks(call: Call): Answer {
  const path = call.path.slice(0, -"/tasks".length);
  const execution = call.store.get(`run/${path}`);
  if (execution === undefined) return refuse(missing(path));
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
  return ok({ tasks: made });
}

/** What jobs run: started, read, listed, cancelled. */
export const executionRoutes: readonly Route[] = [
  { api: "run", method: "POST", pattern: JOB, verb: "run", handle: run },
  { api: "run", method: "GET", pattern: `${JOB}/executions`, handle: list },
  { api: "run", method: "GET", pattern: EXECUTION, handle: get },
  { api: "run", method: "POST", pattern: EXECUTION, verb: "cancel", handle: cancel },
  { api: "run", method: "GET", pattern: `${EXECUTION}/tasks`, handle: tasks },
];
