# Cloud Run behind load balancers that guard: ingress, regions of groups, and who may call.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  services = {
    held           = { ingress = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", location = "us-central1", region = "us-central1" }
    held-internal  = { ingress = "INGRESS_TRAFFIC_INTERNAL_ONLY", location = "us-central1", region = "us-central1" }
    violated-open  = { ingress = "INGRESS_TRAFFIC_ALL", location = "us-central1", region = "us-central1" }
    violated-place = { ingress = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", location = "us-central1", region = "europe-west1" }
    unknown        = { ingress = local.unknown ? "INGRESS_TRAFFIC_ALL" : "INGRESS_TRAFFIC_INTERNAL_ONLY", location = "us-central1", region = "us-central1" }
    unknown-place  = { ingress = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", location = local.unknown ? "us-central1" : "europe-west1", region = "us-central1" }
    unknown-region = { ingress = "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", location = "us-central1", region = local.unknown ? "us-central1" : "europe-west1" }
  }
}
resource "google_cloud_run_v2_service" "run" {
  for_each            = local.services
  name                = each.key
  location            = each.value.location
  ingress             = each.value.ingress
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
resource "google_compute_region_network_endpoint_group" "run" {
  for_each              = local.services
  name                  = each.key
  region                = each.value.region
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = google_cloud_run_v2_service.run[each.key].name
  }
}
resource "google_compute_security_policy" "edge" {
  name = "edge"
}
resource "google_compute_backend_service" "run" {
  for_each              = google_compute_region_network_endpoint_group.run
  name                  = each.key
  load_balancing_scheme = "EXTERNAL_MANAGED"
  security_policy       = google_compute_security_policy.edge.id
  backend {
    group = each.value.id
  }
}
# Ingress that is written as null is open to all.
resource "google_cloud_run_v2_service" "violated-null" {
  name                = "violated-null"
  location            = "us-central1"
  ingress             = null
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
resource "google_compute_region_network_endpoint_group" "null" {
  name                  = "null"
  region                = "us-central1"
  network_endpoint_type = "SERVERLESS"
  cloud_run {
    service = google_cloud_run_v2_service.violated-null.name
  }
}
# No load balancer leads here.
resource "google_cloud_run_v2_service" "held-direct" {
  name                = "held-direct"
  location            = "us-central1"
  ingress             = "INGRESS_TRAFFIC_ALL"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
