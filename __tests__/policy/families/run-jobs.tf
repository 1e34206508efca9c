# Jobs of Cloud Run, and volumes of what runs there: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_cloud_run_v2_job" "bounds" {
  for_each = {
    held             = { retries = 0, timeout = "3600s" }
    violated-retries = { retries = 50, timeout = "3600s" }
    violated-timeout = { retries = 3, timeout = "9999999s" }
    unknown-retries  = { retries = local.unknown ? 1 : 50, timeout = "3600s" }
    unknown-timeout  = { retries = 1, timeout = local.unknown ? "1s" : "9999999s" }
  }
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  template {
    template {
      max_retries = each.value.retries
      timeout     = each.value.timeout
      containers {
        image = "us-central1-docker.pkg.dev/p/r/job:1.0"
      }
    }
  }
}
resource "google_cloud_run_v2_job" "held-nulls" {
  name                = "held-nulls"
  location            = "us-central1"
  deletion_protection = false
  template {
    template {
      max_retries = null
      timeout     = null
      containers {
        image = "us-central1-docker.pkg.dev/p/r/job:1.0"
      }
    }
  }
}
resource "google_cloud_run_v2_service" "mount" {
  for_each = {
    held            = { volumes = ["cache", "data"], mount = "data" }
    violated        = { volumes = ["cache"], mount = "data" }
    unknown-mount   = { volumes = ["cache"], mount = local.unknown ? "cache" : "data" }
    unknown-volumes = { volumes = local.unknown ? ["data"] : ["cache"], mount = "data" }
  }
  name                = "mount-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      volume_mounts {
        name       = each.value.mount
        mount_path = "/data"
      }
    }
    dynamic "volumes" {
      for_each = each.value.volumes
      content {
        name = volumes.value
        empty_dir {
          medium = "MEMORY"
        }
      }
    }
  }
}
# Two volumes are written in an order that is not the plan's business.
resource "google_cloud_run_v2_job" "mounts" {
  for_each            = { held = "b", violated = "c" }
  name                = "mounts-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    template {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/job:1.0"
        volume_mounts {
          name       = "a"
          mount_path = "/a"
        }
        volume_mounts {
          name       = each.value
          mount_path = "/b"
        }
      }
      volumes {
        name = "b"
        secret {
          secret = "files"
        }
      }
      volumes {
        name = "a"
        gcs {
          bucket = "files"
        }
      }
    }
  }
}
