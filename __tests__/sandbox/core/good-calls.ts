import { PROJECT, REGION } from "../../support/sandbox";
import { GOOD_OPERATIONS_CALLS } from "./good-operations-calls";

/** A call that the sandbox accepts; the path has its query. */
export type GoodCall = readonly [method: string, path: string, body: object];

/** One good call of each kind, in an order in which all of them are accepted. */
export const GOOD_CALLS: readonly GoodCall[] = [
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/networks`,
    { name: "net", autoCreateSubnetworks: false, routingConfig: { routingMode: "GLOBAL" } },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/regions/${REGION}/subnetworks`,
    { name: "sub", ipCidrRange: "10.0.0.0/24", network: "global/networks/net", logConfig: { enable: true } },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/regions/${REGION}/subnetworks/sub/expandIpCidrRange`,
    { ipCidrRange: "10.0.0.0/23" },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/addresses`,
    {
      name: "range",
      addressType: "INTERNAL",
      purpose: "VPC_PEERING",
      prefixLength: 16,
      network: "global/networks/net",
    },
  ],
  [
    "POST",
    "servicenetworking/v1/services/servicenetworking.googleapis.com/connections",
    { network: `projects/${PROJECT}/global/networks/net`, reservedPeeringRanges: ["range"] },
  ],
  [
    "POST",
    `sql/v1beta4/projects/${PROJECT}/instances`,
    {
      name: "db",
      region: REGION,
      databaseVersion: "POSTGRES_17",
      settings: {
        tier: "db-f1-micro",
        edition: "ENTERPRISE",
        dataDiskSizeGb: "10",
        backupConfiguration: { enabled: true, pointInTimeRecoveryEnabled: true, transactionLogRetentionDays: 7 },
        ipConfiguration: {
          ipv4Enabled: false,
          privateNetwork: `projects/${PROJECT}/global/networks/net`,
          allocatedIpRange: "range",
        },
      },
    },
  ],
  [
    "PATCH",
    `sql/v1beta4/projects/${PROJECT}/instances/db`,
    { settings: { tier: "db-g1-small", settingsVersion: "1" } },
  ],
  ["POST", `sql/v1beta4/projects/${PROJECT}/instances/db/users`, { name: "app", password: "x", type: "BUILT_IN" }],
  ["POST", `sql/v1beta4/projects/${PROJECT}/instances/db/databases`, { name: "app", charset: "UTF8" }],
  [
    "POST",
    `redis/v1/projects/${PROJECT}/locations/${REGION}/instances?instanceId=cache`,
    {
      memorySizeGb: 1,
      tier: "STANDARD_HA",
      connectMode: "PRIVATE_SERVICE_ACCESS",
      reservedIpRange: "range",
      authorizedNetwork: `projects/${PROJECT}/global/networks/net`,
      maintenancePolicy: { weeklyMaintenanceWindow: [{ day: "SUNDAY", startTime: { hours: 0 } }] },
    },
  ],
  [
    "PATCH",
    `redis/v1/projects/${PROJECT}/locations/${REGION}/instances/cache?updateMask=labels,maintenancePolicy.description`,
    { labels: { a: "b" }, maintenancePolicy: { description: "x" } },
  ],
  [
    "POST",
    `iam/v1/projects/${PROJECT}/serviceAccounts`,
    { accountId: "runtime", serviceAccount: { displayName: "x" } },
  ],
  ["POST", `secretmanager/v1/projects/${PROJECT}/secrets?secretId=s`, { replication: { automatic: {} } }],
  ["POST", `secretmanager/v1/projects/${PROJECT}/secrets/s:addVersion`, { payload: { data: "YQ==" } }],
  [
    "POST",
    `secretmanager/v1/projects/${PROJECT}/secrets/s:setIamPolicy`,
    {
      policy: {
        bindings: [
          {
            role: "roles/secretmanager.secretAccessor",
            members: [`serviceAccount:runtime@${PROJECT}.iam.gserviceaccount.com`],
            condition: null,
          },
        ],
        etag: "",
      },
    },
  ],
  [
    "POST",
    `run/v2/projects/${PROJECT}/locations/${REGION}/services?serviceId=web`,
    {
      ingress: "INGRESS_TRAFFIC_ALL",
      traffic: [{ percent: 100 }],
      template: {
        serviceAccount: `runtime@${PROJECT}.iam.gserviceaccount.com`,
        timeout: "3600s",
        scaling: { minInstanceCount: 0, maxInstanceCount: 1 },
        vpcAccess: { networkInterfaces: [{ subnetwork: `projects/${PROJECT}/regions/${REGION}/subnetworks/sub` }] },
        containers: [
          {
            image: "i",
            ports: [{ containerPort: 1 }],
            resources: { limits: { cpu: "1", memory: "1Gi" } },
            env: [{ name: "A", valueSource: { secretKeyRef: { secret: "s", version: "1" } } }],
            startupProbe: { httpGet: { path: "/" } },
            livenessProbe: { grpc: {} },
          },
        ],
      },
    },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/regions/${REGION}/networkEndpointGroups`,
    { name: "neg", networkEndpointType: "SERVERLESS", cloudRun: { service: "web" } },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/securityPolicies`,
    {
      name: "waf",
      rules: [{ priority: 1, action: "throttle", match: { expr: { expression: "true" } }, rateLimitOptions: {} }],
      adaptiveProtectionConfig: { layer7DdosDefenseConfig: { enable: true } },
    },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/securityPolicies/waf/patchRule?priority=1&updateMask=preview`,
    { preview: true },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/securityPolicies/waf/addRule`,
    { priority: 2, action: "allow", match: { versionedExpr: "SRC_IPS_V1" } },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/backendServices`,
    {
      name: "web",
      loadBalancingScheme: "EXTERNAL_MANAGED",
      backends: [{ group: `regions/${REGION}/networkEndpointGroups/neg` }],
      connectionDraining: { drainingTimeoutSec: 60 },
    },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/backendServices/web/setSecurityPolicy`,
    { securityPolicy: "global/securityPolicies/waf" },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/urlMaps`,
    {
      name: "map",
      defaultService: "global/backendServices/web",
      hostRules: [{ hosts: ["a"], pathMatcher: "m" }],
      pathMatchers: [
        {
          name: "m",
          defaultService: "global/backendServices/web",
          pathRules: [{ paths: ["/x"], service: "global/backendServices/web" }],
        },
      ],
    },
  ],
  ["POST", `compute/v1/projects/${PROJECT}/global/sslCertificates`, { name: "cert", managed: { domains: ["a"] } }],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/sslPolicies`,
    { name: "tls", profile: "CUSTOM", customFeatures: ["x"] },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/targetHttpsProxies`,
    {
      name: "https",
      urlMap: "global/urlMaps/map",
      sslCertificates: ["global/sslCertificates/cert"],
      sslPolicy: "global/sslPolicies/tls",
    },
  ],
  [
    "POST",
    `compute/v1/projects/${PROJECT}/global/forwardingRules`,
    {
      name: "rule",
      loadBalancingScheme: "EXTERNAL_MANAGED",
      target: "global/targetHttpsProxies/https",
      portRange: "443",
    },
  ],
  [
    "POST",
    `artifactregistry/v1/projects/${PROJECT}/locations/${REGION}/repositories?repository_id=images`,
    { format: "DOCKER", vulnerabilityScanningConfig: {} },
  ],
  ["POST", `iam/v1/projects/${PROJECT}/roles`, { roleId: "planner", role: { title: "t" } }],
  [
    "POST",
    `iam/v1/projects/${PROJECT}/locations/global/workloadIdentityPools?workloadIdentityPoolId=pool`,
    { disabled: false },
  ],
  [
    "POST",
    `iam/v1/projects/${PROJECT}/locations/global/workloadIdentityPools/pool/providers?workloadIdentityPoolProviderId=github`,
    {
      attributeMapping: { "google.subject": "a" },
      attributeCondition: "assertion.x",
      oidc: { issuerUri: "https://gitlab.com" },
    },
  ],
  ["POST", `storage/v1/b?project=${PROJECT}`, { name: "bucket", location: "EU", versioning: { enabled: true } }],
  ["PATCH", "storage/v1/b/bucket", { labels: { a: null } }],
  ["POST", `iam/v1/projects/${PROJECT}/serviceAccounts`, { accountId: "e2e-runner" }],
  [
    "POST",
    `run/v2/projects/${PROJECT}/locations/${REGION}/jobs?jobId=e2e`,
    {
      template: {
        taskCount: 2,
        parallelism: 1,
        template: {
          maxRetries: 0,
          timeout: "900s",
          serviceAccount: `e2e-runner@${PROJECT}.iam.gserviceaccount.com`,
          vpcAccess: { networkInterfaces: [{ subnetwork: `projects/${PROJECT}/regions/${REGION}/subnetworks/sub` }] },
          containers: [
            { image: "i", args: ["all"], env: [{ name: "A", value: "b" }], resources: { limits: { cpu: "1" } } },
          ],
        },
      },
    },
  ],
  [
    "POST",
    `run/v2/projects/${PROJECT}/locations/${REGION}/jobs/e2e:run`,
    { overrides: { taskCount: 1, timeout: "60s", containerOverrides: [{ args: ["smoke"], env: [{ name: "B" }] }] } },
  ],
  ...GOOD_OPERATIONS_CALLS,
];
