# A network whose egress is denied behind what is allowed, regional load balancers with their proxies' subnet, and zones.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_compute_network" "network" {
  name                    = "network"
  auto_create_subnetworks = false
}
resource "google_compute_firewall" "allowed" {
  name               = "allowed"
  network            = google_compute_network.network.name
  direction          = "EGRESS"
  destination_ranges = ["10.0.0.0/8", "199.36.153.8/30"]
  priority           = 800
  allow {
    protocol = "tcp"
  }
}
resource "google_compute_firewall" "held-denied" {
  name               = "held-denied"
  network            = google_compute_network.network.name
  direction          = "EGRESS"
  destination_ranges = ["0.0.0.0/0"]
  priority           = 65000
  deny {
    protocol = "all"
  }
}
resource "google_compute_subnetwork" "proxies" {
  name          = "proxies"
  region        = "us-central1"
  network       = google_compute_network.network.id
  ip_cidr_range = "10.7.0.0/24"
  purpose       = "REGIONAL_MANAGED_PROXY"
  role          = "ACTIVE"
}
resource "google_compute_forwarding_rule" "managed" {
  for_each              = { held = "us-central1", violated = "europe-west1" }
  name                  = each.key
  region                = each.value
  load_balancing_scheme = "INTERNAL_MANAGED"
  network               = google_compute_network.network.id
  port_range            = "443"
  target                = "projects/p/regions/${each.value}/targetHttpsProxies/t"
}
resource "google_dns_managed_zone" "zone" {
  for_each   = { held = "on", violated = "off", unknown = local.unknown ? "on" : "off" }
  name       = each.key
  dns_name   = "${each.key}.example."
  visibility = "public"
  dnssec_config {
    state = each.value
  }
}
resource "google_dns_managed_zone" "violated-undeclared" {
  name     = "violated-undeclared"
  dns_name = "undeclared.example."
}
resource "google_dns_managed_zone" "held-private" {
  name       = "held-private"
  dns_name   = "private.example."
  visibility = "private"
  private_visibility_config {
    networks {
      network_url = google_compute_network.network.id
    }
  }
}
resource "google_project" "project" {
  for_each            = { held = false, violated = true, violated-null = null, unknown = local.unknown }
  name                = each.key
  project_id          = "chat-${each.key}"
  org_id              = "1"
  auto_create_network = each.value
}
