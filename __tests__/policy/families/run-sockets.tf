# Services that keep sockets open: time, processor, affinity and protocol.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good    = { timeout = "3600s", affinity = true, idle = false, port = "http1" }
  services = {
    held              = {}
    violated-timeout  = { timeout = "300s" }
    violated-affinity = { affinity = false }
    violated-idle     = { idle = true }
    violated-h2c      = { port = "h2c" }
    unknown-timeout   = { timeout = local.unknown ? "1s" : "3600s" }
    unknown-affinity  = { affinity = local.unknown }
    unknown-idle      = { idle = local.unknown }
    unknown-port      = { port = local.unknown ? "h2c" : "http1" }
  }
}
resource "google_cloud_run_v2_service" "sockets" {
  for_each            = { for name, service in local.services : name => merge(local.good, service) }
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  template {
    timeout          = each.value.timeout
    session_affinity = each.value.affinity
    containers {
      image = "us-central1-docker.pkg.dev/p/r/chat:1.0"
      ports {
        name           = each.value.port
        container_port = 8080
      }
      resources {
        cpu_idle = each.value.idle
      }
      env {
        name  = "WEBSOCKET_PING_SECONDS"
        value = "20"
      }
    }
  }
}
# Nothing is said of time, affinity and the port's name.
resource "google_cloud_run_v2_service" "violated-nothing" {
  name                = "violated-nothing"
  location            = "us-central1"
  deletion_protection = false
  template {
    timeout = null
    containers {
      image = "us-central1-docker.pkg.dev/p/r/chat:1.0"
      ports {
        name           = null
        container_port = 8080
      }
      resources {
        cpu_idle = false
      }
      env {
        name  = "WEBSOCKET_PING_SECONDS"
        value = "20"
      }
    }
  }
}
# Without a resources block the processor is Google's to take.
resource "google_cloud_run_v2_service" "violated-undeclared" {
  name                = "violated-undeclared"
  location            = "us-central1"
  deletion_protection = false
  template {
    timeout          = "3600s"
    session_affinity = true
    containers {
      image = "us-central1-docker.pkg.dev/p/r/chat:1.0"
      env {
        name  = "WEBSOCKET_PING_SECONDS"
        value = "20"
      }
    }
  }
}
# With limits alone it is the container's.
resource "google_cloud_run_v2_service" "held-limits" {
  name                = "held-limits"
  location            = "us-central1"
  deletion_protection = false
  template {
    timeout          = "3600s"
    session_affinity = true
    containers {
      image = "us-central1-docker.pkg.dev/p/r/chat:1.0"
      resources {
        limits = { cpu = "1", memory = "512Mi" }
      }
      env {
        name  = "WEBSOCKET_PING_SECONDS"
        value = "20"
      }
    }
  }
}
# Whether a service is told of sockets may be unknown itself.
resource "google_cloud_run_v2_service" "held-web" {
  name                = "held-web"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/web:1.0"
      env {
        name  = "WEBSOCKET_URL"
        value = "wss://chat.example/ws"
      }
    }
  }
}
