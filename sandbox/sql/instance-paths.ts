import { notFound, type Refusal } from "../core/answer";
import { param, type Call } from "../core/call";

/** Pattern of what belongs to one instance. */
export const INSTANCE = "projects/{project}/instances/{instance}";

/** Where links of Cloud SQL begin. */
export const SQL_ROOT = "https://sqladmin.googleapis.com/sql/v1beta4/";

/** Path of the instance that a call names. */
export const instancePath = (call: Call): string =>
  `projects/${param(call, "project")}/instances/${param(call, "instance")}`;

/** The refusal of an instance that does not exist. */
export const missingInstance = (call: Call): Refusal =>
  notFound(`The Cloud SQL instance does not exist: ${param(call, "instance")}.`);
