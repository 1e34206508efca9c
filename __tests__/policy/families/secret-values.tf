# Secrets: where their values stand, how long they live, and which version is mounted.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_secret_manager_secret" "secret" {
  for_each = {
    held          = { ttl = null, expire = null, labels = { team = "chat" } }
    violated-ttl  = { ttl = "86400s", expire = null, labels = {} }
    violated-date = { ttl = null, expire = "2030-01-01T00:00:00Z", labels = {} }
    violated-key  = { ttl = null, expire = null, labels = { api_key = "a0b1c2d3e4f5a6b7c8d9" } }
    unknown-ttl   = { ttl = local.unknown ? null : "86400s", expire = null, labels = {} }
    unknown-label = { ttl = null, expire = null, labels = { api_key = "k${random_id.suffix.hex}" } }
  }
  secret_id   = each.key
  ttl         = each.value.ttl
  expire_time = each.value.expire
  labels      = each.value.labels
  replication {
    auto {}
  }
}
resource "google_secret_manager_secret_version" "version" {
  for_each = {
    held             = { version = 1, enabled = true }
    held-null        = { version = 1, enabled = null }
    violated-unread  = { version = null, enabled = true }
    violated-disable = { version = 1, enabled = false }
    unknown-enabled  = { version = 1, enabled = local.unknown }
    unknown-version  = { version = local.unknown ? 1 : null, enabled = true }
  }
  secret                 = "projects/p/secrets/${each.key}"
  secret_data_wo         = "not-a-secret"
  secret_data_wo_version = each.value.version
  enabled                = each.value.enabled
}
resource "google_secret_manager_secret_version" "violated-state" {
  secret      = "projects/p/secrets/state"
  secret_data = "not-a-secret"
}
resource "google_secret_manager_secret_version" "violated-made" {
  secret      = "projects/p/secrets/made"
  secret_data = random_id.suffix.hex
}
resource "google_sql_user" "user" {
  for_each = {
    held           = { password = null, written = "not-a-secret", version = 1 }
    violated-state = { password = "not-a-secret", written = null, version = null }
  }
  name                = each.key
  instance            = "db"
  password            = each.value.password
  password_wo         = each.value.written
  password_wo_version = each.value.version
}
# Versions that are mounted.
resource "google_secret_manager_secret_version" "mounted" {
  secret                 = "projects/p/secrets/mounted"
  secret_data_wo         = "not-a-secret"
  secret_data_wo_version = 1
}
resource "google_cloud_run_v2_service" "mount" {
  for_each            = { held = "3", violated-latest = "latest", violated-none = null }
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name = "KEY"
        value_source {
          secret_key_ref {
            secret  = "key-${each.key}"
            version = each.value
          }
        }
      }
    }
  }
}
resource "google_cloud_run_v2_service" "held-reference" {
  name                = "held-reference"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name = "KEY"
        value_source {
          secret_key_ref {
            secret  = "mounted"
            version = google_secret_manager_secret_version.mounted.version
          }
        }
      }
    }
  }
}
resource "google_cloud_run_v2_service" "unknown-version" {
  name                = "unknown-version"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name = "KEY"
        value_source {
          secret_key_ref {
            secret  = "key-unknown"
            version = random_id.suffix.hex == "00ff" ? "latest" : "1"
          }
        }
      }
    }
  }
}
resource "google_cloud_run_service" "mount" {
  for_each = { held = "3", violated-latest = "latest" }
  name     = "one-${each.key}"
  location = "us-central1"
  template {
    spec {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/api:1.0"
        env {
          name = "KEY"
          value_from {
            secret_key_ref {
              name = "one-${each.key}"
              key  = each.value
            }
          }
        }
      }
    }
  }
}
# Two consumers of one secret.
resource "google_cloud_run_v2_job" "shared" {
  for_each            = { a-held = "7", b-violated = "8" }
  name                = "shared-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    template {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/job:1.0"
        env {
          name = "JWT_KEY"
          value_source {
            secret_key_ref {
              secret  = "jwt"
              version = each.value
            }
          }
        }
      }
    }
  }
}
resource "google_cloud_run_v2_job" "unknown-secret" {
  name                = "unknown-secret"
  location            = "us-central1"
  deletion_protection = false
  template {
    template {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/job:1.0"
        env {
          name = "JWT_KEY"
          value_source {
            secret_key_ref {
              secret  = "jwt-${random_id.suffix.hex}"
              version = "7"
            }
          }
        }
      }
    }
  }
}
# What is handed on as a map: headers of a schedule, substitutions of a build, metadata of a machine.
resource "google_cloud_scheduler_job" "map" {
  for_each = {
    held            = { Content-Type = "application/json" }
    violated-header = { Authorization = "Bearer not-a-secret" }
    unknown-headers = local.unknown ? tomap({ Authorization = "Bearer not-a-secret" }) : tomap({ Accept = "text/plain" })
  }
  name     = each.key
  schedule = "0 3 * * *"
  http_target {
    uri     = "https://chat.example/nightly"
    headers = each.value
    oidc_token {
      service_account_email = "nightly@p.iam.gserviceaccount.com"
    }
  }
}
resource "google_cloudbuild_trigger" "map" {
  for_each = {
    held         = { _SECRET_NAME = "npm-token", _REGION = "us-central1" }
    violated-key = { _NPM_TOKEN = "not-a-secret-0123" }
  }
  name          = each.key
  location      = "global"
  filename      = "cloudbuild.yaml"
  substitutions = each.value
  trigger_template {
    repo_name   = "chat"
    branch_name = "^main$"
  }
}
resource "google_compute_instance_template" "map" {
  for_each = {
    held              = { enable-oslogin = "TRUE" }
    violated-password = { DB_PASSWORD = "not-a-secret-0123" }
  }
  name         = each.key
  machine_type = "e2-medium"
  metadata     = each.value
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = "default"
  }
}
