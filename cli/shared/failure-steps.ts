import type { FailureId } from "../../google/failures";

/** What this program has for a known error, beside what Google's own tools have. */
const STEPS: Readonly<Partial<Record<FailureId, string>>> = {
  accountNotUsable:
    "the bootstrap stack makes accounts and these grants; a person deploys it (docs/first-deploy.md, step 5)",
  accountMissing: "the bootstrap stack makes the accounts; a person deploys it (docs/first-deploy.md, step 5)",
  alreadyExists: "./netra adopt prints the import block of each resource",
  sqlNameKept: "./netra adopt prints the import block of each resource",
  deletionProtected: "a tainted resource is named below with its untaint command (docs/first-deploy.md, the last part)",
  preventDestroy: "a tainted resource is named below with its untaint command (docs/first-deploy.md, the last part)",
  secretVersionMissing: "docs/first-deploy.md, step 7",
  imageMissing: "docs/first-deploy.md, step 8",
  imageNotReadable: "docs/first-deploy.md, step 8",
  lockFileDiffers: "docs/first-deploy.md, the lock file of the providers",
  stateBucketMissing: "docs/first-deploy.md, step 4",
  notFound: "./netra drift says what was deleted by hand",
};

/** The page or the command of this program for a known error; undefined where there is none. */
export const failureStep = (id: FailureId): string | undefined => STEPS[id];
