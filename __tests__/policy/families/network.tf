# Networks, ranges, peerings, NAT, firewall rules and zones: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_compute_network" "network" {
  for_each                = { held = false, violated = true, violated-null = null, unknown = local.unknown }
  name                    = each.key
  auto_create_subnetworks = each.value
}
resource "google_compute_subnetwork" "range" {
  for_each      = { a-held = "10.1.0.0/24", b-held = "10.1.1.0/24", c-violated = "10.1.0.128/25", d-unknown = local.unknown ? "10.1.0.0/16" : "10.3.0.0/16" }
  name          = each.key
  network       = google_compute_network.network["held"].id
  ip_cidr_range = each.value
}
resource "google_compute_subnetwork" "secondary" {
  for_each      = { held = "10.6.0.0/20", violated = "10.1.1.0/26" }
  name          = "secondary-${each.key}"
  network       = google_compute_network.network["held"].id
  ip_cidr_range = each.key == "held" ? "10.4.0.0/24" : "10.4.1.0/24"
  secondary_ip_range {
    range_name    = "pods"
    ip_cidr_range = each.value
  }
}
resource "google_compute_global_address" "peering" {
  for_each      = { held = 16, violated = 28, unknown = local.unknown ? 16 : 28 }
  name          = each.key
  purpose       = "VPC_PEERING"
  address_type  = "INTERNAL"
  prefix_length = each.value
  network       = google_compute_network.network["held"].id
}
resource "google_compute_global_address" "held-public" {
  name = "held-public"
}
resource "google_service_networking_connection" "held-peering" {
  network                 = google_compute_network.network["held"].id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = [google_compute_global_address.peering["held"].name]
}
resource "google_service_networking_connection" "violated-peering" {
  network                 = google_compute_network.network["violated"].id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = []
}
resource "google_service_networking_connection" "unknown-peering" {
  network                 = google_compute_network.network["unknown"].id
  service                 = "servicenetworking.googleapis.com"
  reserved_peering_ranges = local.unknown ? [] : ["one"]
}
resource "google_redis_instance" "cache" {
  for_each           = { held = "held" }
  name               = "cache-${each.key}"
  memory_size_gb     = 1
  connect_mode       = "PRIVATE_SERVICE_ACCESS"
  authorized_network = google_compute_network.network[each.value].id
}
resource "google_compute_network" "unpeered" {
  name                    = "unpeered"
  auto_create_subnetworks = false
}
resource "google_redis_instance" "violated-unpeered" {
  name               = "violated-unpeered"
  memory_size_gb     = 1
  connect_mode       = "PRIVATE_SERVICE_ACCESS"
  authorized_network = google_compute_network.unpeered.id
}
resource "google_compute_router_nat" "held-nulls" {
  name                                = "held-nulls"
  router                              = google_compute_router.router.name
  nat_ip_allocate_option              = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat  = "ALL_SUBNETWORKS_ALL_IP_RANGES"
  enable_dynamic_port_allocation      = null
  enable_endpoint_independent_mapping = null
}
resource "google_compute_router" "router" {
  name    = "router"
  network = google_compute_network.network["held"].id
}
resource "google_compute_router_nat" "nat" {
  for_each = {
    held     = { dynamic = true, independent = false }
    violated = { dynamic = true, independent = true }
    unknown  = { dynamic = true, independent = local.unknown }
  }
  name                                = each.key
  router                              = google_compute_router.router.name
  nat_ip_allocate_option              = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat  = "ALL_SUBNETWORKS_ALL_IP_RANGES"
  enable_dynamic_port_allocation      = each.value.dynamic
  enable_endpoint_independent_mapping = each.value.independent
}
resource "google_compute_forwarding_rule" "managed" {
  for_each              = { held = "INTERNAL", violated = "INTERNAL_MANAGED", unknown = local.unknown ? "INTERNAL" : "INTERNAL_MANAGED" }
  name                  = each.key
  region                = "us-central1"
  load_balancing_scheme = each.value
  network               = google_compute_network.network["held"].id
  ip_protocol           = "TCP"
  ports                 = ["443"]
  backend_service       = "projects/p/regions/us-central1/backendServices/b"
}
resource "google_compute_subnetwork" "held-proxies" {
  name          = "held-proxies"
  region        = "europe-west1"
  network       = google_compute_network.network["held"].id
  ip_cidr_range = "10.7.0.0/24"
  purpose       = "REGIONAL_MANAGED_PROXY"
  role          = "ACTIVE"
}
resource "google_compute_firewall" "ingress" {
  for_each = {
    held          = { ranges = ["35.235.240.0/20"], protocol = "tcp", ports = ["22"], disabled = null }
    held-web      = { ranges = ["0.0.0.0/0"], protocol = "tcp", ports = ["443", "80"], disabled = null }
    held-disabled = { ranges = ["0.0.0.0/0"], protocol = "tcp", ports = ["22"], disabled = true }
    violated-ssh  = { ranges = ["10.0.0.0/8", "0.0.0.0/0"], protocol = "tcp", ports = ["22"], disabled = false }
    violated-all  = { ranges = ["::/0"], protocol = "all", ports = null, disabled = null }
    unknown-from  = { ranges = local.unknown ? ["0.0.0.0/0"] : ["10.0.0.0/8"], protocol = "tcp", ports = ["22"], disabled = null }
    unknown-ports = { ranges = ["0.0.0.0/0"], protocol = "tcp", ports = [local.unknown ? "22" : "443"], disabled = null }
    unknown-one   = { ranges = [local.unknown ? "0.0.0.0/0" : "10.0.0.0/8"], protocol = "tcp", ports = ["22"], disabled = null }
  }
  name          = "ingress-${each.key}"
  network       = google_compute_network.network["held"].name
  source_ranges = each.value.ranges
  disabled      = each.value.disabled
  allow {
    protocol = each.value.protocol
    ports    = each.value.ports
  }
}
resource "google_compute_firewall" "tags" {
  for_each    = { held = null, violated = ["nobody"], unknown = [local.unknown ? "a" : "b"] }
  name        = "tags-${each.key}"
  network     = google_compute_network.network["held"].name
  source_tags = ["api"]
  target_tags = each.value
  allow {
    protocol = "tcp"
    ports    = ["8080"]
  }
}
resource "google_compute_firewall" "egress" {
  for_each           = { violated = 900, unknown = local.unknown ? 900 : 901 }
  name               = "egress-${each.key}"
  network            = google_compute_network.network["held"].name
  direction          = "EGRESS"
  destination_ranges = ["0.0.0.0/0"]
  priority           = each.value
  deny {
    protocol = "all"
  }
}
