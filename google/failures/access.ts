import { ACCOUNT, PERMISSION, SERVICE, quoted } from "./parts";
import type { FailureRows } from "./row";

/** Who may do what, and whether Google lets anybody do it. */
export const ACCESS_FAILURES = {
  accountNotUsable: {
    patterns: [new RegExp(`iam\\.serviceaccounts\\.actAs['"]? denied on service account ${ACCOUNT}`, "i")],
    title: "nobody here may start something as {account}, or there is no such account",
    meaning: "Who deploys a service must be allowed to act as the account that the service runs as.",
    remedy:
      "make the account, or grant roles/iam.serviceAccountUser on it: gcloud iam service-accounts describe {account} --project {project}",
    source: "https://cloud.google.com/run/docs/configuring/services/service-identity",
  },
  accountNotUsableByAgent: {
    patterns: [
      new RegExp(`Service Agent does not have permission to get access tokens for the service account ${ACCOUNT}`),
    ],
    title: "Cloud Run's own agent may not use {account}",
    meaning: "Cloud Run fetches tokens for the account that a service runs as.",
    remedy: "give the project's Cloud Run Service Agent roles/run.serviceAgent again",
    source: "https://github.com/GoogleCloudPlatform/terraform-google-cloud-run/issues/28",
  },
  secretNotReadable: {
    patterns: [
      new RegExp(
        `Permission denied on secret: projects/[a-z0-9.:-]{1,80}/secrets/(?<secret>[\\w-]{1,255})/versions/\\w+ for Revision service account ${ACCOUNT}`,
      ),
    ],
    title: "{account} may not read the secret {secret}",
    meaning: "A revision starts only where its account may read every secret that it mounts.",
    remedy:
      "gcloud secrets add-iam-policy-binding {secret} --project {project} --member serviceAccount:{account} --role roles/secretmanager.secretAccessor; a new grant needs some minutes",
    source: "https://cloud.google.com/run/docs/configuring/services/secrets",
  },
  permissionMissing: {
    patterns: [
      new RegExp(`Permission ${quoted(PERMISSION)} denied`, "i"),
      new RegExp(`Required ${quoted(PERMISSION)} permission`),
      new RegExp(`does not have ${PERMISSION} (?:access|permission)`),
      new RegExp(`"permission": ?"${PERMISSION}"`),
    ],
    title: "the permission {permission} is missing, or what it is asked for does not exist",
    meaning: "The account that deploys may not do this, and Google does not say whether the thing exists.",
    remedy:
      "grant a role that has it (https://cloud.google.com/iam/docs/permissions-reference); a new grant needs some minutes",
    source: "https://cloud.google.com/iam/docs/troubleshoot-permission-errors",
  },
  apiDisabled: {
    patterns: [
      new RegExp(`has not been used in project .{0,300}?/apis/api/${SERVICE}`),
      new RegExp(`"service": ?"${SERVICE}".{0,300}?SERVICE_DISABLED`),
      /has not been used in project \S+ before or it is disabled|accessNotConfigured|SERVICE_DISABLED/,
    ],
    title: "the API {service|that this needs} is not enabled",
    meaning: "Google answers no call of an API that the project has not switched on.",
    remedy: "gcloud services enable {service|SERVICE} --project {project}; it works some minutes later",
    source: "https://cloud.google.com/service-usage/docs/enable-disable",
  },
  credentialsMissing: {
    patterns: [/could not find default credentials|No credentials loaded/],
    title: "there are no credentials",
    meaning: "Nobody is signed in where Terraform looks for an account.",
    remedy: "gcloud auth application-default login",
    source: "https://cloud.google.com/docs/authentication/application-default-credentials",
  },
  credentialsRefused: {
    patterns: [/invalid_grant|invalid_rapt|Token has been expired or revoked|invalid authentication credentials/],
    title: "Google does not take the credentials any more",
    meaning: "They have expired, were revoked, or the organization asks to sign in again.",
    remedy: "gcloud auth application-default login",
    source: "https://cloud.google.com/docs/authentication/troubleshoot-adc",
  },
  identityRefused: {
    patterns: [/rejected by the attribute condition/],
    title: "Google does not take this workflow's identity",
    meaning:
      "The condition of the identity provider lets in one repository, branch and environment, and this run is of another.",
    remedy: "run it from the branch and the GitHub environment that the condition names",
    source: "https://github.com/google-github-actions/auth/blob/v3.0.0/docs/TROUBLESHOOTING.md",
  },
  perimeter: {
    patterns: [/vpcServiceControlsUniqueIdentifier/],
    title: "a perimeter of VPC Service Controls refuses the call",
    meaning: "The organization lets this API be called from inside a perimeter only.",
    remedy:
      "call from inside, or let the organization's administrators look up the identifier that the whole error has",
    source: "https://cloud.google.com/vpc-service-controls/docs/troubleshooting",
  },
  memberOutside: {
    patterns: [/do not belong to a permitted customer|allowedPolicyMemberDomains/],
    title: "the organization allows no grant to this member",
    meaning: "The policy iam.allowedPolicyMemberDomains admits members of named organizations only.",
    remedy: "grant it to an account of the organization, or let its administrators make an exception",
    source: "https://cloud.google.com/resource-manager/docs/organization-policy/restricting-domains",
  },
  organizationPolicy: {
    patterns: [
      /constraints?\/(?<constraint>[A-Za-z]{2,40}(?:\.[A-Za-z]{2,60}){1,3})/,
      /violates? (?:an )?(?:organization policy|constraint)|denied by org(?:anization)? policy|organization policy (?:violation|constraint)/i,
    ],
    title: "a policy of the organization forbids it: {constraint|the whole error names it}",
    meaning: "The organization sets limits that a project cannot pass.",
    remedy: "let the organization's administrators make an exception, or declare what the policy allows",
    source: "https://cloud.google.com/resource-manager/docs/organization-policy/org-policy-constraints",
  },
  billing: {
    patterns: [
      /BILLING_DISABLED|UREQ_PROJECT_BILLING_NOT_FOUND|requires billing to be enabled|Billing must be enabled|absent billing account|billing account .{0,80}?(?:is disabled|is not found|in state absent)/i,
    ],
    title: "the project has no billing account that pays",
    meaning: "Google makes nothing that costs in a project without billing.",
    remedy: "gcloud billing projects describe {project}, then link an account that is open",
    source: "https://cloud.google.com/billing/docs/how-to/modify-project",
  },
  projectMissing: {
    patterns: [
      /Project '?[^' ]{1,80}'? not found or deleted|CONSUMER_INVALID|Unknown project id|project to be billed has been deleted/i,
    ],
    title: "there is no such project",
    meaning: "The project was deleted, or its id is another.",
    remedy: "gcloud projects describe {project}",
    source: "https://cloud.google.com/resource-manager/docs/creating-managing-projects",
  },
} as const satisfies FailureRows;
