# APIs that are switched on, in a module, beside what needs them.
module "apis" {
  source   = "./modules/apis"
  services = ["run.googleapis.com", "secretmanager.googleapis.com"]
}
resource "google_project" "chat" {
  name            = "chat"
  project_id      = "chat-1"
  org_id          = "1"
  deletion_policy = "DELETE"
}
resource "google_secret_manager_secret" "held" {
  project   = "chat-1"
  secret_id = "held"
  replication {
    auto {}
  }
}
resource "google_pubsub_topic" "violated" {
  project = "chat-1"
  name    = "violated"
}
