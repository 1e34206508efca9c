# Who is granted something: named members, everyone, default accounts and identities of pools.
resource "random_id" "suffix" {
  byte_length = 2
}
data "google_project" "this" {
  depends_on = [random_id.suffix]
}
data "google_compute_default_service_account" "this" {
  depends_on = [random_id.suffix]
}
resource "google_service_account" "worker" {
  account_id = "worker"
}
resource "google_iam_workload_identity_pool" "ci" {
  workload_identity_pool_id = "ci-pool"
}
resource "google_pubsub_topic_iam_member" "member" {
  for_each = {
    held             = "group:ops@example.com"
    violated-public  = "allUsers"
    violated-anybody = "allAuthenticatedUsers"
    violated-default = "serviceAccount:123-compute@developer.gserviceaccount.com"
    violated-engine  = "serviceAccount:p@appspot.gserviceaccount.com"
    unknown          = "${random_id.suffix.hex == "00ff" ? "allUsers" : "group:ops@example.com"}"
  }
  topic  = "t"
  role   = "roles/pubsub.publisher"
  member = each.value
}
resource "google_pubsub_topic_iam_member" "held-account" {
  topic  = "t"
  role   = "roles/pubsub.publisher"
  member = google_service_account.worker.member
}
# Of what is made of a project's number nobody knows whether it is the default account.
resource "google_pubsub_topic_iam_member" "unknown-agent" {
  topic  = "t"
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:service-${data.google_project.this.number}@gcp-sa-pubsub.iam.gserviceaccount.com"
}
resource "google_pubsub_topic_iam_binding" "members" {
  for_each = {
    held     = ["group:b@example.com", "group:a@example.com"]
    violated = ["group:b@example.com", "allUsers"]
  }
  topic   = "t"
  role    = "roles/pubsub.subscriber"
  members = each.value
}
resource "google_pubsub_topic_iam_binding" "violated-default" {
  topic   = "t"
  role    = "roles/pubsub.viewer"
  members = ["serviceAccount:${data.google_compute_default_service_account.this.email}"]
}
resource "google_pubsub_topic_iam_policy" "policy" {
  for_each = { held = "group:a@example.com", violated = "allUsers", unknown = "group:${random_id.suffix.hex}@example.com" }
  topic    = each.key
  policy_data = jsonencode({
    bindings = [{ role = "roles/pubsub.viewer", members = [each.value] }]
  })
}
resource "google_storage_bucket_iam_member" "member" {
  for_each = { held = "group:a@example.com", violated-content = "allUsers" }
  bucket   = "b"
  role     = "roles/storage.objectViewer"
  member   = each.value
}
resource "google_storage_bucket_iam_member" "violated-writer" {
  bucket = "b"
  role   = "roles/storage.objectAdmin"
  member = "allUsers"
}
resource "google_storage_bucket_iam_member" "unknown-content" {
  bucket = "b"
  role   = "roles/storage.objectViewer"
  member = random_id.suffix.hex == "00ff" ? "allUsers" : "group:ops@example.com"
}
resource "google_service_account_iam_member" "pool" {
  for_each = {
    held     = "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci-pool/attribute.repository_id/1"
    violated = "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci-pool/*"
  }
  service_account_id = google_service_account.worker.name
  role               = "roles/iam.workloadIdentityUser"
  member             = each.value
}
# The name of a pool that is made here is known only after apply, and with it every principal.
resource "google_service_account_iam_member" "unknown-pool" {
  service_account_id = google_service_account.worker.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/${google_iam_workload_identity_pool.ci.name}/*"
}
resource "google_service_account_iam_binding" "pool" {
  for_each = {
    held     = ["group:ops@example.com"]
    violated = ["group:ops@example.com", "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci-pool/*"]
  }
  service_account_id = google_service_account.worker.name
  role               = "roles/iam.workloadIdentityUser"
  members            = each.value
}
resource "google_project_iam_member" "person" {
  for_each = {
    held-group       = "group:ops@example.com"
    held-person      = "user:ann@example.com"
    violated-private = "user:ann@gmail.com"
    violated-kind    = "user:app@p.iam.gserviceaccount.com"
    violated-account = "serviceAccount:ann@example.com"
    violated-domain  = "domain:example.com"
  }
  project = "p"
  role    = "roles/monitoring.viewer"
  member  = each.value
}
resource "google_service_account_iam_member" "attribute" {
  for_each = {
    held-one       = "attribute.repository_id/1"
    violated-owner = "attribute.repository_owner/acme"
    violated-ref   = "attribute.ref/refs/heads/main"
  }
  service_account_id = google_service_account.worker.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/ci-pool/${each.value}"
}
resource "google_project_iam_member" "level" {
  for_each = {
    held-level     = "roles/monitoring.viewer"
    violated-level = "roles/resourcemanager.projectCreator"
    unknown-level  = random_id.suffix.hex == "00ff" ? "roles/billing.admin" : "roles/monitoring.viewer"
  }
  project = "p"
  role    = each.value
  member  = "group:ops@example.com"
}
resource "google_project_iam_custom_role" "role" {
  for_each = {
    held-role     = ["run.services.get", "run.services.list"]
    violated-role = ["run.services.get", "iam.serviceAccounts.actAs"]
    unknown-role  = random_id.suffix.hex == "00ff" ? ["run.services.get"] : ["iam.serviceAccounts.actAs"]
  }
  role_id     = replace(each.key, "-", "_")
  title       = each.key
  permissions = each.value
}
# Bindings of one role on one thing.
resource "google_storage_bucket" "bound" {
  name                        = "bound-objects"
  location                    = "US"
  uniform_bucket_level_access = true
}
resource "google_storage_bucket_iam_binding" "first" {
  bucket  = google_storage_bucket.bound.name
  role    = "roles/storage.objectViewer"
  members = ["serviceAccount:a@p.iam.gserviceaccount.com", "serviceAccount:b@p.iam.gserviceaccount.com"]
}
resource "google_storage_bucket_iam_binding" "violated-twice" {
  bucket  = google_storage_bucket.bound.name
  role    = "roles/storage.objectViewer"
  members = ["serviceAccount:c@p.iam.gserviceaccount.com"]
}
resource "google_storage_bucket_iam_member" "violated-beside" {
  bucket = google_storage_bucket.bound.name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:d@p.iam.gserviceaccount.com"
}
resource "google_storage_bucket_iam_member" "held-listed" {
  bucket = google_storage_bucket.bound.name
  role   = "roles/storage.objectViewer"
  member = "serviceAccount:a@p.iam.gserviceaccount.com"
}
resource "google_storage_bucket_iam_binding" "held-other-role" {
  bucket  = google_storage_bucket.bound.name
  role    = "roles/storage.objectCreator"
  members = ["serviceAccount:c@p.iam.gserviceaccount.com"]
}
