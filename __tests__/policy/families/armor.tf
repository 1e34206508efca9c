# Policies of Cloud Armor: rules in their order, limits, and what they are attached to.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown  = random_id.suffix.hex == "00ff"
  everyone = ["*"]
  first    = { priority = 1000, action = "deny(403)", preview = false, ranges = ["192.0.2.0/24", "198.51.100.0/24"], text = "scanners", match = true }
  policies = {
    held              = {}
    held-null         = { preview = null, text = null }
    violated-default  = { last = 2147483646 }
    violated-text     = { text = "this description of one rule is longer than the sixty four characters of Google" }
    violated-shadowed = { allowed = local.everyone }
    violated-denied   = { allowed = null, final = "deny(403)" }
    violated-preview  = { preview = true }
    unknown-preview   = { preview = local.unknown }
    unknown-last      = { last = local.unknown ? 2147483647 : 5 }
    unknown-priority  = { priority = local.unknown ? 900 : 800 }
    unknown-text      = { text = "rule ${random_id.suffix.hex}" }
    unknown-allowed   = { allowed = local.unknown ? ["*"] : ["10.0.0.0/8"] }
    unknown-action    = { action = local.unknown ? "allow" : "deny(403)", allowed = null }
  }
}
resource "google_compute_security_policy" "policy" {
  for_each = { for name, policy in local.policies : name => merge(local.first, { last = 2147483647, final = "allow", allowed = ["10.0.0.0/8"] }, policy) }
  name     = each.key
  rule {
    priority    = each.value.last
    action      = each.value.final
    description = "the rest"
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = ["*"]
      }
    }
  }
  rule {
    priority    = each.value.priority
    action      = each.value.action
    preview     = each.value.preview
    description = each.value.text
    match {
      versioned_expr = "SRC_IPS_V1"
      config {
        src_ip_ranges = each.value.ranges
      }
    }
  }
  dynamic "rule" {
    for_each = each.value.allowed == null ? [] : [each.value.allowed]
    content {
      priority = 900
      action   = "allow"
      match {
        versioned_expr = "SRC_IPS_V1"
        config {
          src_ip_ranges = rule.value
        }
      }
    }
  }
}
resource "google_compute_backend_service" "attached" {
  for_each              = google_compute_security_policy.policy
  name                  = each.key
  load_balancing_scheme = "EXTERNAL_MANAGED"
  security_policy       = each.value.id
}
resource "google_compute_security_policy" "violated-unused" {
  name = "violated-unused"
}
locals {
  limit = { action = "throttle", count = 600, interval = 60, conform = "allow", exceed = "deny(429)", key = "IP", ban = null, preview = false, ranges = ["*"] }
  limits = {
    held              = {}
    held-ban          = { action = "rate_based_ban", ban = 600, ranges = ["192.0.2.0/24"] }
    idle-preview      = { count = 1, preview = true }
    violated-low      = { count = 5 }
    violated-key      = { key = "ALL" }
    violated-ban      = { action = "rate_based_ban", ban = 600 }
    violated-interval = { interval = 45 }
    violated-exceed   = { exceed = "deny(418)" }
    violated-conform  = { conform = "deny(403)" }
    violated-options  = { action = "deny(403)" }
    unknown-count     = { count = local.unknown ? 5 : 600 }
    unknown-action    = { action = local.unknown ? "throttle" : "allow" }
    unknown-key       = { key = local.unknown ? "ALL" : "IP" }
    unknown-ranges    = { ranges = local.unknown ? ["*"] : ["192.0.2.0/24"], count = 5 }
    unknown-preview   = { preview = local.unknown, count = 5 }
    unknown-interval  = { interval = local.unknown ? 60 : 45 }
  }
}
resource "google_compute_security_policy_rule" "limit" {
  for_each        = { for name, limit in local.limits : name => merge(local.limit, limit) }
  security_policy = "limits-${each.key}"
  priority        = 500
  action          = each.value.action
  preview         = each.value.preview
  match {
    versioned_expr = "SRC_IPS_V1"
    config {
      src_ip_ranges = each.value.ranges
    }
  }
  rate_limit_options {
    conform_action   = each.value.conform
    exceed_action    = each.value.exceed
    enforce_on_key   = each.value.key
    ban_duration_sec = each.value.ban
    rate_limit_threshold {
      count        = each.value.count
      interval_sec = each.value.interval
    }
  }
}
resource "google_compute_security_policy_rule" "match" {
  for_each        = { violated = null, unknown-match = local.unknown ? "SRC_IPS_V1" : null }
  security_policy = "match-${each.key}"
  priority        = 600
  action          = "deny(403)"
  match {
    versioned_expr = each.value
    config {
      src_ip_ranges = ["192.0.2.0/24"]
    }
  }
}
resource "google_compute_security_policy_rule" "expression" {
  for_each        = { held = "evaluatePreconfiguredWaf('sqli-v33-stable')", held-unknown = "origin.region_code == '${random_id.suffix.hex}'" }
  security_policy = "expression-${each.key}"
  priority        = 600
  action          = "deny(403)"
  match {
    expr {
      expression = each.value
    }
  }
}
resource "google_compute_security_policy_rule" "violated-bare" {
  security_policy = "bare"
  priority        = 500
  action          = "throttle"
  match {
    versioned_expr = "SRC_IPS_V1"
    config {
      src_ip_ranges = ["*"]
    }
  }
}
