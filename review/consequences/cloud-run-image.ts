import { isImageReference, isOlderImage, isSampleImage } from "../../google/images";
import type { AttributeChange } from "../attribute-changes";
import type { AttributeRow } from "../consequence";
import { attributeRows, type ChangePredicate, type ConsequenceRow } from "./row";

const RUN_V1 = "google_cloud_run_service";

/** Where a service or a job names its images. */
const IMAGES: Readonly<Record<string, string>> = {
  google_cloud_run_v2_service: "template.containers.image",
  google_cloud_run_v2_job: "template.template.containers.image",
  [RUN_V1]: "template.spec.containers.image",
};

const isText = (value: unknown): value is string => typeof value === "string";

/** An image in words. Only what has the form of one is quoted: anything else might be a secret in the wrong place. */
const imageText = (value: unknown, isSensitive: boolean): string =>
  isText(value) && !isSensitive && isImageReference(value) ? value : "another image";

const fromTo = ({ before, after, sensitive, unknownAfter }: AttributeChange): string =>
  `${unknownAfter ? "an image known only after apply" : imageText(after, sensitive)} instead of ${imageText(before, sensitive)}`;

const becomesSample: ChangePredicate = ({ before, after }) =>
  isText(before) && isText(after) && isSampleImage(after) && !isSampleImage(before);

const becomesOlder: ChangePredicate = ({ before, after }) =>
  isText(before) && isText(after) && isOlderImage(after, before);

const rowsOf = (type: string, path: string): readonly ConsequenceRow[] => [
  {
    paths: [path],
    when: becomesSample,
    severity: "critical",
    text: (attribute) =>
      `put back to a sample image: ${fromTo(attribute)}. Whoever delivers the image is overruled; name what runs, or ignore changes of the image`,
    undo: "redeploy",
  },
  {
    paths: [path],
    when: becomesOlder,
    severity: "high",
    text: (attribute) =>
      `an older image: ${fromTo(attribute)}. Unless it is meant as a rollback, a delivery since then is taken back`,
    undo: "redeploy",
  },
  {
    paths: [path],
    severity: "medium",
    // A service of version 1 has no sentence of its own for its revision.
    text: (attribute) =>
      `${type === RUN_V1 ? "new revision with another image" : "another image"}: ${fromTo(attribute)}`,
    undo: "redeploy",
  },
];

/** Rows of the images of Cloud Run: a first apply's placeholder overrules every later delivery. */
export const CLOUD_RUN_IMAGES: readonly AttributeRow[] = Object.entries(IMAGES).flatMap(([type, path]) =>
  attributeRows(type, rowsOf(type, path)),
);
