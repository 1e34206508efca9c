import fc from "fast-check";
import { CATALOG } from "../../../sandbox/apis";
import { Handler, type Incoming } from "../../../sandbox/core/handle";
import { Store } from "../../../sandbox/core/store";
import { seedProject } from "../../../sandbox/projects/projects";
import { seedStateBucket } from "../../../sandbox/storage/buckets";
import { BUCKET, PROJECT, REGION } from "../../support/sandbox";

const handler = new Handler(CATALOG);

/** Names that resources are likely to have, so that calls meet what earlier ones made, and words that mislead. */
const name = fc.constantFrom("aaaaaa", "bbbbbb", "__proto__", "constructor", "toString", "", "default", "A b");
const link = fc.constantFrom(
  "projects/demo-project/global/networks/aaaaaa",
  "global/urlMaps/aaaaaa",
  "aaaaaa",
  "//",
  "projects/",
);

/** Member names that rules and defaults read, from the shapes of all APIs, and some that no API has. */
const member = fc.constantFrom(
  ...[
    "name",
    "roleId",
    "role",
    "accountId",
    "serviceAccount",
    "network",
    "subnetwork",
    "ipCidrRange",
    "address",
    "prefixLength",
  ],
  ...[
    "addressType",
    "purpose",
    "backends",
    "group",
    "urlMap",
    "target",
    "IPAddress",
    "portRange",
    "rules",
    "priority",
    "match",
    "expr",
  ],
  ...[
    "action",
    "rateLimitOptions",
    "profile",
    "customFeatures",
    "managed",
    "domains",
    "template",
    "containers",
    "env",
    "scaling",
  ],
  ...[
    "resources",
    "limits",
    "cpu",
    "memory",
    "ports",
    "containerPort",
    "startupProbe",
    "livenessProbe",
    "vpcAccess",
    "networkInterfaces",
  ],
  ...[
    "timeout",
    "traffic",
    "percent",
    "valueSource",
    "secretKeyRef",
    "secret",
    "version",
    "settings",
    "tier",
    "edition",
    "databaseVersion",
  ],
  ...[
    "backupConfiguration",
    "ipConfiguration",
    "privateNetwork",
    "settingsVersion",
    "dataDiskSizeGb",
    "password",
    "memorySizeGb",
    "tier",
  ],
  ...[
    "replicaCount",
    "maintenancePolicy",
    "weeklyMaintenanceWindow",
    "startTime",
    "replication",
    "automatic",
    "payload",
    "data",
  ],
  ...[
    "policy",
    "bindings",
    "members",
    "condition",
    "etag",
    "fingerprint",
    "serviceIds",
    "reservedPeeringRanges",
    "consumerNetwork",
  ],
  ...[
    "iamConfiguration",
    "versioning",
    "location",
    "labels",
    "format",
    "attributeMapping",
    "oidc",
    "logConfig",
    "updateMask",
  ],
  ...[
    "displayName",
    "combiner",
    "conditions",
    "conditionThreshold",
    "conditionAbsent",
    "conditionMatchedLog",
    "filter",
    "aggregations",
    "perSeriesAligner",
    "alertStrategy",
  ],
  ...[
    "documentation",
    "links",
    "notificationChannels",
    "httpCheck",
    "selectedRegions",
    "monitoredResource",
    "custom",
    "basicService",
    "serviceLabels",
    "serviceLevelIndicator",
  ],
  ...[
    "requestBased",
    "goodTotalRatio",
    "windowsBased",
    "goodBadMetricFilter",
    "mosaicLayout",
    "tiles",
    "columns",
    "gridLayout",
    "type",
    "metricKind",
    "valueType",
  ],
  ...[
    "timeSeries",
    "metric",
    "resource",
    "points",
    "interval",
    "endTime",
    "value",
    "doubleValue",
    "resourceNames",
    "pageSize",
    "pageToken",
    "orderBy",
  ],
  ...[
    "metricDescriptor",
    "labelExtractors",
    "overrides",
    "containerOverrides",
    "taskCount",
    "parallelism",
    "maxRetries",
  ],
  ...[
    "networkEndpointType",
    "cloudRun",
    "state",
    "code",
    "reason",
    "kind",
    "__proto__",
    "constructor",
    "toString",
    "length",
  ],
);

const { json } = fc.letrec<{ json: unknown; object: unknown }>((tie) => ({
  json: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom(
      null,
      true,
      false,
      0,
      -1,
      1e308,
      0.5,
      "",
      "SERVERLESS",
      "10.0.0.0/8",
      "POSTGRES_17",
      "custom.googleapis.com/a",
      'metric.type="custom.googleapis.com/a" AND resource.type="global"',
      "60s",
      "aaaaaa",
      "😀",
    ),
    fc.integer(),
    link,
    fc.array(tie("json"), { maxLength: 3 }),
    tie("object"),
  ),
  object: fc.array(fc.tuple(member, tie("json")), { maxLength: 6 }).map((entries) => Object.fromEntries(entries)),
}));
const body = fc
  .array(fc.tuple(member, json), { maxLength: 8 })
  .map((entries) => JSON.stringify(Object.fromEntries(entries)));

const query = fc
  .record({
    id: name,
    updateMask: fc.constantFrom("", "name", "labels.a", "__proto__.a", "constructor", "settings,template"),
    priority: fc.constantFrom("1", "x", ""),
    project: fc.constantFrom(PROJECT, "none"),
    filter: fc.constantFrom("", 'metric.type="custom.googleapis.com/a"', 'a = "', "x OR y"),
    "interval.endTime": fc.constantFrom("2026-06-01T00:00:00Z", "never"),
    pageToken: fc.constantFrom("", "MQ", "x"),
    force: fc.constantFrom("true", "false"),
  })
  .map(
    ({ id, ...rest }) =>
      new URLSearchParams({
        ...rest,
        serviceId: id,
        serviceLevelObjectiveId: id,
        jobId: id,
        secretId: id,
        instanceId: id,
        repository_id: id,
        name: id,
        workloadIdentityPoolId: id,
      }),
  );

const baseOf = (api: string): string => CATALOG.apis.find((each) => each.name === api)?.base ?? "";

const request = fc
  .record({ route: fc.constantFrom(...CATALOG.routes), names: fc.infiniteStream(name), body, query })
  .map(({ route, names, ...rest }) => {
    const filled = route.pattern.replace(/\{(\w+)\}/g, (_, placeholder: string) => {
      if (placeholder === "project") return PROJECT;
      if (placeholder === "bucket") return BUCKET;
      if (placeholder === "region" || placeholder === "location") return REGION;
      return encodeURIComponent((names.next().value as string) || "aaaaaa");
    });
    return {
      method: route.method,
      path: `/${baseOf(route.api)}/${filled}${route.verb === undefined ? "" : `:${route.verb}`}`,
      body: Buffer.from(rest.body),
      query: rest.query,
      contentType: "multipart/related; boundary=x",
    };
  });

/** A store with every API switched on. */
function store(): Store {
  const fresh = new Store();
  seedProject(fresh, PROJECT);
  seedStateBucket(fresh, PROJECT, BUCKET, REGION);
  for (const { service } of CATALOG.apis) {
    if (service !== undefined)
      fresh.put(`serviceusage/projects/${PROJECT}/services/${service.name}`, { name: service.name, state: "ENABLED" });
  }
  return fresh;
}

test("no JSON object on any route, after any others, throws or is answered as no client expects", () => {
  const statuses = new Set<number>();
  fc.assert(
    fc.property(fc.array(request, { minLength: 1, maxLength: 12 }), (requests) => {
      const used = store();
      for (const each of requests) {
        const { answer, isServed } = handler.answerIncoming(used, each);
        statuses.add(answer.code);
        expect([isServed, typeof JSON.stringify(answer.body ?? null)]).toEqual([true, "string"]);
      }
    }),
    { numRuns: 100 },
  );
  expect([...statuses].filter((status) => ![200, 204, 400, 403, 404, 409, 412, 501].includes(status))).toEqual([]);
  expect(statuses).toContain(200);
});

test("no bytes at all on any path throw", () => {
  const base = fc.constantFrom("", ...CATALOG.apis.map((api) => `/${api.base}`));
  const segments = fc.array(fc.oneof(name, fc.string()), { maxLength: 6 });
  const used = store();
  fc.assert(
    fc.property(
      fc.constantFrom("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"),
      fc.tuple(base, segments, fc.boolean()),
      fc.uint8Array({ maxLength: 64 }),
      (method, [start, parts, isEncoded], bytes) => {
        const path = [start, ...(isEncoded ? parts.map(encodeURIComponent) : parts)].join("/");
        const request = { method, path, query: new URLSearchParams(), body: Buffer.from(bytes), contentType: "" };
        expect([200, 204, 400, 403, 404, 501]).toContain(handler.answerIncoming(used, request).answer.code);
      },
    ),
    { numRuns: 200 },
  );
});

const LOG_METRIC = {
  name: "closes",
  filter: "a",
  metricDescriptor: { metricKind: "DELTA", valueType: "INT64", labels: [{ key: "a", valueType: "STRING" }] },
  labelExtractors: { a: "EXTRACT(b)" },
};

/** One good call of each kind, in an order in which all of them are taken. */
const GOOD: readonly (readonly [method: string, path: string, body: object])[] = [
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
      maintenancePolicy: { weeklyMaintenanceWindow: [{ startTime: { hours: 0 } }] },
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
      ingress: "X",
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
  ["POST", `logging/v2/projects/${PROJECT}/metrics`, LOG_METRIC],
  ["PUT", `logging/v2/projects/${PROJECT}/metrics/closes`, LOG_METRIC],
  [
    "POST",
    "logging/v2/entries:list",
    { resourceNames: [`projects/${PROJECT}`], filter: 'severity>=ERROR a:"b"', orderBy: "timestamp desc", pageSize: 5 },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/metricDescriptors`,
    { type: "custom.googleapis.com/own", metricKind: "GAUGE", valueType: "DOUBLE", labels: [{ key: "a" }] },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/timeSeries`,
    {
      timeSeries: [
        {
          metric: { type: "custom.googleapis.com/own", labels: { a: "b" } },
          resource: { type: "global", labels: {} },
          points: [{ interval: { endTime: "2026-06-01T00:00:00Z" }, value: { doubleValue: 1 } }],
        },
      ],
    },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/notificationChannels`,
    { type: "email", labels: { email_address: "a@example.com", password: "x" }, userLabels: { a: "b" } },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/uptimeCheckConfigs`,
    {
      displayName: "a",
      period: "60s",
      timeout: "10s",
      selectedRegions: ["USA"],
      httpCheck: { path: "/", port: 443, headers: { a: "b" } },
      contentMatchers: [{ content: "ok" }],
      monitoredResource: { type: "uptime_url", labels: { host: "example.com" } },
    },
  ],
  ["POST", `monitoring/v3/projects/${PROJECT}/services?serviceId=chat`, { custom: {}, displayName: "a" }],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/services?serviceId=run`,
    { basicService: { serviceType: "CLOUD_RUN", serviceLabels: { service_name: "web", location: REGION } } },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/services/chat/serviceLevelObjectives?serviceLevelObjectiveId=o`,
    {
      goal: 0.9,
      rollingPeriod: "86400s",
      serviceLevelIndicator: {
        windowsBased: {
          windowPeriod: "300s",
          metricMeanInRange: {
            timeSeries: 'metric.type="custom.googleapis.com/own" AND resource.type="global"',
            range: { min: 0, max: 5 },
          },
        },
      },
    },
  ],
  [
    "PATCH",
    `monitoring/v3/projects/${PROJECT}/services/chat/serviceLevelObjectives/o?updateMask=goal,serviceLevelIndicator.windowsBased.windowPeriod`,
    { goal: 0.8, serviceLevelIndicator: { windowsBased: { windowPeriod: "60s" } } },
  ],
  [
    "POST",
    `monitoring/v3/projects/${PROJECT}/alertPolicies`,
    {
      displayName: "a",
      combiner: "OR",
      conditions: [
        {
          conditionThreshold: {
            filter: 'metric.type="custom.googleapis.com/own" AND resource.type="global"',
            comparison: "COMPARISON_GT",
            duration: "60s",
            aggregations: [
              {
                alignmentPeriod: "60s",
                perSeriesAligner: "ALIGN_MAX",
                crossSeriesReducer: "REDUCE_SUM",
                groupByFields: ["metric.labels.a"],
              },
            ],
          },
        },
        {
          conditionAbsent: {
            filter: 'metric.type="logging.googleapis.com/user/closes" AND resource.type="global"',
            duration: "3600s",
          },
        },
      ],
      alertStrategy: { autoClose: "3600s" },
      documentation: { content: "x", links: [{ displayName: "a", url: "https://example.com" }] },
      userLabels: { a: "b" },
    },
  ],
  [
    "POST",
    `monitoring/v1/projects/${PROJECT}/dashboards`,
    {
      displayName: "a",
      mosaicLayout: { columns: 12, tiles: [{ width: 6, height: 4, xPos: 6, widget: { title: "a" } }] },
      labels: { a: "" },
    },
  ],
  ["POST", `serviceusage/v1/projects/${PROJECT}/services:batchEnable`, { serviceIds: ["a.googleapis.com"] }],
  [
    "POST",
    `cloudresourcemanager/v1/projects/${PROJECT}:setIamPolicy`,
    { policy: { bindings: [], auditConfigs: [] }, updateMask: "auditConfigs" },
  ],
];

const [FILLED, CALLS] = filled();

/** A store after all good calls, and those calls. */
function filled(): readonly [Store, readonly Incoming[]] {
  const used = store();
  const calls = GOOD.map(([method, path, sent]): Incoming => {
    const [bare = "", text = ""] = path.split("?");
    return {
      method,
      path: `/${bare}`,
      query: new URLSearchParams(text),
      body: Buffer.from(JSON.stringify(sent)),
      contentType: "",
    };
  });
  for (const call of calls) {
    const { answer } = handler.answerIncoming(used, call);
    if (answer.code !== 200) throw new Error(`${call.path}: ${JSON.stringify(answer.body)}`);
  }
  return [used, calls];
}

/** Paths to every member and element of a value. */
const places = (value: unknown, at: readonly string[] = []): readonly (readonly string[])[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [[...at, key], ...places(inner, [...at, key])])
    : [];

function replacedAt(value: unknown, [key = "", ...rest]: readonly string[], next: unknown): unknown {
  const copy = (Array.isArray(value) ? [...(value as unknown[])] : { ...(value as object) }) as Record<string, unknown>;
  copy[key] = rest.length === 0 ? next : replacedAt(copy[key], rest, next);
  return copy;
}

test("a good body with one value replaced by any other never throws, on a fresh store and on a full one", () => {
  const one = fc.integer({ min: 0, max: GOOD.length - 1 }).chain((index) => {
    const sent = GOOD[index]![2];
    return fc.tuple(
      fc.constant(index),
      fc.constantFrom(...places(sent)),
      fc.oneof(json, fc.constantFrom("constructor", "__proto__", [[]], [{}], [null])),
    );
  });
  const snapshot = FILLED.snapshot();
  fc.assert(
    fc.property(one, fc.boolean(), ([index, place, next], isFull) => {
      const used = new Store();
      if (isFull) used.restore(snapshot);
      else {
        used.restore(store().snapshot());
        for (const call of CALLS.slice(0, index)) handler.answerIncoming(used, call);
      }
      const call = CALLS[index]!;
      const { answer } = handler.answerIncoming(used, {
        ...call,
        body: Buffer.from(JSON.stringify(replacedAt(GOOD[index]![2], place, next))),
      });
      // Of the filter's language only a part is served, and the rest is said to be no part of it.
      const unserved = GOOD[index]![1].endsWith("/entries:list") ? [501] : [];
      expect([200, 400, 403, 404, 409, 412, ...unserved]).toContain(answer.code);
      JSON.stringify(answer.body);
      // What was taken must not break who reads it, or deletes beside it.
      for (const route of CALLS) {
        expect(
          handler.answerIncoming(used, { ...route, method: "GET", body: Buffer.alloc(0) }).answer.code,
        ).toBeLessThan(502);
      }
      handler.answerIncoming(used, {
        ...CALLS[0]!,
        method: "DELETE",
        path: `${CALLS[0]!.path}/net`,
        body: Buffer.alloc(0),
      });
    }),
    { numRuns: 60 },
  );
});
