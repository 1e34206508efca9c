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
resource "google_service_account" "reader" {
  account_id = "reader"
}
resource "google_secret_manager_secret" "key" {
  secret_id = "key"
  replication {
    auto {}
  }
}
resource "google_secret_manager_secret_iam_member" "reader" {
  secret_id = google_secret_manager_secret.key.id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.reader.member
}
resource "google_cloud_run_v2_service" "violated-early" {
  name     = "violated-early"
  location = "us-central1"
  template {
    service_account = google_service_account.reader.email
    containers {
      image = "us-docker.pkg.dev/p/r/early:1"
      env {
        name = "KEY"
        value_source {
          secret_key_ref {
            secret  = google_secret_manager_secret.key.secret_id
            version = "1"
          }
        }
      }
    }
  }
}
resource "google_cloudfunctions2_function" "held-late" {
  name     = "held-late"
  location = "us-central1"
  service_config {
    service_account_email = google_service_account.reader.email
    secret_environment_variables {
      key        = "KEY"
      project_id = "p"
      secret     = google_secret_manager_secret.key.secret_id
      version    = "1"
    }
  }
  depends_on = [google_secret_manager_secret_iam_member.reader]
}
resource "google_kms_crypto_key" "key" {
  for_each        = toset(["granted", "bare"])
  name            = each.key
  key_ring        = "projects/p/locations/us/keyRings/ring"
  rotation_period = "7776000s"
}
resource "google_kms_crypto_key_iam_member" "granted" {
  crypto_key_id = google_kms_crypto_key.key["granted"].id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:service-123@gs-project-accounts.iam.gserviceaccount.com"
}
resource "google_storage_bucket" "held-encrypted" {
  name     = "held-encrypted"
  location = "US"
  encryption {
    default_kms_key_name = google_kms_crypto_key.key["granted"].id
  }
  depends_on = [google_kms_crypto_key_iam_member.granted]
}
resource "google_storage_bucket" "violated-order" {
  name     = "violated-order"
  location = "US"
  encryption {
    default_kms_key_name = google_kms_crypto_key.key["granted"].id
  }
}
resource "google_storage_bucket" "violated-key" {
  name     = "violated-key"
  location = "US"
  encryption {
    default_kms_key_name = google_kms_crypto_key.key["bare"].id
  }
}
resource "google_logging_project_sink" "held" {
  name        = "held"
  project     = "p"
  destination = "storage.googleapis.com/${google_storage_bucket.held-encrypted.name}"
}
resource "google_storage_bucket_iam_member" "held-sink" {
  bucket = google_storage_bucket.held-encrypted.name
  role   = "roles/storage.objectCreator"
  member = google_logging_project_sink.held.writer_identity
}
resource "google_logging_project_sink" "violated" {
  name        = "violated"
  project     = "p"
  destination = "storage.googleapis.com/${google_storage_bucket.violated-key.name}"
}
resource "google_storage_bucket" "violated-logged" {
  name     = "violated-logged"
  location = "US"
  logging {
    log_bucket = google_storage_bucket.violated-key.name
  }
}
