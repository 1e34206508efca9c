import { MAX_JOB_TASKS, MAX_TASK_RETRIES, MAX_TASK_SECONDS } from "../cloud-run";
import { refusalRow } from "./row";

const isWhole = (value: number, least: number, most: number): boolean =>
  Number.isInteger(value) && value >= least && value <= most;

/** What Cloud Run refuses of jobs; the texts are ours. */
export const JOB_REFUSALS = {
  tasks: refusalRow<{ readonly tasks: number; readonly given: string }>({
    accepts: ({ tasks }) => isWhole(tasks, 1, MAX_JOB_TASKS),
    text: ({ given }) => `template.task_count: must be between 1 and ${MAX_JOB_TASKS}, found ${given}.`,
    allowed: `1 to ${MAX_JOB_TASKS}`,
    source: "https://cloud.google.com/run/docs/configuring/task-count",
  }),
  /** 0 is as many as there are. */
  parallelism: refusalRow<{ readonly atOnce: number; readonly tasks: number; readonly given: string }>({
    accepts: ({ atOnce, tasks }) => isWhole(atOnce, 0, tasks),
    text: ({ tasks, given }) => `template.parallelism: must be between 0 and task_count ${tasks}, found ${given}.`,
    allowed: "at most task_count",
    source: "https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.jobs#ExecutionTemplate",
  }),
  timeout: refusalRow<{ readonly seconds: number; readonly given: string }>({
    accepts: ({ seconds }) => seconds > 0 && seconds <= MAX_TASK_SECONDS,
    text: ({ given }) => `template.template.timeout: must be between 1s and ${MAX_TASK_SECONDS}s, found ${given}.`,
    allowed: `"1s" to "${MAX_TASK_SECONDS}s"`,
    source: "https://cloud.google.com/run/docs/configuring/task-timeout",
  }),
  retries: refusalRow<{ readonly retries: number; readonly given: string }>({
    accepts: ({ retries }) => isWhole(retries, 0, MAX_TASK_RETRIES),
    text: ({ given }) => `template.template.max_retries: must be between 0 and ${MAX_TASK_RETRIES}, found ${given}.`,
    allowed: `0 to ${MAX_TASK_RETRIES}`,
    source: "https://cloud.google.com/run/docs/configuring/max-retries",
  }),
} as const;
