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
