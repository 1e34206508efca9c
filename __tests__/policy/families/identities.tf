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
locals {
  unknown = random_id.suffix.hex == "00ff"
}
resource "google_iam_workload_identity_pool_provider" "aws" {
  for_each = {
    held-aws     = "attribute.aws_role == 'arn:aws:sts::123456789012:assumed-role/deployer'"
    violated-aws = null
    unknown-aws  = local.unknown ? null : "attribute.aws_role == 'x'"
  }
  workload_identity_pool_id          = google_iam_workload_identity_pool.ci.workload_identity_pool_id
  workload_identity_pool_provider_id = each.key
  attribute_condition                = each.value
  attribute_mapping = {
    "google.subject"     = "assertion.arn"
    "attribute.aws_role" = "assertion.arn"
  }
  aws {
    account_id = "123456789012"
  }
}
resource "google_iam_workload_identity_pool_provider" "unmapped" {
  for_each = {
    held-mapped       = { "google.subject" = "assertion.sub", "attribute.repository_id" = "assertion.repository_id" }
    violated-unmapped = { "google.subject" = "assertion.sub" }
    unknown-mapped    = local.unknown ? {} : { "google.subject" = "assertion.sub" }
  }
  workload_identity_pool_id          = google_iam_workload_identity_pool.ci.workload_identity_pool_id
  workload_identity_pool_provider_id = each.key
  attribute_condition                = "attribute.repository_id == '77' && assertion.ref == 'refs/heads/main'"
  attribute_mapping                  = each.value
  oidc {
    issuer_uri = "https://token.actions.githubusercontent.com"
  }
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
resource "google_iap_brand" "violated-brand" {
  support_email     = "ops@example.com"
  application_title = "chat"
}
resource "google_apikeys_key" "api" {
  for_each = {
    held            = { apis = ["maps-backend.googleapis.com"], pages = ["https://chat.example.com/*"] }
    violated-api    = { apis = [], pages = ["https://chat.example.com/*"] }
    violated-page   = { apis = ["maps-backend.googleapis.com"], pages = ["http://localhost:3000/*"] }
    violated-nobody = { apis = ["maps-backend.googleapis.com"], pages = [] }
  }
  name = each.key
  restrictions {
    dynamic "api_targets" {
      for_each = each.value.apis
      content {
        service = api_targets.value
      }
    }
    dynamic "browser_key_restrictions" {
      for_each = length(each.value.pages) > 0 ? [each.value.pages] : []
      content {
        allowed_referrers = browser_key_restrictions.value
      }
    }
  }
}
resource "google_apikeys_key" "violated-free" {
  name = "violated-free"
}
resource "google_org_policy_policy" "policy" {
  for_each = {
    held-guard       = { name = "projects/p/policies/iam.disableServiceAccountKeyCreation", enforce = "TRUE" }
    held-other       = { name = "projects/p/policies/compute.disableNestedVirtualization", enforce = "FALSE" }
    violated-off     = { name = "projects/p/policies/iam.disableServiceAccountKeyCreation", enforce = "FALSE" }
    violated-name    = { name = "projects/p/policies/constraints/compute.requireOsLogin", enforce = "TRUE" }
    violated-parent  = { name = "projects/other/policies/compute.requireOsLogin", enforce = "TRUE" }
    unknown-enforced = { name = "projects/p/policies/compute.requireOsLogin", enforce = local.unknown ? "TRUE" : "FALSE" }
    unknown-name     = { name = "projects/p/policies/${local.unknown ? "a" : "b"}", enforce = "TRUE" }
  }
  name   = each.value.name
  parent = "projects/p"
  spec {
    rules {
      enforce = each.value.enforce
    }
  }
}
resource "google_org_policy_policy" "dry" {
  for_each = { held-tried = [1], violated-tried = [] }
  name     = "projects/p/policies/compute.disableNestedVirtualization"
  parent   = "projects/p"
  dry_run_spec {
    rules {
      enforce = "TRUE"
    }
  }
  dynamic "spec" {
    for_each = each.value
    content {
      rules {
        enforce = "TRUE"
      }
    }
  }
}
resource "google_project_organization_policy" "older" {
  for_each   = { held-older = true, violated-older = false, unknown-older = local.unknown }
  project    = "p"
  constraint = "constraints/iam.disableServiceAccountKeyCreation"
  boolean_policy {
    enforced = each.value
  }
}
# Keys, where they stand, who may use them, and what they encrypt.
resource "google_kms_key_ring" "here" {
  name     = "here"
  location = "us-central1"
}
resource "google_kms_key_ring" "everywhere" {
  name     = "everywhere"
  location = "global"
}
resource "google_kms_key_ring" "somewhere" {
  name     = "somewhere"
  location = local.unknown ? "us-central1" : "global"
}
resource "google_kms_crypto_key" "granted" {
  name            = "granted"
  key_ring        = google_kms_key_ring.here.id
  rotation_period = "7776000s"
}
resource "google_kms_crypto_key" "closed" {
  name            = "closed"
  key_ring        = google_kms_key_ring.here.id
  rotation_period = "7776000s"
}
resource "google_kms_crypto_key" "everywhere" {
  name            = "everywhere"
  key_ring        = google_kms_key_ring.everywhere.id
  rotation_period = "7776000s"
}
resource "google_kms_crypto_key" "somewhere" {
  name            = "somewhere"
  key_ring        = google_kms_key_ring.somewhere.id
  rotation_period = "7776000s"
}
resource "google_kms_crypto_key" "delay" {
  for_each                   = { held-delay = "2592000s", violated-delay = "86400s", unknown-delay = local.unknown ? "86400s" : "2592000s" }
  name                       = each.key
  key_ring                   = google_kms_key_ring.here.id
  rotation_period            = "7776000s"
  destroy_scheduled_duration = each.value
}
resource "google_kms_crypto_key" "purpose" {
  for_each        = { violated-signing = "ASYMMETRIC_SIGN", unknown-signing = local.unknown ? "ASYMMETRIC_SIGN" : "ENCRYPT_DECRYPT" }
  name            = each.key
  key_ring        = google_kms_key_ring.here.id
  purpose         = each.value
  rotation_period = "7776000s"
  version_template {
    algorithm = "EC_SIGN_P256_SHA256"
  }
}
resource "google_kms_crypto_key_iam_member" "granted" {
  crypto_key_id = google_kms_crypto_key.granted.id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:service-1@gs-project-accounts.iam.gserviceaccount.com"
}
resource "google_storage_bucket" "violated-order" {
  name     = "violated-order"
  location = "US-CENTRAL1"
  encryption {
    default_kms_key_name = google_kms_crypto_key.granted.id
  }
}
resource "google_storage_bucket" "held-key" {
  name       = "held-key"
  location   = "US-CENTRAL1"
  depends_on = [google_kms_crypto_key_iam_member.granted]
  encryption {
    default_kms_key_name = google_kms_crypto_key.granted.id
  }
}
resource "google_storage_bucket" "violated-agent" {
  name     = "violated-agent"
  location = "US-CENTRAL1"
  encryption {
    default_kms_key_name = google_kms_crypto_key.closed.id
  }
}
resource "google_storage_bucket" "violated-place" {
  name     = "violated-place"
  location = "US-CENTRAL1"
  encryption {
    default_kms_key_name = google_kms_crypto_key.everywhere.id
  }
}
resource "google_storage_bucket" "unknown-place" {
  name       = "unknown-place"
  location   = "US-CENTRAL1"
  depends_on = [google_kms_crypto_key_iam_member.somewhere]
  encryption {
    default_kms_key_name = google_kms_crypto_key.somewhere.id
  }
}
resource "google_kms_crypto_key_iam_member" "somewhere" {
  crypto_key_id = google_kms_crypto_key.somewhere.id
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = "serviceAccount:service-1@gs-project-accounts.iam.gserviceaccount.com"
}
# Pods that are let in, and the cluster that makes their pool.
resource "google_container_cluster" "pods" {
  name               = "pods"
  location           = "us-central1"
  initial_node_count = 1
  workload_identity_config {
    workload_pool = "p.svc.id.goog"
  }
}
resource "google_service_account" "pod" {
  account_id = "pod-account"
}
resource "google_service_account_iam_member" "violated-pod" {
  service_account_id = google_service_account.pod.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:p.svc.id.goog[chat/app]"
}
resource "google_service_account_iam_member" "held-pod" {
  service_account_id = google_service_account.pod.name
  role               = "roles/iam.workloadIdentityUser"
  member             = "serviceAccount:p.svc.id.goog[chat/job]"
  depends_on         = [google_container_cluster.pods]
}
