variable "name" {
  type = string
}
variable "timeout" {
  type    = string
  default = null
}
variable "concurrency" {
  type    = number
  default = null
}
resource "google_cloud_run_v2_service" "run" {
  name                = var.name
  location            = "us-central1"
  deletion_protection = false
  template {
    service_account                  = "${var.name}@p.iam.gserviceaccount.com"
    timeout                          = var.timeout
    max_instance_request_concurrency = var.concurrency
    containers {
      image = "us-central1-docker.pkg.dev/p/r/api:1.0"
    }
  }
}
