# Where the values of secrets come from, who waits for them, and who may use the socket of a database.
variable "given" {
  type      = string
  sensitive = true
}
variable "preset" {
  type      = string
  sensitive = true
  default   = "not-a-real-one"
}
resource "random_password" "one" {
  length = 24
}
resource "random_id" "shown" {
  byte_length = 16
}
resource "google_sql_user" "held" {
  name     = "held"
  instance = "main"
  password = var.given
}
resource "google_sql_user" "violated-preset" {
  name     = "violated-preset"
  instance = "main"
  password = var.preset
}
resource "google_sql_user" "violated-code" {
  name     = "violated-code"
  instance = "main"
  password = "not-a-real-one"
}
resource "google_sql_user" "first" {
  name     = "first"
  instance = "main"
  password = random_password.one.result
}
resource "google_sql_user" "violated-same" {
  name     = "violated-same"
  instance = "main"
  password = random_password.one.result
}
resource "google_secret_manager_secret" "key" {
  secret_id = "key"
  replication {
    auto {}
  }
}
resource "google_secret_manager_secret_version" "violated-shown" {
  secret      = google_secret_manager_secret.key.id
  secret_data = random_id.shown.b64_std
}
resource "google_service_account" "client" {
  account_id = "client"
  project    = "p"
}
resource "google_service_account" "stranger" {
  account_id = "stranger"
  project    = "p"
}
resource "google_project_iam_member" "client" {
  project = "p"
  role    = "roles/cloudsql.client"
  member  = google_service_account.client.member
}
resource "google_cloud_run_v2_service" "held" {
  name     = "held"
  location = "us-central1"
  template {
    service_account = google_service_account.client.email
    containers {
      image = "us-docker.pkg.dev/p/app/app:1.2.0"
      env {
        name = "KEY"
        value_source {
          secret_key_ref {
            secret  = google_secret_manager_secret.key.secret_id
            version = "latest"
          }
        }
      }
    }
    volumes {
      name = "cloudsql"
      cloud_sql_instance {
        instances = ["p:us-central1:main"]
      }
    }
  }
  depends_on = [google_secret_manager_secret_version.violated-shown]
}
resource "google_cloud_run_v2_service" "violated" {
  name     = "violated"
  location = "us-central1"
  template {
    service_account = google_service_account.stranger.email
    containers {
      image = "us-docker.pkg.dev/p/app/app:1.2.0"
      env {
        name = "KEY"
        value_source {
          secret_key_ref {
            secret  = google_secret_manager_secret.key.secret_id
            version = "latest"
          }
        }
      }
    }
    volumes {
      name = "cloudsql"
      cloud_sql_instance {
        instances = ["p:us-central1:main"]
      }
    }
  }
}
