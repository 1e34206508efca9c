import type { AttributeRow } from "../consequence";
import { CACHE } from "./cache";
import { CLOUD_RUN } from "./cloud-run";
import { CLOUD_RUN_IMAGES } from "./cloud-run-image";
import { CLOUD_RUN_JOB } from "./cloud-run-job";
import { CLOUD_RUN_V1 } from "./cloud-run-v1";
import { CLUSTERS } from "./clusters";
import { DATABASE } from "./database";
import { DELETION_POLICY } from "./deletion-policy";
import { FUNCTIONS } from "./functions";
import { GOVERNANCE } from "./governance";
import { HEALTH_CHECKS } from "./health-checks";
import { LOAD_BALANCER } from "./load-balancer";
import { MACHINES } from "./machines";
import { NETWORKING } from "./network";
import { OBSERVATION } from "./observation";
import { OPERATIONS } from "./operations";
import { SCHEDULES } from "./schedules";
import { SECRETS_IAM } from "./secrets-iam";
import { STORES } from "./stores";
import { WAREHOUSE } from "./warehouse";

/** The rows of all tables, in the order in which they are asked. */
export const ATTRIBUTE_ROWS: readonly AttributeRow[] = [
  ...CLOUD_RUN_IMAGES,
  ...CLOUD_RUN,
  ...CLOUD_RUN_JOB,
  ...CLOUD_RUN_V1,
  ...LOAD_BALANCER,
  ...DATABASE,
  ...CACHE,
  ...STORES,
  ...NETWORKING,
  ...SECRETS_IAM,
  ...OPERATIONS,
  ...MACHINES,
  ...HEALTH_CHECKS,
  ...CLUSTERS,
  ...FUNCTIONS,
  ...SCHEDULES,
  ...WAREHOUSE,
  ...OBSERVATION,
  ...GOVERNANCE,
  ...DELETION_POLICY,
];
