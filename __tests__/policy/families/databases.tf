# Databases, the secrets of their passwords, and topics for what failed: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
resource "google_sql_database_instance" "regional" {
  for_each         = { held = true, violated = false, unknown = null }
  name             = each.key
  database_version = "POSTGRES_17"
  region           = "us-central1"
  settings {
    tier              = "db-custom-2-7680"
    edition           = "ENTERPRISE"
    availability_type = "REGIONAL"
    backup_configuration {
      enabled                        = each.key == "unknown" ? random_id.suffix.hex == "00ff" : each.value
      point_in_time_recovery_enabled = each.key == "unknown" ? true : each.value
    }
  }
}
resource "google_secret_manager_secret" "password" {
  for_each  = toset(["held", "violated"])
  secret_id = "password-${each.key}"
  replication {
    auto {}
  }
}
resource "google_secret_manager_secret_version" "password" {
  for_each               = google_secret_manager_secret.password
  secret                 = each.value.id
  secret_data_wo         = "not-a-secret"
  secret_data_wo_version = 1
}
resource "google_cloud_run_v2_job" "migrate" {
  for_each            = { held = "1", violated = "2" }
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  template {
    template {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/migrate:1.0"
        env {
          name = "PASSWORD"
          value_source {
            secret_key_ref {
              secret  = google_secret_manager_secret.password[each.key].secret_id
              version = each.value
            }
          }
        }
      }
    }
  }
}
resource "google_pubsub_topic" "topic" {
  for_each = toset(["work", "dead-held", "dead-violated"])
  name     = each.key
}
resource "google_pubsub_subscription" "dead" {
  name  = "dead"
  topic = google_pubsub_topic.topic["dead-held"].id
}
resource "google_pubsub_topic_iam_member" "dead" {
  topic  = google_pubsub_topic.topic["dead-held"].id
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:service-1@gcp-sa-pubsub.iam.gserviceaccount.com"
}
resource "google_pubsub_subscription" "held" {
  name  = "held"
  topic = google_pubsub_topic.topic["work"].name
  dead_letter_policy {
    dead_letter_topic = google_pubsub_topic.topic["dead-held"].id
  }
}
resource "google_pubsub_subscription" "violated" {
  name  = "violated"
  topic = google_pubsub_topic.topic["work"].name
  dead_letter_policy {
    dead_letter_topic = google_pubsub_topic.topic["dead-violated"].id
  }
}
