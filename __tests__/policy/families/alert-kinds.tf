# Conditions on lines of the log, on absence and in PromQL; uptime checks that no alert watches.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_monitoring_alert_policy" "log" {
  for_each = {
    held           = { filters = ["severity>=ERROR"], limit = "300s" }
    violated       = { filters = ["severity>=ERROR", "severity>=ALERT"], limit = "300s" }
    violated-often = { filters = ["severity>=ERROR"], limit = null }
  }
  display_name = each.key
  combiner     = "OR"
  dynamic "conditions" {
    for_each = each.value.filters
    content {
      display_name = conditions.value
      condition_matched_log {
        filter = conditions.value
      }
    }
  }
  dynamic "alert_strategy" {
    for_each = each.value.limit == null ? [] : [each.value.limit]
    content {
      notification_rate_limit {
        period = alert_strategy.value
      }
    }
  }
}
resource "google_monitoring_alert_policy" "unknown-strategy" {
  display_name = "unknown-strategy"
  combiner     = "OR"
  conditions {
    display_name = "log"
    condition_matched_log {
      filter = "severity>=ERROR"
    }
  }
  dynamic "alert_strategy" {
    for_each = local.unknown ? [1] : []
    content {
      notification_rate_limit {
        period = "300s"
      }
    }
  }
}
resource "google_monitoring_alert_policy" "violated-limited" {
  display_name = "violated-limited"
  combiner     = "OR"
  conditions {
    display_name = "metric"
    condition_threshold {
      filter     = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\""
      comparison = "COMPARISON_GT"
      duration   = "0s"
    }
  }
  alert_strategy {
    notification_rate_limit {
      period = "300s"
    }
  }
}
resource "google_monitoring_alert_policy" "absent" {
  for_each     = { held = "3600s", violated = "172800s", unknown-duration = local.unknown ? "60s" : "3600s" }
  display_name = "absent-${each.key}"
  combiner     = "OR"
  conditions {
    display_name = "absent"
    condition_absent {
      filter   = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\""
      duration = each.value
    }
  }
}
resource "google_monitoring_alert_policy" "query" {
  for_each = {
    held           = "sum(rate({__name__=\"run_googleapis_com:request_count\", response_code_class=\"5xx\"}[5m])) > 1"
    violated       = "sum(rate(run_googleapis_com_request_count[5m])) > 1"
    violated-class = "sum(rate({__name__=\"run_googleapis_com:request_count\", response_code_class=\"5XX\"}[5m])) > 1"
    unknown-query  = "rate(run_googleapis_com:request_count{service=\"${random_id.suffix.hex}\"}[5m])"
  }
  display_name = "query-${each.key}"
  combiner     = "OR"
  conditions {
    display_name = "query"
    condition_prometheus_query_language {
      query    = each.value
      duration = "60s"
    }
  }
}
