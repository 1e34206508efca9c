# Datasets, documents and clusters: what deletes them, who reaches them, and as whom nodes run.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_bigquery_dataset" "held" {
  dataset_id                  = "held"
  default_table_expiration_ms = 2592000000
  access {
    role          = "OWNER"
    special_group = "projectOwners"
  }
}
resource "google_bigquery_dataset" "held-default" {
  dataset_id = "held_default"
}
resource "google_bigquery_dataset" "violated" {
  dataset_id                  = "violated"
  default_table_expiration_ms = 3600000
  delete_contents_on_destroy  = true
  access {
    role          = "READER"
    user_by_email = "reader@example.com"
  }
}
resource "google_bigquery_dataset" "unknown" {
  dataset_id                  = "unknown"
  default_table_expiration_ms = local.unknown ? 3600000 : 86400000
  delete_contents_on_destroy  = local.unknown
  access {
    role          = local.unknown ? "OWNER" : "READER"
    special_group = "projectReaders"
  }
}
resource "google_bigquery_table" "violated" {
  dataset_id          = "held"
  table_id            = "violated"
  deletion_protection = false
}
resource "google_bigquery_table" "unknown" {
  dataset_id          = "elsewhere"
  table_id            = "unknown"
  deletion_protection = local.unknown
}
resource "google_firestore_database" "held" {
  name                              = "held"
  location_id                       = "eur3"
  type                              = "FIRESTORE_NATIVE"
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
}
resource "google_firestore_database" "violated" {
  name            = "violated"
  location_id     = "eur3"
  type            = "FIRESTORE_NATIVE"
  deletion_policy = "DELETE"
}
resource "google_firestore_database" "unknown" {
  name                              = "unknown"
  location_id                       = "eur3"
  type                              = "FIRESTORE_NATIVE"
  delete_protection_state           = local.unknown ? "DELETE_PROTECTION_ENABLED" : "DELETE_PROTECTION_DISABLED"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_ENABLED"
}
resource "google_container_cluster" "held" {
  name                     = "held"
  location                 = "us-central1"
  remove_default_node_pool = true
  initial_node_count       = 1
  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "203.0.113.0/24"
    }
  }
}
resource "google_container_cluster" "violated-open" {
  name             = "violated-open"
  location         = "us-central1"
  enable_autopilot = true
  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = "0.0.0.0/0"
    }
  }
}
resource "google_container_cluster" "violated-default" {
  name               = "violated-default"
  location           = "us-central1"
  initial_node_count = 1
}
resource "google_container_cluster" "unknown" {
  name             = "unknown"
  location         = "us-central1"
  enable_autopilot = true
  cluster_autoscaling {
    auto_provisioning_defaults {
      service_account = "nodes@p.iam.gserviceaccount.com"
    }
  }
  master_authorized_networks_config {
    cidr_blocks {
      cidr_block = local.unknown ? "0.0.0.0/0" : "203.0.113.0/24"
    }
  }
}
resource "google_container_node_pool" "held" {
  cluster = "held"
  name    = "held"
  node_config {
    service_account = "nodes@p.iam.gserviceaccount.com"
    oauth_scopes    = ["https://www.googleapis.com/auth/cloud-platform"]
  }
}
resource "google_container_node_pool" "violated" {
  cluster = "held"
  name    = "violated"
  node_config {
    oauth_scopes = ["https://www.googleapis.com/auth/devstorage.read_only"]
  }
}
resource "google_container_node_pool" "unknown" {
  cluster = "held"
  name    = "unknown"
  node_config {
    service_account = "nodes@p.iam.gserviceaccount.com"
    oauth_scopes    = [local.unknown ? "https://www.googleapis.com/auth/cloud-platform" : "https://www.googleapis.com/auth/devstorage.read_only"]
  }
}
resource "google_bigquery_table" "violated-life" {
  dataset_id = google_bigquery_dataset.held.dataset_id
  table_id   = "violated_life"
}
resource "google_bigquery_table" "unknown-life" {
  dataset_id = google_bigquery_dataset.unknown.dataset_id
  table_id   = "unknown_life"
}
resource "google_bigquery_table" "held-life" {
  dataset_id      = google_bigquery_dataset.held.dataset_id
  table_id        = "held_life"
  expiration_time = 4102444800000
}
resource "google_bigquery_dataset" "shared" {
  for_each   = toset(["held", "violated", "unknown"])
  dataset_id = "shared_${each.key}"
  access {
    role          = "OWNER"
    special_group = "projectOwners"
  }
  access {
    role          = "READER"
    special_group = each.key == "unknown" ? (local.unknown ? "allAuthenticatedUsers" : "projectReaders") : each.key == "held" ? "projectReaders" : "allAuthenticatedUsers"
  }
}
resource "google_firestore_database" "kept" {
  for_each                          = { held = "ENABLED", violated = "DISABLED", unknown = local.unknown ? "ENABLED" : "DISABLED" }
  name                              = "kept-${each.key}"
  location_id                       = "nam5"
  type                              = "FIRESTORE_NATIVE"
  delete_protection_state           = "DELETE_PROTECTION_ENABLED"
  point_in_time_recovery_enablement = "POINT_IN_TIME_RECOVERY_${each.value}"
}
resource "google_firestore_database" "held-scheduled" {
  name                    = "held-scheduled"
  location_id             = "nam5"
  type                    = "FIRESTORE_NATIVE"
  delete_protection_state = "DELETE_PROTECTION_ENABLED"
}
resource "google_firestore_backup_schedule" "held" {
  database  = google_firestore_database.held-scheduled.name
  retention = "604800s"
  daily_recurrence {}
}
resource "google_spanner_database" "violated-kept" {
  name     = "violated-kept"
  instance = "elsewhere"
}
resource "google_firebaserules_ruleset" "documents" {
  for_each = {
    held     = "allow read: if true; // allow write;\nallow write: if request.auth != null;"
    violated = "allow read, write: if true;"
    unknown  = local.unknown ? "allow write;" : "allow read;"
  }
  source {
    files {
      name    = "firestore.rules"
      content = "service cloud.firestore { match /databases/{database}/documents/{document=**} { ${each.value} } }"
    }
  }
}
# AlloyDB, Filestore and Spanner.
resource "google_alloydb_cluster" "alloy" {
  for_each   = { held = true, held-left-out = null, violated = false, unknown = local.unknown }
  cluster_id = "alloy-${each.key}"
  location   = "us-central1"
  network_config {
    network = "projects/p/global/networks/v"
  }
  dynamic "continuous_backup_config" {
    for_each = each.key == "held-left-out" ? [] : [each.value]
    content {
      enabled = continuous_backup_config.value
    }
  }
}
resource "google_alloydb_instance" "alloy" {
  for_each = {
    held           = { range = "203.0.113.0/24", ssl = "ENCRYPTED_ONLY", zones = "REGIONAL", type = "PRIMARY" }
    violated-open  = { range = "0.0.0.0/0", ssl = "ENCRYPTED_ONLY", zones = "REGIONAL", type = "PRIMARY" }
    violated-plain = { range = "203.0.113.0/24", ssl = "ALLOW_UNENCRYPTED_AND_ENCRYPTED", zones = "REGIONAL", type = "PRIMARY" }
    violated-zonal = { range = "203.0.113.0/24", ssl = "ENCRYPTED_ONLY", zones = "ZONAL", type = "PRIMARY" }
    violated-pool  = { range = "203.0.113.0/24", ssl = "ENCRYPTED_ONLY", zones = "REGIONAL", type = "READ_POOL" }
    unknown-range  = { range = local.unknown ? "0.0.0.0/0" : "203.0.113.0/24", ssl = "ENCRYPTED_ONLY", zones = "REGIONAL", type = "PRIMARY" }
    unknown-ssl    = { range = "203.0.113.0/24", ssl = local.unknown ? "ENCRYPTED_ONLY" : "ALLOW_UNENCRYPTED_AND_ENCRYPTED", zones = "REGIONAL", type = "PRIMARY" }
    unknown-type   = { range = "203.0.113.0/24", ssl = "ENCRYPTED_ONLY", zones = "REGIONAL", type = local.unknown ? "PRIMARY" : "READ_POOL" }
  }
  cluster           = google_alloydb_cluster.alloy["held"].name
  instance_id       = each.key
  instance_type     = each.value.type
  availability_type = each.value.zones
  client_connection_config {
    ssl_config {
      ssl_mode = each.value.ssl
    }
  }
  network_config {
    enable_public_ip = true
    authorized_external_networks {
      cidr_range = each.value.range
    }
  }
}
resource "google_filestore_instance" "files" {
  for_each = {
    held              = { tier = "BASIC_HDD", place = "us-central1-a", size = 1024, name = "share1", range = "10.0.0.0/24", kept = true }
    held-regional     = { tier = "ENTERPRISE", place = "us-central1", size = 1024, name = "a_share_with_a_long_name", range = "10.0.0.0/24", kept = true }
    violated-size     = { tier = "BASIC_SSD", place = "us-central1-a", size = 1024, name = "share1", range = "10.0.0.0/24", kept = true }
    violated-name     = { tier = "BASIC_HDD", place = "us-central1-a", size = 1024, name = "file-share", range = "10.0.0.0/24", kept = true }
    violated-region   = { tier = "BASIC_HDD", place = "us-central1", size = 1024, name = "share1", range = "10.0.0.0/24", kept = true }
    violated-zone     = { tier = "ENTERPRISE", place = "us-central1-a", size = 1024, name = "share1", range = "10.0.0.0/24", kept = true }
    violated-exported = { tier = "BASIC_HDD", place = "us-central1-a", size = 1024, name = "share1", range = "0.0.0.0/0", kept = true }
    violated-kept     = { tier = "BASIC_HDD", place = "us-central1-a", size = 1024, name = "share1", range = "10.0.0.0/24", kept = null }
    unknown-tier      = { tier = local.unknown ? "BASIC_HDD" : "BASIC_SSD", place = "us-central1-a", size = 1024, name = "share1", range = "10.0.0.0/24", kept = true }
    unknown-range     = { tier = "BASIC_HDD", place = "us-central1-a", size = 1024, name = "share1", range = local.unknown ? "0.0.0.0/0" : "10.0.0.0/24", kept = true }
    unknown-kept      = { tier = "BASIC_HDD", place = "us-central1-a", size = 1024, name = "share1", range = "10.0.0.0/24", kept = local.unknown }
  }
  name                        = each.key
  tier                        = each.value.tier
  location                    = each.value.place
  deletion_protection_enabled = each.value.kept
  file_shares {
    name        = each.value.name
    capacity_gb = each.value.size
    nfs_export_options {
      ip_ranges = [each.value.range]
    }
  }
  networks {
    network = "v"
    modes   = ["MODE_IPV4"]
  }
}
resource "google_spanner_instance" "spanner" {
  for_each = {
    held             = { units = 200, config = "regional-us-central1", edition = "STANDARD", schedule = "AUTOMATIC", force = false }
    held-wide        = { units = 2000, config = "nam3", edition = "ENTERPRISE_PLUS", schedule = "AUTOMATIC", force = false }
    violated-units   = { units = 150, config = "regional-us-central1", edition = "STANDARD", schedule = "AUTOMATIC", force = false }
    violated-edition = { units = 1000, config = "nam3", edition = "STANDARD", schedule = "AUTOMATIC", force = false }
    violated-force   = { units = 100, config = "regional-us-central1", edition = "STANDARD", schedule = "AUTOMATIC", force = true }
    unknown-units    = { units = local.unknown ? 150 : 200, config = "regional-us-central1", edition = "STANDARD", schedule = "AUTOMATIC", force = false }
    unknown-edition  = { units = 1000, config = "nam3", edition = local.unknown ? "STANDARD" : "ENTERPRISE_PLUS", schedule = "AUTOMATIC", force = false }
    unknown-force    = { units = 100, config = "regional-us-central1", edition = "STANDARD", schedule = "AUTOMATIC", force = local.unknown }
    none             = { units = 100, config = "regional-us-central1", edition = "STANDARD", schedule = "NONE", force = false }
    open             = { units = 100, config = "regional-us-central1", edition = "STANDARD", schedule = local.unknown ? "NONE" : "AUTOMATIC", force = false }
  }
  name                         = "spanner-${each.key}"
  display_name                 = each.key
  config                       = each.value.config
  processing_units             = each.value.units
  edition                      = each.value.edition
  default_backup_schedule_type = each.value.schedule
  force_destroy                = each.value.force
}
resource "google_spanner_database" "database" {
  for_each = { held-default = "held", held-scheduled = "none", violated-backups = "none", unknown-backups = "open" }
  instance = google_spanner_instance.spanner[each.value].name
  name     = each.key
}
resource "google_spanner_backup_schedule" "scheduled" {
  instance           = google_spanner_instance.spanner["none"].name
  database           = google_spanner_database.database["held-scheduled"].name
  name               = "scheduled"
  retention_duration = "172800s"
  full_backup_spec {}
  spec {
    cron_spec {
      text = "0 2 * * *"
    }
  }
}
resource "google_redis_instance" "window" {
  for_each           = { held-window = ["SUNDAY"], violated-window = [], unknown-window = local.unknown ? [] : ["SUNDAY"] }
  name               = each.key
  tier               = "STANDARD_HA"
  memory_size_gb     = 5
  authorized_network = "projects/p/global/networks/v"
  dynamic "maintenance_policy" {
    for_each = each.value
    content {
      weekly_maintenance_window {
        day = maintenance_policy.value
        start_time {
          hours = 3
        }
      }
    }
  }
}
resource "google_redis_instance" "network" {
  for_each           = { held-network = "projects/p/global/networks/v", violated-network = null, violated-default = "projects/p/global/networks/default" }
  name               = each.key
  tier               = "BASIC"
  memory_size_gb     = 1
  authorized_network = each.value
}
