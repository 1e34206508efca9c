# Functions of both generations, what their accounts may do, and who calls them.
resource "random_id" "suffix" {
  byte_length = 2
}
resource "random_password" "made" {
  length = 16
}
locals {
  account = "worker@p.iam.gserviceaccount.com"
  variables = {
    held            = { LOG_LEVEL = "info" }
    violated-secret = { API_TOKEN = "not-a-secret" }
    violated-url    = { DATABASE_URL = "postgres://chat:word@10.0.0.3/chat" }
    unknown-made    = { API_TOKEN = random_id.suffix.hex }
  }
}
resource "google_cloudfunctions_function" "first" {
  for_each                     = local.variables
  name                         = each.key
  runtime                      = "nodejs24"
  trigger_http                 = true
  https_trigger_security_level = "SECURE_ALWAYS"
  entry_point                  = "main"
  source_archive_bucket        = "sources"
  source_archive_object        = "main.zip"
  environment_variables        = each.value
  service_account_email        = local.account
}
resource "google_cloudfunctions2_function" "second" {
  for_each = local.variables
  name     = each.key
  location = "us-central1"
  build_config {
    runtime     = "nodejs24"
    entry_point = "main"
    source {
      storage_source {
        bucket = "sources"
        object = "main.zip"
      }
    }
  }
  service_config {
    environment_variables = each.value
    service_account_email = local.account
    dynamic "secret_environment_variables" {
      for_each = each.key == "held" ? ["API_TOKEN"] : []
      content {
        key        = secret_environment_variables.value
        project_id = "p"
        secret     = "token"
        version    = "1"
      }
    }
  }
}
resource "google_cloudfunctions2_function" "violated-password" {
  name     = "violated-password"
  location = "us-central1"
  service_config {
    environment_variables = random_id.suffix.hex == "00ff" ? null : { DB = random_password.made.result }
    service_account_email = local.account
  }
}
resource "google_cloudfunctions2_function" "unknown-variables" {
  name     = "unknown-variables"
  location = "us-central1"
  service_config {
    environment_variables = random_id.suffix.hex == "00ff" ? { A = "1" } : { API_TOKEN = "not-a-secret" }
    service_account_email = local.account
  }
}
locals {
  accounts = {
    held             = local.account
    violated-default = "123-compute@developer.gserviceaccount.com"
    unknown          = "${random_id.suffix.hex}@p.iam.gserviceaccount.com"
  }
}
resource "google_cloudfunctions_function" "account" {
  for_each                     = local.accounts
  name                         = "account-${each.key}"
  runtime                      = "nodejs24"
  trigger_http                 = true
  https_trigger_security_level = each.key == "unknown" ? (local.unknown ? "SECURE_ALWAYS" : "SECURE_OPTIONAL") : "SECURE_ALWAYS"
  entry_point                  = "main"
  source_archive_bucket        = "sources"
  source_archive_object        = "main.zip"
  service_account_email        = each.value
}
resource "google_cloudfunctions2_function" "account" {
  for_each = local.accounts
  name     = "account-${each.key}"
  location = "us-central1"
  service_config {
    service_account_email = each.value
  }
}
resource "google_cloudfunctions_function" "violated-none" {
  name                  = "violated-none"
  runtime               = "nodejs24"
  trigger_http          = true
  entry_point           = "main"
  source_archive_bucket = "sources"
  source_archive_object = "main.zip"
}
resource "google_cloudfunctions2_function" "violated-none" {
  name     = "violated-none"
  location = "us-central1"
  service_config {
    max_instance_count = 3
  }
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  sized = {
    held                 = {}
    violated-timeout     = { timeout = 900 }
    unknown-timeout      = { timeout = local.unknown ? 60 : 900 }
    violated-concurrency = { requests = 80 }
    unknown-concurrency  = { requests = 80, cpu = local.unknown ? "1" : "500m" }
    violated-runtime     = { runtime = "python38" }
    unknown-runtime      = { runtime = local.unknown ? "python38" : "python314" }
    violated-single      = { instances = 1 }
  }
}
resource "google_cloudfunctions2_function" "sized" {
  for_each = { for name, own in local.sized : name => merge({ timeout = 60, requests = 1, cpu = "1", runtime = "python314", instances = 3 }, own) }
  name     = "sized-${each.key}"
  location = "us-central1"
  build_config {
    runtime     = each.value.runtime
    entry_point = "main"
    source {
      storage_source {
        bucket = "sources"
        object = "main.zip"
      }
    }
  }
  service_config {
    timeout_seconds                  = each.value.timeout
    max_instance_request_concurrency = each.value.requests
    available_cpu                    = each.key == "violated-concurrency" ? "0.5" : each.value.cpu
    max_instance_count               = each.value.instances
    service_account_email            = local.account
  }
  event_trigger {
    event_type            = "google.cloud.pubsub.topic.v1.messagePublished"
    pubsub_topic          = "projects/p/topics/elsewhere"
    service_account_email = local.account
    retry_policy          = "RETRY_POLICY_RETRY"
  }
}
resource "google_service_account" "own" {
  for_each   = toset(["held", "violated"])
  account_id = "program-${each.key}"
}
resource "google_pubsub_topic" "orders" {
  name = "orders"
}
resource "google_storage_bucket" "uploads" {
  name     = "uploads"
  location = "US"
}
resource "google_pubsub_topic_iam_member" "orders" {
  topic  = google_pubsub_topic.orders.name
  role   = "roles/pubsub.publisher"
  member = "serviceAccount:${google_service_account.own["held"].email}"
}
resource "google_storage_bucket_iam_member" "uploads" {
  bucket = google_storage_bucket.uploads.name
  role   = "roles/storage.objectUser"
  member = google_service_account.own["held"].member
}
resource "google_cloudfunctions_function" "uses" {
  for_each                     = toset(["held", "violated"])
  name                         = "uses-${each.key}"
  runtime                      = "nodejs24"
  trigger_http                 = true
  https_trigger_security_level = "SECURE_ALWAYS"
  entry_point                  = "main"
  source_archive_bucket        = "sources"
  source_archive_object        = "main.zip"
  service_account_email        = google_service_account.own[each.key].email
  environment_variables        = { TOPIC = google_pubsub_topic.orders.name, BUCKET = "uploads" }
}
resource "google_cloud_run_v2_service" "private" {
  name     = "private"
  location = "us-central1"
  ingress  = "INGRESS_TRAFFIC_INTERNAL_ONLY"
  template {
    timeout         = "900s"
    service_account = local.account
    containers {
      image = "us-docker.pkg.dev/p/r/private:1"
    }
  }
}
resource "google_cloud_run_v2_service_iam_member" "private" {
  name     = google_cloud_run_v2_service.private.name
  location = "us-central1"
  role     = "roles/run.invoker"
  member   = google_service_account.own["held"].member
}
resource "google_cloud_run_v2_service" "caller" {
  for_each = toset(["held", "violated"])
  name     = "caller-${each.key}"
  location = "us-central1"
  template {
    service_account = google_service_account.own[each.key].email
    containers {
      image = "us-docker.pkg.dev/p/r/caller:1"
      env {
        name  = "PRIVATE_URL"
        value = google_cloud_run_v2_service.private.uri
      }
      env {
        name  = "CALLBACK"
        value = each.key == "held" ? "https://chat.example" : "https://placeholder.invalid/"
      }
    }
    dynamic "vpc_access" {
      for_each = each.key == "held" ? ["ALL_TRAFFIC"] : []
      content {
        egress = vpc_access.value
        network_interfaces {
          network = "vpc"
        }
      }
    }
  }
}
locals {
  jobs = {
    held               = {}
    violated-account   = { account = google_service_account.own["violated"].email }
    violated-deadline  = { deadline = "180s" }
    unknown-deadline   = { deadline = local.unknown ? "180s" : "900s" }
    violated-form      = { schedule = "0 0 9 * * *" }
    unknown-form       = { schedule = local.unknown ? "0 9 * * *" : "0 0 9 * * *" }
    violated-header    = { headers = { Authorization = "Bearer not-a-secret" } }
    unknown-header     = { headers = local.unknown ? { A = "1" } : { Authorization = "Bearer not-a-secret" } }
    violated-token     = { kind = "oauth" }
    violated-unsigned  = { kind = "none" }
    held-text-schedule = { schedule = "every 5 minutes" }
  }
}
resource "google_cloud_scheduler_job" "job" {
  for_each = {
    for name, own in local.jobs : name => merge({
      account = google_service_account.own["held"].email, deadline = "900s", schedule = "0 9 * * 1-5", headers = {}, kind = "oidc"
    }, own)
  }
  name             = each.key
  region           = "us-central1"
  schedule         = each.value.schedule
  attempt_deadline = each.value.deadline
  retry_config {
    retry_count = 3
  }
  http_target {
    uri     = "${google_cloud_run_v2_service.private.uri}/work"
    headers = each.value.headers
    dynamic "oidc_token" {
      for_each = each.value.kind == "oidc" ? [each.value.account] : []
      content {
        service_account_email = oidc_token.value
      }
    }
    dynamic "oauth_token" {
      for_each = each.value.kind == "oauth" ? [each.value.account] : []
      content {
        service_account_email = oauth_token.value
      }
    }
  }
}
resource "google_cloud_scheduler_job" "violated-api" {
  name     = "violated-api"
  region   = "us-central1"
  schedule = "0 9 * * *"
  retry_config {
    retry_count = 3
  }
  http_target {
    uri = "https://run.googleapis.com/v2/projects/p/locations/us-central1/jobs/nightly:run"
    oidc_token {
      service_account_email = local.account
    }
  }
}
resource "google_eventarc_trigger" "violated" {
  name            = "violated"
  location        = "us-central1"
  service_account = google_service_account.own["violated"].email
  matching_criteria {
    attribute = "type"
    value     = "google.cloud.storage.object.v1.finalized"
  }
  matching_criteria {
    attribute = "bucket"
    value     = google_storage_bucket.uploads.name
  }
  destination {
    cloud_run_service {
      service = google_cloud_run_v2_service.private.name
      region  = "us-central1"
    }
  }
}
resource "google_cloud_run_v2_service" "mounts" {
  for_each = toset(["held", "violated"])
  name     = "mounts-${each.key}"
  location = "us-central1"
  template {
    service_account = local.account
    containers {
      image = "us-docker.pkg.dev/p/r/mounts:1"
      volume_mounts {
        name       = "data"
        mount_path = "/data"
      }
    }
    dynamic "volumes" {
      for_each = each.key == "held" ? ["data"] : ["data", "cache"]
      content {
        name = volumes.value
        gcs {
          bucket = "elsewhere"
        }
      }
    }
  }
}
resource "google_secret_manager_secret" "key" {
  secret_id = "key"
  replication {
    auto {}
  }
}
resource "google_sql_database_instance" "main" {
  name             = "main"
  region           = "us-central1"
  database_version = "POSTGRES_18"
  settings {
    tier = "db-perf-optimized-N-2"
  }
}
resource "google_cloud_run_v2_job" "violated-uses" {
  name     = "violated-uses"
  location = "us-central1"
  template {
    template {
      service_account = google_service_account.own["violated"].email
      containers {
        image = "us-docker.pkg.dev/p/r/uses:1"
        env {
          name  = "INSTANCE_CONNECTION_NAME"
          value = google_sql_database_instance.main.connection_name
        }
        env {
          name  = "KEY_NAME"
          value = google_secret_manager_secret.key.secret_id
        }
        volume_mounts {
          name       = "data"
          mount_path = "/data"
        }
      }
      volumes {
        name = "data"
        gcs {
          bucket = google_storage_bucket.uploads.name
        }
      }
    }
  }
}
resource "google_bigquery_dataset" "copied" {
  dataset_id = "copied"
}
resource "google_bigquery_data_transfer_config" "violated" {
  display_name           = "violated"
  data_source_id         = "scheduled_query"
  destination_dataset_id = google_bigquery_dataset.copied.dataset_id
  service_account_name   = google_service_account.own["violated"].email
  params                 = { query = "SELECT 1" }
}
resource "google_cloud_run_v2_service" "violated-loop" {
  name     = "violated-loop"
  location = "us-central1"
  template {
    service_account = google_service_account.own["held"].email
    containers {
      image = "us-docker.pkg.dev/p/r/loop:1"
      env {
        name  = "BUCKET"
        value = google_storage_bucket.uploads.name
      }
    }
  }
}
resource "google_eventarc_trigger" "violated-loop" {
  name     = "violated-loop"
  location = "us"
  matching_criteria {
    attribute = "type"
    value     = "google.cloud.storage.object.v1.finalized"
  }
  matching_criteria {
    attribute = "bucket"
    value     = google_storage_bucket.uploads.name
  }
  destination {
    cloud_run_service {
      service = google_cloud_run_v2_service.violated-loop.name
      region  = "us-central1"
    }
  }
}
resource "google_app_engine_application" "site" {
  for_each    = { held = "us-central", violated = "us-central1", unknown = local.unknown ? "us-central" : "us-central1" }
  project     = "p"
  location_id = each.value
}
resource "google_workflows_workflow" "held" {
  name            = "held"
  region          = "us-central1"
  source_contents = "main: {steps: []}"
  service_account = local.account
}
resource "google_workflows_workflow" "violated" {
  name            = "violated"
  region          = "us-central1"
  source_contents = "main: {steps: []}"
}
