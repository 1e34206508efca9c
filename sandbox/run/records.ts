import type { Draft } from "../core/collection";
import { pickMembers, type JsonObject } from "../core/json";
import { typedMessage, type OperationForm } from "../core/operations";

/** Members that only Google writes, and a replacing update keeps. */
const KEPT = ["uid", "createTime", "creator", "generation"];

/** The caller in every record of a change. */
const WHO = "sandbox@example.com";

/** Members of a service or a job that say when it was made, by whom, and how often it was changed. */
export function recordMembers({ call: { store }, previous }: Draft): JsonObject {
  const kept: JsonObject =
    previous === undefined
      ? {
          uid: `00000000-0000-4000-9000-${String(store.next()).padStart(12, "0")}`,
          createTime: store.time(),
          creator: WHO,
        }
      : pickMembers(previous, ...KEPT);
  const generation = String(Number(kept.generation ?? 0) + 1);
  return { ...kept, generation, observedGeneration: generation, lastModifier: WHO, reconciling: false };
}

/** A condition that has held since a time. */
export const metCondition = (type: string, time: string): JsonObject => ({
  type,
  state: "CONDITION_SUCCEEDED",
  lastTransitionTime: time,
});

/** The condition of a revision or a job that cannot read one of its secrets. */
export const secretsCondition = (message: string): JsonObject => ({
  type: "Ready",
  state: "CONDITION_FAILED",
  reason: "SECRETS_ACCESS_CHECK_FAILED",
  message,
});

/** A message of Cloud Run with its type. */
export const runMessage = (type: string, message: JsonObject): JsonObject =>
  typedMessage(`google.cloud.run.v2.${type}`, message);

/**
 * Operations of Cloud Run: metadata and response are the resource, also of a deletion
 * (https://github.com/googleapis/googleapis/blob/master/google/cloud/run/v2/service.proto).
 */
export const runOperation = (type: string): OperationForm => ({
  resource: `google.cloud.run.v2.${type}`,
  metadata: ({ resource }) => runMessage(type, resource),
  answersDeleted: true,
});
