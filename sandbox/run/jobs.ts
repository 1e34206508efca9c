import { param, type Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { routesOf } from "../core/collection-routes";
import { asObject, mapAt, omit, over, pick, type Json, type JsonObject } from "../core/json";
import { projectNumber } from "../core/projects";
import { policyRoutes } from "../iam/policies";
import { checkJob, taskOf } from "./job-rules";
import { holding, recordOf, secretsRefused } from "./records";
import { secretProblem } from "./secret-rules";

const NETWORK = "template.template.vpcAccess.networkInterfaces[]";

const jobs: Collection = {
  api: "run",
  pattern: "projects/{project}/locations/{location}/jobs",
  noun: "Resource",
  id: { query: "jobId" },
  items: "jobs",
  style: "lro",
  update: { method: "PATCH", join: "replace" },
  guard: "etag",
  references: [`${NETWORK}.network`, `${NETWORK}.subnetwork`],
  fill: (draft) => {
    const { call, path, previous } = draft;
    const time = call.store.time();
    return {
      ...omit(withDefaults(draft), "etag", "uid"),
      ...recordOf(draft),
      executionCount: 0,
      ...pick(previous ?? {}, "executionCount", "latestCreatedExecution"),
      name: path,
      updateTime: time,
      etag: call.store.etag(),
      terminalCondition: holding("Ready", time),
      conditions: [holding("ResourcesAvailable", time)],
    };
  },
  check: checkJob,
  settle: (draft) => {
    const problem = secretProblem(taskOf(draft));
    if (problem === undefined) return undefined;
    const message = `Job '${draft.id}' is not ready and cannot be run. ${problem}`;
    return { stored: { ...draft.next, terminalCondition: secretsRefused(message) }, error: { code: 9, message } };
  },
  afterDelete: ({ call, path }) => {
    for (const [name] of call.store.below(`run/${path}/executions/`)) call.store.remove(name);
  },
};

/** What Cloud Run answers where nothing was sent; nothing that the provider does not compute is added. */
function withDefaults({ call, next }: Draft): JsonObject {
  const number = projectNumber(call.store, param(call, "project"));
  const job = over(
    {
      launchStage: "GA",
      template: {
        taskCount: 1,
        template: {
          maxRetries: 3,
          timeout: "600s",
          serviceAccount: `${number}-compute@developer.gserviceaccount.com`,
          executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
        },
      },
    },
    next,
  );
  return asObject(mapAt(job, "template.template.containers[]", withLimits));
}

function withLimits(each: Json): Json {
  const container = asObject(each);
  const { limits = { cpu: "1000m", memory: "512Mi" }, ...resources } = asObject(container.resources);
  return { ...container, resources: { ...resources, limits } };
}

/** Jobs of Cloud Run. */
export const jobCollections: readonly Collection[] = [jobs];

/** Their routes, but for what they run. */
export const jobRoutes: readonly Route[] = [
  ...jobCollections.flatMap(routesOf),
  ...policyRoutes({ api: "run", pattern: `${jobs.pattern}/{id}`, get: "GET" }),
];
