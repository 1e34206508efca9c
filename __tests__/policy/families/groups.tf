# Groups of machines, how services start and are called, and what alerts and logs count.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_compute_instance_template" "held" {
  name         = "held"
  machine_type = "e2-small"
  disk {
    source_image = "debian-cloud/debian-12"
  }
  network_interface {
    network = "default"
  }
}
resource "google_compute_instance_template" "violated" {
  name         = "violated"
  machine_type = "e2-small"
  disk {
    source_image = "ubuntu-os-cloud/ubuntu-1804-lts"
  }
  network_interface {
    network = "default"
  }
}
resource "google_compute_instance_template" "unknown" {
  name         = "unknown"
  machine_type = "e2-small"
  disk {
    source_image = local.unknown ? "debian-cloud/debian-12" : "debian-cloud/debian-10"
  }
  network_interface {
    network = "default"
  }
}
resource "google_compute_region_instance_group_manager" "held" {
  name               = "held"
  base_instance_name = "held"
  target_size        = 2
  version {
    instance_template = google_compute_instance_template.held.id
  }
  auto_healing_policies {
    health_check      = "health"
    initial_delay_sec = 300
  }
}
resource "google_compute_instance_group_manager" "violated" {
  name               = "violated"
  base_instance_name = "violated"
  target_size        = 2
  version {
    instance_template = google_compute_instance_template.held.id
  }
}
resource "google_compute_instance_group_manager" "unknown" {
  name               = "unknown"
  base_instance_name = "unknown"
  target_size        = local.unknown ? 1 : 2
  version {
    instance_template = google_compute_instance_template.held.id
  }
  auto_healing_policies {
    health_check      = "health"
    initial_delay_sec = 300
  }
}
resource "google_compute_backend_service" "violated" {
  name = "violated"
  backend {
    group                 = google_compute_instance_group_manager.violated.instance_group
    balancing_mode        = "RATE"
    max_rate_per_instance = 1
  }
}
resource "google_compute_firewall" "held" {
  name          = "held"
  network       = "default"
  source_ranges = ["10.0.0.0/8"]
  allow {
    protocol = "tcp"
    ports    = ["443"]
  }
}
resource "google_compute_firewall" "violated" {
  name          = "violated"
  network       = "default"
  source_ranges = ["35.235.240.0/20"]
  allow {
    protocol = "tcp"
  }
}
resource "google_compute_firewall" "unknown" {
  name          = "unknown"
  network       = "default"
  source_ranges = [local.unknown ? "10.0.0.0/8" : "10.1.0.0/24"]
  allow {
    protocol = "all"
  }
}
resource "google_compute_security_policy" "violated" {
  name = "violated"
  rule {
    action   = "deny(403)"
    priority = 1000
    match {
      expr {
        expression = "evaluatePreconfiguredWaf('sqli-v33-stable')"
      }
    }
  }
}
resource "google_compute_security_policy_rule" "held" {
  security_policy = "edge"
  action          = "deny(403)"
  priority        = 1000
  match {
    expr {
      expression = "evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1})"
    }
  }
}
resource "google_compute_security_policy_rule" "unknown" {
  security_policy = "edge"
  action          = "deny(403)"
  priority        = 1001
  match {
    expr {
      expression = local.unknown ? "true" : "false"
    }
  }
}
resource "google_cloud_run_v2_service" "held" {
  name     = "held"
  location = "us-central1"
  template {
    containers {
      image = "us-docker.pkg.dev/p/app/app:1.2.0"
      startup_probe {
        failure_threshold = 12
        period_seconds    = 5
        http_get {}
      }
    }
  }
}
resource "google_cloud_run_v2_service" "violated" {
  name         = "violated"
  location     = "us-central1"
  launch_stage = "BETA"
  template {
    containers {
      image = "us-docker.pkg.dev/p/app/app:1.2.0"
      startup_probe {
        failure_threshold = 1
        period_seconds    = 3
        http_get {}
      }
    }
  }
}
resource "google_cloud_run_v2_service" "unknown" {
  name         = "unknown"
  location     = "us-central1"
  launch_stage = local.unknown ? "GA" : "BETA"
  template {
    containers {
      image = "us-docker.pkg.dev/p/app/app:1.2.0"
    }
  }
}
resource "google_eventarc_trigger" "held" {
  name            = "held"
  location        = "us-central1"
  service_account = "caller@p.iam.gserviceaccount.com"
  matching_criteria {
    attribute = "type"
    value     = "google.cloud.pubsub.topic.v1.messagePublished"
  }
  destination {
    cloud_run_service {
      service = "held"
      region  = "us-central1"
    }
  }
}
resource "google_eventarc_trigger" "violated" {
  name     = "violated"
  location = "us-central1"
  matching_criteria {
    attribute = "type"
    value     = "google.cloud.pubsub.topic.v1.messagePublished"
  }
  destination {
    cloud_run_service {
      service = "held"
      region  = "us-central1"
    }
  }
}
resource "google_sql_database_instance" "held" {
  name             = "held"
  database_version = "MYSQL_8_4"
  settings {
    tier = "db-n1-standard-1"
    database_flags {
      name  = "slow_query_log"
      value = "on"
    }
  }
}
resource "google_sql_database_instance" "violated" {
  name             = "violated"
  database_version = "MYSQL_8_4"
  settings {
    tier = "db-n1-standard-1"
    database_flags {
      name  = "general_log"
      value = "on"
    }
  }
}
resource "google_sql_database_instance" "unknown" {
  name             = "unknown"
  database_version = "MYSQL_8_4"
  settings {
    tier = "db-n1-standard-1"
    database_flags {
      name  = "general_log"
      value = local.unknown ? "on" : "off"
    }
  }
}
resource "google_monitoring_alert_policy" "violated-engine" {
  display_name = "connections"
  combiner     = "OR"
  conditions {
    display_name = "connections"
    condition_threshold {
      filter          = "metric.type=\"cloudsql.googleapis.com/database/postgresql/num_backends\" AND resource.type=\"cloudsql_database\""
      comparison      = "COMPARISON_GT"
      threshold_value = 80
      duration        = "300s"
    }
  }
}
resource "google_monitoring_alert_policy" "violated-unit" {
  display_name = "latency"
  combiner     = "OR"
  conditions {
    display_name = "latency"
    condition_threshold {
      filter          = "metric.type=\"run.googleapis.com/request_latencies\" AND resource.type=\"cloud_run_revision\""
      comparison      = "COMPARISON_GT"
      threshold_value = 2
      duration        = "300s"
    }
  }
}
resource "google_monitoring_alert_policy" "held" {
  display_name = "latency"
  combiner     = "OR"
  conditions {
    display_name = "latency"
    condition_threshold {
      filter          = "metric.type=\"run.googleapis.com/request_latencies\" AND resource.type=\"cloud_run_revision\""
      comparison      = "COMPARISON_GT"
      threshold_value = 2000
      duration        = "300s"
    }
  }
}
resource "google_compute_instance" "held" {
  name         = "held"
  machine_type = "e2-small"
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    network = "default"
  }
}
resource "google_compute_instance" "violated" {
  name         = "violated"
  machine_type = "e2-small"
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    network = "default"
  }
  scheduling {
    preemptible       = true
    automatic_restart = false
  }
}
resource "google_compute_instance" "unknown" {
  name         = "unknown"
  machine_type = "e2-small"
  boot_disk {
    initialize_params {
      image = "debian-cloud/debian-12"
    }
  }
  network_interface {
    network = "default"
  }
  scheduling {
    preemptible       = local.unknown
    automatic_restart = false
  }
}
resource "google_compute_region_instance_group_manager" "violated" {
  name                      = "violated"
  base_instance_name        = "violated"
  target_size               = 2
  distribution_policy_zones = ["us-central1-a"]
  version {
    instance_template = google_compute_instance_template.held.id
  }
  auto_healing_policies {
    health_check      = "health"
    initial_delay_sec = 300
  }
}
resource "google_cloud_scheduler_job" "held" {
  name     = "held"
  schedule = "0 3 * * *"
  retry_config {
    retry_count = 2
  }
  http_target {
    uri = "https://work.example.com"
  }
}
resource "google_cloud_scheduler_job" "violated" {
  name     = "violated"
  schedule = "0 3 * * *"
  http_target {
    uri = "https://work.example.com"
  }
}
resource "google_cloud_scheduler_job" "unknown" {
  name     = "unknown"
  schedule = "0 3 * * *"
  retry_config {
    retry_count = local.unknown ? 2 : 0
  }
  http_target {
    uri = "https://work.example.com"
  }
}
