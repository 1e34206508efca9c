# Alert policies on metrics, and their channels: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown  = random_id.suffix.hex == "00ff"
  requests = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\""
  cpu      = "resource.type=\"cloudsql_database\" AND metric.type=\"cloudsql.googleapis.com/database/cpu/utilization\""
  latency  = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_latencies\""
  good = {
    title  = "errors", filter = local.requests, duration = "300s", threshold = 5, aligner = "ALIGN_RATE", period = "60s", reducer = "REDUCE_SUM",
    groups = [], missing = null, enabled = true, channels = ["projects/p/notificationChannels/1"]
  }
  alerts = {
    held              = {}
    held-nulls        = { duration = "0s", enabled = null, reducer = null, groups = null }
    held-share        = { filter = local.cpu, threshold = 0.9, aligner = "ALIGN_MEAN" }
    violated-off      = { enabled = false }
    violated-silent   = { channels = null }
    violated-bare     = { filter = "resource.labels.service_name=\"chat\"" }
    violated-kindless = { filter = "metric.type=\"run.googleapis.com/request_count\"" }
    violated-share    = { filter = local.cpu, threshold = 90, aligner = "ALIGN_MEAN" }
    violated-class    = { filter = "${local.requests} AND metric.labels.response_code_class=\"500\"" }
    violated-duration = { duration = "90s" }
    violated-aligner  = { filter = "${local.latency} AND resource.labels.service_name=\"pages\"", aligner = "ALIGN_MAX", reducer = "REDUCE_MAX" }
    violated-resource = { filter = "resource.type=\"gce_instance\" AND metric.type=\"run.googleapis.com/request_count\"" }
    violated-groups   = { reducer = null, groups = ["resource.labels.service_name"] }
    violated-period   = { period = "10s" }
    violated-missing  = { duration = "0s", missing = "EVALUATION_MISSING_DATA_INACTIVE" }
    violated-percent  = { title = "errors above 5%" }
    violated-label    = { filter = "${local.requests} AND resource.labels.service=\"chat\"" }
    violated-counted  = { filter = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/nobody\"" }
    violated-misspelt = { filter = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_cuont\"" }
    violated-service  = { filter = "${local.requests} AND resource.labels.service_name=\"mesenger\"" }
    violated-sockets  = { filter = "${local.latency} AND resource.labels.service_name=\"messenger\"", aligner = "ALIGN_PERCENTILE_99" }
    unknown-off       = { enabled = local.unknown }
    unknown-channels  = { channels = local.unknown ? [] : ["projects/p/notificationChannels/1"] }
    unknown-threshold = { filter = local.cpu, threshold = local.unknown ? 0.9 : 90, aligner = "ALIGN_MEAN" }
    unknown-aligner   = { filter = "${local.latency} AND resource.labels.service_name=\"pages\"", aligner = local.unknown ? "ALIGN_MAX" : "ALIGN_PERCENTILE_99" }
    unknown-period    = { period = local.unknown ? "10s" : "60s" }
    unknown-missing   = { duration = "0s", missing = local.unknown ? null : "EVALUATION_MISSING_DATA_INACTIVE" }
    unknown-duration  = { duration = local.unknown ? "90s" : "60s" }
  }
}
resource "google_monitoring_notification_channel" "channel" {
  for_each = {
    held        = { labels = { email_address = "ops@example.com" }, type = "email", enabled = true }
    held-null   = { labels = { email_address = "ops@example.com" }, type = "email", enabled = null }
    violated    = { labels = { channel_name = "#ops", auth_token = "not-a-token" }, type = "slack", enabled = true }
    violated-of = { labels = { email_address = "ops@example.com" }, type = "email", enabled = false }
    unknown     = { labels = local.unknown ? { auth_token = "t" } : { channel_name = "#ops" }, type = "slack", enabled = local.unknown }
  }
  display_name = each.key
  type         = each.value.type
  labels       = each.value.labels
  enabled      = each.value.enabled
}
resource "google_logging_metric" "counted" {
  name   = "counted"
  filter = "resource.type=\"cloud_run_revision\" severity>=ERROR"
  metric_descriptor {
    metric_kind = "DELTA"
    value_type  = "INT64"
  }
}
resource "google_logging_metric" "violated-service" {
  name   = "violated-service"
  filter = "resource.labels.service_name=\"mesenger\""
}
resource "google_cloud_run_v2_service" "messenger" {
  name                = "messenger"
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
resource "google_monitoring_alert_policy" "alert" {
  for_each              = { for name, alert in local.alerts : name => merge(local.good, alert) }
  display_name          = each.value.title
  combiner              = "OR"
  enabled               = each.value.enabled
  notification_channels = each.value.channels
  conditions {
    display_name = each.key
    condition_threshold {
      filter                  = each.value.filter
      comparison              = "COMPARISON_GT"
      duration                = each.value.duration
      threshold_value         = each.value.threshold
      evaluation_missing_data = each.value.missing
      aggregations {
        alignment_period     = each.value.period
        per_series_aligner   = each.value.aligner
        cross_series_reducer = each.value.reducer
        group_by_fields      = each.value.groups
      }
    }
  }
}
# A channel that is made here has no id yet, and is one all the same.
resource "google_monitoring_alert_policy" "held-reference" {
  display_name          = "held-reference"
  combiner              = "OR"
  notification_channels = [google_monitoring_notification_channel.channel["held"].id]
  conditions {
    display_name = "log"
    condition_threshold {
      filter     = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.counted.name}\""
      comparison = "COMPARISON_GT"
      duration   = "0s"
    }
  }
}
resource "google_monitoring_alert_policy" "unknown-filter" {
  display_name          = "unknown-filter"
  combiner              = "OR"
  notification_channels = ["projects/p/notificationChannels/1"]
  conditions {
    display_name = "filter"
    condition_threshold {
      filter     = "resource.type=\"global\" AND metric.type=\"custom.googleapis.com/${random_id.suffix.hex}\""
      comparison = "COMPARISON_GT"
      duration   = "0s"
    }
  }
}
