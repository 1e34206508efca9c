# Subscriptions of Pub/Sub: bounds, expiry, pushes and dead letters.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good    = { ack = 20, kept = "604800s", ttl = "", attempts = 5, endpoint = null, token = true }
  subscriptions = {
    held              = {}
    held-push         = { endpoint = "https://api.example/push" }
    violated-ack      = { ack = 5 }
    violated-attempts = { attempts = 500 }
    violated-kept     = { kept = "60s" }
    violated-ttl      = { ttl = "86400s" }
    violated-undated  = { ttl = null }
    violated-plain    = { endpoint = "http://api.example/push" }
    violated-unsigned = { endpoint = "https://api.example/push", token = false }
    violated-lost     = { attempts = null }
    unknown-ack       = { ack = local.unknown ? 20 : 5 }
    unknown-attempts  = { attempts = local.unknown ? 5 : 500 }
    unknown-kept      = { kept = local.unknown ? "60s" : "604800s" }
    unknown-ttl       = { ttl = local.unknown ? "86400s" : "604800s" }
    unknown-endpoint  = { endpoint = "${local.unknown ? "http" : "https"}://api.example/push" }
  }
}
resource "google_pubsub_subscription" "subscription" {
  for_each                   = { for name, subscription in local.subscriptions : name => merge(local.good, subscription) }
  name                       = each.key
  topic                      = "work"
  ack_deadline_seconds       = each.value.ack
  message_retention_duration = each.value.kept
  dynamic "expiration_policy" {
    for_each = each.value.ttl == null ? [] : [each.value.ttl]
    content {
      ttl = expiration_policy.value
    }
  }
  dynamic "dead_letter_policy" {
    for_each = each.key == "violated-lost" ? [] : [each.value.attempts]
    content {
      dead_letter_topic     = "projects/p/topics/dead"
      max_delivery_attempts = dead_letter_policy.value
    }
  }
  dynamic "push_config" {
    for_each = each.key == "unknown-endpoint" || can(regex("push", each.value.endpoint)) ? [each.value.endpoint] : []
    content {
      push_endpoint = push_config.value
      dynamic "oidc_token" {
        for_each = each.value.token ? ["push@p.iam.gserviceaccount.com"] : []
        content {
          service_account_email = oidc_token.value
        }
      }
    }
  }
}
resource "google_pubsub_subscription" "held-nulls" {
  name                       = "held-nulls"
  topic                      = "work"
  ack_deadline_seconds       = null
  message_retention_duration = null
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic     = "projects/p/topics/dead"
    max_delivery_attempts = null
  }
}
resource "google_pubsub_subscription" "unknown-blocks" {
  name  = "unknown-blocks"
  topic = "work"
  expiration_policy {
    ttl = ""
  }
  dynamic "dead_letter_policy" {
    for_each = local.unknown ? [1] : []
    content {
      dead_letter_topic = "projects/p/topics/dead"
    }
  }
  dynamic "push_config" {
    for_each = local.unknown ? [1] : []
    content {
      push_endpoint = "http://api.example/push"
    }
  }
}
resource "google_pubsub_topic" "dead" {
  name = "unhandled"
}
resource "google_pubsub_topic_iam_member" "dead" {
  topic  = google_pubsub_topic.dead.name
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com"
}
resource "google_pubsub_subscription" "forwarded" {
  for_each = toset(["held", "violated"])
  name     = "forwarded-${each.key}"
  topic    = "work"
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic = google_pubsub_topic.dead.id
  }
}
resource "google_pubsub_subscription_iam_member" "forwarded" {
  subscription = google_pubsub_subscription.forwarded["held"].name
  role         = "roles/pubsub.subscriber"
  member       = "serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com"
}
resource "google_storage_bucket" "kept" {
  for_each = toset(["held", "violated"])
  name     = "kept-${each.key}"
  location = "US"
}
resource "google_storage_bucket_iam_member" "kept" {
  bucket = google_storage_bucket.kept["held"].name
  role   = "roles/storage.objectCreator"
  member = "serviceAccount:service-123@gcp-sa-pubsub.iam.gserviceaccount.com"
}
resource "google_pubsub_subscription" "kept" {
  for_each = google_storage_bucket.kept
  name     = "kept-${each.key}"
  topic    = "work"
  expiration_policy {
    ttl = ""
  }
  cloud_storage_config {
    bucket = each.value.name
  }
}
resource "google_cloud_run_v2_service" "slow" {
  name     = "slow"
  location = "us-central1"
  template {
    timeout = "300s"
    containers {
      image = "us-docker.pkg.dev/p/r/slow:1"
    }
  }
}
locals {
  waits = {
    long     = 300
    violated = 60
    unknown  = local.unknown ? 60 : 300
  }
}
resource "google_pubsub_subscription" "pushed" {
  for_each             = local.waits
  name                 = "pushed-${each.key}"
  topic                = "work"
  ack_deadline_seconds = each.value
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic = "projects/p/topics/dead"
  }
  push_config {
    push_endpoint = google_cloud_run_v2_service.slow.uri
    oidc_token {
      service_account_email = "push@p.iam.gserviceaccount.com"
    }
  }
}
resource "google_pubsub_topic" "read" {
  for_each = toset(["held", "violated"])
  name     = "read-${each.key}"
}
resource "google_pubsub_subscription" "read" {
  name  = "read"
  topic = google_pubsub_topic.read["held"].id
  expiration_policy {
    ttl = ""
  }
  dead_letter_policy {
    dead_letter_topic = "projects/p/topics/dead"
  }
}
resource "google_cloud_scheduler_job" "published" {
  for_each = google_pubsub_topic.read
  name     = each.key
  region   = "us-central1"
  schedule = "0 9 * * *"
  pubsub_target {
    topic_name = each.value.id
    data       = "e30="
  }
}
resource "google_pubsub_subscription" "violated-wait" {
  name  = "violated-wait"
  topic = "work"
  push_config {
    push_endpoint = google_cloud_run_v2_service.slow.uri
    oidc_token {
      service_account_email = "push@p.iam.gserviceaccount.com"
    }
  }
}
resource "google_project_service" "api" {
  for_each           = { held = "cloudtasks", violated = "cloudscheduler" }
  project            = "p"
  service            = "${each.value}.googleapis.com"
  disable_on_destroy = false
}
resource "google_cloud_tasks_queue" "late" {
  name       = "late"
  location   = "us-central1"
  depends_on = [google_project_service.api]
}
resource "google_storage_bucket_object" "code" {
  for_each = { held = "code-0c1d2e3f4a.zip", violated = "code.zip" }
  name     = each.value
  bucket   = "sources"
  content  = "x"
}
locals {
  ingress = {
    held     = "ALLOW_INTERNAL_ONLY"
    violated = "ALLOW_ALL"
    unknown  = local.unknown ? "ALLOW_ALL" : "ALLOW_INTERNAL_ONLY"
  }
}
resource "google_cloudfunctions2_function" "started" {
  for_each = local.ingress
  name     = "started-${each.key}"
  location = "us-central1"
  build_config {
    runtime     = "python314"
    entry_point = "main"
    source {
      storage_source {
        bucket = "sources"
        object = google_storage_bucket_object.code[each.key == "violated" ? "violated" : "held"].name
      }
    }
  }
  service_config {
    ingress_settings      = each.value
    service_account_email = each.key == "held" ? "held@p.iam.gserviceaccount.com" : "shared@p.iam.gserviceaccount.com"
  }
  event_trigger {
    event_type            = "google.cloud.pubsub.topic.v1.messagePublished"
    pubsub_topic          = "projects/p/topics/work"
    service_account_email = "push@p.iam.gserviceaccount.com"
    retry_policy          = "RETRY_POLICY_RETRY"
  }
}
