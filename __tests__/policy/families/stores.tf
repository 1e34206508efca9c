# Buckets, topics, firewall rules and log exclusions: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
resource "google_storage_bucket" "uploads" {
  for_each                    = { held = "ARCHIVED", violated = "ANY", unknown = "ANY" }
  name                        = each.key == "unknown" ? "chat-${random_id.suffix.hex}" : "chat-${each.key}"
  location                    = "US"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  lifecycle_rule {
    condition {
      age            = each.key == "unknown" ? 1 : 30
      with_state     = each.value
      matches_prefix = each.key == "unknown" ? ["tmp/"] : []
    }
    action {
      type = "Delete"
    }
  }
}
resource "google_pubsub_topic" "topic" {
  for_each = toset(["own", "dead"])
  name     = each.key
}
resource "google_pubsub_subscription" "held" {
  name  = "held"
  topic = google_pubsub_topic.topic["own"].id
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic = google_pubsub_topic.topic["dead"].id
  }
}
resource "google_pubsub_subscription" "violated" {
  name  = "violated"
  topic = google_pubsub_topic.topic["own"].name
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic = google_pubsub_topic.topic["own"].id
  }
}
resource "google_pubsub_subscription" "unknown" {
  name  = "unknown"
  topic = "own"
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic = "projects/p/topics/dead-${random_id.suffix.hex}"
  }
}
resource "google_compute_firewall" "rule" {
  for_each      = { held = ["443"], violated = ["22"] }
  name          = each.key
  network       = "v"
  source_ranges = ["0.0.0.0/0"]
  allow {
    protocol = "tcp"
    ports    = each.value
  }
}
resource "google_compute_firewall" "denied" {
  name          = "denied"
  network       = "v"
  source_ranges = ["0.0.0.0/0"]
  deny {
    protocol = "all"
  }
}
resource "google_logging_project_exclusion" "drop" {
  for_each = {
    held     = "severity<=INFO"
    negated  = "resource.type=\"k8s_container\" AND NOT severity>=WARNING"
    violated = "severity>=WARNING"
    either   = "severity=DEBUG OR httpRequest.status>=500"
    unknown  = "logName=\"${random_id.suffix.hex}\""
  }
  name   = each.key
  filter = each.value
}
