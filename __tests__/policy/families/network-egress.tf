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
# A network of machines without addresses: what leads out of it, who gets in, in which order.
resource "google_compute_network" "site" {
  for_each                        = { held = false, violated = true, unknown = local.unknown, lonely = false }
  name                            = "site-${each.key}"
  auto_create_subnetworks         = false
  delete_default_routes_on_create = each.value
}
resource "google_compute_subnetwork" "site" {
  for_each                 = { held = null, violated-access = false, unknown-access = local.unknown, held-access = true }
  name                     = "site-${each.key}"
  region                   = "us-central1"
  network                  = each.key == "held" ? "site-held" : "site-lonely"
  ip_cidr_range            = "10.${index(["held", "violated-access", "unknown-access", "held-access"], each.key)}.0.0/24"
  private_ip_google_access = each.value
  depends_on               = [google_compute_network.site]
}
resource "google_compute_router" "site" {
  for_each   = toset(["held", "violated", "unknown"])
  name       = "site-${each.key}"
  region     = "us-central1"
  network    = "site-${each.key}"
  depends_on = [google_compute_network.site]
}
locals {
  nat = { router = "held", region = "us-central1", addresses = "AUTO_ONLY", subnets = "ALL_SUBNETWORKS_ALL_IP_RANGES", most = null }
  nats = {
    held            = {}
    violated-routes = { router = "violated" }
    unknown-routes  = { router = "unknown" }
    violated-manual = { addresses = "MANUAL_ONLY" }
    violated-list   = { subnets = "LIST_OF_SUBNETWORKS" }
    violated-most   = { most = 2048 }
    unknown-manual  = { addresses = local.unknown ? "MANUAL_ONLY" : "AUTO_ONLY" }
  }
}
resource "google_compute_router_nat" "site" {
  for_each                           = { for name, nat in local.nats : name => merge(local.nat, nat) }
  name                               = each.key
  router                             = google_compute_router.site[each.value.router].name
  region                             = each.value.region
  nat_ip_allocate_option             = each.value.addresses
  source_subnetwork_ip_ranges_to_nat = each.value.subnets
  max_ports_per_vm                   = each.value.most
}
resource "google_compute_network" "far" {
  name                    = "far"
  auto_create_subnetworks = false
}
resource "google_compute_subnetwork" "far" {
  name          = "far"
  region        = "europe-west1"
  network       = google_compute_network.far.name
  ip_cidr_range = "10.9.0.0/24"
}
resource "google_compute_router" "far" {
  name    = "far"
  region  = "us-central1"
  network = google_compute_network.far.id
}
resource "google_compute_router_nat" "violated-far" {
  name                               = "violated-far"
  router                             = google_compute_router.far.name
  region                             = "us-central1"
  nat_ip_allocate_option             = "AUTO_ONLY"
  source_subnetwork_ip_ranges_to_nat = "ALL_SUBNETWORKS_ALL_IP_RANGES"
}
locals {
  machines = {
    held             = { subnet = "held", public = false, tags = ["web"], script = "apt-get install -y nginx", network = null }
    held-access      = { subnet = "held-access", public = false, tags = [], script = "echo", network = null }
    violated-out     = { subnet = "violated-access", public = false, tags = [], script = "apt-get install -y nginx", network = null }
    unknown-access   = { subnet = "unknown-access", public = false, tags = [], script = "echo", network = null }
    violated-default = { subnet = null, public = false, tags = [], script = "echo", network = "default" }
  }
}
resource "google_compute_instance" "site" {
  for_each                = local.machines
  name                    = each.key
  machine_type            = "e2-small"
  zone                    = "us-central1-a"
  tags                    = each.value.tags
  metadata_startup_script = each.value.script
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    network    = each.value.network
    subnetwork = each.value.subnet == null ? null : google_compute_subnetwork.site[each.value.subnet].name
  }
}
resource "google_compute_instance" "unknown-out" {
  name                    = "unknown-out"
  machine_type            = "e2-small"
  zone                    = "us-central1-a"
  metadata_startup_script = "apt-get install -y nginx"
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    subnetwork = google_compute_subnetwork.site["held-access"].name
    access_config {
      nat_ip = local.unknown ? "203.0.113.1" : null
    }
  }
}
resource "google_compute_instance" "unknown-interface" {
  name                    = "unknown-interface"
  machine_type            = "e2-small"
  zone                    = "us-central1-a"
  tags                    = local.unknown ? ["web"] : ["nobody"]
  metadata_startup_script = "apt-get install -y nginx"
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    subnetwork = google_compute_subnetwork.site["held-access"].name
    dynamic "access_config" {
      for_each = local.unknown ? [1] : []
      content {}
    }
  }
}
resource "google_container_cluster" "private" {
  for_each   = { held = false, violated = true, unknown = local.unknown }
  name       = "private-${each.key}"
  location   = "us-central1"
  network    = google_compute_network.site["lonely"].name
  subnetwork = google_compute_subnetwork.site["held-access"].name
  private_cluster_config {
    enable_private_nodes = each.value
  }
}
locals {
  rule = { sources = ["10.0.0.0/24"], tags = null, targets = ["web"], priority = 1000, deny = false, port = "8443" }
  rules = {
    held              = {}
    violated-tags     = { sources = ["0.0.0.0/0"], tags = ["web"], port = "8444" }
    unknown-tags      = { sources = local.unknown ? ["0.0.0.0/0"] : ["10.0.0.0/8"], tags = ["web"] }
    violated-all      = { sources = ["0.0.0.0/0"], targets = null, port = "443" }
    unknown-all       = { sources = ["0.0.0.0/0"], targets = local.unknown ? ["web"] : null, port = "444" }
    denied            = { sources = ["10.0.0.0/8"], deny = true, priority = 900, port = "9443" }
    violated-shadowed = { sources = ["10.1.0.0/16"], port = "9443" }
    unknown-shadowed  = { sources = ["10.1.0.0/16"], port = "9443", priority = local.unknown ? 800 : 1000 }
    violated-twice    = {}
  }
}
resource "google_compute_firewall" "site" {
  for_each      = { for name, rule in local.rules : name => merge(local.rule, rule) }
  name          = "site-${each.key}"
  network       = google_compute_network.site["held"].name
  priority      = each.value.priority
  source_ranges = each.value.sources
  source_tags   = each.value.tags
  target_tags   = each.value.targets
  dynamic "allow" {
    for_each = each.value.deny ? [] : [1]
    content {
      protocol = "tcp"
      ports    = [each.value.port]
    }
  }
  dynamic "deny" {
    for_each = each.value.deny ? [1] : []
    content {
      protocol = "tcp"
      ports    = [each.value.port]
    }
  }
}
resource "google_iap_tunnel_instance_iam_member" "tunnel" {
  instance = "held"
  zone     = "us-central1-a"
  role     = "roles/iap.tunnelResourceAccessor"
  member   = "user:me@example.com"
}
# A new network that lets nobody in: health checks and tunnels.
resource "google_compute_network" "violated-shut" {
  name                    = "violated-shut"
  auto_create_subnetworks = false
}
resource "google_compute_instance_template" "shut" {
  name_prefix  = "shut-"
  machine_type = "e2-small"
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = google_compute_network.violated-shut.id
    access_config {
      network_tier = "PREMIUM"
    }
  }
}
resource "google_compute_region_instance_group_manager" "shut" {
  name               = "shut"
  region             = "us-central1"
  base_instance_name = "shut"
  version {
    instance_template = google_compute_instance_template.shut.id
  }
}
resource "google_compute_health_check" "shut" {
  name = "shut"
  http_health_check {
    port = 8080
  }
}
resource "google_compute_backend_service" "violated-shut" {
  name                  = "violated-shut"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  health_checks         = [google_compute_health_check.shut.id]
  backend {
    group = google_compute_region_instance_group_manager.shut.instance_group
  }
}
# Machines that everyone reaches past their load balancer.
resource "google_service_account" "front" {
  account_id = "front-machines"
}
resource "google_compute_network" "front" {
  name                    = "front"
  auto_create_subnetworks = false
}
resource "google_compute_firewall" "front" {
  name          = "front"
  network       = google_compute_network.front.id
  source_ranges = ["0.0.0.0/0"]
  target_tags   = ["front"]
  allow {
    protocol = "tcp"
    ports    = ["8080"]
  }
}
resource "google_compute_instance_template" "violated-front" {
  name_prefix  = "front-"
  machine_type = "e2-small"
  tags         = ["front"]
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = google_compute_network.front.id
    access_config {
      network_tier = "PREMIUM"
    }
  }
  service_account {
    email  = google_service_account.front.email
    scopes = ["cloud-platform"]
  }
}
resource "google_compute_region_instance_group_manager" "front" {
  name               = "front"
  region             = "us-central1"
  base_instance_name = "front"
  version {
    instance_template = google_compute_instance_template.violated-front.id
  }
  named_port {
    name = "http"
    port = 8080
  }
}
resource "google_compute_backend_service" "front" {
  name                  = "front"
  protocol              = "HTTP"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  health_checks         = [google_compute_health_check.shut.id]
  backend {
    group = google_compute_region_instance_group_manager.front.instance_group
  }
}
resource "google_compute_global_forwarding_rule" "violated-address" {
  name                  = "violated-address"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  port_range            = "443"
  target                = "projects/p/global/targetHttpsProxies/elsewhere"
}
resource "google_compute_backend_service" "iap" {
  for_each              = { violated = true, open = local.unknown }
  name                  = "iap-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  iap {
    enabled = each.value
  }
}
resource "google_iap_brand" "violated" {
  support_email     = "me@example.com"
  application_title = "site"
}
# What is named and not waited for, and what nothing uses.
resource "google_compute_network" "named" {
  name                    = "named"
  auto_create_subnetworks = false
}
resource "google_compute_subnetwork" "violated-order" {
  name          = "violated-order"
  region        = "us-central1"
  network       = "named"
  ip_cidr_range = "10.90.0.0/24"
}
resource "google_compute_subnetwork" "held-order" {
  name          = "held-order"
  region        = "us-central1"
  network       = "named"
  ip_cidr_range = "10.91.0.0/24"
  depends_on    = [google_compute_network.named]
}
resource "google_compute_global_address" "address" {
  for_each = toset(["held", "violated"])
  name     = "address-${each.key}"
}
resource "google_compute_global_forwarding_rule" "held" {
  name                  = "held"
  ip_address            = "address-held"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  port_range            = "443"
  target                = "projects/p/global/targetHttpsProxies/elsewhere"
  depends_on            = [google_compute_global_address.address]
}
# Buckets and certificates at the edge.
resource "google_storage_bucket" "pages" {
  for_each                 = { held = "inherited", violated = "enforced", unknown = local.unknown ? "inherited" : "enforced" }
  name                     = "pages-${each.key}"
  location                 = "US"
  public_access_prevention = each.value
}
resource "google_storage_bucket_iam_member" "pages" {
  for_each = google_storage_bucket.pages
  bucket   = each.value.name
  role     = "roles/storage.objectViewer"
  member   = "allUsers"
}
resource "google_compute_backend_bucket" "pages" {
  for_each    = google_storage_bucket.pages
  name        = "pages-${each.key}"
  bucket_name = each.value.name
}
resource "google_compute_target_https_proxy" "violated-both" {
  name             = "violated-both"
  url_map          = "projects/p/global/urlMaps/elsewhere"
  ssl_certificates = ["projects/p/global/sslCertificates/elsewhere"]
  certificate_map  = "//certificatemanager.googleapis.com/projects/p/locations/global/certificateMaps/elsewhere"
}
resource "google_certificate_manager_dns_authorization" "proof" {
  for_each = { violated = "violated.example.com" }
  name     = each.key
  domain   = each.value
}
resource "google_certificate_manager_dns_authorization" "held-proof" {
  name   = "held-proof"
  domain = "proof.example.com"
}
resource "google_dns_record_set" "held-proof" {
  managed_zone = "elsewhere"
  name         = google_certificate_manager_dns_authorization.held-proof.dns_resource_record[0].name
  type         = "TXT"
  ttl          = 300
  rrdatas      = [google_certificate_manager_dns_authorization.held-proof.dns_resource_record[0].data]
}
# Zones and records.
resource "google_dns_managed_zone" "site" {
  name     = "site"
  dns_name = "site.example."
  dnssec_config {
    state = "on"
  }
}
resource "google_dns_managed_zone" "violated-unbound" {
  name       = "violated-unbound"
  dns_name   = "unbound.example."
  visibility = "private"
}
resource "google_dns_managed_zone" "bound" {
  name       = "bound"
  dns_name   = "bound.example."
  visibility = "private"
  dynamic "private_visibility_config" {
    for_each = local.unknown ? [1] : []
    content {
      networks {
        network_url = google_compute_network.site["held"].id
      }
    }
  }
}
resource "google_dns_record_set" "record" {
  for_each = {
    held             = { name = "www.site.example.", type = "A" }
    violated-outside = { name = "www.other.example.", type = "A" }
    unknown-outside  = { name = local.unknown ? "a.site.example." : "a.other.example.", type = "A" }
    violated-apex    = { name = "site.example.", type = "CNAME" }
    unknown-alias    = { name = local.unknown ? "site.example." : "b.site.example.", type = "CNAME" }
  }
  managed_zone = google_dns_managed_zone.site.name
  name         = each.value.name
  type         = each.value.type
  ttl          = 300
  rrdatas      = [each.value.type == "A" ? "203.0.113.1" : "elsewhere.example."]
}
# Tunnels and peerings.
resource "google_compute_ha_vpn_gateway" "gateway" {
  for_each = toset(["held", "violated", "unknown"])
  name     = each.key
  region   = "us-central1"
  network  = google_compute_network.site["held"].id
}
locals {
  tunnels = {
    held-0         = { gateway = "held", end = 0, ike = 2 }
    held-1         = { gateway = "held", end = 1, ike = 2 }
    violated-alone = { gateway = "violated", end = 0, ike = 2 }
    violated-ike   = { gateway = "violated", end = 0, ike = 1 }
    unknown-end    = { gateway = "unknown", end = local.unknown ? 0 : 1, ike = 2 }
    unknown-ike    = { gateway = "unknown", end = 0, ike = local.unknown ? 1 : 2 }
  }
}
resource "google_compute_vpn_tunnel" "tunnel" {
  for_each              = local.tunnels
  name                  = each.key
  region                = "us-central1"
  vpn_gateway           = google_compute_ha_vpn_gateway.gateway[each.value.gateway].name
  vpn_gateway_interface = each.value.end
  peer_external_gateway = "elsewhere"
  ike_version           = each.value.ike
  shared_secret         = random_id.suffix.hex
  router                = google_compute_router.site["held"].name
}
resource "google_compute_router_interface" "interface" {
  for_each   = { for name, tunnel in local.tunnels : name => name if name != "violated-alone" }
  name       = "interface-${each.key}"
  region     = "us-central1"
  router     = google_compute_router.site["held"].name
  vpn_tunnel = google_compute_vpn_tunnel.tunnel[each.key].name
}
resource "google_compute_router_peer" "peer" {
  for_each  = google_compute_router_interface.interface
  name      = "peer-${each.key}"
  region    = "us-central1"
  router    = google_compute_router.site["held"].name
  interface = each.value.name
  peer_asn  = 65001
}
resource "google_compute_vpn_gateway" "classic" {
  for_each = toset(["violated", "whole"])
  name     = "classic-${each.key}"
  region   = "us-central1"
  network  = google_compute_network.site["held"].id
}
resource "google_compute_vpn_tunnel" "held-classic" {
  name               = "held-classic"
  region             = "us-central1"
  target_vpn_gateway = google_compute_vpn_gateway.classic["violated"].id
  peer_ip            = "34.1.2.3"
  shared_secret      = random_id.suffix.hex
}
resource "google_compute_forwarding_rule" "unknown-classic" {
  name        = "unknown-classic"
  region      = "us-central1"
  target      = "projects/p/regions/us-central1/targetVpnGateways/classic-whole"
  ip_protocol = "UDP"
  ip_address  = "203.0.113.10"
  port_range  = local.unknown ? "500" : "4500"
}
resource "google_compute_vpn_tunnel" "unknown-whole" {
  name               = "unknown-whole"
  region             = "us-central1"
  target_vpn_gateway = google_compute_vpn_gateway.classic["whole"].id
  peer_ip            = "34.1.2.3"
  shared_secret      = random_id.suffix.hex
}
resource "google_compute_network_peering" "peering" {
  for_each = {
    held-there = { from = "held", to = "lonely" }
    held-back  = { from = "lonely", to = "held" }
    violated   = { from = "held", to = "violated" }
  }
  name         = each.key
  network      = "projects/p/global/networks/site-${each.value.from}"
  peer_network = "projects/p/global/networks/site-${each.value.to}"
  depends_on   = [google_compute_network.site]
}
resource "google_compute_instance_template" "violated-unused" {
  name_prefix  = "unused-"
  machine_type = "e2-small"
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = "elsewhere"
  }
}
resource "google_compute_subnetwork" "connector" {
  for_each      = { held = "10.92.0.0/28", shared = "10.92.0.16/28" }
  name          = "connector-${each.key}"
  region        = "us-central1"
  network       = google_compute_network.named.id
  ip_cidr_range = each.value
}
resource "google_vpc_access_connector" "held" {
  name          = "held"
  region        = "us-central1"
  min_instances = 2
  max_instances = 3
  subnet {
    name = google_compute_subnetwork.connector["held"].name
  }
}
resource "google_vpc_access_connector" "violated-shared" {
  name          = "violated-shared"
  region        = "us-central1"
  min_instances = 2
  max_instances = 3
  subnet {
    name = google_compute_subnetwork.connector["shared"].name
  }
}
resource "google_vpc_access_connector" "other" {
  name          = "other"
  region        = "us-central1"
  min_instances = 2
  max_instances = 3
  subnet {
    name = google_compute_subnetwork.connector["shared"].name
  }
}
