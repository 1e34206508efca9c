# Grants of secrets: held in every form, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
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
