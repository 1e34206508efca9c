import { asObject, asText, omitMembers, type JsonObject } from "../core/json";
import type { Store } from "../core/store";
import { metCondition } from "./records";

/** What an execution of a job comes to. */
export const OUTCOMES = ["succeed", "fail", "cancel"] as const;

/** One of them. */
export type Outcome = (typeof OUTCOMES)[number];

/** What the next executions of a job come to, as a test orders it. */
export interface JobOrder {
  /** `run`: they go on until somebody ends them. */
  readonly outcome: Outcome | "run";
  /** How often one is asked for, by its name, while it is still running. */
  readonly reads: number;
}

/** Name of a job's order in the store: no API has such a resource. */
export const orderName = (job: string): string => `sandbox-job-runs/${job}`;

/** The order of a job; without one its executions succeed at once. */
export function jobOrder(store: Store, job: string): JobOrder {
  const { outcome = "succeed", reads = 0 } = (store.get(orderName(job)) ?? {}) as Partial<JobOrder>;
  return { outcome, reads };
}

/** How an execution ended, in Google's conditions and counts. */
const ENDS: Readonly<Record<Outcome, readonly [count: string, status: string, condition: JsonObject]>> = {
  succeed: ["succeededCount", "EXECUTION_SUCCEEDED", { state: "CONDITION_SUCCEEDED" }],
  fail: [
    "failedCount",
    "EXECUTION_FAILED",
    {
      state: "CONDITION_FAILED",
      message: "The container exited with an error.",
      executionReason: "NON_ZERO_EXIT_CODE",
    },
  ],
  cancel: [
    "cancelledCount",
    "EXECUTION_CANCELLED",
    { state: "CONDITION_FAILED", message: "Execution was cancelled.", executionReason: "CANCELLED" },
  ],
};

/** Whether an execution has come to its end. */
export const isExecutionOver = ({ completionTime }: JsonObject): boolean => completionTime !== undefined;

/** An execution that came to its end at a time; counts that are zero are absent, as in all of Google's JSON. */
export function endedExecution(execution: JsonObject, outcome: Outcome, time: string): JsonObject {
  const [count, , condition] = ENDS[outcome];
  return {
    ...omitMembers(execution, "runningCount", "order"),
    [count]: Number(execution.taskCount),
    reconciling: false,
    completionTime: time,
    updateTime: time,
    conditions: [
      { type: "Completed", lastTransitionTime: time, ...condition },
      ...startedConditions(asText(execution.startTime)),
    ],
  };
}

/** Conditions of an execution whose tasks have begun. */
export const startedConditions = (time: string): readonly JsonObject[] =>
  ["ResourcesAvailable", "Started", "ContainerReady"].map((type) => metCondition(type, time));

/** What a job says of its latest execution. */
export function latestExecution(execution: JsonObject): JsonObject {
  const { name, createTime, completionTime } = execution;
  const end = Object.values(ENDS).find(([count]) => execution[count] !== undefined);
  return {
    name: asText(name).split("/").at(-1),
    createTime,
    ...(completionTime !== undefined && { completionTime }),
    completionStatus: end?.[1] ?? "EXECUTION_RUNNING",
  };
}

/** Writes an execution that came to its end, and what its job says of it. */
export function endExecution(store: Store, execution: JsonObject, outcome: Outcome): JsonObject {
  const over = endedExecution(execution, outcome, store.time());
  storeExecution(store, over);
  return over;
}

/** Writes an execution, and what its job says of its latest one. */
export function storeExecution(store: Store, execution: JsonObject): void {
  store.put(`run/${asText(execution.name)}`, execution);
  const name = `run/${asText(execution.job)}`;
  const job = store.get(name) ?? {};
  const latest = asText(asObject(job.latestCreatedExecution).name);
  const isLatest = latest === "" || asText(execution.name).endsWith(`/${latest}`);
  if (isLatest) store.put(name, { ...job, latestCreatedExecution: latestExecution(execution) });
}
