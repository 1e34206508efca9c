# Conditions of workload identity: whom a provider of a pool lets in.
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
