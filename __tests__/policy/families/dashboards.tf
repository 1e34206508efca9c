# Dashboards: members, layout, metrics and how points come together; and an uptime check that no alert watches.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  requests = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\""
  good     = { width = 16, left = null, filter = local.requests, aligner = "ALIGN_RATE", member = "xyChart", axis = "time" }
  dashboards = {
    held              = {}
    violated-zero     = { left = 0 }
    violated-member   = { member = "xychart" }
    violated-width    = { width = 60 }
    violated-resource = { filter = "resource.type=\"gce_instance\" AND metric.type=\"run.googleapis.com/request_count\"" }
    violated-aligner  = { aligner = "ALIGN_NEXT_OLDER" }
    unknown           = { filter = "${local.requests} AND resource.labels.service_name=\"${random_id.suffix.hex}\"" }
  }
}
resource "google_monitoring_dashboard" "dashboard" {
  for_each = { for name, dashboard in local.dashboards : name => merge(local.good, dashboard) }
  dashboard_json = jsonencode({
    displayName = each.key
    mosaicLayout = {
      columns = 48
      tiles = [merge({ width = each.value.width, height = 14, widget = {
        title = "requests"
        (each.value.member) = { dataSets = [{ timeSeriesQuery = { timeSeriesFilter = {
          filter      = each.value.filter
          aggregation = { alignmentPeriod = "60s", perSeriesAligner = each.value.aligner }
        } } }] }
      } }, each.value.left == null ? {} : { xPos = each.value.left })]
    }
  })
}
resource "google_monitoring_uptime_check_config" "violated-unwatched" {
  display_name = "violated-unwatched"
  timeout      = "10s"
  tcp_check {
    port = 443
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = "p", host = "app.example" }
  }
}
resource "google_monitoring_uptime_check_config" "held-watched" {
  display_name = "held-watched"
  timeout      = "10s"
  tcp_check {
    port = 443
  }
  monitored_resource {
    type   = "uptime_url"
    labels = { project_id = "p", host = "chat.example" }
  }
}
resource "google_monitoring_alert_policy" "errors" {
  for_each     = { check = google_monitoring_uptime_check_config.held-watched.display_name }
  display_name = each.value
  combiner     = "OR"
  conditions {
    display_name = "errors"
    condition_threshold {
      filter     = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\""
      comparison = "COMPARISON_GT"
      duration   = "60s"
    }
  }
}
