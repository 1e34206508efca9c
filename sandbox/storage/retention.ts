import { permissionDenied, type Refusal } from "../core/answer";
import { asObject, asText, type JsonObject } from "../core/json";
import type { Store } from "../core/store";

/**
 * Refuses that an object is lost before its bucket lets it go (https://cloud.google.com/storage/docs/bucket-lock). With
 * versions, one that is deleted or written over stays as an older version.
 *
 * @param isFinal - whether no older version would stay
 */
export function checkRetention(store: Store, object: JsonObject | undefined, isFinal: boolean): Refusal | undefined {
  const bucket = asObject(store.get(`storage/b/${asText(object?.bucket)}`));
  const seconds = Number(asObject(bucket.retentionPolicy).retentionPeriod ?? 0);
  const isKept = !isFinal && asObject(bucket.versioning).enabled === true;
  if (object === undefined || isKept || seconds === 0) return undefined;
  const end = new Date(Date.parse(asText(object.timeCreated)) + seconds * 1000).toISOString();
  return store.time() >= end
    ? undefined
    : permissionDenied(
        `Object '${asText(object.bucket)}/${asText(object.name)}' is subject to bucket's retention policy or object retention and cannot be deleted or overwritten until ${end}`,
        "retentionPolicyNotMet",
      );
}
