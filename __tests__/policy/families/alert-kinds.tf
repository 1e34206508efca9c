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
# Numbers by the second, sizes, shares, times and addresses.
locals {
  errors = "resource.type=\"cloud_run_revision\" AND metric.type=\"run.googleapis.com/request_count\" AND metric.labels.response_code_class=\"5xx\""
  scales = {
    held-delta       = { name = "more than 5 a minute", filter = local.errors, aligner = "ALIGN_DELTA", threshold = 5 }
    held-rate        = { name = "more than 6 a minute", filter = local.errors, aligner = "ALIGN_RATE", threshold = 0.1 }
    violated-minute  = { name = "more than 5 errors per minute", filter = local.errors, aligner = "ALIGN_RATE", threshold = 5 }
    violated-restart = { name = "restarts", filter = "resource.type=\"k8s_container\" AND metric.type=\"kubernetes.io/container/restart_count\"", aligner = "ALIGN_RATE", threshold = 3 }
    held-bytes       = { name = "disk", filter = "resource.type=\"cloudsql_database\" AND metric.type=\"cloudsql.googleapis.com/database/disk/bytes_used\"", aligner = "ALIGN_MEAN", threshold = 85899345920 }
    violated-bytes   = { name = "disk", filter = "resource.type=\"cloudsql_database\" AND metric.type=\"cloudsql.googleapis.com/database/disk/bytes_used\"", aligner = "ALIGN_MEAN", threshold = 80 }
    held-percent     = { name = "memory", filter = "resource.type=\"gce_instance\" AND metric.type=\"agent.googleapis.com/memory/percent_used\"", aligner = "ALIGN_MEAN", threshold = 90 }
    violated-percent = { name = "memory", filter = "resource.type=\"gce_instance\" AND metric.type=\"agent.googleapis.com/memory/percent_used\"", aligner = "ALIGN_MEAN", threshold = 0.9 }
    violated-passed  = { name = "site", filter = "resource.type=\"uptime_url\" AND metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\"", aligner = "ALIGN_FRACTION_TRUE", threshold = 1 }
    held-literal     = { name = "logins", filter = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/${google_logging_metric.metric["held-metric"].name}\"", aligner = "ALIGN_DELTA", threshold = 1 }
  }
}
resource "google_monitoring_alert_policy" "scale" {
  for_each     = local.scales
  display_name = each.value.name
  combiner     = "OR"
  conditions {
    display_name = each.value.name
    condition_threshold {
      filter          = each.value.filter
      comparison      = "COMPARISON_GT"
      threshold_value = each.value.threshold
      duration        = "60s"
      aggregations {
        alignment_period   = "60s"
        per_series_aligner = each.value.aligner
      }
    }
  }
}
resource "google_monitoring_alert_policy" "violated-literal" {
  display_name = "logins"
  combiner     = "OR"
  conditions {
    display_name = "logins"
    condition_threshold {
      filter     = "resource.type=\"cloud_run_revision\" AND metric.type=\"logging.googleapis.com/user/held-metric\""
      comparison = "COMPARISON_GT"
      duration   = "0s"
    }
  }
}
resource "google_monitoring_alert_policy" "times" {
  for_each = {
    held-times       = { close = "1800s", duration = "60s" }
    violated-close   = { close = "600s", duration = "60s" }
    violated-times   = { close = "1800s", duration = "90s" }
    unknown-close    = { close = local.unknown ? "600s" : "1800s", duration = "60s" }
    unknown-duration = { close = "1800s", duration = local.unknown ? "60s" : "90s" }
  }
  display_name = "times-${each.key}"
  combiner     = "OR"
  conditions {
    display_name = "query"
    condition_monitoring_query_language {
      query    = "fetch cloud_run_revision | metric 'run.googleapis.com/request_count' | align rate(1m) | condition val() > 1 '1/s'"
      duration = each.value.duration
    }
  }
  alert_strategy {
    auto_close = each.value.close
  }
}
resource "google_monitoring_notification_channel" "mail" {
  for_each     = { held-mail = "ops@acme.test", violated-mail = "your-email@example.com", unknown-mail = local.unknown ? "a@acme.test" : "b@acme.test" }
  display_name = each.key
  type         = "email"
  labels = {
    email_address = each.value
  }
}
resource "google_logging_metric" "metric" {
  for_each = {
    held-metric     = { kind = "DELTA", labels = ["status"], extractors = { status = "EXTRACT(httpRequest.status)" } }
    violated-kind   = { kind = "GAUGE", labels = [], extractors = {} }
    violated-labels = { kind = "DELTA", labels = ["status", "method"], extractors = { status = "EXTRACT(httpRequest.status)" } }
    violated-many   = { kind = "DELTA", labels = ["user_id"], extractors = { user_id = "EXTRACT(jsonPayload.user)" } }
    unknown-labels  = { kind = "DELTA", labels = local.unknown ? ["user_id"] : [], extractors = local.unknown ? { user_id = "EXTRACT(jsonPayload.user)" } : {} }
  }
  name   = each.key
  filter = "severity>=ERROR"
  metric_descriptor {
    metric_kind = each.value.kind
    value_type  = "INT64"
    dynamic "labels" {
      for_each = each.value.labels
      content {
        key = labels.value
      }
    }
  }
  label_extractors = each.value.extractors
}
# Where logs are sent.
resource "google_storage_bucket" "archive" {
  for_each                    = toset(["written", "closed"])
  name                        = "archive-${each.key}"
  location                    = "US"
  uniform_bucket_level_access = true
}
resource "google_logging_project_sink" "sink" {
  for_each    = { held-sink = "storage.googleapis.com/archive-written", violated-sink = "storage.googleapis.com/archive-closed", violated-form = "pubsub.googleapis.com/logs" }
  name        = each.key
  destination = each.value
  depends_on  = [google_storage_bucket.archive]
}
resource "google_storage_bucket_iam_member" "written" {
  bucket = google_storage_bucket.archive["written"].name
  role   = "roles/storage.objectCreator"
  member = google_logging_project_sink.sink["held-sink"].writer_identity
}
resource "google_storage_bucket_iam_member" "shared" {
  bucket = google_storage_bucket.archive["closed"].name
  role   = "roles/storage.objectCreator"
  member = "serviceAccount:cloud-logs@system.gserviceaccount.com"
}
resource "google_logging_folder_sink" "children" {
  for_each         = { held-children = true, violated-children = false, unknown-children = local.unknown }
  name             = each.key
  folder           = "1"
  destination      = "logging.googleapis.com/projects/p/locations/global/buckets/all"
  include_children = each.value
}
resource "google_monitoring_service" "service" {
  for_each   = { held-service = "CLOUD_RUN", violated-service = "cloud_run_revision", unknown-service = local.unknown ? "CLOUD_RUN" : "GKE_SERVICE" }
  service_id = each.key
  basic_service {
    service_type   = each.value
    service_labels = { service_name = "chat", location = "us-central1" }
  }
}
resource "google_monitoring_slo" "objective" {
  for_each            = toset(["held-objective", "violated-objective"])
  service             = google_monitoring_service.service["held-service"].service_id
  slo_id              = each.key
  goal                = 0.99
  rolling_period_days = 28
  basic_sli {
    availability {}
  }
}
resource "google_monitoring_alert_policy" "held-burn" {
  display_name = "burn"
  combiner     = "OR"
  conditions {
    display_name = "burn"
    condition_threshold {
      filter          = "select_slo_burn_rate(\"${google_monitoring_slo.objective["held-objective"].id}\", \"60m\")"
      comparison      = "COMPARISON_GT"
      threshold_value = 10
      duration        = "0s"
    }
  }
}
# What tells of money.
resource "google_billing_budget" "budget" {
  for_each = {
    held-budget    = { share = [0.5, 1], project = "projects/123" }
    violated-share = { share = [50], project = "projects/123" }
    violated-none  = { share = [], project = "projects/123" }
    violated-id    = { share = [0.5], project = "projects/chat-1" }
    unknown-share  = { share = [random_id.suffix.dec], project = "projects/123" }
  }
  billing_account = "000000-000000-000000"
  budget_filter {
    projects = [each.value.project]
  }
  amount {
    specified_amount {
      units = "100"
    }
  }
  dynamic "threshold_rules" {
    for_each = each.value.share
    content {
      threshold_percent = threshold_rules.value
    }
  }
}
# How many places have to find a host down.
resource "google_monitoring_alert_policy" "places" {
  for_each     = { held-places = 1, violated-places = 0, unknown-places = local.unknown ? 1 : 0 }
  display_name = "places-${each.key}"
  combiner     = "OR"
  conditions {
    display_name = "site"
    condition_threshold {
      filter          = "resource.type=\"uptime_url\" AND metric.type=\"monitoring.googleapis.com/uptime_check/check_passed\""
      comparison      = "COMPARISON_GT"
      threshold_value = each.value
      duration        = "60s"
      aggregations {
        alignment_period     = "60s"
        per_series_aligner   = "ALIGN_NEXT_OLDER"
        cross_series_reducer = "REDUCE_COUNT_FALSE"
      }
    }
  }
}
