import type { Estate } from "../../../core/estate";
import { namedAt } from "../../../core/relations/named";
import { textAt, type Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { valueText } from "../../../core/value-text";
import { storageTriggers } from "../identities/agent-rights";
import { FUNCTION_V2, accountPathOf, namedByVariable, programVariables } from "./programs";
import { grantsOfRight, mayBeTo, newAccountAt, type Right } from "../identities/rights";
import { RUN_SERVICE } from "./workloads";

const BUCKET = "google_storage_bucket";

/** Where a trigger listens: a function's own region, where its trigger names none. */
const placeOf = (trigger: Resource): string | undefined =>
  trigger.type === FUNCTION_V2 ? textAt(trigger, "event_trigger[0].trigger_region") : textAt(trigger, "location");

/** Roles with storage.objects.create. */
const WRITING: Right = {
  roles: /^roles\/storage\.(objectAdmin|objectUser|objectCreator|admin|legacyBucketWriter|legacyBucketOwner)$/,
  narrow: [{ grant: /^google_storage_bucket_iam_/, path: "bucket", types: [BUCKET] }],
};

/** The program that a trigger starts. */
const startedBy = (estate: Estate, trigger: Resource): Resource | undefined =>
  trigger.type === FUNCTION_V2
    ? trigger
    : namedAt(estate, trigger, "destination[0].cloud_run_service[0].service", [RUN_SERVICE]).resources[0];

/** What a new object starts, and writes objects into the same bucket. */
const triggerLoop: Rule = {
  id: "trigger-writes-back",
  kind: "down",
  severity: "low",
  onlyAbroad: true,
  title: "What an object starts writes into another bucket",
  why: "Each object that it writes starts it again: unless the program looks at names, it runs in a circle, at your cost.",
  fix: "let it write into a bucket of its own, or make sure that it passes over what it wrote itself",
  source: "https://cloud.google.com/functions/docs/bestpractices/tips",
  check: (estate) =>
    storageTriggers(estate).flatMap(({ resource, event, bucket }) => {
      const program = event?.endsWith(".finalized") === true ? startedBy(estate, resource) : undefined;
      const account = program && newAccountAt(estate, program, accountPathOf(program));
      if (!program || !account) return [];
      const isNamed = programVariables(program).some((variable) =>
        namedByVariable(estate, program, variable, [BUCKET], /BUCKET/i).includes(bucket),
      );
      return isNamed && grantsOfRight(estate, WRITING, bucket).some((grant) => mayBeTo(estate, grant, account))
        ? [
            violation(
              resource,
              `${bucket.address} starts ${program.address}, which may write there; another bucket allowed`,
            ),
          ]
        : [];
    }),
};

/** What Cloud Storage tells only where it keeps the objects. */
const triggerPlace: Rule = {
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
        : [
            violation(
              resource,
              `region: ${valueText("region", place)} found, and ${bucket.address} is in ${valueText("region", home)}`,
            ),
          ];
    }),
};

/** Where what objects start stands, and writes. */
export const triggerPlaceRules: readonly Rule[] = [triggerPlace, triggerLoop];
