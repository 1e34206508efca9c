# Buckets, topics, firewall rules, log exclusions, and grants of secrets in every form.
resource "random_id" "suffix" {
  byte_length = 2
}
resource "google_storage_bucket" "uploads" {
  for_each                    = { held = "ARCHIVED", violated = "ANY", unknown = "ANY" }
  name                        = each.key == "unknown" ? "chat-${random_id.suffix.hex}" : "chat-${each.key}"
  location                    = "US"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  lifecycle_rule {
    condition {
      age            = each.key == "unknown" ? 1 : 30
      with_state     = each.value
      matches_prefix = each.key == "unknown" ? ["tmp/"] : []
    }
    action {
      type = "Delete"
    }
  }
}
resource "google_pubsub_topic" "topic" {
  for_each = toset(["own", "dead"])
  name     = each.key
}
resource "google_pubsub_subscription" "held" {
  name  = "held"
  topic = google_pubsub_topic.topic["own"].id
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic = google_pubsub_topic.topic["dead"].id
  }
}
resource "google_pubsub_subscription" "violated" {
  name  = "violated"
  topic = google_pubsub_topic.topic["own"].name
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic = google_pubsub_topic.topic["own"].id
  }
}
resource "google_pubsub_subscription" "unknown" {
  name  = "unknown"
  topic = "own"
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic = "projects/p/topics/dead-${random_id.suffix.hex}"
  }
}
resource "google_compute_firewall" "rule" {
  for_each      = { held = ["443"], violated = ["22"] }
  name          = each.key
  network       = "v"
  source_ranges = ["0.0.0.0/0"]
  allow {
    protocol = "tcp"
    ports    = each.value
  }
}
resource "google_compute_firewall" "denied" {
  name          = "denied"
  network       = "v"
  source_ranges = ["0.0.0.0/0"]
  deny {
    protocol = "all"
  }
}
resource "google_logging_project_exclusion" "drop" {
  for_each = {
    held     = "severity<=INFO"
    negated  = "resource.type=\"k8s_container\" AND NOT severity>=WARNING"
    violated = "severity>=WARNING"
    either   = "severity=DEBUG OR httpRequest.status>=500"
    unknown  = "logName=\"${random_id.suffix.hex}\""
  }
  name   = each.key
  filter = each.value
}
locals {
  somebody = google_service_account.held.member
}
resource "google_service_account" "held" {
  account_id = "held-account"
}
resource "google_service_account" "other" {
  account_id = "other-account"
}
resource "google_secret_manager_secret" "key" {
  for_each  = toset(["id", "name", "binding", "wide", "violated", "unknown", "empty"])
  secret_id = "key-${each.key}"
  replication {
    auto {}
  }
}
resource "google_secret_manager_secret_version" "key" {
  for_each               = toset(["id", "name", "binding", "wide", "violated", "unknown"])
  secret                 = google_secret_manager_secret.key[each.key].id
  secret_data_wo         = "not-a-secret"
  secret_data_wo_version = 1
}
resource "google_secret_manager_secret_iam_member" "id" {
  secret_id = google_secret_manager_secret.key["id"].id
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:${google_service_account.held.email}"
}
resource "google_secret_manager_secret_iam_member" "name" {
  secret_id = "key-name"
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:held-account@p.iam.gserviceaccount.com"
}
resource "google_secret_manager_secret_iam_binding" "binding" {
  for_each  = toset(["binding", "empty"])
  secret_id = google_secret_manager_secret.key[each.key].secret_id
  role      = "roles/secretmanager.secretAccessor"
  members   = [google_service_account.other.member, google_service_account.held.member]
}
resource "google_secret_manager_secret_iam_policy" "wide" {
  secret_id = google_secret_manager_secret.key["wide"].id
  policy_data = jsonencode({
    bindings = [{ role = "roles/secretmanager.secretAccessor", members = ["serviceAccount:held-account@p.iam.gserviceaccount.com"] }]
  })
}
resource "google_secret_manager_secret_iam_member" "violated" {
  secret_id = google_secret_manager_secret.key["violated"].id
  role      = "roles/secretmanager.secretAccessor"
  member    = google_service_account.other.member
}
resource "google_secret_manager_secret_iam_member" "unknown" {
  secret_id = google_secret_manager_secret.key["unknown"].id
  role      = "roles/secretmanager.secretAccessor"
  member    = "serviceAccount:run-${random_id.suffix.hex}@p.iam.gserviceaccount.com"
}
resource "google_cloud_run_v2_service" "run" {
  for_each            = toset(["id", "name", "binding", "wide", "violated", "unknown", "empty"])
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  template {
    service_account = google_service_account.held.email
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name = "KEY"
        value_source {
          secret_key_ref {
            secret  = google_secret_manager_secret.key[each.key].secret_id
            version = "1"
          }
        }
      }
    }
  }
}
