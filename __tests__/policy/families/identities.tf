# Pools and providers of identities; keys of services and repositories of images.
resource "random_id" "suffix" {
  byte_length = 2
}
variable "owner_id" {
  default = "1234"
}
resource "google_iam_workload_identity_pool" "ci" {
  workload_identity_pool_id = "ci-pool"
}
locals {
  repository = "assertion.repository_owner_id == '${var.owner_id}' && assertion.repository_id == '77'"
  conditions = {
    held              = "${local.repository} && assertion.ref == 'refs/heads/main'"
    violated-none     = null
    violated-wildcard = "assertion.repository == 'acme/*' && assertion.ref == 'refs/heads/main'"
    violated-prefix   = "assertion.repository.startsWith('acme') && assertion.ref == 'refs/heads/main'"
    violated-name     = "assertion.repository == 'acme/chat' && assertion.ref == 'refs/heads/main'"
    violated-branch   = local.repository
    violated-always   = "true"
    unknown           = "assertion.repository_id == '${random_id.suffix.dec}' && assertion.ref == 'refs/heads/main'"
  }
}
resource "google_iam_workload_identity_pool_provider" "github" {
  for_each                           = local.conditions
  workload_identity_pool_id          = google_iam_workload_identity_pool.ci.workload_identity_pool_id
  workload_identity_pool_provider_id = substr(each.key, 0, 32)
  attribute_condition                = each.value
  attribute_mapping = {
    "google.subject"       = "assertion.sub"
    "attribute.repository" = "assertion.repository"
  }
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
resource "google_iam_workload_identity_pool_provider" "mapping" {
  for_each = {
    violated-subject = { "attribute.repository" = "assertion.repository" }
    unknown-mapping  = random_id.suffix.hex == "00ff" ? {} : { "google.subject" = "assertion.sub" }
  }
  workload_identity_pool_id          = google_iam_workload_identity_pool.ci.workload_identity_pool_id
  workload_identity_pool_provider_id = each.key
  attribute_condition                = local.conditions.held
  attribute_mapping                  = each.value
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
}
resource "google_iam_workload_identity_pool_provider" "unknown-issuer" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.ci.workload_identity_pool_id
  workload_identity_pool_provider_id = "unknown-issuer"
  attribute_condition                = random_id.suffix.hex == "00ff" ? null : "assertion.sub == 'x'"
  attribute_mapping                  = { "google.subject" = "assertion.sub" }
  dynamic "oidc" {
    for_each = ["https://token.${random_id.suffix.hex}.example"]
    content {
      issuer_uri = oidc.value
    }
  }
}
resource "google_iam_workload_identity_pool_provider" "held-aws" {
  workload_identity_pool_id          = google_iam_workload_identity_pool.ci.workload_identity_pool_id
  workload_identity_pool_provider_id = "held-aws"
  aws {
    account_id = "123456789012"
  }
}
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_kms_crypto_key" "key" {
  for_each = {
    held             = { purpose = null, rotation = "7776000s" }
    held-signing     = { purpose = "ASYMMETRIC_SIGN", rotation = null }
    violated-never   = { purpose = null, rotation = null }
    violated-seldom  = { purpose = "ENCRYPT_DECRYPT", rotation = "63072000s" }
    unknown-rotation = { purpose = null, rotation = local.unknown ? "7776000s" : "63072000s" }
    unknown-purpose  = { purpose = local.unknown ? "ENCRYPT_DECRYPT" : "MAC", rotation = null }
  }
  name            = each.key
  key_ring        = "projects/p/locations/us-central1/keyRings/k"
  purpose         = each.value.purpose
  rotation_period = each.value.rotation
  dynamic "version_template" {
    for_each = each.key == "held-signing" ? ["EC_SIGN_P256_SHA256"] : []
    content {
      algorithm = version_template.value
    }
  }
}
resource "google_artifact_registry_repository" "images" {
  for_each = {
    held           = { dry = null, policies = [{ id = "old", action = "DELETE", tag = "ANY" }, { id = "latest", action = "KEEP", tag = null }] }
    held-untagged  = { dry = false, policies = [{ id = "old", action = "DELETE", tag = "UNTAGGED" }] }
    violated-dry       = { dry = true, policies = [{ id = "old", action = "DELETE", tag = "ANY" }] }
    held-none      = { dry = null, policies = [] }
    violated-all   = { dry = false, policies = [{ id = "old", action = "DELETE", tag = "ANY" }] }
    violated-keeps = { dry = false, policies = [{ id = "latest", action = "KEEP", tag = null }] }
    unknown-action = { dry = false, policies = [{ id = "old", action = local.unknown ? "DELETE" : "KEEP", tag = "ANY" }] }
    unknown-tag    = { dry = false, policies = [{ id = "old", action = "DELETE", tag = local.unknown ? "UNTAGGED" : "ANY" }] }
    unknown-dry    = { dry = local.unknown, policies = [{ id = "old", action = "DELETE", tag = "ANY" }] }
  }
  repository_id          = each.key
  location               = "us-central1"
  format                 = "DOCKER"
  cleanup_policy_dry_run = each.value.dry
  dynamic "cleanup_policies" {
    for_each = each.value.policies
    content {
      id     = cleanup_policies.value.id
      action = cleanup_policies.value.action
      dynamic "condition" {
        for_each = cleanup_policies.value.tag == null ? [] : [cleanup_policies.value.tag]
        content {
          tag_state  = condition.value
          older_than = "2592000s"
        }
      }
      dynamic "most_recent_versions" {
        for_each = cleanup_policies.value.tag == null ? [5] : []
        content {
          keep_count = most_recent_versions.value
        }
      }
    }
  }
}
resource "google_container_registry" "violated-registry" {
  location = "US"
}
# Builds: who starts them, and from where.
resource "google_artifact_registry_repository" "cleaned" {
  for_each               = { held = false, violated = true }
  location               = "us-central1"
  repository_id          = "cleaned-${each.key}"
  format                 = "DOCKER"
  cleanup_policy_dry_run = each.value
  cleanup_policies {
    id     = "untagged"
    action = "DELETE"
    condition {
      tag_state = "UNTAGGED"
    }
  }
}
locals {
  later = random_id.suffix.hex == "00ff"
  builds = {
    held               = {}
    violated-logging   = { logging = "LEGACY" }
    unknown-logging    = { logging = local.later ? "LEGACY" : "NONE" }
    violated-strangers = { control = "COMMENTS_DISABLED" }
    unknown-strangers  = { control = local.later ? "COMMENTS_DISABLED" : "COMMENTS_ENABLED" }
    violated-branch    = { branch = ".*" }
    unknown-branch     = { branch = local.later ? ".*" : "^main$" }
  }
}
resource "google_cloudbuild_trigger" "build" {
  for_each = {
    for name, own in local.builds : name => merge({ logging = "CLOUD_LOGGING_ONLY", control = "COMMENTS_ENABLED", branch = "^main$" }, own)
  }
  name            = each.key
  location        = "us-central1"
  service_account = "projects/p/serviceAccounts/build@p.iam.gserviceaccount.com"
  github {
    owner = "chat"
    name  = "app"
    dynamic "push" {
      for_each = endswith(each.key, "strangers") ? [] : [each.value.branch]
      content {
        branch = push.value
      }
    }
    dynamic "pull_request" {
      for_each = endswith(each.key, "strangers") ? [each.value.control] : []
      content {
        branch          = "^main$"
        comment_control = pull_request.value
      }
    }
  }
  build {
    step {
      name = "ubuntu"
    }
    options {
      logging = each.value.logging
    }
  }
}
resource "google_sourcerepo_repository" "violated" {
  name = "app"
}
