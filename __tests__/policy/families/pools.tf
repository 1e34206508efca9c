# Pools: of connections and cache clients against what the instances give, of machines, and of nodes.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  services = {
    held          = { instances = 2, pool = "2", cache = "10" }
    crowd         = { instances = 100, pool = "20", cache = "1000" }
    unknown-size  = { instances = 2, pool = local.unknown ? "2" : "200", cache = "10" }
    unknown-cache = { instances = local.unknown ? 2 : 3, pool = "2", cache = "10" }
  }
}
resource "google_sql_database_instance" "violated-full" {
  name             = "violated-full"
  database_version = "POSTGRES_17"
  settings {
    tier    = "db-custom-1-3840"
    edition = "ENTERPRISE"
  }
}
resource "google_redis_instance" "violated-full" {
  name           = "violated-full"
  memory_size_gb = 1
}
resource "google_cloud_run_v2_service" "pool" {
  for_each            = local.services
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  template {
    scaling {
      max_instance_count = each.value.instances
    }
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "DB_POOL_SIZE"
        value = each.value.pool
      }
      env {
        name  = "REDIS_POOL_MAX_CONNECTIONS"
        value = each.value.cache
      }
    }
  }
}
# Machines: when they stop, what they read of themselves, what they may do.
locals {
  machine = {
    scheduling = { preemptible = false, restart = true, maintenance = "MIGRATE" }
    gpu        = 0
    stop       = true
    forward    = false
    metadata   = { enable-oslogin = "TRUE" }
    script     = "echo started"
    scopes     = ["cloud-platform"]
  }
  machines = {
    held             = {}
    held-spot        = { scheduling = { preemptible = true, restart = false, maintenance = "TERMINATE" } }
    held-gpu         = { gpu = 1, scheduling = { preemptible = false, restart = true, maintenance = "TERMINATE" } }
    violated-spot    = { scheduling = { preemptible = true, restart = true, maintenance = "TERMINATE" } }
    violated-gpu     = { gpu = 1 }
    violated-stop    = { stop = null }
    violated-forward = { forward = true }
    violated-secret  = { metadata = { enable-oslogin = "TRUE", db-password = "not-a-password" } }
    violated-keys    = { metadata = { ssh-keys = "me:ssh-ed25519 AAAA" } }
    violated-scopes  = { scopes = ["storage-ro"] }
    unknown-spot     = { scheduling = { preemptible = local.unknown, restart = true, maintenance = "MIGRATE" } }
    unknown-gpu      = { gpu = 1, scheduling = { preemptible = false, restart = true, maintenance = local.unknown ? "MIGRATE" : "TERMINATE" } }
    unknown-stop     = { stop = local.unknown }
    unknown-forward  = { forward = local.unknown }
    unknown-metadata = { metadata = local.unknown ? { ssh-keys = "me" } : {} }
    unknown-scopes   = { scopes = local.unknown ? ["storage-ro"] : ["cloud-platform"] }
  }
}
resource "random_password" "made" {
  length = 20
}
resource "google_compute_instance" "machine" {
  for_each                  = { for name, machine in local.machines : name => merge(local.machine, machine) }
  name                      = each.key
  machine_type              = "n1-standard-1"
  zone                      = "us-central1-a"
  allow_stopping_for_update = each.value.stop
  can_ip_forward            = each.value.forward
  metadata                  = each.value.metadata
  metadata_startup_script   = each.value.script
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    network = "web"
  }
  guest_accelerator {
    type  = "nvidia-tesla-t4"
    count = each.value.gpu
  }
  scheduling {
    preemptible         = each.value.scheduling.preemptible
    automatic_restart   = each.value.scheduling.restart
    on_host_maintenance = each.value.scheduling.maintenance
  }
  service_account {
    email  = "web@p.iam.gserviceaccount.com"
    scopes = each.value.scopes
  }
}
resource "google_compute_instance_template" "violated-made" {
  name_prefix             = "made-"
  machine_type            = "e2-small"
  metadata_startup_script = "export DB=${random_password.made.result}"
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = "web"
  }
}
resource "google_compute_project_metadata" "metadata" {
  for_each = { held = "FALSE", violated = "TRUE" }
  metadata = { serial-port-enable = each.value }
}
resource "google_compute_project_metadata_item" "item" {
  for_each = { held = "FALSE", violated = "TRUE", unknown = local.unknown ? "TRUE" : "FALSE" }
  key      = "serial-port-enable"
  value    = each.value
}
resource "google_compute_disk" "disk" {
  for_each = toset(["held", "violated"])
  name     = "disk-${each.key}"
  zone     = "us-central1-a"
}
resource "google_compute_disk_resource_policy_attachment" "disk" {
  name = "daily"
  disk = google_compute_disk.disk["held"].name
  zone = "us-central1-a"
}
resource "google_compute_attached_disk" "disk" {
  for_each = google_compute_disk.disk
  disk     = each.value.id
  instance = "elsewhere"
  zone     = "us-central1-a"
}
resource "google_compute_attached_disk" "violated-zone" {
  disk     = google_compute_disk.disk["held"].id
  instance = "elsewhere"
  zone     = "us-central1-b"
}
resource "google_compute_attached_disk" "unknown-zone" {
  disk     = google_compute_disk.disk["held"].id
  instance = "elsewhere"
  zone     = local.unknown ? "us-central1-a" : "us-central1-b"
}
resource "google_compute_disk" "violated-unused" {
  name = "violated-unused"
  zone = "us-central1-a"
}
resource "google_compute_network" "tagged" {
  name                    = "tagged"
  auto_create_subnetworks = false
}
resource "google_compute_firewall" "tagged" {
  name          = "tagged"
  network       = google_compute_network.tagged.id
  source_ranges = ["10.0.0.0/8"]
  target_tags   = ["web"]
  allow {
    protocol = "tcp"
    ports    = ["8080"]
  }
}
resource "google_compute_instance_template" "tagged" {
  for_each     = { held = ["web"], violated = ["https-server"] }
  name_prefix  = "tagged-"
  machine_type = "e2-small"
  tags         = each.value
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = google_compute_network.tagged.id
  }
}
resource "google_compute_firewall" "violated-egress" {
  name               = "violated-egress"
  network            = google_compute_network.tagged.id
  direction          = "EGRESS"
  destination_ranges = ["0.0.0.0/0"]
  allow {
    protocol = "tcp"
    ports    = ["443"]
  }
}
# Groups of machines: templates, updates, sizes, ports.
resource "google_compute_instance_template" "made" {
  for_each     = { held = { name = null, prefix = "web-" }, violated = { name = "web", prefix = null } }
  name         = each.value.name
  name_prefix  = each.value.prefix
  machine_type = "e2-small"
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = "web"
  }
}
locals {
  group = { type = "PROACTIVE", surge = 3, out = 0, delay = 300, size = null, template = "held", port = "http", number = 8080 }
  groups = {
    held              = { size = 2 }
    violated-template = { size = 2, template = "violated" }
    violated-type     = { size = 2, type = "OPPORTUNISTIC" }
    violated-surge    = { size = 2, surge = 1 }
    violated-delay    = { size = 2, delay = 30 }
    violated-scaled   = { size = 2 }
    violated-one      = { size = 1 }
    unknown-type      = { size = 2, type = local.unknown ? "PROACTIVE" : "OPPORTUNISTIC" }
    unknown-surge     = { size = 2, surge = local.unknown ? 1 : 3 }
    unknown-delay     = { size = 2, delay = local.unknown ? 30 : 300 }
    unknown-scaled    = { size = local.unknown ? 2 : 3 }
    unknown-one       = { size = local.unknown ? 1 : 3 }
    unknown-null      = {}
    held-other-port   = { size = 2, port = "web" }
  }
}
resource "google_compute_region_instance_group_manager" "group" {
  for_each           = { for name, group in local.groups : name => merge(local.group, group) }
  name               = each.key
  region             = "us-central1"
  base_instance_name = each.key
  target_size        = each.value.size
  version {
    instance_template = google_compute_instance_template.made[each.value.template].id
  }
  named_port {
    name = each.value.port
    port = each.value.number
  }
  auto_healing_policies {
    health_check      = google_compute_health_check.asked["held"].id
    initial_delay_sec = each.value.delay
  }
  update_policy {
    type                  = each.value.type
    minimal_action        = "REPLACE"
    max_surge_fixed       = each.value.surge
    max_unavailable_fixed = each.value.out
  }
}
resource "google_compute_region_autoscaler" "scaler" {
  for_each = {
    held           = { group = "unknown-null", least = 2, most = 4 }
    scaled         = { group = "violated-scaled", least = 2, most = 4 }
    unknown-scaled = { group = "unknown-scaled", least = 2, most = 4 }
    violated-range = { group = "unknown-null", least = 2, most = 2 }
    unknown-range  = { group = "unknown-null", least = 2, most = local.unknown ? 2 : 4 }
  }
  name   = each.key
  region = "us-central1"
  target = google_compute_region_instance_group_manager.group[each.value.group].name
  autoscaling_policy {
    min_replicas = each.value.least
    max_replicas = each.value.most
  }
}
resource "google_compute_autoscaler" "violated-target" {
  name   = "violated-target"
  zone   = "us-central1-a"
  target = google_compute_region_instance_group_manager.group["unknown-null"].id
  autoscaling_policy {
    min_replicas = 2
    max_replicas = 4
  }
}
resource "google_compute_instance_group" "violated" {
  name = "violated"
  zone = "us-central1-a"
  named_port {
    name = "http"
    port = 8080
  }
}
resource "google_compute_health_check" "asked" {
  for_each = { held = 8080, violated-other = 9999, unknown-port = local.unknown ? 8080 : 9999 }
  name     = "asked-${each.key}"
  http_health_check {
    port = each.value
  }
}
resource "google_compute_backend_service" "web" {
  for_each = {
    held          = { group = "held", check = "held", port = "http", mode = "UTILIZATION", rate = null }
    one           = { group = "violated-one", check = "violated-other", port = "http", mode = "UTILIZATION", rate = null }
    unknown       = { group = "unknown-one", check = "unknown-port", port = "http", mode = "UTILIZATION", rate = null }
    violated-port = { group = "held-other-port", check = "held", port = "http", mode = "UTILIZATION", rate = null }
    unknown-port  = { group = "held-other-port", check = "held", port = local.unknown ? "http" : "web", mode = "UTILIZATION", rate = null }
    violated-rate = { group = "held", check = "held", port = "http", mode = "RATE", rate = null }
    held-rate     = { group = "held", check = "held", port = "http", mode = "RATE", rate = 50 }
    unknown-mode  = { group = "held", check = "held", port = "http", mode = local.unknown ? "RATE" : "UTILIZATION", rate = null }
  }
  name                  = "web-${each.key}"
  protocol              = "HTTP"
  port_name             = each.value.port
  load_balancing_scheme = "EXTERNAL_MANAGED"
  health_checks         = [google_compute_health_check.asked[each.value.check].name]
  backend {
    group                 = "projects/p/regions/us-central1/instanceGroups/${each.value.group}"
    balancing_mode        = each.value.mode
    max_rate_per_instance = each.value.rate
  }
}
resource "google_compute_health_check" "violated-spoken" {
  name = "violated-spoken"
  tcp_health_check {
    port = 8080
  }
}
resource "google_compute_backend_service" "spoken" {
  for_each              = { violated = "HTTP", unknown = local.unknown ? "HTTP" : "TCP" }
  name                  = "spoken-${each.key}"
  protocol              = each.value
  port_name             = "http"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  health_checks         = [google_compute_health_check.violated-spoken.name]
  backend {
    group = "projects/p/regions/us-central1/instanceGroups/held"
  }
}
resource "google_compute_backend_service" "unmanaged" {
  name                  = "unmanaged"
  protocol              = "HTTP"
  port_name             = "http"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  health_checks         = [google_compute_health_check.asked["held"].name]
  backend {
    group = google_compute_instance_group.violated.id
  }
}
resource "google_compute_region_backend_service" "packets" {
  for_each              = { held = "CONNECTION", violated = "UTILIZATION" }
  name                  = "packets-${each.key}"
  region                = "us-central1"
  protocol              = "TCP"
  load_balancing_scheme = "INTERNAL"
  health_checks         = [google_compute_health_check.asked["held"].name]
  backend {
    group          = google_compute_region_instance_group_manager.group["held"].instance_group
    balancing_mode = each.value
  }
}
resource "google_compute_backend_service" "violated-empty" {
  name                  = "violated-empty"
  load_balancing_scheme = "EXTERNAL_MANAGED"
}
resource "google_compute_backend_service" "unknown-groups" {
  name                  = "unknown-groups"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  dynamic "backend" {
    for_each = local.unknown ? [1] : []
    content {
      group = "projects/p/zones/us-central1-a/instanceGroups/elsewhere"
    }
  }
}
# Clusters and their nodes.
resource "google_compute_subnetwork" "nodes" {
  for_each      = { held = "10.20.0.0/16", violated = "10.20.0.0/24", unknown = local.unknown ? "10.20.0.0/16" : "10.20.0.0/24" }
  name          = "nodes-${each.key}"
  region        = "us-central1"
  network       = "nodes"
  ip_cidr_range = "10.10.0.0/20"
  secondary_ip_range {
    range_name    = "pods"
    ip_cidr_range = each.value
  }
  secondary_ip_range {
    range_name    = "services"
    ip_cidr_range = "10.30.0.0/20"
  }
}
resource "google_service_account" "nodes" {
  for_each   = toset(["held", "bare"])
  account_id = "nodes-${each.key}"
}
resource "google_project_iam_member" "nodes" {
  project = "p"
  role    = "roles/container.defaultNodeServiceAccount"
  member  = "serviceAccount:${google_service_account.nodes["held"].email}"
}
locals {
  cluster = {
    place  = "us-central1", subnet = "held", channel = "REGULAR", private = true, abac = false, logging = "logging.googleapis.com/kubernetes"
    policy = true, version = null, window = true, pool = "projects", range = "pods"
  }
  clusters = {
    held             = {}
    violated-zone    = { place = "us-central1-a" }
    violated-place   = { place = "europe-west1" }
    violated-room    = { subnet = "violated" }
    violated-range   = { range = "elsewhere" }
    violated-channel = { channel = "RAPID" }
    violated-private = { private = false }
    violated-abac    = { abac = true }
    violated-logging = { logging = "none" }
    violated-policy  = { policy = false }
    violated-version = { version = "1.24" }
    violated-window  = { window = false }
    violated-pool    = { pool = null }
    unknown-zone     = { place = local.unknown ? "us-central1" : "us-central1-a" }
    unknown-room     = { subnet = "unknown" }
    unknown-range    = { range = local.unknown ? "pods" : "elsewhere" }
    unknown-channel  = { channel = local.unknown ? "RAPID" : "REGULAR" }
    unknown-private  = { private = local.unknown }
    unknown-abac     = { abac = local.unknown }
    unknown-logging  = { logging = local.unknown ? "none" : "logging.googleapis.com/kubernetes" }
    unknown-policy   = { policy = local.unknown }
    unknown-version  = { version = local.unknown ? "1.24" : "1.34" }
    held-default     = {}
    violated-spot    = {}
  }
}
resource "google_container_cluster" "cluster" {
  for_each                 = { for name, cluster in local.clusters : name => merge(local.cluster, cluster) }
  name                     = each.key
  location                 = each.value.place
  network                  = "nodes"
  subnetwork               = google_compute_subnetwork.nodes[each.value.subnet].name
  remove_default_node_pool = true
  initial_node_count       = 1
  enable_legacy_abac       = each.value.abac
  logging_service          = each.value.logging
  min_master_version       = each.value.version
  ip_allocation_policy {
    cluster_secondary_range_name  = each.value.range
    services_secondary_range_name = "services"
  }
  private_cluster_config {
    enable_private_nodes    = each.value.private
    enable_private_endpoint = false
  }
  release_channel {
    channel = each.value.channel
  }
  network_policy {
    enabled = each.value.policy
  }
  dynamic "workload_identity_config" {
    for_each = each.value.pool == null ? [] : [1]
    content {
      workload_pool = "p.svc.id.goog"
    }
  }
  dynamic "maintenance_policy" {
    for_each = each.value.window ? [1] : []
    content {
      daily_maintenance_window {
        start_time = "03:00"
      }
    }
  }
}
resource "google_container_cluster" "blocks" {
  name                     = "blocks"
  location                 = "us-central1"
  network                  = "nodes"
  remove_default_node_pool = local.unknown
  initial_node_count       = 1
  private_cluster_config {
    enable_private_nodes = true
  }
  network_policy {
    enabled = true
  }
  dynamic "workload_identity_config" {
    for_each = local.unknown ? [1] : []
    content {
      workload_pool = "p.svc.id.goog"
    }
  }
  dynamic "maintenance_policy" {
    for_each = local.unknown ? [1] : []
    content {
      daily_maintenance_window {
        start_time = "03:00"
      }
    }
  }
}
resource "google_container_cluster" "violated-kept" {
  name               = "violated-kept"
  location           = "us-central1"
  network            = "nodes"
  initial_node_count = 1
  private_cluster_config {
    enable_private_nodes = true
  }
  network_policy {
    enabled = true
  }
  workload_identity_config {
    workload_pool = "p.svc.id.goog"
  }
  maintenance_policy {
    daily_maintenance_window {
      start_time = "03:00"
    }
  }
}
locals {
  pool = { cluster = "held", upgrade = true, image = "COS_CONTAINERD", spot = false, count = 3, scaled = false, account = "held", place = "us-central1", mode = "GKE_METADATA" }
  node_pools = {
    held              = {}
    unknown-null      = { count = null, scaled = true }
    violated-upgrade  = { upgrade = false }
    violated-image    = { image = "COS" }
    violated-size     = { scaled = true }
    violated-roles    = { account = "bare" }
    violated-place    = { place = "us-central1-b" }
    violated-spot     = { spot = true, cluster = "violated-spot" }
    violated-metadata = { mode = "GCE_METADATA" }
    unknown-upgrade   = { upgrade = local.unknown }
    unknown-image     = { image = local.unknown ? "COS" : "COS_CONTAINERD" }
    unknown-size      = { count = local.unknown ? 3 : 2, scaled = true }
    unknown-spot      = { spot = local.unknown, cluster = "held-default" }
  }
}
resource "google_container_node_pool" "pool" {
  for_each   = { for name, pool in local.node_pools : name => merge(local.pool, pool) }
  name       = each.key
  cluster    = google_container_cluster.cluster[each.value.cluster].name
  location   = each.value.place
  node_count = each.value.count
  management {
    auto_repair  = true
    auto_upgrade = each.value.upgrade
  }
  dynamic "autoscaling" {
    for_each = each.value.scaled ? [1] : []
    content {
      min_node_count = 1
      max_node_count = 5
    }
  }
  node_config {
    image_type      = each.value.image
    spot            = each.value.spot
    service_account = "nodes-${each.value.account}@p.iam.gserviceaccount.com"
    workload_metadata_config {
      mode = each.value.mode
    }
  }
}
resource "google_container_node_pool" "kept" {
  for_each = { violated = google_container_cluster.violated-kept.name, unknown = google_container_cluster.blocks.name }
  name     = "kept"
  cluster  = each.value
  location = "us-central1"
}
# A zonal pool alone in its cluster.
resource "google_container_cluster" "lone" {
  for_each                 = toset(["one", "two", "three"])
  name                     = "lone-${each.key}"
  location                 = "us-central1-a"
  network                  = "nodes"
  remove_default_node_pool = true
  initial_node_count       = 1
}
resource "google_container_node_pool" "held-lone" {
  name       = "held"
  cluster    = google_container_cluster.lone["two"].name
  location   = "us-central1-a"
  node_count = 2
}
resource "google_container_node_pool" "violated-lone" {
  name       = "violated"
  cluster    = google_container_cluster.lone["one"].name
  location   = "us-central1-a"
  node_count = 1
}
resource "google_container_node_pool" "unknown-lone" {
  name       = "unknown"
  cluster    = google_container_cluster.lone["three"].name
  location   = "us-central1-a"
  node_count = local.unknown ? 1 : 2
}
