# Objectives, metrics of logs, and checks that an alert watches or does not.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  run     = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\""
  latency = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_latencies\""
}
resource "google_cloud_run_v2_service" "chat" {
  name                = "chat"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/chat:1.0"
      env {
        name  = "WS_PING_SECONDS"
        value = "20"
      }
    }
  }
}
resource "google_monitoring_slo" "ratio" {
  for_each = {
    held           = { bad = "${local.run} AND metric.labels.response_code_class=\"5xx\"", good = null, total = local.run }
    violated-one   = { bad = null, good = null, total = local.run }
    violated-three = { bad = local.run, good = local.run, total = local.run }
    violated-value = { bad = local.latency, good = null, total = local.run }
    violated-label = { bad = "${local.run} AND metric.labels.class=\"5xx\"", good = null, total = local.run }
    unknown-filter = { bad = "${local.run} AND metric.labels.response_code=\"${random_id.suffix.dec}\"", good = null, total = local.run }
    unknown-absent = { bad = local.unknown ? local.run : null, good = null, total = local.run }
  }
  service             = "chat"
  slo_id              = each.key
  goal                = 0.99
  rolling_period_days = 28
  request_based_sli {
    good_total_ratio {
      bad_service_filter   = each.value.bad
      good_service_filter  = each.value.good
      total_service_filter = each.value.total
    }
  }
}
resource "google_monitoring_slo" "window" {
  for_each            = { held = "300s", held-null = null, violated = "70s", unknown-window = local.unknown ? "300s" : "70s" }
  service             = "chat"
  slo_id              = "window-${each.key}"
  goal                = 0.99
  rolling_period_days = 28
  windows_based_sli {
    window_period = each.value
    metric_mean_in_range {
      time_series = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/container/instance_count\""
      range {
        max = 5
      }
    }
  }
}
resource "google_monitoring_slo" "latency" {
  for_each            = { held = "pages", violated = "chat" }
  service             = "chat"
  slo_id              = "latency-${each.key}"
  goal                = 0.99
  rolling_period_days = 28
  request_based_sli {
    distribution_cut {
      distribution_filter = "${local.latency} AND resource.labels.service_name=\"${each.value}\""
      range {
        max = 500
      }
    }
  }
}
resource "google_logging_metric" "metric" {
  for_each = {
    held         = { type = "DISTRIBUTION", extract = "EXTRACT(jsonPayload.seconds)" }
    held-count   = { type = "INT64", extract = null }
    violated     = { type = "DISTRIBUTION", extract = null }
    unknown      = { type = "DISTRIBUTION", extract = local.unknown ? null : "EXTRACT(jsonPayload.seconds)" }
    unknown-type = { type = local.unknown ? "DISTRIBUTION" : "INT64", extract = null }
  }
  name            = each.key
  filter          = "severity>=ERROR"
  value_extractor = each.value.extract
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = each.value.type
  }
}
resource "google_logging_project_bucket_config" "bucket" {
  for_each       = { held = 30, held-null = null, violated = 7, unknown = local.unknown ? 7 : 30 }
  project        = "p"
  location       = "global"
  bucket_id      = each.key
  retention_days = each.value
}
resource "google_logging_project_sink" "default" {
  for_each    = { held = "severity<WARNING", violated = "severity>=ERROR", unknown = local.unknown ? "severity>=ERROR" : "severity<INFO" }
  name        = "_Default"
  destination = "logging.googleapis.com/projects/p/locations/global/buckets/_Default"
  exclusions {
    name   = each.key
    filter = each.value
  }
}
resource "google_monitoring_uptime_check_config" "held" {
  display_name = "held"
  timeout      = "10s"
  tcp_check {
    port = 443
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = "p", host = "chat.example" }
  }
}
resource "google_monitoring_uptime_check_config" "unknown-alert" {
  display_name = "unknown-alert"
  timeout      = "10s"
  tcp_check {
    port = 443
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = "p", host = "app.example" }
  }
}
resource "google_monitoring_alert_policy" "named" {
  display_name = "named"
  combiner     = "OR"
  conditions {
    display_name = "check"
    condition_threshold {
      filter     = "resource.type=\"uptime_url\" AND metric.labels.check_id=\"${google_monitoring_uptime_check_config.held.uptime_check_id}\""
      comparison = "COMPARISON_GT"
      duration   = "60s"
    }
  }
}
