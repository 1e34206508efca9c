# Probes of Cloud Run: kinds, times and paths; held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good    = { kind = "http", path = "/ready", period = 10, timeout = 1, threshold = 3, delay = 0 }
  startup = {
    held              = {}
    held-tcp          = { kind = "tcp" }
    held-nulls        = { period = null, timeout = null, threshold = null, delay = null }
    held-path         = { path = "/startup/db" }
    violated-total    = { period = 100, threshold = 3 }
    violated-period   = { period = 300, threshold = 1 }
    violated-none     = { kind = "none" }
    violated-longer   = { period = 5, timeout = 8 }
    unknown-period    = { period = local.unknown ? 10 : 300 }
    unknown-threshold = { threshold = local.unknown ? 3 : 300 }
  }
  liveness = {
    held                = {}
    held-grpc           = { kind = "grpc" }
    violated-tcp        = { kind = "tcp" }
    violated-threshold  = { threshold = 0 }
    violated-dependency = { path = "/health/db" }
    violated-longer     = { period = 5, timeout = 8 }
    violated-hasty      = { threshold = 1 }
    unknown-hasty       = { threshold = local.unknown ? 1 : 3 }
    unknown-period      = { period = local.unknown ? 10 : 99999 }
    unknown-path        = { path = "/health/${random_id.suffix.hex}" }
  }
  readiness = {
    held                = {}
    violated-threshold  = { threshold = 0 }
    violated-dependency = { path = "/ready/redis" }
    unknown-timeout     = { timeout = local.unknown ? 1 : 20 }
    unknown-path        = { path = "/ready/${random_id.suffix.hex}" }
  }
}
resource "google_cloud_run_v2_service" "startup" {
  for_each            = { for name, probe in local.startup : name => merge(local.good, probe) }
  name                = "startup-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      startup_probe {
        initial_delay_seconds = each.value.delay
        period_seconds        = each.value.period
        timeout_seconds       = each.value.timeout
        failure_threshold     = each.value.threshold
        dynamic "http_get" {
          for_each = each.value.kind == "http" ? [each.value.path] : []
          content {
            path = http_get.value
          }
        }
        dynamic "tcp_socket" {
          for_each = each.value.kind == "tcp" ? [8080] : []
          content {
            port = tcp_socket.value
          }
        }
      }
    }
  }
}
resource "google_cloud_run_v2_service" "liveness" {
  for_each            = { for name, probe in local.liveness : name => merge(local.good, probe) }
  name                = "liveness-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      liveness_probe {
        initial_delay_seconds = each.value.delay
        period_seconds        = each.value.period
        timeout_seconds       = each.value.timeout
        failure_threshold     = each.value.threshold
        dynamic "http_get" {
          for_each = each.value.kind == "http" ? [each.value.path] : []
          content {
            path = http_get.value
          }
        }
        dynamic "tcp_socket" {
          for_each = each.value.kind == "tcp" ? [8080] : []
          content {
            port = tcp_socket.value
          }
        }
        dynamic "grpc" {
          for_each = each.value.kind == "grpc" ? [9000] : []
          content {
            port = grpc.value
          }
        }
      }
    }
  }
}
resource "google_cloud_run_v2_service" "readiness" {
  for_each            = { for name, probe in local.readiness : name => merge(local.good, probe) }
  name                = "readiness-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      readiness_probe {
        period_seconds    = each.value.period
        timeout_seconds   = each.value.timeout
        failure_threshold = each.value.threshold
        http_get {
          path = each.value.path
        }
      }
    }
  }
}
# A whole probe that nobody knows, and one that the configuration leaves to Google.
resource "google_cloud_run_v2_service" "unknown-probe" {
  name                = "unknown-probe"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      dynamic "liveness_probe" {
        for_each = local.unknown ? [1] : []
        content {
          http_get {
            path = "/health"
          }
        }
      }
    }
  }
}
resource "google_cloud_run_v2_service" "held-undeclared" {
  name                = "held-undeclared"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
