# Instances of Cloud SQL: version, edition, backups, protection, access; held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good = {
    version = "POSTGRES_17", edition = "ENTERPRISE", tier = "db-custom-2-7680", zones = "REGIONAL", backups = true, log = true, days = 7, kept = 7,
    google  = true, terraform = true, grow = true, active = "ALWAYS", public = false, network = "projects/p/global/networks/v", ssl = "ENCRYPTED_ONLY", ranges = []
  }
  instances = {
    held                = {}
    held-nulls          = { grow = null, active = null, terraform = null }
    held-plus           = { edition = "ENTERPRISE_PLUS", tier = "db-perf-optimized-N-2" }
    held-terraform      = { google = false, terraform = true }
    violated-version    = { version = "POSTGRES_99" }
    violated-ended      = { version = "POSTGRES_12" }
    violated-edition    = { edition = "ENTERPRISE_PLUS" }
    violated-backups    = { backups = false, log = false, zones = "ZONAL" }
    violated-log        = { log = false, zones = "ZONAL" }
    violated-days       = { days = 30 }
    violated-deletable  = { google = false, terraform = false }
    violated-full       = { grow = false }
    violated-stopped    = { active = "NEVER" }
    violated-public     = { public = true }
    violated-world      = { public = true, ranges = ["0.0.0.0/0"] }
    violated-unset      = { public = null }
    violated-plain      = { ssl = "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }
    violated-shared     = { tier = "db-f1-micro" }
    violated-zonal      = { zones = "ZONAL" }
    violated-production = { name = "chat-prod", zones = "ZONAL" }
    unknown-version     = { version = "POSTGRES_${random_id.suffix.dec}", log = null }
    unknown-edition     = { edition = local.unknown ? "ENTERPRISE" : "ENTERPRISE_PLUS" }
    unknown-tier        = { tier = "db-custom-${random_id.suffix.dec}-7680" }
    violated-zonal-open = { backups = local.unknown, log = local.unknown, zones = "ZONAL" }
    unknown-days        = { days = local.unknown ? 7 : 30 }
    unknown-deletable   = { google = local.unknown, terraform = false }
    unknown-terraform   = { google = false, terraform = local.unknown }
    unknown-grow        = { grow = local.unknown }
    unknown-active      = { active = local.unknown ? "ALWAYS" : "NEVER" }
    unknown-public      = { public = local.unknown }
    unknown-network     = { network = local.unknown ? null : "n" }
    unknown-range       = { ranges = ["${random_id.suffix.dec}.0.0.0/8"] }
    unknown-ranges      = { ranges = local.unknown ? ["0.0.0.0/0"] : [] }
    unknown-ssl         = { ssl = local.unknown ? "ENCRYPTED_ONLY" : "ALLOW_UNENCRYPTED_AND_ENCRYPTED" }
    unknown-zone        = { zones = local.unknown ? "ZONAL" : "REGIONAL" }
    unknown-zones       = { name = "store-prod", zones = local.unknown ? "ZONAL" : "REGIONAL" }
  }
}
resource "google_sql_database_instance" "postgres" {
  for_each            = { for name, instance in local.instances : name => merge(local.good, instance) }
  name                = try(each.value.name, each.key)
  region              = "us-central1"
  database_version    = each.value.version
  deletion_protection = each.value.terraform
  settings {
    tier                        = each.value.tier
    edition                     = each.value.edition
    availability_type           = each.value.zones
    activation_policy           = each.value.active
    disk_autoresize             = each.value.grow
    deletion_protection_enabled = each.value.google
    backup_configuration {
      enabled                        = each.value.backups
      point_in_time_recovery_enabled = each.value.log
      transaction_log_retention_days = each.value.days
      backup_retention_settings {
        retained_backups = each.value.kept
      }
    }
    ip_configuration {
      ipv4_enabled    = each.value.public
      private_network = each.value.network
      ssl_mode        = each.value.ssl
      dynamic "authorized_networks" {
        for_each = each.value.ranges
        content {
          value = authorized_networks.value
        }
      }
    }
  }
}
resource "google_sql_database_instance" "held-replica" {
  name                 = "held-replica"
  region               = "us-central1"
  database_version     = "POSTGRES_17"
  master_instance_name = google_sql_database_instance.postgres["held"].name
  settings {
    tier              = "db-custom-2-7680"
    edition           = "ENTERPRISE"
    availability_type = "REGIONAL"
    ip_configuration {
      ipv4_enabled    = false
      private_network = "projects/p/global/networks/v"
      ssl_mode        = "ENCRYPTED_ONLY"
    }
  }
}
# Nulls that are written: Google picks the edition, which does not have the tier.
resource "google_sql_database_instance" "violated-nulls" {
  name                = "violated-nulls"
  region              = "us-central1"
  database_version    = "POSTGRES_17"
  deletion_protection = null
  settings {
    tier              = "db-custom-2-7680"
    edition           = null
    availability_type = "REGIONAL"
    disk_size         = null
    backup_configuration {
      enabled                        = true
      point_in_time_recovery_enabled = true
      transaction_log_retention_days = null
    }
    ip_configuration {
      ipv4_enabled    = false
      private_network = "projects/p/global/networks/v"
      ssl_mode        = null
    }
  }
}
# Nothing but what the provider asks for.
resource "google_sql_database_instance" "violated-bare" {
  name             = "violated-bare"
  database_version = "POSTGRES_15"
  settings {
    tier = "db-custom-1-3840"
  }
}
