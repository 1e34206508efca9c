import { FAILURES, fillFailureText, findFailure, type FailureId } from "../../google/failures";
import { failureStatus } from "../../google/failures/status";

/**
 * Texts as the provider and Google print them: each is found as what it is, and shows the parts that its row allows. Several
 * rows' words stand in one text, so that this holds their order too.
 */

const ACCOUNT = "websocket-service@trial-project.iam.gserviceaccount.com";
const IMAGE = "us-central1-docker.pkg.dev/trial-project/netra/frontend:1.0";
const NOT_READY =
  "Error waiting to create Service: Error waiting for Creating Service: Error code 9, message: Revision 'auth-service-00001-6hx' is not ready and cannot serve traffic.";
const SECRET = "projects/trial-project/secrets/trial-llm-api-key/versions/1";

const TEXTS: readonly (readonly [id: FailureId, text: string, title: string])[] = [
  [
    "accountNotUsable",
    `Error creating Service: googleapi: Error 403: Permission 'iam.serviceaccounts.actAs' denied on service account ${ACCOUNT} (or it may not exist).`,
    `nobody here may start something as ${ACCOUNT}, or there is no such account`,
  ],
  [
    "accountNotUsableByAgent",
    `Error creating Service: googleapi: Error 403: Google Cloud Run Service Agent does not have permission to get access tokens for the service account ${ACCOUNT}. Please give service-1@serverless-robot-prod.iam.gserviceaccount.com permission iam.serviceAccounts.getAccessToken on the service account.`,
    `Cloud Run's own agent may not use ${ACCOUNT}`,
  ],
  [
    "secretNotReadable",
    `${NOT_READY} spec.template.spec.containers[0].env[3].value_from.secret_key_ref.name: Permission denied on secret: ${SECRET} for Revision service account ${ACCOUNT}. The service account used must be granted the 'Secret Manager Secret Accessor' role`,
    `${ACCOUNT} may not read the secret trial-llm-api-key`,
  ],
  [
    "permissionMissing",
    "Error creating Network: googleapi: Error 403: Required 'compute.networks.create' permission for 'projects/trial-project/global/networks/x', forbidden",
    "the permission compute.networks.create is missing, or what it is asked for does not exist",
  ],
  [
    "permissionMissing",
    "Error creating Policy: googleapi: Error 403: Permission 'orgpolicy.policies.create' denied on resource '//cloudresourcemanager.googleapis.com/projects/x' (or it may not exist).",
    "the permission orgpolicy.policies.create is missing, or what it is asked for does not exist",
  ],
  [
    "permissionMissing",
    "Error: Failed to get existing workspaces: querying Cloud Storage failed: googleapi: Error 403: planner@x.iam.gserviceaccount.com does not have storage.objects.list access to the Google Cloud Storage bucket. Permission 'storage.objects.list' denied on resource (or it may not exist)., forbidden",
    "the permission storage.objects.list is missing, or what it is asked for does not exist",
  ],
  [
    "apiDisabled",
    "Error creating Repository: googleapi: Error 403: Artifact Registry API has not been used in project 123 before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/artifactregistry.googleapis.com/overview?project=123 then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry., accessNotConfigured",
    "the API artifactregistry.googleapis.com is not enabled",
  ],
  [
    "apiDisabled",
    'googleapi: Error 403: something.\nDetails:\n[\n {\n "@type": "type.googleapis.com/google.rpc.ErrorInfo",\n "metadata": {\n "service": "run.googleapis.com"\n },\n "reason": "SERVICE_DISABLED"\n }\n]',
    "the API run.googleapis.com is not enabled",
  ],
  [
    "credentialsMissing",
    "Attempted to load application default credentials since neither `credentials` nor `access_token` was set in the provider block.  No credentials loaded. Original error: google: could not find default credentials. See https://cloud.google.com/docs/authentication/external/set-up-adc for more information",
    "there are no credentials",
  ],
  [
    "credentialsRefused",
    'Error: Get "https://storage.googleapis.com/storage/v1/b/x/o": oauth2: "invalid_grant" "reauth related error (invalid_rapt)"',
    "Google does not take the credentials any more",
  ],
  [
    "identityRefused",
    'oauth2/google: status code 400: {"error":"unauthorized_client","error_description":"The given credential is rejected by the attribute condition."}',
    "Google does not take this workflow's identity",
  ],
  [
    "perimeter",
    "googleapi: Error 403: Request is prohibited by organization's policy. vpcServiceControlsUniqueIdentifier: VQQnKfXt",
    "a perimeter of VPC Service Controls refuses the call",
  ],
  [
    "memberOutside",
    "Error setting IAM policy for project: googleapi: Error 400: One or more users named in the policy do not belong to a permitted customer.",
    "the organization allows no grant to this member",
  ],
  [
    "organizationPolicy",
    "Error creating Instance: googleapi: Error 412: Constraint constraints/sql.restrictPublicIp violated for project x., conditionNotMet",
    "a policy of the organization forbids it: sql.restrictPublicIp",
  ],
  [
    "billing",
    "googleapi: Error 403: This API method requires billing to be enabled. Please enable billing on project #1",
    "the project has no billing account that pays",
  ],
  [
    "billing",
    "Error enabling services: Billing account for project '1' is not found. Billing must be enabled for activation of service(s) to proceed.",
    "the project has no billing account that pays",
  ],
  [
    "projectMissing",
    "googleapi: Error 403: Project 'trial-project' not found or deleted., forbidden",
    "there is no such project",
  ],
  [
    "secretVersionMissing",
    `${NOT_READY} x: Secret ${SECRET} was not found`,
    "version 1 of the secret trial-llm-api-key does not exist",
  ],
  [
    "secretVersionOff",
    `${NOT_READY} x: Secret ${SECRET} is in DESTROYED state.`,
    "version 1 of the secret trial-llm-api-key is DESTROYED",
  ],
  [
    "imageNotReadable",
    `Error waiting to create Job: Error waiting for Creating Job: Error code 13, message: Google Cloud Run Service Agent service-1@serverless-robot-prod.iam.gserviceaccount.com must have permission to read the image, ${IMAGE}. Ensure that the provided container image URL is correct`,
    `Cloud Run cannot read the image ${IMAGE}`,
  ],
  ["imageMissing", `${NOT_READY} Image '${IMAGE}' not found.`, `the image ${IMAGE} does not exist`],
  [
    "containerNotListening",
    `${NOT_READY} The user-provided container failed to start and listen on the port defined provided by the PORT=8080 environment variable within the allocated timeout.`,
    "the container does not listen on port 8080 in time",
  ],
  [
    "startupProbeFailed",
    `${NOT_READY} The user-provided container failed the configured startup probe checks. Logs for this revision might contain more information.`,
    "the container does not answer its startup probe",
  ],
  [
    "memoryExceeded",
    `${NOT_READY} Memory limit of 512 MiB exceeded with 530 MiB used.`,
    "the container needs more memory than its 512 MiB",
  ],
  ["revisionNotReady", `${NOT_READY} Something else.`, "the revision auth-service-00001-6hx is not ready"],
  [
    "addressInUse",
    "Error waiting to create Address: Error waiting for Creating Address: IP '10.168.1.17' is already being used by another resource.",
    "the address 10.168.1.17 is in use",
  ],
  [
    "addressInUse",
    "googleapi: Error 400: Invalid value for field 'resource.IPAddress': '35.190.48.245'. Specified IP address is in-use and would result in a conflict., invalid",
    "the address that is declared is in use",
  ],
  [
    "peeringInUse",
    "Unable to remove Service Networking Connection, err: Error waiting for Delete Service Networking Connection: Error code 9, message: Failed to delete connection; Producer services (e.g. CloudSQL, Cloud Memstore, etc.) are still using this connection.",
    "databases or caches still use the peering",
  ],
  [
    "peeringRangesFixed",
    "Error waiting for Create Service Networking Connection: Error code 9, message: Cannot modify allocated ranges in CreateConnection. Please use UpdateConnection.",
    "the peering exists, with other ranges",
  ],
  [
    "peeringMissing",
    "Error waiting for Create Instance: Failed to create subnetwork. Please create Service Networking connection with service 'servicenetworking.googleapis.com' from consumer project '1' network 'vpc' again.",
    "the network is not peered with Google's services",
  ],
  [
    "rangeMissing",
    "Error waiting for Create Service Networking Connection: Error code 9, message: allocated IP range 'private-ip-address' not found in network",
    "the range private-ip-address that the peering names is not reserved",
  ],
  [
    "rangesFull",
    "Error waiting for Create Instance: Failed to create subnetwork. Couldn't find free blocks in allocated IP ranges. Please allocate new ranges for this service provider.",
    "no addresses are left in the range",
  ],
  [
    "deletionProtected",
    "cannot destroy service without setting deletion_protection=false and running `terraform apply`",
    "deletion protection is on, so it is not deleted",
  ],
  [
    "deletionProtected",
    "Error, failed to delete instance because deletion_protection is set to true. Set it to false to proceed with instance deletion",
    "deletion protection is on, so it is not deleted",
  ],
  [
    "preventDestroy",
    "Instance cannot be destroyed\nResource google_redis_instance.cache has lifecycle.prevent_destroy set, but the plan calls for this resource to be destroyed.",
    "prevent_destroy is declared, so it is not deleted",
  ],
  [
    "inUse",
    "Error when deleting NetworkEndpointGroup: googleapi: Error 400: The network_endpoint_group resource 'projects/trial-project/regions/us-central1/networkEndpointGroups/frontend' is already being used by 'projects/trial-project/global/backendServices/frontend', resourceInUseByAnotherResource",
    "projects/trial-project/regions/us-central1/networkEndpointGroups/frontend is in use by something else",
  ],
  [
    "sqlNameKept",
    "Error, failed to create instance trial-db: googleapi: Error 409: The Cloud SQL instance already exists. When you delete an instance, you can't reuse the name of the deleted instance until one week from the deletion date., instanceAlreadyExists",
    "a database instance of this name exists, or was deleted less than a week ago",
  ],
  [
    "bucketNameTaken",
    "googleapi: Error 409: The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again., conflict",
    "the bucket's name is taken",
  ],
  [
    "deletedStays",
    "Error creating role: googleapi: Error 400: You can't create a role with role_id (terraform_planner) where there is an existing role with that role_id in a deleted state., failedPrecondition",
    "something of this name was deleted, and can still be restored",
  ],
  [
    "alreadyExists",
    "Error creating Network: googleapi: Error 409: The resource 'projects/trial-project/global/networks/trial-vpc' already exists, alreadyExists",
    "projects/trial-project/global/networks/trial-vpc exists already",
  ],
  [
    "alreadyExists",
    "Error creating Service: googleapi: Error 409: Resource 'auth-service' already exists.",
    "it exists already",
  ],
  [
    "metricMissing",
    'Error creating AlertPolicy: googleapi: Error 404: Cannot find metric(s) that match type = "logging.googleapis.com/user/x". If a metric was created recently, it could take up to 10 minutes to become available. Please try again soon.',
    "the metric of the alert is not known yet",
  ],
  [
    "accountMissing",
    `Error setting IAM policy for project "x": googleapi: Error 400: Service account ${ACCOUNT} does not exist., badRequest`,
    `the account ${ACCOUNT} does not exist`,
  ],
  [
    "stateBucketMissing",
    "Failed to get existing workspaces: querying Cloud Storage failed: storage: bucket doesn't exist",
    "the bucket of the states does not exist",
  ],
  [
    "notFound",
    "Error creating Subnetwork: googleapi: Error 404: The resource 'projects/trial-project/global/networks/trial-vpc' was not found, notFound",
    "projects/trial-project/global/networks/trial-vpc does not exist",
  ],
  [
    "quotaExceeded",
    "Error waiting to create Address: Quota 'STATIC_ADDRESSES' exceeded.  Limit: 8.0 in region us-east1.",
    "the quota STATIC_ADDRESSES is used up: 8.0",
  ],
  [
    "quotaExceeded",
    "Error creating Instance: googleapi: Error 429: Quota limit 'StandardInstancesPerProjectPerRegion' has been exceeded. Limit: 0 in region us-central1.",
    "the quota StandardInstancesPerProjectPerRegion is used up: 0",
  ],
  [
    "rateExceeded",
    "googleapi: Error 403: Quota exceeded for quota group 'ReadGroup' and limit 'Read requests per 100 seconds' of service 'compute.googleapis.com' for consumer 'project_number:1'., rateLimitExceeded",
    "too many calls in a short time",
  ],
  [
    "noCapacity",
    "The zone 'projects/x/zones/us-central1-a' does not have enough resources available to fulfill the request.",
    "Google has no machines left there",
  ],
  [
    "stateLocked",
    "Error acquiring the state lock\nError message: writing failed",
    "somebody else holds the state's lock",
  ],
  [
    "lockNotReleased",
    "Error releasing the state lock\nError message: Delete lock file: context canceled",
    "the state's lock could not be given back",
  ],
  [
    "operationRunning",
    "Error, failed to update instance: googleapi: Error 409: Operation failed because another operation was already in progress., operationInProgress",
    "Google is still busy with it",
  ],
  [
    "concurrentChange",
    'Error setting IAM policy for project "x": googleapi: Error 409: There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff., aborted',
    "somebody else changed it at the same moment",
  ],
  [
    "concurrentChange",
    "Error updating SecurityPolicy: googleapi: Error 412: Invalid fingerprint., conditionNotMet",
    "somebody else changed it at the same moment",
  ],
  [
    "timedOut",
    "Error waiting to create Instance: timeout while waiting for state to become 'done: true' (last state: 'done: false', timeout: 20m0s)",
    "Google has not answered or not ended it within 20m0s",
  ],
  [
    "unreachable",
    'Get "https://run.googleapis.com/v2/x": dial tcp: lookup run.googleapis.com: no such host',
    "Google, or the registry of the providers, was not reached",
  ],
  [
    "outage",
    "Error reading SQL User: googleapi: Error 503: Service temporarily unavailable., serverException",
    "Google fails by itself",
  ],
  [
    "planStale",
    "Saved plan is stale\nThe given plan file can no longer be applied",
    "the state was changed after the plan was made",
  ],
  [
    "lockFileDiffers",
    "Inconsistent dependency lock file\nThe following dependency selections recorded in the lock file are inconsistent",
    "the lock file of the providers does not fit what is declared",
  ],
  [
    "providersNotInstalled",
    "Failed to query available provider packages\nCould not retrieve the list of available versions for provider hashicorp/google",
    "the providers cannot be installed",
  ],
  [
    "providerInconsistent",
    "Provider produced inconsistent result after apply\nWhen applying changes to x, provider produced an unexpected new value",
    "the provider has not kept to its own plan",
  ],
  [
    "stateNotSaved",
    "Failed to persist state to backend\nThe error shown above has prevented Terraform from writing the updated state",
    "the state could not be written to its bucket",
  ],
  [
    "pluginEnded",
    "Plugin did not respond\nThe plugin encountered an error, and failed to respond",
    "the provider's program ended in the middle",
  ],
  [
    "backendNotInitialised",
    'Backend initialization required, please run "terraform init"',
    "the stack's folder is of another backend",
  ],
  [
    "provisionerFailed",
    "local-exec provisioner error\nError running command 'x': exit status 1. Output: ",
    "a provisioner's command failed",
  ],
  [
    "fieldInvalid",
    "Error creating BackendService: googleapi: Error 400: Invalid value for field 'resource.backends[0].group': 'CANARY'. The URL is malformed., invalid",
    "Google refuses the value of resource.backends[0].group",
  ],
  [
    "fieldInvalid",
    "Error creating Service: googleapi: Error 400: template.timeout: must be between 1s and 3600s, found CANARY.",
    "Google refuses the value of template.timeout",
  ],
  [
    "fieldInvalid",
    'Error creating Instance: googleapi: Error 400: wrong\nDetails:\n[\n{\n"fieldViolations": [\n{\n"description": "Invalid value: CANARY",\n"field": "instance.authorized_network"\n}]}]',
    "Google refuses the value of instance.authorized_network",
  ],
  [
    "callerDenied",
    "googleapi: Error 403: The caller does not have permission, forbidden",
    "the account that deploys may not do this",
  ],
  ["signedOut", "googleapi: Error 401: Login Required.", "Google does not know who asks"],
  [
    "argumentInvalid",
    "Error creating Job: googleapi: Error 400: Request contains an invalid argument.",
    "Google refuses a value that was sent",
  ],
];

test.each(TEXTS)("%s: %s", (id, text, title) => {
  const found = findFailure(text);
  expect(found?.id).toBe(id);
  expect(fillFailureText(found!.row.title, { ...found!.parts, project: "trial-project" })).toBe(title);
});

const ids = Object.keys(FAILURES) as FailureId[];

test("every row has a text here", () => {
  expect(ids.filter((id) => !TEXTS.some(([known]) => known === id))).toEqual([]);
});

test.each(ids)("%s: its places are parts or have words of their own, and its source is an address", (id) => {
  const { patterns, title, meaning, remedy, source } = FAILURES[id];
  const parts = (pattern: RegExp): readonly string[] =>
    [...pattern.source.matchAll(/\(\?<(\w+)>/g)].map(([, name = ""]) => name);
  for (const pattern of patterns) {
    const known = Object.fromEntries([...parts(pattern), "project"].map((name) => [name, "known"]));
    for (const template of [title, remedy]) {
      for (const [place, name = "", words] of template.matchAll(/\{(\w+)(?:\|([^}]*))?\}/g)) {
        expect([place, known[name] ?? words]).toEqual([place, expect.stringMatching(/./)]);
      }
    }
  }
  expect(meaning).toMatch(/^[A-Z].*\.$/);
  expect(new URL(source).protocol).toBe("https:");
});

test.each(ids)("%s: a long text without end is looked at in no time", (id) => {
  const text = "Permission 'a.b resource 'projects/ Error 400: a.".repeat(400);
  const started = process.hrtime.bigint();
  for (const pattern of FAILURES[id].patterns) pattern.exec(text);
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(500);
});

test("what is no known form is nothing", () => {
  expect(findFailure("Error creating Service: something new")).toBeUndefined();
});

test.each([
  ["googleapi: Error 403: no", "HTTP 403"],
  ["got HTTP response code 409 with body", "HTTP 409"],
  ["Error code 9, message: no", "code 9 FAILED_PRECONDITION"],
  ["Error code 99, message: no", undefined],
  ["no status, 404 of them", undefined],
])("status of %s", (text, status) => expect(failureStatus(text)).toBe(status));
