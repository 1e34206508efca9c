# Variables and accounts of functions of both generations.
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
  for_each              = local.variables
  name                  = each.key
  runtime               = "nodejs20"
  trigger_http          = true
  entry_point           = "main"
  source_archive_bucket = "sources"
  source_archive_object = "main.zip"
  environment_variables = each.value
  service_account_email = local.account
}
resource "google_cloudfunctions2_function" "second" {
  for_each = local.variables
  name     = each.key
  location = "us-central1"
  build_config {
    runtime     = "nodejs20"
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
  for_each              = local.accounts
  name                  = "account-${each.key}"
  runtime               = "nodejs20"
  trigger_http          = true
  entry_point           = "main"
  source_archive_bucket = "sources"
  source_archive_object = "main.zip"
  service_account_email = each.value
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
  runtime               = "nodejs20"
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
