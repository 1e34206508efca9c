import { PROJECT, REGION, useSandbox, type Body } from "../../support/sandbox";

const { good, bad, admin, sandbox } = useSandbox("compute", "run", "iam", "secretmanager");

const SERVICES = `/run/v2/projects/${PROJECT}/locations/${REGION}/services`;
const PATH = `projects/${PROJECT}/locations/${REGION}/services`;
const SECRETS = `/secretmanager/v1/projects/${PROJECT}/secrets`;
const RUNTIME = `runtime@${PROJECT}.iam.gserviceaccount.com`;
const any = expect.any(String) as string;
const SERVICE_TYPE = "type.googleapis.com/google.cloud.run.v2.Service";

const serviceBody = (template: object = {}, more: object = {}): Body => ({
  template: { containers: [{ image: "image" }], ...template },
  ...more,
});
const container = (body: object): object => ({ containers: [{ image: "image", ...body }] });
const createService = (body: Body = serviceBody(), id = "web"): Promise<Body> =>
  good("POST", `${SERVICES}?serviceId=${id}`, body);
const serviceRefusal = (body: Body, id = "web"): Promise<string> => bad("POST", `${SERVICES}?serviceId=${id}`, body);
const readService = (id = "web"): Promise<Body> => good("GET", `${SERVICES}/${id}`);

test("a service has its defaults, zeros of the whole service's scaling among them, and nothing else", async () => {
  const operation = await createService();
  const ready = { state: "CONDITION_SUCCEEDED", lastTransitionTime: any };
  const whole = {
    name: `${PATH}/web`,
    uid: any,
    generation: "1",
    observedGeneration: "1",
    createTime: any,
    updateTime: any,
    creator: any,
    lastModifier: any,
    etag: any,
    reconciling: false,
    ingress: "INGRESS_TRAFFIC_ALL",
    launchStage: "GA",
    scaling: { manualInstanceCount: 0, minInstanceCount: 0 },
    traffic: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
    trafficStatuses: [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_LATEST", percent: 100 }],
    terminalCondition: { type: "Ready", ...ready },
    conditions: [
      { type: "RoutesReady", ...ready },
      { type: "ConfigurationsReady", ...ready },
    ],
    latestCreatedRevision: `${PATH}/web/revisions/web-00001-sbx`,
    latestReadyRevision: `${PATH}/web/revisions/web-00001-sbx`,
    uri: expect.stringMatching(/^https:\/\/web-\d+\.europe-west1\.run\.app$/) as string,
    urls: [any],
    template: {
      serviceAccount: expect.stringMatching(/^\d+-compute@developer\.gserviceaccount\.com$/) as string,
      timeout: "300s",
      maxInstanceRequestConcurrency: 80,
      // Google's number depends on quotas; it is never absent.
      scaling: { maxInstanceCount: 100 },
      containers: [
        {
          image: "image",
          ports: [{ name: "http1", containerPort: 8080 }],
          resources: { limits: { cpu: "1000m", memory: "512Mi" } },
          startupProbe: { timeoutSeconds: 240, periodSeconds: 240, failureThreshold: 1, tcpSocket: { port: 8080 } },
        },
      ],
    },
  };
  expect(operation).toEqual({
    name: expect.stringMatching(`^projects/${PROJECT}/locations/${REGION}/operations/`) as string,
    metadata: { "@type": SERVICE_TYPE, ...whole },
    done: true,
    response: { "@type": SERVICE_TYPE, ...whole },
  });
  expect(await readService()).toEqual(whole);
  expect((await good("GET", SERVICES)).services).toEqual([whole]);
});

test("what is sent stays, and the other limit joins it; ports lead the probes, zeros of scaling and delay are absent", async () => {
  await createService(
    serviceBody({
      ...container({
        ports: [{ containerPort: 3000 }],
        resources: { limits: { memory: "1Gi" }, cpuIdle: false },
        startupProbe: { httpGet: { path: "/up" }, initialDelaySeconds: 0 },
        livenessProbe: { httpGet: { path: "/live", port: 9 }, periodSeconds: 30 },
      }),
      scaling: { minInstanceCount: 0, maxInstanceCount: 3 },
    }),
  );
  const { template } = (await readService()) as { template: Record<string, Body> };
  expect(template.scaling).toEqual({ maxInstanceCount: 3 });
  expect(template.containers[0]).toEqual({
    image: "image",
    ports: [{ containerPort: 3000 }],
    resources: { limits: { cpu: "1000m", memory: "1Gi" }, cpuIdle: false },
    startupProbe: { timeoutSeconds: 1, periodSeconds: 10, failureThreshold: 3, httpGet: { path: "/up", port: 3000 } },
    livenessProbe: { timeoutSeconds: 1, periodSeconds: 30, failureThreshold: 3, httpGet: { path: "/live", port: 9 } },
  });
});

test("a least number of instances alone gets Google's maximum; a processor alone gets its memory", async () => {
  await createService(
    serviceBody({ ...container({ resources: { limits: { cpu: "2" } } }), scaling: { minInstanceCount: 1 } }),
  );
  const { template } = (await readService()) as { template: Record<string, Body> };
  expect(template.scaling).toEqual({ minInstanceCount: 1, maxInstanceCount: 100 });
  expect(template.containers[0].resources.limits).toEqual({ cpu: "2", memory: "512Mi" });
});

test("of several containers the one with ports gets the requests; another may have a PORT of its own", async () => {
  const sidecar = { name: "side", image: "side", env: [{ name: "PORT", value: "8081" }] };
  await createService(serviceBody({ containers: [{ image: "image", ports: [{ containerPort: 80 }] }, sidecar] }));
  const { template } = (await readService()) as { template: Record<string, Body> };
  expect(template.containers[1]).toEqual({ ...sidecar, resources: { limits: { cpu: "1000m", memory: "512Mi" } } });
  const probed = { ...sidecar, livenessProbe: { httpGet: { port: 8081 } } };
  await good("PATCH", `${SERVICES}/web`, serviceBody({ containers: [{ image: "image", ports: [{}] }, probed] }));
  expect((await readService()).template.containers[1].livenessProbe).toEqual({
    ...{ timeoutSeconds: 1, periodSeconds: 10, failureThreshold: 3, httpGet: { port: 8081 } },
  });
  const reserved = [{ name: "K_SERVICE", value: "web" }];
  expect(
    await serviceRefusal(
      serviceBody({
        containers: [
          { image: "image", ports: [{}] },
          { ...sidecar, env: reserved },
        ],
      }),
      "other",
    ),
  ).toMatch(
    /^400 invalid: template\.containers\[1\]\.env: The following reserved env names were provided: K_SERVICE\./,
  );
});

test("an update replaces what users set and keeps what Google wrote; a new template is a new revision", async () => {
  await createService(serviceBody({}, { labels: { a: "b" } }));
  const before = (await readService()) as Record<string, Body>;
  await good("PATCH", `${SERVICES}/web`, serviceBody());
  const same = (await readService()) as Record<string, Body>;
  expect(same).toMatchObject({
    uid: before.uid,
    createTime: before.createTime,
    generation: "2",
    latestReadyRevision: before.latestReadyRevision,
  });
  expect(same).not.toHaveProperty("labels");
  await good("PATCH", `${SERVICES}/web`, serviceBody({ timeout: "60s" }));
  expect((await readService()).latestReadyRevision).toBe(`${PATH}/web/revisions/web-00003-sbx`);
  expect(await bad("PATCH", `${SERVICES}/web`, serviceBody({}, { etag: before.etag as string }))).toBe(
    "409 aborted: The etag provided in the request does not match the current etag of the resource",
  );
  const last = await readService();
  // A deletion answers what was there.
  expect((await good("DELETE", `${SERVICES}/web`)).response).toEqual({ "@type": SERVICE_TYPE, ...last });
  expect(await bad("GET", `${SERVICES}/web`)).toBe(`404 notFound: Resource '${PATH}/web' was not found`);
});

const withLimits = (cpu: string, memory: string, concurrency = 80): Body =>
  serviceBody({ ...container({ resources: { limits: { cpu, memory } } }), maxInstanceRequestConcurrency: concurrency });
const withStartupProbe = (body: object): Body => serviceBody(container({ startupProbe: { httpGet: {}, ...body } }));

test.each([
  [
    serviceBody(container({ env: [{ name: "PORT", value: "1" }, { name: "A" }, { name: "K_SERVICE" }] })),
    "template.containers[0].env: The following reserved env names were provided: PORT, K_SERVICE. These values are automatically set by the system.",
  ],
  [
    serviceBody(container({ env: [{ name: "A" }, { name: "A" }] })),
    "template.containers[0].env: Duplicate variable name A.",
  ],
  [
    serviceBody({ scaling: { minInstanceCount: 3, maxInstanceCount: 2 } }),
    "template.scaling.max_instance_count: Max instances 2 is lower than min instances 3.",
  ],
  [serviceBody({ timeout: "3601s" }), "template.timeout: must be between 1s and 3600s, found 3601s."],
  [serviceBody({ timeout: "0s" }), "template.timeout: must be between 1s and 3600s, found 0s."],
  [
    serviceBody({ maxInstanceRequestConcurrency: 1001 }),
    "template.max_instance_request_concurrency: must be between 1 and 1000, found 1001.",
  ],
  [withLimits("4", "2047Mi"), "resources.limits.memory: 2047Mi is too low for 4 CPU; at least 2048Mi."],
  [withLimits("1", "127Mi"), "resources.limits.memory: 127Mi is too low for 1 CPU; at least 128Mi."],
  [withLimits("1", "5Gi"), "resources.limits.memory: 5Gi is too high for 1 CPU; at most 4096Mi."],
  [withLimits("1", "a lot"), "resources.limits.memory: a lot is too low for 1 CPU; at least 128Mi."],
  [withLimits("3", "2Gi"), "resources.limits.cpu: 3 is not a number of CPUs that Cloud Run has."],
  [withLimits("500m", "512Mi"), "Total cpu < 1 is not supported with concurrency > 1."],
  [serviceBody({}, { traffic: [{ percent: 99 }] }), "traffic: The sum of percentages is 99, must be 100."],
  [
    serviceBody(container({ livenessProbe: { tcpSocket: { port: 1 } } })),
    "Cloud Run currently does not support TCP socket in liveness probe",
  ],
  [withStartupProbe({ periodSeconds: 241 }), "startupProbe: period_seconds must be between 1 and 240, found 241."],
  [
    withStartupProbe({ initialDelaySeconds: 241 }),
    "startupProbe: initial_delay_seconds must be between 0 and 240, found 241.",
  ],
  [withStartupProbe({ timeoutSeconds: 241 }), "startupProbe: timeout_seconds must be between 1 and 240, found 241."],
  [
    withStartupProbe({ failureThreshold: 25 }),
    "startupProbe: failure_threshold × period_seconds is 250, must be at most 240.",
  ],
  [
    serviceBody(container({ livenessProbe: { httpGet: {}, periodSeconds: 3601 } })),
    "livenessProbe: period_seconds must be between 1 and 3600, found 3601.",
  ],
  [
    serviceBody({ vpcAccess: { connector: "c", networkInterfaces: [{}] } }),
    "template.vpc_access: connector and network_interfaces cannot be set together.",
  ],
  [serviceBody({ serviceAccount: RUNTIME }), `template.service_account: Service account ${RUNTIME} does not exist.`],
  [
    serviceBody({ vpcAccess: { networkInterfaces: [{ network: `projects/${PROJECT}/global/networks/none` }] } }),
    `The resource 'projects/${PROJECT}/global/networks/none' was not found`,
  ],
])("%j is refused", async (body, message) => {
  expect(await serviceRefusal(body)).toBe(`400 invalid: ${message}`);
});

test.each([
  serviceBody({
    timeout: "3600s",
    scaling: { minInstanceCount: 2, maxInstanceCount: 2 },
    maxInstanceRequestConcurrency: 1000,
  }),
  withLimits("4", "2Gi"),
  withLimits("8", "32Gi"),
  withLimits("1", "4Gi"),
  withLimits("1", "128Mi"),
  withLimits("500m", "512M", 1),
  withStartupProbe({ initialDelaySeconds: 240, periodSeconds: 240, timeoutSeconds: 240, failureThreshold: 1 }),
  withStartupProbe({ failureThreshold: 24 }),
  // Above the period: its page says otherwise, and the provider's own tests apply it.
  withStartupProbe({ periodSeconds: 1, timeoutSeconds: 5 }),
  serviceBody(container({ livenessProbe: { grpc: {}, periodSeconds: 3600 } })),
  serviceBody({}, { traffic: [{ percent: 40 }, { percent: 60 }] }),
])("%j is taken", async (body) => {
  await createService(body);
});

test("a name has up to 49 characters", async () => {
  await createService(serviceBody(), "a".repeat(49));
  for (const id of ["a".repeat(50), "Web", "1", "web-"]) {
    expect(await serviceRefusal(serviceBody(), id)).toMatch(/^400 invalid: Invalid service name/);
  }
});

test("direct VPC egress needs a subnetwork of /26, and keeps it and its network from deletion", async () => {
  const root = `/compute/v1/projects/${PROJECT}`;
  await good("POST", `${root}/global/networks`, { name: "net", autoCreateSubnetworks: false });
  const subnets = `${root}/regions/${REGION}/subnetworks`;
  const withNetwork = (subnetwork: string): Body => serviceBody({ vpcAccess: { networkInterfaces: [{ subnetwork }] } });
  await good("POST", subnets, { name: "small", ipCidrRange: "10.0.0.0/27", network: "global/networks/net" });
  await good("POST", subnets, { name: "enough", ipCidrRange: "10.0.1.0/26", network: "global/networks/net" });
  const small =
    "400 invalid: template.vpc_access: the subnetwork 10.0.0.0/27 is smaller than /26, which direct VPC egress needs.";
  for (const link of [
    `projects/${PROJECT}/regions/${REGION}/subnetworks/small`,
    `regions/${REGION}/subnetworks/small`,
  ]) {
    expect(await serviceRefusal(withNetwork(link))).toBe(small);
  }
  expect(await serviceRefusal(withNetwork("small"))).toBe(small);
  expect(await serviceRefusal(serviceBody({ vpcAccess: { networkInterfaces: [{ network: "default" }] } }))).toBe(
    `400 invalid: The resource 'projects/${PROJECT}/global/networks/default' was not found`,
  );
  const byName = { networkInterfaces: [{ network: "net", subnetwork: "enough" }] };
  await createService(serviceBody({ vpcAccess: byName }), "named");
  expect((await readService("named")).template.vpcAccess).toEqual(byName);
  await good("DELETE", `${SERVICES}/named`);
  const subnetwork = `projects/${PROJECT}/regions/${REGION}/subnetworks/enough`;
  await createService(withNetwork(subnetwork));
  expect((await readService()).template.vpcAccess).toEqual({ networkInterfaces: [{ subnetwork }] });
  expect(await bad("DELETE", `${subnets}/enough`)).toBe(
    `400 resourceInUseByAnotherResource: The subnetwork resource '${subnetwork}' is already being used by '${PATH}/web'`,
  );
});

describe("secrets of a service", () => {
  const AT = "spec.template.spec.containers[0].env[0].value_from.secret_key_ref.name";
  const withSecret = (version = "1", secret = "s"): Body =>
    serviceBody({
      ...container({ env: [{ name: "A", valueSource: { secretKeyRef: { secret, version } } }] }),
      serviceAccount: RUNTIME,
    });
  const grantRole = (role: string, path = `${SECRETS}/s`, condition?: object): Promise<Body> =>
    good("POST", `${path}:setIamPolicy`, {
      policy: { bindings: [{ role, members: [`serviceAccount:${RUNTIME}`], ...(condition && { condition }) }] },
    });
  const denied = `${AT}: Permission denied on secret: projects/${PROJECT}/secrets/s/versions/1 for Revision service account ${RUNTIME}. The service account used must be granted the 'Secret Manager Secret Accessor' role (roles/secretmanager.secretAccessor) at the secret, project or higher level.`;
  const failedRollout = (problem: string, revision = "web-00001-sbx"): object => ({
    done: true,
    error: { code: 9, message: `Revision '${revision}' is not ready and cannot serve traffic. ${problem}` },
  });

  beforeEach(async () => {
    await good("POST", `/iam/v1/projects/${PROJECT}/serviceAccounts`, { accountId: "runtime" });
    await good("POST", `${SECRETS}?secretId=s`, { replication: { automatic: {} } });
    await good("POST", `${SECRETS}/s:addVersion`, { payload: { data: "YQ==" } });
  });

  test("without the grant the operation fails, and the service stays without a ready revision", async () => {
    expect(await createService(withSecret())).toMatchObject(failedRollout(denied));
    const stored = (await readService()) as Record<string, unknown>;
    expect(stored.terminalCondition).toMatchObject({
      state: "CONDITION_FAILED",
      reason: "SECRETS_ACCESS_CHECK_FAILED",
    });
    expect(stored).not.toHaveProperty("latestReadyRevision");
    expect(stored.latestCreatedRevision).toMatch(/web-00001-sbx$/);
  });

  test("a failed update serves the last ready revision, and every problem is said", async () => {
    await grantRole("roles/secretmanager.secretAccessor");
    await createService(withSecret());
    const env = ["2", "none"].map((version, index) => ({
      name: `V${index}`,
      valueSource: { secretKeyRef: { secret: "s", version } },
    }));
    const problem = [0, 1].map(
      (index) =>
        `${AT.replace("env[0]", `env[${index}]`)}: Secret projects/${PROJECT}/secrets/s/versions/${index === 0 ? "2" : "none"} was not found`,
    );
    const answer = await good(
      "PATCH",
      `${SERVICES}/web`,
      serviceBody({ ...container({ env }), serviceAccount: RUNTIME }),
    );
    expect(answer).toMatchObject(failedRollout(problem.join("\n"), "web-00002-sbx"));
    expect((await readService()).latestReadyRevision).toMatch(/web-00001-sbx$/);
  });

  test.each([
    ["at the secret", "roles/secretmanager.secretAccessor", `${SECRETS}/s`],
    ["at the project", "roles/secretmanager.secretAccessor", `/cloudresourcemanager/v1/projects/${PROJECT}`],
    ["as owner", "roles/owner", `/cloudresourcemanager/v1/projects/${PROJECT}`],
  ])("a grant %s is enough, in each form of the reference", async (_, role, path) => {
    await grantRole(role, path);
    const { projectNumber } = (await good("GET", `/cloudresourcemanager/v1/projects/${PROJECT}`)) as {
      projectNumber: string;
    };
    for (const secret of ["s", `projects/${PROJECT}/secrets/s`, `projects/${projectNumber}/secrets/s`]) {
      for (const version of ["1", "latest"]) {
        expect(await createService(withSecret(version, secret))).not.toHaveProperty("error");
        expect((await readService()).template.containers[0].env[0].valueSource.secretKeyRef).toEqual({
          secret,
          version,
        });
        await good("DELETE", `${SERVICES}/web`);
      }
    }
  });

  test("neither another role nor a conditional grant is enough", async () => {
    await grantRole("roles/viewer");
    expect(await createService(withSecret())).toMatchObject(failedRollout(denied));
    await grantRole("roles/secretmanager.secretAccessor", `${SECRETS}/s`, { title: "t", expression: "false" });
    expect(await createService(withSecret(), "other")).toHaveProperty("error");
  });

  test("a version that is switched off is not read", async () => {
    await grantRole("roles/secretmanager.secretAccessor");
    await good("POST", `${SECRETS}/s/versions/1:disable`);
    expect(await createService(withSecret())).toMatchObject(
      failedRollout(`${AT}: Secret projects/${PROJECT}/secrets/s/versions/1 is in DISABLED state.`),
    );
    expect(await createService(withSecret("1", "none"), "other")).toHaveProperty("error");
  });
});

test("a fault of its operation leaves the service there, as a failed rollout does", async () => {
  await admin("POST", "faults", {
    method: "POST",
    path: "/services",
    harm: { kind: "operation", code: 9, message: "no" },
  });
  expect(await createService()).toMatchObject({ done: true, error: { code: 9, message: "no" } });
  expect((await readService()).generation).toBe("1");
});

test("its policy goes with it: one of the same name begins without grants", async () => {
  const policy = { bindings: [{ role: "roles/run.invoker", members: ["allUsers"] }] };
  expect(await bad("POST", `${SERVICES}/web:setIamPolicy`, { policy })).toBe(
    `404 notFound: Resource '${PATH}/web' was not found`,
  );
  expect(await bad("GET", `${SERVICES}/web:getIamPolicy`)).toMatch(/^404 /);
  await createService();
  await good("POST", `${SERVICES}/web:setIamPolicy`, { policy });
  expect((await good("GET", `${SERVICES}/web:getIamPolicy`)).bindings).toEqual(policy.bindings);
  await good("DELETE", `${SERVICES}/web`);
  await createService();
  expect(await good("GET", `${SERVICES}/web:getIamPolicy`)).toEqual({ version: 1, etag: "ACAB" });
  expect(sandbox().store.below("iam-policies/")).toEqual([]);
});

test("a mask changes the traffic and nothing else: no new revision, also where the newest never became ready", async () => {
  await createService();
  await good("PATCH", `${SERVICES}/web`, serviceBody({ timeout: "60s" }));
  const traffic = [{ type: "TRAFFIC_TARGET_ALLOCATION_TYPE_REVISION", revision: "web-00001-sbx", percent: 100 }];
  const operation = await good("PATCH", `${SERVICES}/web?updateMask=traffic`, { traffic });
  expect(operation).toMatchObject({ done: true, response: { traffic } });
  expect(await readService()).toMatchObject({
    template: { timeout: "60s" },
    latestCreatedRevision: `${PATH}/web/revisions/web-00002-sbx`,
    traffic,
  });
});
