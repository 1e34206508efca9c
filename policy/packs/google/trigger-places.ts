import { textAt, type Resource } from "../../core/resource";
import { violation, type Rule } from "../../core/rule";
import { storageTriggers } from "./agent-rights";
import { FUNCTION_V2 } from "./programs";

/** Where a trigger listens: a function's own region, where its trigger names none. */
const placeOf = (trigger: Resource): string | undefined =>
  trigger.type === FUNCTION_V2
    ? (textAt(trigger, "event_trigger[0].trigger_region") ?? undefined)
    : textAt(trigger, "location");

/** What Cloud Storage tells only where it keeps the objects. */
export const triggerPlace: Rule = {
  id: "trigger-place",
  kind: "refused",
  severity: "high",
  title: "A trigger stands where its bucket is",
  why: "Eventarc takes events of a bucket in the bucket's own location only, and refuses a trigger of another one at apply.",
  fix: "set the trigger's region to the location of the bucket: us for US, us-central1 for US-CENTRAL1",
  source: "https://cloud.google.com/eventarc/docs/run/create-trigger-storage-gcloud",
  check: (estate) =>
    storageTriggers(estate).flatMap(({ resource, bucket }) => {
      const [place, home] = [placeOf(resource), textAt(bucket, "location")?.toLowerCase()];
      return place === undefined || home === undefined || place.toLowerCase() === home
        ? []
        : [violation(resource, `region: "${place}" found, and ${bucket.address} is in "${home}"`)];
    }),
};
