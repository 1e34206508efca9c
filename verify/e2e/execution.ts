import { z } from "zod";
import type { StagingEnvironment } from "../../environments/environment";
import { e2eJobName } from "../../environments/names";
import { parseAnswer, isStatus, type JsonObject } from "../google-answers";
import type { GoogleApi } from "../google-api";

/** An execution of the job: what following it needs. */
export interface ExecutionState {
  /** Full name, `projects/…/executions/e2e-runner-abcde`. */
  readonly name: string;
  /** Set by Google; absent until the container starts. */
  readonly started: Date | undefined;
  readonly created: Date | undefined;
  /** Absent while it runs. */
  readonly ended: Date | undefined;
  readonly isSuccess: boolean;
  /** Why it failed, in Google's words; empty where it did not. */
  readonly said: string;
}

const Time = z
  .string()
  .transform((text) => new Date(text))
  .optional();

const Execution = z.object({
  name: z.string(),
  createTime: Time,
  startTime: Time,
  completionTime: Time,
  conditions: z
    .array(z.object({ type: z.string().optional(), state: z.string().optional(), message: z.string().optional() }))
    .default([]),
});
const Page = z.object({ executions: z.array(Execution).default([]), nextPageToken: z.string().optional() });
const Started = z.object({ metadata: z.object({ name: z.string().regex(/\/executions\//) }) });

/** Pages of a hundred: Google keeps a thousand executions of a job. */
const MOST_PAGES = 10;

function stateOf({
  name,
  createTime,
  startTime,
  completionTime,
  conditions,
}: z.infer<typeof Execution>): ExecutionState {
  const completed = conditions.find(({ type }) => type === "Completed");
  const isSuccess = completed?.state === "CONDITION_SUCCEEDED";
  return {
    name,
    created: createTime,
    started: startTime,
    ended: completionTime,
    isSuccess,
    said: isSuccess ? "" : (completed?.message ?? ""),
  };
}

/** The last part of a full name. */
export const shortName = (name: string): string => name.split("/").pop() ?? name;

/** Starts the job once. @throws GoogleApiError */
export async function startExecution(api: GoogleApi, environment: StagingEnvironment): Promise<string> {
  return parseAnswer(Started, await api.post("run", `${e2eJobName(environment)}:run`, {}), "run start").metadata.name;
}

/** @throws GoogleApiError */
export const executionAt = async (api: GoogleApi, name: string): Promise<ExecutionState> =>
  stateOf(parseAnswer(Execution, await api.get("run", name), `run ${shortName(name)}`));

/** @throws GoogleApiError */
export const cancelExecution = async (api: GoogleApi, name: string): Promise<void> => {
  await api.post("run", `${name}:cancel`, {});
};

/** Executions that have not ended; none where the job does not exist. @throws GoogleApiError */
export async function runningExecutions(
  api: GoogleApi,
  environment: StagingEnvironment,
): Promise<readonly ExecutionState[]> {
  const found: ExecutionState[] = [];
  let pageToken: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await api
      .get("run", `${e2eJobName(environment)}/executions`, { pageSize: "100", pageToken })
      .catch(ignoringNotFound);
    const { executions, nextPageToken } = parseAnswer(Page, answer, "run executions");
    found.push(...executions.map(stateOf));
    pageToken = nextPageToken;
    if (!pageToken) break;
  }
  return found.filter(({ ended }) => ended === undefined);
}

function ignoringNotFound(error: unknown): JsonObject {
  if (isStatus(error, 404)) return {};
  throw error;
}

/** The command that ends an execution by hand. */
export const cancelCommand = ({ project, region }: StagingEnvironment, name: string): string =>
  `gcloud run jobs executions cancel ${shortName(name)} --region ${region} --project ${project}`;

/** Where people look at an execution. */
export const executionLink = ({ project, region }: StagingEnvironment, name: string): string =>
  `https://console.cloud.google.com/run/jobs/executions/details/${region}/${shortName(name)}/tasks?project=${project}`;
