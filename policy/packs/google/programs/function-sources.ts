import type { Estate } from "../../../core/estate";
import { namedAt } from "../../../core/relations/named";
import { forEveryOf, forEveryResource, judgeValue } from "../../../core/judge";
import { UNKNOWN, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { FUNCTION_TYPES, FUNCTION_V1, FUNCTION_V2 } from "./programs";

const OBJECT = "google_storage_bucket_object";
const SOURCE = "build_config[0].source[0].storage_source[0]";

/** A part of a name that changes with what it names: a checksum, a date, a commit. */
const CHANGING = /[0-9a-f]{7,}|[A-Za-z0-9+/]{20,}={0,2}|\d{6,}/;

/** Whether a function takes the checksum of its code from somewhere else than the name: a label, a variable, a generation. */
const tellsElsewhere = (func: Resource, object: Resource, path: string): boolean =>
  valueAt(func, `${SOURCE}.generation`) !== undefined ||
  [...func.references].some(
    ([at, addresses]) =>
      at !== path && at !== `${SOURCE}.bucket` && addresses.some((from) => from.startsWith(object.address)),
  );

function judgeSource(func: Resource, estate: Estate) {
  const path = func.type === FUNCTION_V1 ? "source_archive_object" : `${SOURCE}.object`;
  const [object] = namedAt(estate, func, path, [OBJECT]).resources;
  const name = object && valueAt(object, "name");
  if (!object || name === undefined || name === UNKNOWN || CHANGING.test(textAt(object, "name") ?? "")) return [];
  // What is given to the configuration may change with each deployment.
  const isGiven = referencesAt(object, "name").some((from) => !/(^|\.)(path|each)\./.test(from));
  return isGiven || tellsElsewhere(func, object, path)
    ? []
    : [
        violation(
          func,
          `${path}: ${object.address} has one name for every version of the code, a checksum in it needed`,
        ),
      ];
}

export const functionSource: Rule = {
  id: "function-source-name",
  kind: "no effect",
  severity: "low",
  onlyAbroad: true,
  title: "New code of a function has a new name",
  why: "Terraform puts the new code into the bucket, sees the same name at the function, and deploys nothing: the old code runs on.",
  fix: "put a checksum into the name of the object: source-${data.archive_file.NAME.output_md5}.zip",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/cloudfunctions2_function",
  check: forEveryOf(FUNCTION_TYPES, judgeSource),
};

const INGRESS = "service_config[0].ingress_settings";

export const functionIngress: Rule = {
  id: "function-ingress",
  kind: "exposed",
  severity: "low",
  onlyAbroad: true,
  title: "A function that events start is not reached from the internet",
  why: "Its address answers everyone, and a token alone stands before it: events come from inside anyway.",
  fix: "set ingress_settings to ALLOW_INTERNAL_ONLY",
  source: "https://cloud.google.com/functions/docs/networking/network-settings#ingress_settings",
  // The first generation has no address where an event starts it.
  check: forEveryResource(FUNCTION_V2, (func) =>
    valueAt(func, "event_trigger[0]") === undefined
      ? []
      : judgeValue(func, INGRESS, (from) => from !== undefined && from !== "ALLOW_ALL", "ALLOW_INTERNAL_ONLY"),
  ),
};
