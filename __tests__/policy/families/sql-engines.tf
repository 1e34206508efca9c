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
    violated-iam  = { name = "run@p.iam", host = null, type = "CLOUD_IAM_SERVICE_ACCOUNT", version = null, password = null }
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
resource "google_sql_user" "violated-postgres" {
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
# Users of IAM, and what fits an engine.
resource "google_service_account" "app" {
  for_each   = toset(["granted", "other"])
  account_id = "app-${each.key}"
}
resource "google_project_iam_member" "login" {
  project = "p"
  role    = "roles/cloudsql.instanceUser"
  member  = "serviceAccount:${google_service_account.app["granted"].email}"
}
locals {
  forms = {
    held-form         = {}
    violated-log      = { binary = true }
    violated-room     = { size = 20, limit = 20 }
    violated-disk     = { disk = "PD_HDD" }
    violated-kept     = { kept = 2 }
    violated-flagless = { flags = {} }
    violated-flag-off = { flags = { "cloudsql.iam_authentication" = "off" } }
    unknown-log       = { binary = local.unknown }
    unknown-room      = { limit = local.unknown ? 10 : 100 }
    unknown-disk      = { disk = local.unknown ? "PD_HDD" : "PD_SSD" }
    unknown-kept      = { kept = local.unknown ? 2 : 14 }
    unknown-flag      = { flags = { "cloudsql.iam_authentication" = local.unknown ? "on" : "off" } }
  }
}
resource "google_sql_database_instance" "form" {
  for_each         = { for name, form in local.forms : name => merge({ binary = null, size = 20, limit = 0, disk = "PD_SSD", kept = 14, flags = { "cloudsql.iam_authentication" = "on" } }, form) }
  name             = each.key
  region           = "us-central1"
  database_version = "POSTGRES_17"
  settings {
    tier                  = "db-custom-2-7680"
    edition               = "ENTERPRISE"
    disk_type             = each.value.disk
    disk_size             = each.value.size
    disk_autoresize_limit = each.value.limit
    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      binary_log_enabled             = each.value.binary
      backup_retention_settings {
        retained_backups = each.value.kept
      }
    }
    dynamic "database_flags" {
      for_each = each.value.flags
      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
    maintenance_window {
      day  = 7
      hour = 3
    }
  }
}
resource "google_sql_user" "account" {
  for_each = {
    held-account     = { name = "app-granted@p.iam", instance = "held-form" }
    violated-address = { name = "app-granted@p.iam.gserviceaccount.com", instance = "held-form" }
    violated-flag    = { name = "app-granted@p.iam", instance = "violated-flagless" }
    violated-off     = { name = "app-granted@p.iam", instance = "violated-flag-off" }
    unknown-address  = { name = local.unknown ? "a@p.iam" : "a@p.iam.gserviceaccount.com", instance = "held-form" }
    unknown-off      = { name = "app-granted@p.iam", instance = "unknown-flag" }
  }
  name     = each.value.name
  instance = google_sql_database_instance.form[each.value.instance].name
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}
resource "google_sql_user" "held-granted" {
  name     = trimsuffix(google_service_account.app["granted"].email, ".gserviceaccount.com")
  instance = google_sql_database_instance.form["held-form"].name
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}
resource "google_sql_user" "violated-ungranted" {
  name     = trimsuffix(google_service_account.app["other"].email, ".gserviceaccount.com")
  instance = google_sql_database_instance.form["held-form"].name
  type     = "CLOUD_IAM_SERVICE_ACCOUNT"
}
resource "google_sql_user" "violated-hosted" {
  name                = "app"
  host                = "10.%"
  instance            = google_sql_database_instance.form["held-form"].name
  password_wo         = "not-a-secret"
  password_wo_version = 1
}
resource "google_sql_database" "database" {
  for_each = { held-set = "UTF8", violated-set = "utf8mb4" }
  name     = each.key
  instance = google_sql_database_instance.form["held-form"].name
  charset  = each.value
}
resource "google_sql_database_instance" "server" {
  for_each = {
    held-server     = { password = "not-a-secret", tier = "db-custom-2-7680" }
    violated-server = { password = null, tier = "db-custom-2-7680" }
    violated-core   = { password = "not-a-secret", tier = "db-g1-small" }
    unknown-server  = { password = local.unknown ? "a" : "b", tier = local.unknown ? "db-g1-small" : "db-custom-2-7680" }
  }
  name             = each.key
  region           = "us-central1"
  database_version = "SQLSERVER_2022_STANDARD"
  root_password    = each.value.password
  settings {
    tier    = each.value.tier
    edition = "ENTERPRISE"
  }
}
resource "google_sql_database_instance" "source" {
  for_each         = { held = true, off = false, unknown = local.unknown }
  name             = "source-${each.key}"
  region           = "us-central1"
  database_version = "MYSQL_8_4"
  settings {
    tier    = "db-custom-2-7680"
    edition = "ENTERPRISE"
    backup_configuration {
      enabled            = true
      binary_log_enabled = each.value
    }
  }
}
resource "google_sql_database_instance" "replica" {
  for_each             = { held-replica = "held", violated-replica = "off", unknown-replica = "unknown" }
  name                 = each.key
  region               = "us-central1"
  database_version     = "MYSQL_8_4"
  master_instance_name = google_sql_database_instance.source[each.value].name
  settings {
    tier    = "db-custom-2-7680"
    edition = "ENTERPRISE"
  }
}
