# Roles on a project and on accounts: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
variable "viewer" {
  default = "roles/run.viewer"
}
resource "google_service_account" "worker" {
  account_id = "worker"
}
resource "google_project_iam_custom_role" "own" {
  role_id     = "own"
  title       = "own"
  permissions = ["run.services.get"]
}
resource "google_project_iam_custom_role" "permission" {
  for_each    = { held = "run.services.list", violated = "run.services.lists", unknown = "run.services.${random_id.suffix.hex}" }
  role_id     = "role_${each.key}"
  title       = each.key
  permissions = [each.value]
}
resource "google_project_iam_member" "role" {
  for_each = {
    held                = var.viewer
    held-named          = "projects/p/roles/own"
    violated-basic      = "roles/editor"
    violated-secrets    = "roles/secretmanager.secretAccessor"
    violated-buckets    = "roles/storage.objectAdmin"
    violated-name       = "run.viewer"
    violated-absent     = "roles/run.viewr"
    violated-token      = "roles/iam.serviceAccountTokenCreator"
    violated-federation = "roles/iam.workloadIdentityUser"
  }
  project = "p"
  role    = each.value
  member  = google_service_account.worker.member
}
resource "google_project_iam_member" "held-custom" {
  project = "p"
  role    = google_project_iam_custom_role.own.id
  member  = google_service_account.worker.member
}
resource "google_project_iam_member" "unknown-role" {
  project = "p"
  role    = "roles/run.${random_id.suffix.hex}"
  member  = google_service_account.worker.member
}
resource "google_project_iam_binding" "role" {
  for_each = { held = "roles/run.viewer", violated = "roles/owner" }
  project  = "p"
  role     = each.value
  members  = [google_service_account.worker.member, "group:ops@example.com"]
}
resource "google_project_iam_binding" "held-agent" {
  project = "p"
  role    = "roles/iam.serviceAccountTokenCreator"
  members = ["serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com"]
}
resource "google_folder_iam_binding" "violated-folder" {
  folder  = "folders/1"
  role    = "roles/iam.serviceAccountTokenCreator"
  members = ["group:ops@example.com"]
}
resource "google_project_iam_binding" "unknown-members" {
  project = "p"
  role    = "roles/iam.serviceAccountTokenCreator"
  members = ["serviceAccount:service-${random_id.suffix.dec}@gcp-sa-pubsub.iam.gserviceaccount.com"]
}
resource "google_service_account_iam_member" "held-impersonation" {
  service_account_id = google_service_account.worker.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = "group:ops@example.com"
}
resource "google_project_iam_policy" "violated-policy" {
  project     = "p"
  policy_data = jsonencode({ bindings = [{ role = "roles/viewer", members = ["group:ops@example.com"] }] })
}
resource "google_project_iam_policy" "violated-unread" {
  project     = "p"
  policy_data = jsonencode({ bindings = [{ role = "roles/run.${random_id.suffix.hex}", members = ["group:ops@example.com"] }] })
}
resource "google_project_iam_audit_config" "audit" {
  for_each = { held = [], held-null = null, violated = ["user:a@example.com"] }
  project  = "p"
  service  = each.key
  audit_log_config {
    log_type         = "DATA_READ"
    exempted_members = each.value
  }
}
resource "google_project_iam_audit_config" "unknown-exempted" {
  project = "p"
  service = "unknown"
  dynamic "audit_log_config" {
    for_each = ["DATA_READ"]
    content {
      log_type         = audit_log_config.value
      exempted_members = random_id.suffix.hex == "00ff" ? [] : ["user:a@example.com"]
    }
  }
}
resource "google_service_account_key" "violated-key" {
  service_account_id = google_service_account.worker.name
}
