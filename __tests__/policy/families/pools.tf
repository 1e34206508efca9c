# Connections and cache clients of two revisions against what the instances give.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  services = {
    held          = { instances = 2, pool = "2", cache = "10" }
    crowd         = { instances = 100, pool = "20", cache = "1000" }
    unknown-size  = { instances = 2, pool = local.unknown ? "2" : "200", cache = "10" }
    unknown-cache = { instances = local.unknown ? 2 : 3, pool = "2", cache = "10" }
  }
}
resource "google_sql_database_instance" "violated-full" {
  name             = "violated-full"
  database_version = "POSTGRES_17"
  settings {
    tier    = "db-custom-1-3840"
    edition = "ENTERPRISE"
  }
}
resource "google_redis_instance" "violated-full" {
  name           = "violated-full"
  memory_size_gb = 1
}
resource "google_cloud_run_v2_service" "pool" {
  for_each            = local.services
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  template {
    scaling {
      max_instance_count = each.value.instances
    }
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "DB_POOL_SIZE"
        value = each.value.pool
      }
      env {
        name  = "REDIS_POOL_MAX_CONNECTIONS"
        value = each.value.cache
      }
    }
  }
}
