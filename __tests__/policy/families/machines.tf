# Machines and their templates: addresses, accounts, serial port and start-up scripts; and paths of the machine that plans.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good    = { public = false, email = "worker@p.iam.gserviceaccount.com", scopes = ["cloud-platform"], metadata = { enable-oslogin = "TRUE" }, script = "apt-get update" }
  machines = {
    held             = {}
    held-nulls       = { metadata = null, script = null }
    held-scopes      = { email = null, scopes = ["logging-write", "monitoring-write"] }
    violated-public  = { public = true }
    violated-default = { email = "123-compute@developer.gserviceaccount.com" }
    violated-serial  = { metadata = { serial-port-enable = "TRUE" } }
    violated-script  = { script = "export STRIPE_API_KEY=not-a-key" }
    unknown-account  = { email = local.unknown ? null : "worker@p.iam.gserviceaccount.com" }
    unknown-scopes   = { email = null, scopes = [local.unknown ? "cloud-platform" : "logging-write"] }
    unknown-serial   = { metadata = { serial-port-enable = local.unknown ? "TRUE" : "FALSE" } }
    unknown-metadata = { metadata = local.unknown ? { serial-port-enable = "TRUE" } : {} }
    unknown-script   = { script = "export PART=${random_id.suffix.hex}" }
  }
}
resource "google_compute_instance" "machine" {
  for_each                = { for name, machine in local.machines : name => merge(local.good, machine) }
  name                    = each.key
  machine_type            = "e2-small"
  metadata                = each.value.metadata
  metadata_startup_script = each.value.script
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    network = "v"
    dynamic "access_config" {
      for_each = each.value.public ? [1] : []
      content {
        network_tier = "PREMIUM"
      }
    }
  }
  service_account {
    email  = each.value.email
    scopes = each.value.scopes
  }
}
resource "google_service_account" "worker" {
  account_id = "worker"
}
resource "google_compute_instance" "account" {
  for_each     = toset(["held"])
  name         = "account-${each.key}"
  machine_type = "e2-small"
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    network = "v"
  }
  service_account {
    email  = google_service_account.worker.email
    scopes = ["cloud-platform"]
  }
}
resource "google_compute_instance" "violated-null" {
  name         = "violated-null"
  machine_type = "e2-small"
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    network = "v"
  }
  service_account {
    email  = null
    scopes = ["logging-write", "cloud-platform"]
  }
}
resource "google_compute_instance" "unknown-address" {
  name         = "unknown-address"
  machine_type = "e2-small"
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    network = "v"
    dynamic "access_config" {
      for_each = local.unknown ? [1] : []
      content {}
    }
  }
}
resource "google_compute_instance_template" "template" {
  for_each     = { held = "FALSE", violated-serial = "TRUE" }
  name_prefix  = "template-"
  tags         = ["web"]
  machine_type = "e2-small"
  metadata     = { serial-port-enable = each.value }
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = "v"
  }
  service_account {
    scopes = each.key == "held" ? ["logging-write"] : ["cloud-platform"]
  }
}
resource "google_storage_bucket_object" "page" {
  for_each = { held = "pages/one.html", violated = "/home/somebody/one.html" }
  name     = each.key
  bucket   = "pages"
  source   = each.value
}
resource "google_storage_bucket_object" "unknown-source" {
  name   = "unknown"
  bucket = "pages"
  source = "pages/${random_id.suffix.hex}.html"
}
resource "google_compute_firewall" "tags" {
  for_each      = { held = ["web"], violated = ["absent"], unknown = local.unknown ? ["web"] : ["absent"] }
  name          = "tags-${each.key}"
  network       = "v"
  source_ranges = ["10.0.0.0/8"]
  target_tags   = each.value
  allow {
    protocol = "tcp"
    ports    = ["8080"]
  }
}
