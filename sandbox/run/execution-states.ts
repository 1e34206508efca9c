import { asObject, asText, omitMembers, type JsonObject } from "../core/json";
import type { Store } from "../core/store";
import { metCondition } from "./records";

/** Ways in which an execution of a job ends. */
export const OUTCOMES = ["succeed", "fail", "cancel"] as const;

/** How an execution ends. */
export type Outcome = (typeof OUTCOMES)[number];

/** How the next executions of a job end, as a test orders it. */
export interface JobOrder {
  /** `run`: they run until the admin API ends them. */
  readonly outcome: Outcome | "run";
  /** Number of reads, by its name, during which an execution still runs. */
  readonly reads: number;
}

/** Name of a job's order in the store. No API serves it. */
export const orderName = (job: string): string => `sandbox-job-runs/${job}`;

/**
 * The order of a job.
 *
 * @default executions succeed at once
 */
export function jobOrder(store: Store, job: string): JobOrder {
  const { outcome = "succeed", reads = 0 } = (store.get(orderName(job)) ?? {}) as Partial<JobOrder>;
  return { outcome, reads };
}

/** Google's count, status and condition for each end of an execution. */
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

/** Whether an execution has ended. */
export const isExecutionOver = ({ completionTime }: JsonObject): boolean => completionTime !== undefined;

/** The execution with its end. Google's JSON leaves out counts that are zero. */
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

/** The latest execution as its job answers it. */
function latestExecution(execution: JsonObject): JsonObject {
  const { name, createTime, completionTime } = execution;
  const end = Object.values(ENDS).find(([count]) => execution[count] !== undefined);
  return {
    name: asText(name).split("/").at(-1),
    createTime,
    ...(completionTime !== undefined && { completionTime }),
    completionStatus: end?.[1] ?? "EXECUTION_RUNNING",
  };
}

/** Ends an execution, and stores it. */
export function endExecution(store: Store, execution: JsonObject, outcome: Outcome): JsonObject {
  const over = endedExecution(execution, outcome, store.time());
  storeExecution(store, over);
  return over;
}

/** Stores an execution, and writes it into its job where it is the latest. */
export function storeExecution(store: Store, execution: JsonObject): void {
  store.put(`run/${asText(execution.name)}`, execution);
  const name = `run/${asText(execution.job)}`;
  const job = store.get(name) ?? {};
  const latest = asText(asObject(job.latestCreatedExecution).name);
  const isLatest = latest === "" || asText(execution.name).endsWith(`/${latest}`);
  if (isLatest) store.put(name, { ...job, latestCreatedExecution: latestExecution(execution) });
}
