import { isGooglesKey } from "./label-maps";
import { plainPath } from "./paths";

/** Types of Cloud Run that gcloud, the console and other tools deploy. */
const DEPLOYED_BY_TOOLS: ReadonlySet<string> = new Set([
  "google_cloud_run_v2_job",
  "google_cloud_run_v2_service",
  "google_cloud_run_v2_worker_pool",
]);

/**
 * What a tool writes when it deploys: its own name and version, which Google calls arbitrary, and a name for the revision,
 * which Google gives where the tool does not
 * (https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services#Service).
 */
const TRACES: ReadonlySet<string> = new Set(["client", "client_version", "template.revision"]);

const TOOLS_MAP = /(?:^|\.)(?:effective_)?(?:labels|annotations)\.(.+)$/;

/**
 * Whether an attribute tells who has deployed last, and nothing of how the service runs.
 *
 * @param path - with or without indexes
 */
export function isDeployTrace(type: string, path: string): boolean {
  if (!DEPLOYED_BY_TOOLS.has(type)) return false;
  const plain = plainPath(path);
  const key = TOOLS_MAP.exec(plain)?.[1];
  return TRACES.has(plain) || (key !== undefined && isGooglesKey(key));
}
