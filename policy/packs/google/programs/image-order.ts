import { readImage } from "../../../../google/images";
import type { Estate } from "../../../core/estate";
import { namedResources, referencedBy } from "../../../core/relations/targets";
import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";
import { containersOf, workloads } from "./workloads";

const REPOSITORY = "google_artifact_registry_repository";

/** The new repository that an image is in; undefined where it is in another. */
function newRepositoryOf(estate: Estate, workload: Resource, path: string): Resource | undefined {
  const image = readImage(textAt(workload, path) ?? "");
  const named = image ? namedResources(estate, workload, REPOSITORY, image.repository) : [];
  const referenced =
    valueAt(workload, path) === UNKNOWN
      ? referencesAt(workload, path).flatMap((from) => referencedBy(estate, workload, from, [REPOSITORY]))
      : [];
  return [...named, ...referenced].find(({ isNew }) => isNew);
}

/** Whether an image can be there when what starts from it is made. */
export const imageOrder: Rule = {
  id: "run-image-order",
  kind: "refused",
  severity: "medium",
  onlyAbroad: true,
  title: "An image is there before what starts from it",
  why: "The repository is made by the same apply, and nobody has pushed into it: Cloud Run finds no image and refuses the service, and the first apply stops there.",
  fix: "apply the repository first and push the image, or start with another image and ignore its changes",
  source: "https://cloud.google.com/run/docs/deploying#images",
  check: (estate) =>
    workloads(estate)
      .filter(({ isNew }) => isNew)
      .flatMap((workload) =>
        blockPaths(workload, containersOf(workload)).flatMap((container) => {
          const path = `${container}.image`;
          const repository = newRepositoryOf(estate, workload, path);
          return repository
            ? [violation(workload, `${path}: one of ${repository.address} found, which this plan makes`)]
            : [];
        }),
      ),
};
