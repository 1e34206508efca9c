# Services of Cloud Run: what Google refuses of them, and what they run as. Values come through a local and dynamic blocks.
resource "random_id" "suffix" {
  byte_length = 2
}
variable "timeout" {
  type    = string
  default = null
}
variable "concurrency" {
  type    = number
  default = null
}
resource "google_service_account" "own" {
  for_each   = toset(concat(keys(local.services), ["shared"]))
  account_id = "run-${each.key}"
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good    = { min = 1, max = 10, timeout = "300s", concurrency = 80, cpu = "1", memory = "512Mi", image = "us-central1-docker.pkg.dev/p/r/api:1.0", annotations = { team = "chat" } }
  services = {
    held                 = {}
    held-fraction        = { cpu = "0.5", memory = "256Mi", concurrency = 1 }
    held-digest          = { image = "us-docker.pkg.dev/p/r/api@sha256:${sha256("api")}" }
    held-port            = { image = "registry.example:5000/api:1.0" }
    violated-maximum     = { min = 5, max = 2 }
    violated-timeout     = { timeout = "7200s" }
    violated-concurrency = { concurrency = 5000 }
    violated-pair        = { cpu = "1", memory = "16Gi" }
    violated-latest      = { image = "us-central1-docker.pkg.dev/p/r/api:latest" }
    violated-untagged    = { image = "us-central1-docker.pkg.dev/p/r/api" }
    violated-annotation  = { annotations = { "autoscaling.knative.dev/maxScale" = "5" } }
    unknown-maximum      = { max = local.unknown ? 2 : 3 }
    unknown-minimum      = { min = local.unknown ? 2 : 30 }
    unknown-timeout      = { timeout = local.unknown ? "1s" : "7200s" }
    unknown-concurrency  = { concurrency = local.unknown ? 1 : 5000 }
    unknown-pair         = { cpu = local.unknown ? "1" : "2" }
    unknown-image        = { image = "us-central1-docker.pkg.dev/p/r/api:${random_id.suffix.hex}" }
    unknown-annotation   = { annotations = local.unknown ? { "team" = "chat" } : { "autoscaling.knative.dev/maxScale" = "5" } }
    # What is computed and comes as null through a local is not told from what is unknown.
    unknown-null = { timeout = null }
  }
}
resource "google_cloud_run_v2_service" "run" {
  for_each            = { for name, service in local.services : name => merge(local.good, service) }
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  annotations         = each.value.annotations
  template {
    service_account                  = google_service_account.own[each.key].email
    timeout                          = each.value.timeout
    max_instance_request_concurrency = each.value.concurrency
    scaling {
      min_instance_count = each.value.min
      max_instance_count = each.value.max
    }
    containers {
      image = each.value.image
      resources {
        limits = { cpu = each.value.cpu, memory = each.value.memory }
      }
    }
  }
}
# Nulls that are written, given by a variable or by the block itself, and nothing at all: Google fills them in.
resource "google_cloud_run_v2_service" "filled" {
  for_each            = { held-null = null, held-value = "60s" }
  name                = "filled-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    service_account                  = "filled-${each.key}@p.iam.gserviceaccount.com"
    timeout                          = each.value
    max_instance_request_concurrency = var.concurrency
    scaling {
      max_instance_count = null
    }
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
module "service" {
  for_each = { held-default = "one", held-left-out = "two" }
  source   = "./modules/service"
  name     = each.value
  timeout  = var.timeout
}
resource "google_cloud_run_v2_service" "account" {
  for_each = {
    held             = "held-account@p.iam.gserviceaccount.com"
    violated-default = "123-compute@developer.gserviceaccount.com"
    # Through an expression a null is not told from what is unknown.
    unknown-none = null
    unknown      = local.unknown ? null : "other@p.iam.gserviceaccount.com"
  }
  name                = "account-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    service_account = each.value
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
resource "google_cloud_run_v2_service" "shared" {
  for_each            = { a-held = "e1", violated-later = "e2" }
  name                = "shared-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    service_account = google_service_account.own["shared"].email
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
resource "google_cloud_run_v2_service" "traffic" {
  for_each = {
    held            = [{ type = "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", revision = null, percent = 100 }]
    held-split      = [{ type = "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision = "r-1", percent = 90 }, { type = "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", revision = null, percent = 10 }]
    held-undeclared = []
    violated        = [{ type = "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision = "r-1", percent = 100 }]
    violated-two    = [{ type = "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision = "r-1", percent = 50 }, { type = "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision = "r-2", percent = 50 }]
    unknown         = [{ type = local.unknown ? "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION" : "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", revision = null, percent = 100 }]
  }
  name                = "traffic-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    service_account = "traffic-${each.key}@p.iam.gserviceaccount.com"
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
  dynamic "traffic" {
    for_each = each.value
    content {
      type     = traffic.value.type
      revision = traffic.value.revision
      percent  = traffic.value.percent
    }
  }
}
resource "google_cloud_run_domain_mapping" "violated-mapping" {
  name     = "chat.example"
  location = "us-central1"
  metadata {
    namespace = "p"
  }
  spec {
    route_name = google_cloud_run_v2_service.run["held"].name
  }
}
