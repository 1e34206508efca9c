# Services behind a load balancer, their groups and routes; regional databases, versions of new secrets and dead letters.
resource "random_id" "suffix" {
  byte_length = 2
}
resource "google_cloud_run_v2_service" "run" {
  for_each             = { held = true, violated = false, unknown = null }
  name                 = each.key
  location             = "us-central1"
  deletion_protection  = false
  ingress              = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER"
  invoker_iam_disabled = each.key == "unknown" ? random_id.suffix.hex == "00ff" : each.value
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
resource "google_compute_region_network_endpoint_group" "run" {
  for_each              = google_cloud_run_v2_service.run
  name                  = each.key
  region                = "us-central1"
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = each.value.name
  }
}
locals {
  regions = ["us-central1", "europe-west1"]
}
resource "google_compute_region_network_endpoint_group" "counted" {
  count                 = 2
  name                  = "counted"
  region                = local.regions[count.index]
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = "elsewhere"
  }
}
# Two blocks of a set that only their index tells apart.
resource "google_compute_backend_service" "held" {
  name                  = "held"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  backend {
    group = google_compute_region_network_endpoint_group.counted[0].id
  }
  backend {
    group = google_compute_region_network_endpoint_group.counted[1].id
  }
}
resource "google_compute_backend_service" "violated" {
  name                  = "violated"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  backend {
    group = google_compute_region_network_endpoint_group.run["held"].id
  }
  backend {
    group = google_compute_region_network_endpoint_group.run["violated"].id
  }
}
resource "google_compute_url_map" "map" {
  for_each        = { held = "paths", violated = "", unknown = "paths" }
  name            = each.key
  default_service = google_compute_backend_service.held.id
  dynamic "host_rule" {
    for_each = each.value == "" ? [] : [each.value]
    content {
      hosts        = ["chat.example"]
      path_matcher = each.key == "unknown" ? "paths-${random_id.suffix.hex}" : host_rule.value
    }
  }
  path_matcher {
    name            = "paths"
    default_service = google_compute_backend_service.held.id
  }
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
