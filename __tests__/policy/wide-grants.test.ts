import { wideGrantRules } from "../../policy/packs/google/identities/iam-wide";
import { keyAndImageRules } from "../../policy/packs/google/identities/keys-and-images";
import { describeArea } from "../support/area";

const DEPLOYER = "google_service_account_iam_member.ci";
const PROJECT = "google_project_iam_binding.tokens";
const AUDIT = "google_project_iam_audit_config.all";
const KEY = "google_kms_crypto_key.data";
const IMAGES = "google_artifact_registry_repository.app";
const POOL = "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci";

const delete7 = (condition: object): object => ({ id: "old", action: "DELETE", condition });

describeArea({
  rules: [...wideGrantRules, ...keyAndImageRules],
  estate: {
    [DEPLOYER]: { role: "roles/iam.workloadIdentityUser", member: `${POOL}/attribute.repository/o/r` },
    [PROJECT]: { role: "roles/run.developer", members: ["group:ops@example.com"] },
    [AUDIT]: { audit_log_config: [{ log_type: "DATA_READ" }] },
    [KEY]: { purpose: "ENCRYPT_DECRYPT", rotation_period: "7776000s" },
    [IMAGES]: {
      cleanup_policies: [
        delete7({ older_than: "604800s" }),
        { id: "keep", action: "KEEP", most_recent_versions: { keep_count: 20 } },
      ],
    },
  },
  broken: [
    ["iam-whole-pool", DEPLOYER, "member", `${POOL}/*`, "every identity of a pool"],
    ["iam-whole-pool", PROJECT, "members", [`${POOL}/*`], "every identity of a pool"],
    ["iam-project-impersonation", PROJECT, "role", "roles/iam.serviceAccountTokenCreator", "a role on single accounts"],
    ["iam-project-policy", "google_project_iam_policy.all", "policy_data", "{}", "a whole policy found"],
    ["iam-audit-exempted", AUDIT, "audit_log_config.0.exempted_members", ["user:a@example.com"], "a list found, none"],
    ["kms-rotation", KEY, "rotation_period", undefined, "nothing found"],
    ["kms-rotation", KEY, "rotation_period", "63072000s", "a value found, at most 31536000s"],
    ["registry-cleanup", IMAGES, "cleanup_policies.1", undefined, "deletes tagged images and nothing is kept"],
  ],
  held: [
    [KEY, "", { purpose: "ASYMMETRIC_SIGN" }],
    [IMAGES, "cleanup_policies", [delete7({ tag_state: "UNTAGGED" })]],
    [IMAGES, "", { cleanup_policy_dry_run: true, cleanup_policies: [delete7({ older_than: "604800s" })] }],
  ],
  unknown: [
    ["iam-audit-exempted", AUDIT, "audit_log_config.0.exempted_members"],
    ["kms-rotation", KEY, "rotation_period"],
    ["kms-rotation", KEY, "purpose"],
  ],
});
