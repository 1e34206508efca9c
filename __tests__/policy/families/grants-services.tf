# What is granted on more than it is needed for, in which order, and what is declared twice.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  app     = "serviceAccount:app@p.iam.gserviceaccount.com"
}
resource "google_project_iam_member" "held" {
  for_each = toset(["roles/cloudsql.client", "roles/cloudtrace.agent"])
  project  = "p"
  role     = each.key
  member   = local.app
}
resource "google_project_iam_member" "held-person" {
  project = "p"
  role    = "roles/cloudsql.admin"
  member  = "group:operators@example.com"
}
resource "google_project_iam_member" "violated-administration" {
  project = "p"
  role    = "roles/cloudsql.admin"
  member  = local.app
}
resource "google_project_iam_member" "violated-deployment" {
  project = "p"
  role    = "roles/run.developer"
  member  = local.app
}
resource "google_project_iam_member" "violated-invoker" {
  project = "p"
  role    = "roles/run.invoker"
  member  = local.app
}
resource "google_project_iam_member" "unknown" {
  project = "p"
  role    = local.unknown ? "roles/run.invoker" : "roles/cloudsql.admin"
  member  = local.app
}
resource "google_cloud_run_v2_job_iam_member" "violated" {
  name     = "elsewhere"
  location = "us-central1"
  role     = "roles/viewer"
  member   = local.app
}
resource "google_cloud_run_v2_job_iam_member" "unknown" {
  name     = "elsewhere"
  location = "us-central1"
  role     = local.unknown ? "roles/viewer" : "roles/run.invoker"
  member   = local.app
}
resource "google_pubsub_topic" "work" {
  name    = "work"
  project = "p"
}
resource "google_pubsub_topic_iam_member" "held-order" {
  project = "p"
  topic   = google_pubsub_topic.work.name
  role    = "roles/pubsub.publisher"
  member  = local.app
}
resource "google_pubsub_topic_iam_member" "violated-order" {
  project = "p"
  topic   = "work"
  role    = "roles/pubsub.viewer"
  member  = local.app
}
resource "google_pubsub_topic_iam_member" "violated-twice" {
  project    = "p"
  topic      = "work"
  role       = "roles/pubsub.viewer"
  member     = local.app
  depends_on = [google_pubsub_topic.work]
}
resource "google_storage_notification" "violated" {
  bucket         = "uploads"
  payload_format = "JSON_API_V1"
  topic          = google_pubsub_topic.work.id
}
resource "google_pubsub_subscription" "held" {
  name                       = "held"
  topic                      = google_pubsub_topic.work.id
  message_retention_duration = "86400s"
}
resource "google_pubsub_subscription" "violated" {
  name                       = "violated"
  topic                      = google_pubsub_topic.work.id
  message_retention_duration = "1200s"
}
resource "google_pubsub_subscription" "unknown" {
  name                       = "unknown"
  topic                      = google_pubsub_topic.work.id
  message_retention_duration = local.unknown ? "1200s" : "86400s"
}
resource "google_project_service" "held" {
  project = "p"
  service = "run.googleapis.com"
}
resource "google_project_service" "violated" {
  project                    = "p"
  service                    = "run.googleapis.com"
  disable_dependent_services = true
}
resource "google_project_service" "unknown" {
  project                    = "p"
  service                    = "redis.googleapis.com"
  disable_dependent_services = local.unknown
}
resource "google_project_iam_member" "violated-data" {
  project = "p"
  role    = "roles/storage.objectViewer"
  member  = local.app
}
resource "google_storage_bucket_iam_member" "held" {
  bucket = "uploads"
  role   = "roles/storage.objectUser"
  member = local.app
}
resource "google_storage_bucket_iam_member" "violated" {
  bucket = "uploads"
  role   = "roles/storage.admin"
  member = local.app
}
resource "google_storage_bucket_iam_member" "unknown" {
  bucket = "uploads"
  role   = local.unknown ? "roles/storage.admin" : "roles/storage.objectUser"
  member = local.app
}
