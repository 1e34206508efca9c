import type { Environment } from "../../../environments/environment";
import { cachePath } from "../../../environments/names";

/** The primary of the environment's cache, in Monitoring's filter language: a replica has no clients of ours. */
export const ofPrimary = (environment: Environment): readonly string[] => [
  `resource.labels.instance_id="${cachePath(environment)}"`,
  'metric.labels.role="primary"',
];
