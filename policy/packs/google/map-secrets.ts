import { UNKNOWN, blockPaths, isValues, valueAt, type Resource, type Value } from "../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import { isPlainSecret } from "./secret-names";

/** Maps whose values stand in the plan, in the state, and before everyone who may look at the resource. */
const MAPS: readonly (readonly [type: string, block: string, map: string])[] = [
  ["google_cloudbuild_trigger", "", "substitutions"],
  ["google_cloudbuild_trigger", "build", "substitutions"],
  ["google_cloud_scheduler_job", "http_target", "headers"],
  ["google_cloud_scheduler_job", "app_engine_http_target", "headers"],
  ["google_compute_instance", "", "metadata"],
  ["google_compute_instance_template", "", "metadata"],
  ["google_compute_region_instance_template", "", "metadata"],
  ["google_compute_project_metadata", "", "metadata"],
  ["google_dataflow_job", "", "parameters"],
  ["google_app_engine_standard_app_version", "", "env_variables"],
  ["google_app_engine_flexible_app_version", "", "env_variables"],
];

/** Headers whose value lets in whoever sends it. */
const OPENING_HEADER = /^((proxy-)?authorization|cookie|x-(api|auth|access)-?(key|token))$/i;

/** Programs and public keys in a machine's metadata, of which other rules speak. */
const NO_VALUE = /^(.*startup-script(-url)?|.*shutdown-script|user-data|ssh-keys|sshKeys|enable-oslogin)$/;

const isSecret = (map: string, name: string, value: Value): boolean =>
  typeof value === "string" &&
  value !== "" &&
  !NO_VALUE.test(name) &&
  ((map === "headers" && OPENING_HEADER.test(name)) || isPlainSecret(name, value));

function judgeMap(resource: Resource, path: string, map: string): readonly Verdict[] {
  const values = valueAt(resource, path);
  if (values === UNKNOWN) return [unknown(resource, path)];
  return isValues(values)
    ? Object.entries(values)
        .filter(([name, value]) => isSecret(map, name, value))
        .map(([name]) => violation(resource, `${path}: "${name}" has a plain value`))
    : [];
}

/** Secrets among what is handed to machines, builds, schedules and programs as a map. */
export const mapSecrets: Rule = {
  id: "map-plain-secret",
  kind: "exposed",
  severity: "high",
  title: "No header, substitution or metadata of a machine is a secret",
  why: "It stands in code, plan and state, and everyone who may look at the resource reads it.",
  fix: "keep it in Secret Manager, and let the program read it there; a schedule calls with oidc_token",
  source: "https://cloud.google.com/secret-manager/docs/overview",
  check: (estate) =>
    MAPS.flatMap(([type, block, map]) =>
      estate
        .ofType(type)
        .flatMap((resource) =>
          (block === "" ? [map] : blockPaths(resource, block).map((at) => `${at}.${map}`)).flatMap((path) =>
            judgeMap(resource, path, map),
          ),
        ),
    ),
};
