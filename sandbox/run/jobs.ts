import { defaultAnswer } from "../../google/hardened/answer";
import { JOB_TEMPLATE } from "../../google/hardened/cloud-run";
import { param, type Route } from "../core/call";
import type { Collection, Draft } from "../core/collection";
import { collectionRoutes } from "../core/collection-routes";
import { asObject, mapValuesAt, mergeObjects, omitMembers, pickMembers, type JsonObject } from "../core/json";
import { projectNumber } from "../core/projects";
import { policyRoutes } from "../iam/policies";
import { withLimits } from "./containers";
import { checkJob, taskOf } from "./job-rules";
import { metCondition, recordMembers, runOperation, secretsCondition } from "./records";
import { secretProblem } from "./secret-rules";

const NETWORK = "template.template.vpcAccess.networkInterfaces[]";

const jobs: Collection = {
  api: "run",
  pattern: "projects/{project}/locations/{location}/jobs",
  noun: "Resource",
  id: { query: "jobId" },
  items: "jobs",
  style: runOperation("Job"),
  update: { method: "PATCH", join: "replace" },
  guard: "etag",
  references: [`${NETWORK}.network`, `${NETWORK}.subnetwork`],
  fill: (draft) => {
    const { call, path, previous } = draft;
    const time = call.store.time();
    return {
      ...omitMembers(withDefaults(draft), "etag", "uid"),
      ...recordMembers(draft),
      executionCount: 0,
      ...pickMembers(previous ?? {}, "executionCount", "latestCreatedExecution"),
      name: path,
      updateTime: time,
      etag: call.store.etag(),
      terminalCondition: metCondition("Ready", time),
      conditions: [metCondition("ResourcesAvailable", time)],
    };
  },
  check: checkJob,
  settle: (draft) => {
    const problem = secretProblem(taskOf(draft));
    if (problem === undefined) return undefined;
    const message = `Job '${draft.id}' is not ready and cannot be run. ${problem}`;
    return { stored: { ...draft.next, terminalCondition: secretsCondition(message) }, error: { code: 9, message } };
  },
  afterDelete: ({ call, path }) => {
    for (const [name] of call.store.below(`run/${path}/executions/`)) call.store.remove(name);
  },
};

/** The job with the defaults that Cloud Run answers and the provider computes. */
function withDefaults({ call, next }: Draft): JsonObject {
  const number = projectNumber(call.store, param(call, "project"));
  const defaults = mergeObjects(defaultAnswer(JOB_TEMPLATE), {
    launchStage: "GA",
    template: {
      taskCount: 1,
      template: { timeout: "600s", serviceAccount: `${number}-compute@developer.gserviceaccount.com` },
    },
  });
  const job = mergeObjects(defaults, next);
  return asObject(mapValuesAt(job, "template.template.containers[]", (each) => withLimits(asObject(each))));
}

/** Jobs of Cloud Run. */
export const jobCollections: readonly Collection[] = [jobs];

/** Their routes, without those of executions. */
export const jobRoutes: readonly Route[] = [
  ...jobCollections.flatMap(collectionRoutes),
  ...policyRoutes({ api: "run", pattern: `${jobs.pattern}/{id}`, get: "GET" }),
];
