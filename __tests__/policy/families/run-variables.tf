# Variables of containers, in services of both versions and jobs: names, values and where they come from.
resource "random_id" "suffix" {
  byte_length = 2
}
variable "signing" {
  type      = string
  sensitive = true
  default   = "not-a-secret"
}
resource "random_password" "database" {
  length = 16
}
resource "google_service_account" "own" {
  account_id = "own-account"
}
resource "google_sql_database_instance" "db" {
  for_each         = { held = "GOOGLE_MANAGED_INTERNAL_CA", violated = "GOOGLE_MANAGED_CAS_CA", unknown = local.unknown ? "GOOGLE_MANAGED_INTERNAL_CA" : "GOOGLE_MANAGED_CAS_CA" }
  name             = each.key
  database_version = "POSTGRES_17"
  settings {
    tier    = "db-custom-2-7680"
    edition = "ENTERPRISE"
    ip_configuration {
      server_ca_mode = each.value
    }
  }
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  entries = {
    held               = { LOG_LEVEL = "info", TOKEN_TTL = "60" }
    held-null          = { LOG_LEVEL = null }
    held-bind          = { HOST = "127.0.0.1", OTEL_EXPORTER_OTLP_ENDPOINT = "http://localhost:4318" }
    held-origins       = { CORS_ORIGINS = "https://chat.example,https://app.example" }
    held-limit         = { TOKEN_BUDGET = "4000" }
    violated-port      = { PORT = "8080" }
    violated-revision  = { K_REVISION = "one" }
    violated-build     = { NEXT_PUBLIC_API_URL = "https://api.example" }
    violated-break     = { SERVICE_ID = "chat\n" }
    violated-localhost = { API_URL = "http://localhost:3000/v1" }
    violated-admin     = { DB_USER = "postgres" }
    held-user          = { DB_USER = "chat" }
    violated-origins   = { CORS_ORIGINS = "https://chat.example,*" }
    violated-secret    = { JWT_SECRET = "not-a-secret" }
    violated-url       = { DATABASE_URL = "postgres://chat:word@10.0.0.3/chat" }
    violated-made      = { API_TOKEN = "t-${random_id.suffix.hex}" }
    held-made          = { API_URL = "https://${random_id.suffix.hex}.example" }
    unknown-origins    = { CORS_ORIGINS = local.unknown ? "*" : "https://chat.example" }
  }
}
resource "google_cloud_run_v2_service" "entry" {
  for_each            = local.entries
  name                = each.key
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      dynamic "env" {
        for_each = each.value
        content {
          name  = env.key
          value = env.value
        }
      }
    }
  }
}
resource "google_cloud_run_v2_job" "entry" {
  for_each            = { held = "LOG_LEVEL", violated-secret = "ADMIN_PASSWORD" }
  name                = "job-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    template {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/job:1.0"
        env {
          name  = each.value
          value = "1"
        }
      }
    }
  }
}
resource "google_cloud_run_service" "entry" {
  for_each = { held = "LOG_LEVEL", violated-secret = "ADMIN_PASSWORD", violated-build = "NEXT_PUBLIC_HOST" }
  name     = "one-${each.key}"
  location = "us-central1"
  template {
    spec {
      containers {
        image = "us-central1-docker.pkg.dev/p/r/job:1.0"
        env {
          name  = each.value
          value = "chat"
        }
      }
    }
  }
}
resource "google_cloud_run_v2_service" "twice" {
  for_each            = { held = "SECOND", violated = "FIRST" }
  name                = "twice-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "FIRST"
        value = "1"
      }
      env {
        name  = each.value
        value = "2"
      }
    }
  }
}
# Two containers may have the same name, and a second one may be what localhost leads to.
resource "google_cloud_run_v2_service" "held-sidecar" {
  name                = "held-sidecar"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      name  = "api"
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      ports {
        container_port = 8080
      }
      env {
        name  = "PROXY_URL"
        value = "http://localhost:9000"
      }
    }
    containers {
      name  = "proxy"
      image = "us-central1-docker.pkg.dev/p/r/proxy:1.0"
      env {
        name  = "PROXY_URL"
        value = "http://localhost:9000"
      }
      env {
        name  = "PORT"
        value = "9000"
      }
    }
  }
}
# Two names that nobody knows are not one.
resource "google_cloud_run_v2_service" "held-names" {
  name                = "held-names"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "ONE_${random_id.suffix.hex}"
        value = "1"
      }
      env {
        name  = "TWO_${random_id.suffix.hex}"
        value = "2"
      }
    }
  }
}
resource "google_cloud_run_v2_service" "violated-inside" {
  name                = "violated-inside"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "DATABASE_URI"
        value = "host=10.0.0.3 password=${random_password.database.result}"
      }
    }
  }
}
resource "google_cloud_run_v2_service" "violated-variable" {
  name                = "violated-variable"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "SIGNER"
        value = "hmac:${var.signing}"
      }
    }
  }
}
resource "google_cloud_run_v2_service" "socket" {
  for_each = {
    held     = { path = "/cloudsql/p:us-central1:db", instances = ["p:us-central1:db"] }
    violated = { path = "/cloudsql/p:us-central1:db", instances = [] }
    unknown  = { path = "/cloudsql/p:us-central1:db", instances = local.unknown ? [] : ["p:us-central1:db"] }
  }
  name                = "socket-${each.key}"
  location            = "us-central1"
  deletion_protection = false
  template {
    dynamic "volumes" {
      for_each = each.value.instances
      content {
        name = "cloudsql"
        cloud_sql_instance {
          instances = [volumes.value]
        }
      }
    }
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "DB_SOCKET"
        value = each.value.path
      }
    }
  }
}
# The name of the connection is known only after apply, and the path with it.
resource "google_cloud_run_v2_service" "unknown-connection" {
  name                = "unknown-connection"
  location            = "us-central1"
  deletion_protection = false
  template {
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
      env {
        name  = "DB_SOCKET"
        value = "/cloudsql/${google_sql_database_instance.db["held"].connection_name}"
      }
    }
  }
}
