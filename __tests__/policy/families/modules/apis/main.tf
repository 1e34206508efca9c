variable "services" {
  type = list(string)
}
resource "google_project_service" "api" {
  for_each = toset(var.services)
  project  = "chat-1"
  service  = each.value
}
