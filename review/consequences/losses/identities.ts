import { servingLoss, statefulLoss, type Loss } from "./loss";

const RULE_LOSS: Loss = { ...servingLoss("high", "what it forbade is allowed"), everywhere: true };

/** Accounts, roles, keys, projects and the rules above them. */
export const IDENTITIES: Readonly<Record<string, Loss>> = {
  google_service_account: statefulLoss(
    "one-way",
    "whatever runs as it is refused, and a new one of the same name holds none of its grants",
  ),
  google_service_account_key: servingLoss("high", "whoever signs in with it is refused"),
  google_project_iam_custom_role: servingLoss("high", "whoever holds it loses what it allows"),
  google_organization_iam_custom_role: servingLoss("high", "whoever holds it loses what it allows"),
  google_iam_workload_identity_pool: statefulLoss(
    "one-way",
    "no token is exchanged, and its name stays taken for a month",
  ),
  google_iam_workload_identity_pool_provider: servingLoss(
    "critical",
    "no token is exchanged: workflows that sign in through it are refused, and its name stays taken for a month",
  ),
  google_iam_workforce_pool: statefulLoss(
    "one-way",
    "nobody signs in through it, and its name stays taken for a month",
  ),
  google_iam_workforce_pool_provider: servingLoss("critical", "nobody signs in through it"),
  google_iam_deny_policy: RULE_LOSS,
  google_iam_principal_access_boundary_policy: RULE_LOSS,
  google_org_policy_policy: RULE_LOSS,
  google_org_policy_custom_constraint: RULE_LOSS,
  google_organization_policy: RULE_LOSS,
  google_folder_organization_policy: RULE_LOSS,
  google_project_organization_policy: RULE_LOSS,
  google_binary_authorization_policy: RULE_LOSS,
  google_access_context_manager_service_perimeter: {
    ...servingLoss("critical", "what is inside may be copied out, with no more than an account"),
    everywhere: true,
  },
  google_access_context_manager_access_level: servingLoss("high", "whoever it let in is refused"),
  google_cloud_identity_group: statefulLoss(
    "one-way",
    "everyone loses what they hold through it, and a new one of the same name holds nothing",
  ),
  google_cloud_identity_group_membership: servingLoss("high", "the member loses what the group holds"),
  google_identity_platform_config: servingLoss("critical", "nobody signs in any more"),
  google_identity_platform_tenant: statefulLoss("data lost", "every user in it is lost"),
  google_identity_platform_default_supported_idp_config: servingLoss("high", "nobody signs in through that provider"),
  google_identity_platform_oauth_idp_config: servingLoss("high", "nobody signs in through that provider"),
  google_identity_platform_inbound_saml_config: servingLoss("high", "nobody signs in through that provider"),
  google_iap_client: servingLoss("high", "what it protects signs nobody in"),
  google_iap_brand: servingLoss("medium", "Google keeps it, and it is out of Terraform's sight"),
  google_apikeys_key: servingLoss("high", "whoever calls with it is refused"),
  google_recaptcha_enterprise_key: servingLoss("high", "pages that name it cannot tell people from programs"),
  google_kms_crypto_key: statefulLoss(
    "one-way",
    "its versions are scheduled for destruction: what they encrypted can never be read again",
  ),
  google_kms_key_ring: statefulLoss("one-way", "Google keeps it, and its keys are out of Terraform's sight"),
  google_kms_crypto_key_version: statefulLoss(
    "one-way",
    "it is scheduled for destruction: what it encrypted can never be read again",
  ),
  google_privateca_ca_pool: statefulLoss(
    "one-way",
    "its certificates are not renewed, and services that trust it have no authority",
  ),
  google_privateca_certificate_authority: statefulLoss(
    "one-way",
    "its certificates are not renewed, and can be revoked no more",
  ),
  google_project: statefulLoss("data lost", "everything in it is lost"),
  google_project_service: servingLoss("critical", "the API is disabled, and everything that uses it fails"),
  google_folder: statefulLoss("one-way", "what is granted and forbidden there goes with it"),
  google_billing_project_info: servingLoss("critical", "the project has no billing account: everything in it stops"),
  google_resource_manager_lien: servingLoss("medium", "nothing keeps the project from being deleted"),
  google_tags_tag_key: servingLoss("high", "policies and grants that ask for it apply to nothing"),
  google_tags_tag_value: servingLoss("high", "policies and grants that ask for it apply to nothing"),
  google_tags_tag_binding: servingLoss("high", "policies and grants that ask for the tag do not apply there any more"),
};
