import { errorClass } from "../../cli/shared/error-class";

test.each([
  ["Error creating Service: googleapi: Error 409: x", "google_cloud_run_v2_service.a", "Error creating Service"],
  [
    "Error creating GlobalAddress: googleapi: Error 403",
    "google_compute_global_address.a",
    "Error creating GlobalAddress",
  ],
  [
    "Error, failed to create instance trial-db: googleapi: Error 409",
    "google_sql_database_instance.a",
    "Error, failed to create instance …",
  ],
  [
    'Error applying IAM policy for secretmanager secret "projects/x": y',
    "google_secret_manager_secret_iam_member.a",
    "Error applying IAM policy for … secret",
  ],
  ["Error waiting to create Service: Error code 9", "google_cloud_run_v2_service.a", "Error waiting to create Service"],
  ["Resource precondition failed", "", "Resource precondition failed"],
  ["Error acquiring the state lock", "", "Error acquiring the state lock"],
  ["local-exec provisioner error", "terraform_data.a", "local-exec provisioner error"],
  ["CANARY", "", "Error"],
  ["password CANARY refused", "", "Error"],
  ["Error creating CANARY CANARY: x", "google_redis_instance.a", "Error creating …"],
  [
    "cannot destroy service without setting deletion_protection=false",
    "google_cloud_run_v2_service.a",
    "cannot destroy service without setting …",
  ],
])("%s", (summary, address, kind) => {
  const text = errorClass(summary, address);
  expect(text).toBe(kind);
  expect(text).not.toContain("CANARY");
});
