import { RESOURCE, quoted } from "./parts";
import type { FailureRows } from "./row";

/** What is there already, must not go, or is gone. */
export const EXISTING_FAILURES = {
  deletionProtected: {
    patterns: [
      /cannot destroy [\w ]{1,60} without setting (?:deletion_protection=false|deletion_policy=\\?"DELETE)/i,
      /deletion_protection is set to true|instance is protected\. Please disable the deletion protection/i,
    ],
    title: "deletion protection is on, so it is not deleted",
    meaning:
      "Terraform wants to delete or replace it: it is no longer declared, something cannot be changed in place, or it is tainted.",
    remedy:
      "where it is tainted, untaint it; else take back what replaces it, or lift the protection in a deploy of its own",
    source:
      "https://registry.terraform.io/providers/hashicorp/google/7.45.0/docs/resources/cloud_run_v2_service#deletion_protection",
  },
  preventDestroy: {
    patterns: [/Instance cannot be destroyed|lifecycle\.prevent_destroy/],
    title: "prevent_destroy is declared, so it is not deleted",
    meaning: "Terraform wants to delete or replace it: something cannot be changed in place, or it is tainted.",
    remedy: "where it is tainted, untaint it; else take back what replaces it",
    source: "https://developer.hashicorp.com/terraform/language/meta-arguments/lifecycle#prevent_destroy",
  },
  inUse: {
    patterns: [
      new RegExp(`resource ${quoted(RESOURCE)} is already being used by`),
      /resourceInUseByAnotherResource|RESOURCE_IN_USE|is already being used by/,
    ],
    title: "{resource|it} is in use by something else",
    meaning: "Google deletes nothing that something else still refers to.",
    remedy: "take it out of what uses it first, in a deploy of its own",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/6277",
  },
  sqlNameKept: {
    patterns: [/reuse the name of the deleted instance/],
    title: "a database instance of this name exists, or was deleted less than a week ago",
    meaning: "Google keeps the name of a deleted instance for a week.",
    remedy:
      "gcloud sql instances list --project {project}; import it where it is there, else wait or take another name",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/6066",
  },
  bucketNameTaken: {
    patterns: [/requested bucket name is not available/],
    title: "the bucket's name is taken",
    meaning: "All of Google's customers share the names of buckets.",
    remedy: "gcloud storage buckets list --project {project}; import it where it is yours, else take another name",
    source: "https://cloud.google.com/storage/docs/buckets#naming",
  },
  deletedStays: {
    patterns: [/existing role with that role_id in a deleted state|soft[- ]deleted|in a deleted state/i],
    title: "something of this name was deleted, and can still be restored",
    meaning: "Google keeps deleted roles and identity pools for weeks, and their names with them.",
    remedy: "undelete it and import it, or take another name: gcloud iam roles undelete ROLE --project {project}",
    source: "https://cloud.google.com/iam/docs/creating-custom-roles#deleting-custom-role",
  },
  alreadyExists: {
    patterns: [
      new RegExp(`resource ${quoted(RESOURCE)} already exists`, "i"),
      /alreadyExists|ALREADY_EXISTS|Error 409:.{0,300}? already exists|already exists in the project|you already own it/i,
    ],
    title: "{resource|it} exists already",
    meaning: "It was made by hand, or by a deploy that could not write its state.",
    remedy: "import it into the state, or delete what stands there",
    source: "https://cloud.google.com/apis/design/errors#handling_errors",
  },
  metricMissing: {
    patterns: [/Cannot find metric(?:\(s\))? that match|metric referenced by the provided filter is unknown/],
    title: "the metric of the alert is not known yet",
    meaning: "A metric that was made a moment ago is known ten minutes later, and one of our own with its first value.",
    remedy: "run it again in ten minutes; where it stays so, correct the metric's name",
    source: "https://github.com/hashicorp/terraform-provider-google/issues/11102",
  },
  accountMissing: {
    patterns: [
      /Service account (?<account>[a-z0-9][a-z0-9-]{1,62}@[a-z0-9.-]{1,80}\.gserviceaccount\.com) does not exist/,
    ],
    title: "the account {account} does not exist",
    meaning: "A grant to it, or something that runs as it, needs it first.",
    remedy: "gcloud iam service-accounts describe {account} --project {project}",
    source: "https://github.com/GoogleCloudPlatform/genai-for-marketing/issues/139",
  },
  stateBucketMissing: {
    patterns: [/storage: bucket doesn't exist|Failed to get existing workspaces.{0,200}?bucket doesn't exist/],
    title: "the bucket of the states does not exist",
    meaning: "Terraform reads and writes every state there.",
    remedy: "make it as the first deploy describes",
    source: "https://developer.hashicorp.com/terraform/language/backend/gcs",
  },
  notFound: {
    patterns: [
      new RegExp(`resource ${quoted(RESOURCE)} (?:was )?not found`, "i"),
      /Error 404|notFound\b|NOT_FOUND|Error code 5\b|Requested entity was not found/,
    ],
    title: "{resource|something that it needs} does not exist",
    meaning: "It was deleted by hand, or is not made yet.",
    remedy: "look whether it exists; a plan shows what is gone of what is declared",
    source: "https://cloud.google.com/apis/design/errors#handling_errors",
  },
} as const satisfies FailureRows;
