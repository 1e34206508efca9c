# Cloud Run in version 1, which says in annotations what version 2 has arguments for.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  services = {
    held               = { ingress = { "run.googleapis.com/ingress" = "internal-and-cloud-load-balancing" }, timeout = 3600, revision = { "run.googleapis.com/cpu-throttling" = "false" } }
    violated-ingress   = { ingress = { "run.googleapis.com/ingress" = "all" }, timeout = 3600, revision = { "run.googleapis.com/cpu-throttling" = "false" } }
    violated-egress    = { ingress = { "run.googleapis.com/ingress" = "internal" }, timeout = 3600, revision = { "run.googleapis.com/cpu-throttling" = "false", "run.googleapis.com/vpc-access-egress" = "all-traffic" } }
    violated-timeout   = { ingress = { "run.googleapis.com/ingress" = "internal" }, timeout = 7200, revision = { "run.googleapis.com/cpu-throttling" = "false" } }
    violated-short     = { ingress = { "run.googleapis.com/ingress" = "internal" }, timeout = 300, revision = { "run.googleapis.com/cpu-throttling" = "false" } }
    violated-throttled = { ingress = { "run.googleapis.com/ingress" = "internal" }, timeout = 3600, revision = { "run.googleapis.com/cpu-throttling" = "true" } }
    unknown-ingress    = { ingress = { "run.googleapis.com/ingress" = local.unknown ? "all" : "internal" }, timeout = 3600, revision = { "run.googleapis.com/cpu-throttling" = "false" } }
    unknown-revision   = { ingress = { "run.googleapis.com/ingress" = "internal" }, timeout = 3600, revision = { "run.googleapis.com/cpu-throttling" = local.unknown ? "true" : "false", "run.googleapis.com/vpc-access-egress" = local.unknown ? "all-traffic" : "private-ranges-only" } }
    unknown-timeout    = { ingress = { "run.googleapis.com/ingress" = "internal" }, timeout = local.unknown ? 1 : 2, revision = { "run.googleapis.com/cpu-throttling" = "false" } }
  }
}
resource "google_cloud_run_service" "chat" {
  for_each = local.services
  name     = each.key
  location = "us-central1"
  metadata {
    annotations = each.value.ingress
  }
  template {
    metadata {
      annotations = each.value.revision
    }
    spec {
      timeout_seconds = each.value.timeout
      containers {
        image = "us-central1-docker.pkg.dev/p/r/chat:1.0"
        env {
          name  = "WS_PING_INTERVAL"
          value = "20"
        }
      }
    }
  }
}
# Annotations and time that are not said, in two ways.
resource "google_cloud_run_service" "violated-nulls" {
  name     = "violated-nulls"
  location = "us-central1"
  metadata {
    annotations = null
  }
  template {
    metadata {
      annotations = {}
    }
    spec {
      timeout_seconds = null
      containers {
        image = "us-central1-docker.pkg.dev/p/r/chat:1.0"
        env {
          name  = "WS_PING_INTERVAL"
          value = "20"
        }
      }
    }
  }
}
resource "google_compute_region_network_endpoint_group" "nulls" {
  name                  = "nulls"
  region                = "us-central1"
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = google_cloud_run_service.violated-nulls.name
  }
}
# A service without sockets keeps its defaults.
resource "google_cloud_run_service" "held-plain" {
  name     = "held-plain"
  location = "us-central1"
  template {
    spec {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/web:1.0"
      }
    }
  }
}
resource "google_compute_region_network_endpoint_group" "chat" {
  for_each              = google_cloud_run_service.chat
  name                  = each.key
  region                = "us-central1"
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = each.value.name
  }
}
# A database without a public address, and who is told of it.
resource "google_sql_database_instance" "private" {
  name             = "private"
  region           = "us-central1"
  database_version = "POSTGRES_17"
  settings {
    tier    = "db-custom-2-7680"
    edition = "ENTERPRISE"
    ip_configuration {
      ipv4_enabled    = false
      private_network = "projects/p/global/networks/main"
    }
  }
}
resource "google_cloud_run_service" "told" {
  for_each = { held-way = { "run.googleapis.com/vpc-access-connector" = "projects/p/locations/us-central1/connectors/c" }, violated-way = {} }
  name     = each.key
  location = "us-central1"
  template {
    metadata {
      annotations = each.value
    }
    spec {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/chat:1.0"
        env {
          name  = "DATABASE_HOST"
          value = google_sql_database_instance.private.private_ip_address
        }
      }
    }
  }
}
