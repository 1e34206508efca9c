# Flags of PostgreSQL and what fills its connections: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  flags = {
    held             = { max_connections = "200", work_mem = "16384", log_statement = "ddl" }
    held-none        = {}
    violated-number  = { max_connections = "many" }
    violated-memory  = { work_mem = "99999999" }
    violated-buffers = { shared_buffers = "10" }
    violated-log     = { log_statement = "all" }
    violated-name    = { max_conections = "200" }
    violated-own     = { shared_preload_libraries = "pg_cron" }
    unknown-number   = { max_connections = random_id.suffix.dec }
    unknown-memory   = { work_mem = random_id.suffix.dec }
    unknown-log      = { log_statement = local.unknown ? "all" : "ddl" }
  }
}
resource "google_sql_database_instance" "flags" {
  for_each         = local.flags
  name             = each.key
  database_version = "POSTGRES_17"
  settings {
    tier    = "db-custom-2-7680"
    edition = "ENTERPRISE"
    dynamic "database_flags" {
      for_each = each.value
      content {
        name  = database_flags.key
        value = database_flags.value
      }
    }
  }
}
resource "google_sql_database_instance" "unknown-flags" {
  name             = "unknown-flags"
  database_version = "POSTGRES_17"
  settings {
    tier    = "db-custom-2-7680"
    edition = "ENTERPRISE"
    dynamic "database_flags" {
      for_each = local.unknown ? ["log_statement"] : []
      content {
        name  = database_flags.value
        value = "all"
      }
    }
  }
}
# The name of a flag is unknown, and one is written in another order than the plan's.
resource "google_sql_database_instance" "unknown-name" {
  name             = "unknown-name"
  database_version = "POSTGRES_17"
  settings {
    tier    = "db-custom-2-7680"
    edition = "ENTERPRISE"
    database_flags {
      name  = local.unknown ? "log_statement" : "log_lock_waits"
      value = "on"
    }
    database_flags {
      name  = "max_connections"
      value = "200"
    }
  }
}
resource "google_cloud_run_v2_service" "beside" {
  name                = "beside"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
# Flags of the other engine, and an engine that is unknown.
resource "google_sql_database_instance" "engines" {
  for_each = {
    held-mysql        = ["MYSQL_8_4", "slow_query_log"]
    violated-mysql    = ["MYSQL_8_4", "log_min_duration_statement"]
    violated-postgres = ["POSTGRES_17", "slow_query_log"]
    unknown-engine    = [local.unknown ? "MYSQL_8_4" : "POSTGRES_17", "slow_query_log"]
  }
  name             = each.key
  database_version = each.value[0]
  settings {
    tier    = "db-custom-2-7680"
    edition = "ENTERPRISE"
    database_flags {
      name  = each.value[1]
      value = "on"
    }
  }
}
