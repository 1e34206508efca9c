# Alerts beside uptime checks: none of them is on all checks, and of one nobody knows what it is on.
resource "random_id" "suffix" {
  byte_length = 2
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
