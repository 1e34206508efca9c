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
