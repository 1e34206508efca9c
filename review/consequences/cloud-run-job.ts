import type { AttributeRow } from "../consequence";
import { attributeRows } from "./row";

const CONTAINER = "template.template.containers";

/** Rows of jobs: nothing that runs is touched, and the next run is another one. */
export const CLOUD_RUN_JOB: readonly AttributeRow[] = attributeRows("google_cloud_run_v2_job", [
  {
    paths: [`${CONTAINER}.env.*`],
    severity: "medium",
    text: "its next run gets other variables",
    undo: "redeploy",
  },
  {
    paths: [`${CONTAINER}.image`, `${CONTAINER}.command.*`, `${CONTAINER}.args.*`],
    severity: "medium",
    text: "its next run runs another program",
    undo: "redeploy",
  },
  {
    paths: ["template.template.service_account"],
    severity: "high",
    text: "its next run runs as another account, with that one's roles",
    undo: "redeploy",
  },
  {
    paths: [
      "template.template.timeout",
      "template.template.max_retries",
      "template.task_count",
      "template.parallelism",
    ],
    severity: "medium",
    text: "its next run may last, repeat or divide itself otherwise",
    undo: "redeploy",
  },
]);
