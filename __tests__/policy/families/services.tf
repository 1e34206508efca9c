# APIs that are switched on, in a module, beside what needs them.
module "apis" {
  source   = "./modules/apis"
  services = ["run.googleapis.com", "secretmanager.googleapis.com"]
}
resource "google_project" "chat" {
  name            = "chat"
  project_id      = "chat-1"
  org_id          = "1"
  deletion_policy = "DELETE"
}
resource "google_secret_manager_secret" "held" {
  project   = "chat-1"
  secret_id = "held"
  replication {
    auto {}
  }
  depends_on = [module.apis]
}
resource "google_pubsub_topic" "violated" {
  project = "chat-1"
  name    = "violated"
}
resource "google_project_service" "own" {
  project = "chat-1"
  service = "redis.googleapis.com"
}
resource "google_redis_instance" "cache" {
  for_each       = toset(["violated-early"])
  project        = "chat-1"
  name           = each.key
  memory_size_gb = 1
}
resource "google_redis_instance" "held-late" {
  project        = "chat-1"
  name           = "held-late"
  memory_size_gb = 1
  depends_on     = [google_project_service.own]
}
resource "random_id" "suffix" {
  byte_length = 2
}
resource "google_project" "other" {
  for_each            = { held-project = null, violated-project = "DELETE", unknown-project = random_id.suffix.hex == "00ff" ? "DELETE" : "PREVENT" }
  name                = each.key
  project_id          = each.key
  org_id              = "1"
  auto_create_network = false
  deletion_policy     = each.value
}
# Programs that share an account.
resource "google_service_account" "account" {
  for_each   = toset(["shared", "own"])
  account_id = "account-${each.key}"
}
resource "google_cloud_run_v2_service" "violated-second" {
  project    = "chat-1"
  name       = "violated-second"
  location   = "us-central1"
  depends_on = [module.apis]
  template {
    service_account = google_service_account.account["shared"].email
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
resource "google_cloud_run_v2_service" "first" {
  project    = "chat-1"
  name       = "first"
  location   = "us-central1"
  depends_on = [module.apis]
  template {
    service_account = google_service_account.account["shared"].email
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
resource "google_cloud_run_v2_service" "held-own" {
  project    = "chat-1"
  name       = "held-own"
  location   = "us-central1"
  depends_on = [module.apis]
  template {
    service_account = google_service_account.account["own"].email
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
# Images of a repository that the same plan makes.
resource "google_artifact_registry_repository" "made" {
  project       = "chat-1"
  location      = "us-central1"
  repository_id = "made"
  format        = "DOCKER"
  depends_on    = [module.apis]
}
resource "google_cloud_run_v2_service" "violated-image" {
  for_each   = { literal = "us-central1-docker.pkg.dev/chat-1/made/api:1.0", built = "us-central1-docker.pkg.dev/chat-1/${google_artifact_registry_repository.made.name}/api:1.0" }
  project    = "chat-1"
  name       = "image-${each.key}"
  location   = "us-central1"
  depends_on = [module.apis]
  template {
    service_account = google_service_account.account["own"].email
    containers {
      image = each.value
    }
  }
}
