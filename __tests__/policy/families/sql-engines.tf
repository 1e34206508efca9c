# MySQL, and users of every engine: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good    = { version = "MYSQL_8_0", edition = "ENTERPRISE", tier = "db-custom-2-7680", log = true, length = 1024, plans = 5, infile = "off" }
  instances = {
    held            = {}
    held-postgres   = { version = "POSTGRES_17", log = null }
    violated-tier   = { edition = "ENTERPRISE_PLUS" }
    violated-log    = { log = false }
    violated-null   = { log = null }
    violated-infile = { infile = "on" }
    violated-length = { length = 100 }
    violated-plans  = { plans = 50 }
    unknown-version = { version = local.unknown ? "MYSQL_8_0" : "POSTGRES_17" }
    unknown-tier    = { edition = local.unknown ? "ENTERPRISE" : "ENTERPRISE_PLUS" }
    unknown-log     = { log = local.unknown }
    unknown-infile  = { infile = local.unknown ? "on" : "off" }
    unknown-length  = { length = local.unknown ? 100 : 300 }
  }
}
resource "google_sql_database_instance" "mysql" {
  for_each         = { for name, instance in local.instances : name => merge(local.good, instance) }
  name             = each.key
  region           = "us-central1"
  database_version = each.value.version
  settings {
    tier    = each.value.tier
    edition = each.value.edition
    backup_configuration {
      enabled            = true
      binary_log_enabled = each.value.log
    }
    insights_config {
      query_insights_enabled  = true
      query_string_length     = each.value.length
      query_plans_per_minute  = each.value.plans
      record_application_tags = false
    }
    dynamic "database_flags" {
      for_each = each.value.version == "POSTGRES_17" ? {} : { local_infile = each.value.infile }
      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }
}
resource "google_sql_database_instance" "held-nulls" {
  name             = "held-nulls"
  database_version = "MYSQL_8_0"
  settings {
    tier    = "db-custom-2-7680"
    edition = null
    backup_configuration {
      enabled            = true
      binary_log_enabled = true
    }
    insights_config {
      query_insights_enabled = true
      query_string_length    = null
      query_plans_per_minute = null
    }
  }
}
resource "google_sql_user" "user" {
  for_each = {
    held          = { name = "chat", host = "10.%", type = "BUILT_IN", version = 1, password = "not-a-secret" }
    held-iam      = { name = "run@p.iam", host = null, type = "CLOUD_IAM_SERVICE_ACCOUNT", version = null, password = null }
    violated-host = { name = "root", host = "%", type = null, version = 1, password = "not-a-secret" }
    violated-open = { name = "reader", host = "10.%", type = null, version = null, password = null }
    unknown-host  = { name = "root", host = local.unknown ? "%" : "10.%", type = null, version = 1, password = "not-a-secret" }
    unknown-name  = { name = local.unknown ? "root" : "chat", host = "%", type = null, version = 1, password = "not-a-secret" }
  }
  name                = each.value.name
  instance            = google_sql_database_instance.mysql["held"].name
  host                = each.value.host
  type                = each.value.type
  password_wo         = each.value.password
  password_wo_version = each.value.version
}
resource "google_sql_user" "held-postgres" {
  name     = "postgres"
  instance = google_sql_database_instance.mysql["held-postgres"].name
}
resource "google_sql_user" "unknown-engine" {
  name     = "reader"
  instance = google_sql_database_instance.mysql["unknown-version"].name
}
resource "google_sql_user" "unknown-type" {
  name     = "reader2"
  instance = google_sql_database_instance.mysql["held"].name
  type     = local.unknown ? "BUILT_IN" : "CLOUD_IAM_USER"
}
