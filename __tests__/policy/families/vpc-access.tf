# Ways of Cloud Run into a VPC: network interfaces, connectors, egress, and the addresses of a subnet.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  egress = {
    held             = { host = "10.0.0.3", subnet = "wide", egress = "PRIVATE_RANGES_ONLY", max = 5 }
    violated-traffic = { host = "10.0.0.3", subnet = "wide", egress = "ALL_TRAFFIC", max = 5 }
    unknown-traffic  = { host = "10.0.0.3", subnet = "wide", egress = local.unknown ? "ALL_TRAFFIC" : "PRIVATE_RANGES_ONLY", max = 5 }
    crowd            = { host = "10.0.0.3", subnet = "violated-full", egress = "PRIVATE_RANGES_ONLY", max = 100 }
    unknown-maximum  = { host = "10.0.0.3", subnet = "open", egress = "PRIVATE_RANGES_ONLY", max = local.unknown ? 1 : 100 }
    small            = { host = "10.0.0.3", subnet = "violated-small", egress = "PRIVATE_RANGES_ONLY", max = 1 }
    sized            = { host = "10.0.0.3", subnet = "unknown-size", egress = "PRIVATE_RANGES_ONLY", max = 1 }
  }
}
resource "google_compute_network" "vpc" {
  name                    = "vpc"
  auto_create_subnetworks = false
}
resource "google_compute_subnetwork" "run" {
  for_each = {
    wide           = "10.8.0.0/20"
    violated-full  = "10.9.0.0/26"
    open           = "10.10.0.0/20"
    violated-small = "10.11.0.0/28"
    unknown-size   = local.unknown ? "10.12.0.0/28" : "10.12.0.0/24"
  }
  name          = each.key
  ip_cidr_range = each.value
  network       = google_compute_network.vpc.id
}
resource "google_cloud_run_v2_service" "run" {
  for_each            = local.egress
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  template {
    scaling {
      max_instance_count = each.value.max
    }
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "REDIS_HOST"
        value = each.value.host
      }
    }
    vpc_access {
      egress = each.value.egress
      network_interfaces {
        network    = google_compute_network.vpc.name
        subnetwork = google_compute_subnetwork.run[each.value.subnet].name
      }
    }
  }
}
resource "google_cloud_run_v2_service" "access" {
  for_each = {
    held            = { host = "cache.example", connector = null }
    violated-no-way = { host = "10.0.0.3", connector = null }
    unknown-host    = { host = local.unknown ? "10.0.0.3" : "cache.example", connector = null }
  }
  name                = "access-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "REDIS_HOST"
        value = each.value.host
      }
    }
    dynamic "vpc_access" {
      for_each = each.value.connector == null ? [] : [each.value.connector]
      content {
        connector = vpc_access.value
      }
    }
  }
}
# Egress that is left out, and what a store will have for an address.
resource "google_redis_instance" "cache" {
  name           = "cache"
  memory_size_gb = 1
}
resource "google_cloud_run_v2_service" "held-connector" {
  name                = "held-connector"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "REDIS_HOST"
        value = google_redis_instance.cache.host
      }
    }
    vpc_access {
      connector = "projects/p/locations/us-central1/connectors/c"
      egress    = null
    }
  }
}
resource "google_cloud_run_v2_service" "violated-told" {
  name                = "violated-told"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "REDIS_HOST"
        value = google_redis_instance.cache.host
      }
    }
  }
}
resource "google_vpc_access_connector" "held-nulls" {
  name          = "held-nulls"
  network       = google_compute_network.vpc.id
  ip_cidr_range = "10.20.1.0/28"
  min_instances = null
  max_instances = null
  machine_type  = null
}
resource "google_cloud_run_v2_service" "unknown-access" {
  name                = "unknown-access"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "REDIS_HOST"
        value = "10.0.0.3"
      }
    }
    dynamic "vpc_access" {
      for_each = local.unknown ? ["c"] : []
      content {
        connector = vpc_access.value
      }
    }
  }
}
# The provider refuses both together where it knows the connector.
resource "google_cloud_run_v2_service" "unknown-ways" {
  name                = "unknown-ways"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
    vpc_access {
      connector = local.unknown ? null : "projects/p/locations/us-central1/connectors/c"
      network_interfaces {
        network    = "elsewhere"
        subnetwork = "elsewhere"
      }
    }
  }
}
resource "google_vpc_access_connector" "connector" {
  for_each = {
    held             = { min = 2, max = 4, machine = "e2-micro", range = "10.20.0.0/28" }
    violated-few     = { min = 1, max = 4, machine = "e2-micro", range = "10.20.2.0/28" }
    violated-equal   = { min = 4, max = 4, machine = "e2-micro", range = "10.20.3.0/28" }
    violated-machine = { min = 2, max = 4, machine = "n2-standard-4", range = "10.20.4.0/28" }
    violated-range   = { min = 2, max = 4, machine = "e2-micro", range = "10.20.16.0/24" }
    unknown-minimum  = { min = local.unknown ? 2 : 9, max = 4, machine = "e2-micro", range = "10.20.5.0/28" }
    unknown-machine  = { min = 2, max = 4, machine = local.unknown ? "e2-micro" : "n1", range = "10.20.6.0/28" }
  }
  name          = each.key
  network       = google_compute_network.vpc.id
  ip_cidr_range = each.value.range
  min_instances = each.value.min
  max_instances = each.value.max
  machine_type  = each.value.machine
}
resource "google_cloud_run_v2_job" "unknown-subnet" {
  name                = "unknown-subnet"
  location            = "us-central1"
  deletion_protection = false
  template {
    template {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/job:1.0"
      }
      vpc_access {
        network_interfaces {
          subnetwork = "subnet-${random_id.suffix.hex}"
        }
      }
    }
  }
}
