import { notFound, type Answer, type Refusal } from "../core/answer";
import { param, type Call } from "../core/call";
import { asObject, type JsonObject } from "../core/json";

/** Pattern of what belongs to one instance. */
export const INSTANCE = "projects/{project}/instances/{instance}";

/** Where links of Cloud SQL begin. */
export const SQL_ROOT = "https://sqladmin.googleapis.com/sql/v1beta4/";

/** Path of the instance that a call names. */
export const instancePath = (call: Call): string =>
  `projects/${param(call, "project")}/instances/${param(call, "instance")}`;

/** The refusal of an instance that does not exist. */
export const missingInstanceAt = (path: string): Refusal =>
  notFound(`The Cloud SQL instance does not exist: ${path.slice(path.lastIndexOf("/") + 1)}.`);

/** Answers calls about an instance, which is there: others come to no handler. */
export const forInstance =
  (answer: (call: Call, path: string, instance: JsonObject) => Answer) =>
  (call: Call): Answer => {
    const path = instancePath(call);
    return answer(call, path, asObject(call.store.get(`sql/${path}`)));
  };
