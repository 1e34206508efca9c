# Buckets, of uploads and of state, and their access lists: held, violated, and unknown.
resource "random_id" "suffix" {
  byte_length = 2
}
locals {
  unknown = random_id.suffix.hex == "00ff"
  good    = { destroy = false, uniform = true, prevention = "enforced", versions = true, deleted = null, origin = "https://chat.example", age = 30, state = "ARCHIVED", action = "Delete", newer = null }
  uploads = {
    held                = {}
    held-null           = { destroy = null }
    violated-destroy    = { destroy = true }
    violated-access     = { uniform = false }
    violated-prevention = { prevention = "inherited" }
    violated-origin     = { origin = "*" }
    violated-deleted    = { versions = false, deleted = 0 }
    violated-live       = { versions = false, state = "ANY" }
    unknown-destroy     = { destroy = local.unknown }
    unknown-access      = { uniform = local.unknown }
    unknown-prevention  = { prevention = local.unknown ? "enforced" : "inherited" }
    unknown-origin      = { origin = local.unknown ? "*" : "https://chat.example" }
    unknown-deleted     = { versions = false, deleted = local.unknown ? 0 : 604800 }
    unknown-versions    = { versions = local.unknown, state = "ANY" }
    unknown-state       = { versions = false, state = local.unknown ? "ANY" : "ARCHIVED" }
    unknown-action      = { versions = false, state = "ANY", action = local.unknown ? "Delete" : "AbortIncompleteMultipartUpload" }
  }
  states = {
    held               = {}
    held-newer         = { state = "ANY", newer = 10 }
    violated-versions  = { versions = false }
    violated-access    = { uniform = false }
    violated-lifecycle = { state = "ANY" }
    unknown-versions   = { versions = local.unknown }
    unknown-access     = { prevention = local.unknown ? "enforced" : "inherited" }
    unknown-lifecycle  = { state = local.unknown ? "ANY" : "ARCHIVED" }
    unknown-newer      = { state = "ANY", newer = local.unknown ? 1 : 2 }
  }
}
resource "google_storage_bucket" "bucket" {
  for_each = merge(
    { for name, bucket in local.uploads : "uploads-${name}" => merge(local.good, bucket) },
    { for name, bucket in local.states : "${name}-tfstate" => merge(local.good, bucket) },
  )
  name                        = each.key
  location                    = "US"
  force_destroy               = each.value.destroy
  uniform_bucket_level_access = each.value.uniform
  public_access_prevention    = each.value.prevention
  versioning {
    enabled = each.value.versions
  }
  dynamic "soft_delete_policy" {
    for_each = each.value.deleted == null ? [] : [each.value.deleted]
    content {
      retention_duration_seconds = soft_delete_policy.value
    }
  }
  cors {
    origin = [each.value.origin]
    method = ["PUT", "GET"]
  }
  lifecycle_rule {
    condition {
      age                = each.value.age
      with_state         = each.value.state
      num_newer_versions = each.value.newer
    }
    action {
      type = each.value.action
    }
  }
}
# Nothing but its name, and that is not known.
resource "google_storage_bucket" "unknown-name" {
  name                        = "chat-${random_id.suffix.hex}"
  location                    = "US"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
}
resource "google_storage_bucket_acl" "list" {
  for_each       = { held = "private", violated = "publicRead", unknown = local.unknown ? "publicRead" : "private" }
  bucket         = each.key
  predefined_acl = each.value
}
resource "google_storage_bucket_acl" "entities" {
  for_each    = { held = ["READER:group-a@example.com", "OWNER:project-owners-1"], violated = ["OWNER:project-owners-1", "READER:allUsers"], unknown-one = ["READER:${random_id.suffix.hex}"] }
  bucket      = each.key
  role_entity = each.value
}
resource "google_storage_bucket_access_control" "entry" {
  for_each = { held = "group-a@example.com", violated = "allAuthenticatedUsers", unknown = local.unknown ? "allUsers" : "group-a@example.com" }
  bucket   = each.key
  role     = "READER"
  entity   = each.value
}
resource "google_storage_bucket" "versions" {
  for_each                    = { held = true, violated = false, unknown = local.unknown }
  name                        = "versions-${each.key}"
  location                    = "US"
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  versioning {
    enabled = each.value
  }
  lifecycle_rule {
    action {
      type = "Delete"
    }
    condition {
      num_newer_versions = 3
      with_state         = "ARCHIVED"
    }
  }
}
