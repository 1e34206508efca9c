# Redis, Redis clusters and Valkey: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good    = { tier = "STANDARD_HA", memory = 5, auth = true, tls = "SERVER_AUTHENTICATION", replicas = 1, mode = "READ_REPLICAS_DISABLED", configs = { maxmemory-policy = "allkeys-lru" } }
  caches = {
    held              = {}
    held-nulls        = { configs = null }
    held-read         = { replicas = 3, mode = "READ_REPLICAS_ENABLED" }
    violated-auth     = { auth = null }
    violated-plain    = { tls = null }
    violated-basic    = { tier = "BASIC", replicas = 0 }
    violated-untold   = { tier = null }
    violated-replicas = { replicas = 4 }
    violated-one      = { tier = "BASIC", replicas = 2 }
    violated-config   = { configs = { maxclients = "10000" } }
    violated-memory   = { memory = 400 }
    unknown-auth      = { auth = local.unknown }
    unknown-tls       = { tls = local.unknown ? "DISABLED" : "SERVER_AUTHENTICATION" }
    unknown-tier      = { tier = local.unknown ? "BASIC" : "STANDARD_HA", replicas = 4 }
    unknown-replicas  = { replicas = local.unknown ? 1 : 2 }
    unknown-mode      = { replicas = 3, mode = local.unknown ? "READ_REPLICAS_ENABLED" : "READ_REPLICAS_DISABLED" }
    unknown-configs   = { configs = local.unknown ? null : { maxclients = "1" } }
    unknown-memory    = { memory = local.unknown ? 1 : 400 }
  }
}
resource "google_redis_instance" "cache" {
  for_each                = { for name, cache in local.caches : name => merge(local.good, cache) }
  name                    = each.key
  tier                    = each.value.tier
  memory_size_gb          = each.value.memory
  auth_enabled            = each.value.auth
  transit_encryption_mode = each.value.tls
  replica_count           = each.value.replicas
  read_replicas_mode      = each.value.mode
  redis_configs           = each.value.configs
}
resource "google_redis_cluster" "cluster" {
  for_each = {
    held              = { auth = "AUTH_MODE_IAM_AUTH", tls = "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION", kept = true, replicas = 1 }
    held-null         = { auth = "AUTH_MODE_IAM_AUTH", tls = "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION", kept = null, replicas = 2 }
    violated-defaults = { auth = null, tls = null, kept = false, replicas = null }
    unknown           = { auth = local.unknown ? "AUTH_MODE_IAM_AUTH" : "AUTH_MODE_DISABLED", tls = local.unknown ? "TRANSIT_ENCRYPTION_MODE_DISABLED" : "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION", kept = local.unknown, replicas = local.unknown ? 0 : 1 }
  }
  name                        = each.key
  shard_count                 = 3
  authorization_mode          = each.value.auth
  transit_encryption_mode     = each.value.tls
  deletion_protection_enabled = each.value.kept
  replica_count               = each.value.replicas
  psc_configs {
    network = "projects/p/global/networks/v"
  }
}
resource "google_memorystore_instance" "valkey" {
  for_each = {
    held     = { auth = "IAM_AUTH", tls = "SERVER_AUTHENTICATION", kept = true, replicas = 1 }
    violated = { auth = "AUTH_DISABLED", tls = "TRANSIT_ENCRYPTION_DISABLED", kept = false, replicas = 0 }
    unknown  = { auth = local.unknown ? "IAM_AUTH" : "AUTH_DISABLED", tls = local.unknown ? "SERVER_AUTHENTICATION" : "TRANSIT_ENCRYPTION_DISABLED", kept = local.unknown, replicas = local.unknown ? 0 : 1 }
  }
  instance_id                 = each.key
  location                    = "us-central1"
  shard_count                 = 1
  authorization_mode          = each.value.auth
  transit_encryption_mode     = each.value.tls
  deletion_protection_enabled = each.value.kept
  replica_count               = each.value.replicas
}
# Left out: what is default is off, except the protection.
resource "google_memorystore_instance" "violated-left-out" {
  instance_id        = "violated-left-out"
  location           = "us-central1"
  shard_count        = 1
  authorization_mode = null
}
resource "google_redis_instance" "violated-left-out" {
  name           = "violated-left-out"
  memory_size_gb = 1
  replica_count  = null
  tier           = null
}
resource "google_cloud_run_v2_service" "port" {
  for_each            = { held = "6378", violated = "6379", unknown = random_id.suffix.dec }
  name                = "port-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      dynamic "env" {
        for_each = [each.value]
        content {
          name  = "REDIS_PORT"
          value = env.value
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
        name  = "REDIS_PORT"
        value = google_redis_instance.cache["held"].port
      }
    }
  }
}
# Versions, zones, and the networks of clusters.
resource "google_compute_network" "connected" {
  name                    = "connected"
  auto_create_subnetworks = false
}
resource "google_compute_network" "closed" {
  name                    = "closed"
  auto_create_subnetworks = false
}
resource "google_network_connectivity_service_connection_policy" "connected" {
  name          = "connected"
  location      = "us-central1"
  service_class = "gcp-memorystore-redis"
  network       = google_compute_network.connected.id
  psc_config {
    subnetworks = ["projects/p/regions/us-central1/subnetworks/s"]
  }
}
locals {
  places = {
    held-place       = {}
    violated-version = { version = "redis_6_x" }
    violated-region  = { zone = "us-east1-b" }
    violated-zones   = { zone = "us-central1-a", other = "us-central1-a" }
    unknown-version  = { version = local.unknown ? "REDIS_7_2" : "redis_7" }
    unknown-zone     = { zone = local.unknown ? "us-east1-b" : "us-central1-a" }
  }
}
resource "google_redis_instance" "place" {
  for_each                = { for name, place in local.places : name => merge({ version = "REDIS_7_2", zone = "us-central1-a", other = "us-central1-b" }, place) }
  name                    = each.key
  region                  = "us-central1"
  tier                    = "STANDARD_HA"
  memory_size_gb          = 5
  auth_enabled            = true
  transit_encryption_mode = "SERVER_AUTHENTICATION"
  redis_version           = each.value.version
  location_id             = each.value.zone
  alternative_location_id = each.value.other
}
resource "google_redis_cluster" "held-network" {
  name                    = "held-network"
  shard_count             = 3
  replica_count           = 1
  authorization_mode      = "AUTH_MODE_IAM_AUTH"
  transit_encryption_mode = "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"
  psc_configs {
    network = google_compute_network.connected.id
  }
}
resource "google_redis_cluster" "violated-network" {
  name                    = "violated-network"
  shard_count             = 3
  replica_count           = 1
  authorization_mode      = "AUTH_MODE_IAM_AUTH"
  transit_encryption_mode = "TRANSIT_ENCRYPTION_MODE_SERVER_AUTHENTICATION"
  psc_configs {
    network = google_compute_network.closed.id
  }
}
resource "google_memcache_instance" "nodes" {
  for_each = {
    held-nodes      = { nodes = 2, memory = 1024 }
    violated-memory = { nodes = 2, memory = 512 }
    violated-single = { nodes = 1, memory = 1024 }
    unknown-nodes   = { nodes = local.unknown ? 1 : 2, memory = 1024 }
  }
  name       = each.key
  node_count = each.value.nodes
  node_config {
    cpu_count      = 1
    memory_size_mb = each.value.memory
  }
}
