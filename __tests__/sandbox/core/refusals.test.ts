import { PROJECT, REGION, useSandbox } from "../../support/sandbox";

/** Requests that Google refuses, each by its schema, by a rule or by a list of what there is. */

const { good, bad, send, sandbox } = useSandbox(
  ...["artifactregistry", "cloudresourcemanager", "compute", "iam", "monitoring", "redis", "run", "secretmanager"],
  ...["servicenetworking", "serviceusage", "sqladmin"],
);

const RUN = `/run/v2/projects/${PROJECT}/locations/${REGION}/services`;
const GLOBAL = `/compute/v1/projects/${PROJECT}/global`;
const SECRETS = `/secretmanager/v1/projects/${PROJECT}/secrets`;
const MONITORING = `/monitoring/v3/projects/${PROJECT}`;
const PROJECTS = `/cloudresourcemanager/v1/projects/${PROJECT}`;

const service = (more: object = {}, template: object = {}): object => ({
  template: { containers: [{ image: "image" }], ...template },
  ...more,
});
const instance = (more: object = {}, settings: object = {}): object => ({
  name: "db",
  region: REGION,
  databaseVersion: "POSTGRES_17",
  settings: { tier: "db-custom-1-3840", edition: "ENTERPRISE", ...settings },
  ...more,
});
const policyRule = (rule: object): object => ({
  name: "armor",
  rules: [{ priority: 1, action: "allow", match: { expr: { expression: "true" } }, ...rule }],
});
const binding = (role: string, member: string): object => ({ policy: { bindings: [{ role, members: [member] }] } });

const unknown = (name: string, place: string): string =>
  `400 invalid: Invalid JSON payload received. Unknown name "${name}"${place === "" ? "" : ` at '${place}'`}: Cannot find field.`;
const invalid = (place: string, type: string, value: string): string =>
  `400 invalid: Invalid value at '${place}' (${type}), ${value}`;

const PROBES: readonly (readonly [what: string, method: string, path: string, body: object, refusal: string])[] = [
  ["an unknown member of a service", "POST", `${RUN}?serviceId=web`, service({ more: 1 }), unknown("more", "service")],
  [
    "an unknown member of a secret",
    "POST",
    `${SECRETS}?secretId=s`,
    { replication: { automatic: {} }, more: 1 },
    unknown("more", "secret"),
  ],
  [
    "an unknown member of a TLS policy",
    "POST",
    `${GLOBAL}/sslPolicies`,
    { name: "tls", more: 1 },
    unknown("more", "resource"),
  ],
  [
    "a service without a container",
    "POST",
    `${RUN}?serviceId=web`,
    { template: { containers: [] } },
    "400 invalid: template.containers: at least one container is needed, none found.",
  ],
  [
    "a service that is empty",
    "POST",
    `${RUN}?serviceId=web`,
    {},
    "400 invalid: service.template: required, not found.",
  ],
  [
    "a container without an image",
    "POST",
    `${RUN}?serviceId=web`,
    { template: { containers: [{}] } },
    "400 invalid: service.template.containers[0].image: required, not found.",
  ],
  [
    "labels as a list",
    "POST",
    `${RUN}?serviceId=web`,
    service({ labels: ["a"] }),
    `400 invalid: Invalid JSON payload received. Unknown name "labels" at 'service': Proto field is not repeating, cannot start list.`,
  ],
  [
    "a negative minimum",
    "POST",
    `${RUN}?serviceId=web`,
    service({}, { scaling: { minInstanceCount: -1 } }),
    "400 invalid: scaling.minInstanceCount: must not be negative, found -1.",
  ],
  [
    "a label with a bad key",
    "POST",
    `${RUN}?serviceId=web`,
    service({ labels: { "Bad Key": "a" } }),
    "400 invalid: labels: lower case letters, digits, _ and -, at most 63, a letter first in a key; found Bad Key: a.",
  ],
  [
    "an ingress that is none",
    "POST",
    `${RUN}?serviceId=web`,
    service({ ingress: "NOPE" }),
    invalid("service.ingress", "TYPE_ENUM", '"NOPE"'),
  ],
  [
    "a type of address that is none",
    "POST",
    `${GLOBAL}/addresses`,
    { name: "ip", addressType: "NOPE" },
    invalid("resource.address_type", "TYPE_ENUM", '"NOPE"'),
  ],
  [
    "a length that is no number",
    "POST",
    `${GLOBAL}/addresses`,
    { name: "ip", prefixLength: "x" },
    invalid("resource.prefix_length", "TYPE_INT32", '"x"'),
  ],
  [
    "a TLS version that is none",
    "POST",
    `${GLOBAL}/sslPolicies`,
    { name: "tls", minTlsVersion: "NOPE" },
    invalid("resource.min_tls_version", "TYPE_ENUM", '"NOPE"'),
  ],
  [
    "a protocol that is none",
    "POST",
    `${GLOBAL}/backendServices`,
    { name: "back", protocol: "NOPE" },
    invalid("resource.protocol", "TYPE_ENUM", '"NOPE"'),
  ],
  [
    "a timeout that is no number",
    "POST",
    `${GLOBAL}/backendServices`,
    { name: "back", timeoutSec: "x" },
    invalid("resource.timeout_sec", "TYPE_INT32", '"x"'),
  ],
  [
    "a type of policy that is none",
    "POST",
    `${GLOBAL}/securityPolicies`,
    { name: "armor", type: "NOPE" },
    invalid("resource.type", "TYPE_ENUM", '"NOPE"'),
  ],
  [
    "an action that is none",
    "POST",
    `${GLOBAL}/securityPolicies`,
    policyRule({ action: "NOPE" }),
    "400 invalid: Invalid value for field 'resource.rules[priority=1].action': 'NOPE'. There is no such action.",
  ],
  [
    "an expression that is none",
    "POST",
    `${GLOBAL}/securityPolicies`,
    policyRule({ match: { expr: { expression: "this is ( no CEL" } } }),
    "400 invalid: Invalid value for field 'resource.rules[priority=1].match.expr.expression': 'this is ( no CEL'. Syntax error: end expected, found 'is'.",
  ],
  [
    "a version of the database that is none",
    "POST",
    `/sql/v1beta4/projects/${PROJECT}/instances`,
    instance({ databaseVersion: "POSTGRES_99" }),
    invalid("body.database_version", "TYPE_ENUM", '"POSTGRES_99"'),
  ],
  [
    "a TLS mode that is none",
    "POST",
    `/sql/v1beta4/projects/${PROJECT}/instances`,
    instance({}, { ipConfiguration: { sslMode: "NOPE" } }),
    invalid("body.settings.ip_configuration.ssl_mode", "TYPE_ENUM", '"NOPE"'),
  ],
  [
    "a flag that is none",
    "POST",
    `/sql/v1beta4/projects/${PROJECT}/instances`,
    instance({}, { databaseFlags: [{ name: "no_such_flag", value: "on" }] }),
    "400 invalid: Invalid request: Invalid flag: no_such_flag.",
  ],
  [
    "a region that is none",
    "POST",
    `/sql/v1beta4/projects/${PROJECT}/instances`,
    instance({ region: "mars-1" }),
    "400 invalid: Invalid request: region mars-1 does not exist.",
  ],
  [
    "an eviction that is none",
    "POST",
    `/redis/v1/projects/${PROJECT}/locations/${REGION}/instances?instanceId=cache`,
    { tier: "BASIC", memorySizeGb: 1, redisConfigs: { "maxmemory-policy": "nope" } },
    "400 invalid: redis_configs: maxmemory-policy nope is none.",
  ],
  [
    "a type of channel that is none",
    "POST",
    `${MONITORING}/notificationChannels`,
    { type: "nope" },
    '400 invalid: Field notification_channel.type had an invalid value of "nope": there is no such type.',
  ],
  [
    "a role that is none",
    "POST",
    `${PROJECTS}:setIamPolicy`,
    binding("roles/no.suchRole", "user:a@example.com"),
    "400 invalid: Role roles/no.suchRole is not supported for this resource.",
  ],
  [
    "a role of the project that is none",
    "POST",
    `${PROJECTS}:setIamPolicy`,
    binding(`projects/${PROJECT}/roles/none`, "user:a@example.com"),
    `400 invalid: Role projects/${PROJECT}/roles/none is not supported for this resource.`,
  ],
  [
    "a member without a type",
    "POST",
    `${PROJECTS}:setIamPolicy`,
    binding("roles/viewer", "somebody"),
    "400 invalid: The member somebody is of an unknown type. Please set a valid type prefix for the member.",
  ],
  [
    "a permission that is none",
    "POST",
    `/iam/v1/projects/${PROJECT}/roles`,
    { roleId: "mine", role: { includedPermissions: ["no.such.permission"] } },
    "400 invalid: Permission no.such.permission is not valid.",
  ],
  [
    "a permission that its service does not have",
    "POST",
    `/iam/v1/projects/${PROJECT}/roles`,
    { roleId: "mine", role: { includedPermissions: ["run.services.fly"] } },
    "400 invalid: Permission run.services.fly is not valid.",
  ],
  [
    "a service that is none",
    "POST",
    `/serviceusage/v1/projects/${PROJECT}/services/no-such.googleapis.com:enable`,
    {},
    "404 notFound: Not found or permission denied for service(s): no-such.googleapis.com.",
  ],
  [
    "a location of buckets that is none",
    "POST",
    `/storage/v1/b?project=${PROJECT}`,
    { name: "somewhere", location: "NOWHERE" },
    "400 invalid: The specified location constraint is not valid: NOWHERE.",
  ],
  [
    "a location of services that is none",
    "POST",
    `/run/v2/projects/${PROJECT}/locations/mars-1/services?serviceId=web`,
    service(),
    "403 forbidden: Permission denied on 'locations/mars-1' (or it may not exist).",
  ],
  [
    "a parameter that is none",
    "GET",
    `${RUN}?more=1`,
    {},
    `400 invalid: Invalid JSON payload received. Unknown name "more": Cannot bind query parameter. Field 'more' could not be found in request message.`,
  ],
  [
    "a number as a text",
    "POST",
    `${SECRETS}?secretId=s`,
    { replication: { automatic: {} }, labels: { a: 1 } },
    invalid("secret.labels[a]", "TYPE_STRING", "1"),
  ],
  [
    "a name that has not its form",
    "POST",
    `${GLOBAL}/addresses`,
    { name: "No Name" },
    "400 invalid: Invalid value for field 'resource.name': 'No Name'. Must be a match of regex '(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)'",
  ],
];

test.each(PROBES)("%s is refused, and nothing is made", async (_, method, path, body, refusal) => {
  // The network that a cache has where none is named.
  sandbox().store.put(`compute/projects/${PROJECT}/global/networks/default`, { name: "default" });
  const before = sandbox().store.snapshot().entries;
  expect(await bad(method, path, method === "GET" ? undefined : body)).toBe(refusal);
  expect(sandbox().store.snapshot().entries).toEqual(before);
});

describe("the payload of a version", () => {
  const addVersion = (payload: object): Promise<string> => bad("POST", `${SECRETS}/s:addVersion`, { payload });
  beforeEach(() => good("POST", `${SECRETS}?secretId=s`, { replication: { automatic: {} } }));

  test("must be in base64", async () => {
    expect(await addVersion({ data: "###" })).toBe(
      invalid("payload.data", "TYPE_BYTES", "Base64 decoding failed for ***"),
    );
  });

  test("must have its checksum, where one is sent", async () => {
    const data = Buffer.from("123456789").toString("base64");
    expect(await addVersion({ data, dataCrc32c: "1" })).toBe(
      "400 invalid: The checksum of the payload does not match payload.data_crc32c.",
    );
    // The check value of CRC-32C.
    await good("POST", `${SECRETS}/s:addVersion`, { payload: { data, dataCrc32c: 0xe3069283 } });
  });
});

test("an error has the form of its API: details, the older list beside them, or that list alone", async () => {
  const asked = async (path: string): Promise<readonly string[]> =>
    Object.keys((await send("POST", path, { name: "some", more: 1 })).body.error).sort();
  expect(await asked(`${SECRETS}?secretId=s`)).toEqual(["code", "details", "message", "status"]);
  expect(await asked(`${GLOBAL}/sslPolicies`)).toEqual(["code", "details", "errors", "message", "status"]);
  expect(await asked(`/storage/v1/b?project=${PROJECT}`)).toEqual(["code", "errors", "message"]);
  const { error } = (await send("POST", `${RUN}?serviceId=web`, { template: { more: 1 } })).body;
  expect(error.details).toEqual([
    {
      "@type": "type.googleapis.com/google.rpc.BadRequest",
      fieldViolations: [
        {
          field: "service.template",
          description: `Invalid JSON payload received. Unknown name "more" at 'service.template': Cannot find field.`,
        },
      ],
    },
  ]);
});

describe("what Google reads otherwise than it is sent", () => {
  test("what only Google writes is ignored, names may be in snake case, numbers texts, and enum members numbers", async () => {
    const sent = {
      ...{ uid: "mine", ingress: 3, launch_stage: 4 },
      template: { containers: [{ image: "image" }], max_instance_request_concurrency: "7" },
    };
    await good("POST", `${RUN}?service_id=web`, sent);
    const read = await good("GET", `${RUN}/web`);
    expect(read).toMatchObject({ ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER", launchStage: "GA" });
    expect(read.template.maxInstanceRequestConcurrency).toBe(7);
    expect(read.uid).not.toBe("mine");
  });

  test("what is only to be validated is answered, and leaves nothing behind", async () => {
    const before = sandbox().store.snapshot().entries;
    const { response } = await good("POST", `${RUN}?serviceId=web&validateOnly=true`, service());
    expect(response.template.timeout).toBe("300s");
    expect(sandbox().store.snapshot().entries).toEqual(before);
    expect(await bad("POST", `${RUN}?serviceId=web&validateOnly=true`, {})).toMatch(/^400/);
  });
});

describe("a mask", () => {
  beforeEach(() => good("POST", `${RUN}?serviceId=web`, service({ labels: { a: "b" } })));

  test("names what changes, at any depth, and the rest stays", async () => {
    const { template: before } = await good("GET", `${RUN}/web`);
    await good("PATCH", `${RUN}/web?updateMask=template.timeout`, { template: { timeout: "60s" } });
    expect(await good("GET", `${RUN}/web`)).toMatchObject({
      labels: { a: "b" },
      template: { ...before, timeout: "60s" },
    });
  });

  test("of everything replaces it", async () => {
    await good("PATCH", `${RUN}/web?updateMask=*`, service());
    expect(await good("GET", `${RUN}/web`)).not.toHaveProperty("labels");
  });

  test("of a channel's labels leaves its name", async () => {
    const { name } = await good("POST", `${MONITORING}/notificationChannels`, {
      ...{ type: "email", displayName: "team", labels: { email_address: "a@example.com" } },
    });
    const labels = { email_address: "b@example.com" };
    const next = await good("PATCH", `/monitoring/v3/${name}?updateMask=labels`, { labels });
    expect(next).toMatchObject({ type: "email", displayName: "team", labels });
  });

  test("of a policy decides whether its grants change", async () => {
    await good("POST", `${PROJECTS}:setIamPolicy`, binding("roles/viewer", "user:a@example.com"));
    const sent = { ...binding("roles/editor", "user:a@example.com"), updateMask: "auditConfigs" };
    expect((await good("POST", `${PROJECTS}:setIamPolicy`, sent)).bindings).toEqual([
      { role: "roles/viewer", members: ["user:a@example.com"] },
    ]);
  });

  const NAMED = [
    ["a service", `${RUN}/web?updateMask=template.noSuchMember`],
    ["a cache", `/redis/v1/projects/${PROJECT}/locations/${REGION}/instances/cache?updateMask=noSuchMember`],
    ["a secret", `${SECRETS}/s?updateMask=noSuchMember`],
    [
      "a repository",
      `/artifactregistry/v1/projects/${PROJECT}/locations/${REGION}/repositories/r?updateMask=noSuchMember`,
    ],
    ["a pool", `/iam/v1/projects/${PROJECT}/locations/global/workloadIdentityPools/p?updateMask=noSuchMember`],
    ["a role", `/iam/v1/projects/${PROJECT}/roles/r?updateMask=noSuchMember`],
    ["an alert", `${MONITORING}/alertPolicies/1?updateMask=noSuchMember`],
    ["an uptime check", `${MONITORING}/uptimeCheckConfigs/1?updateMask=noSuchMember`],
    ["a service of Monitoring", `${MONITORING}/services/s?updateMask=noSuchMember`],
    ["an objective", `${MONITORING}/services/s/serviceLevelObjectives/o?updateMask=noSuchMember`],
  ] as const;

  test.each(NAMED)("that names what %s does not have is refused", async (_, path) => {
    expect(await bad("PATCH", path, {})).toMatch(/Invalid field mask: update_mask names "(template\.)?noSuchMember"/);
  });

  test("within a body is held against the resource beside it", async () => {
    const path = `/iam/v1/projects/${PROJECT}/serviceAccounts/none@${PROJECT}.iam.gserviceaccount.com`;
    expect(await bad("PATCH", path, { serviceAccount: {}, updateMask: "noSuchMember" })).toMatch(/Invalid field mask/);
  });
});
