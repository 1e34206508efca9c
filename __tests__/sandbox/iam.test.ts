import { PROJECT, REGION, useSandbox, type Body } from "../support/sandbox";

const { good, bad } = useSandbox("iam", "secretmanager", "artifactregistry");

const PROJECTS = `/cloudresourcemanager/v1/projects/${PROJECT}`;
const ACCOUNTS = `/iam/v1/projects/${PROJECT}/serviceAccounts`;
const SERVICES = `/serviceusage/v1/projects/${PROJECT}/services`;
const EMAIL = `runtime@${PROJECT}.iam.gserviceaccount.com`;
const any = expect.any(String) as string;

const createAccount = (accountId = "runtime"): Promise<Body> =>
  good("POST", ACCOUNTS, { accountId, serviceAccount: { displayName: "x" } });
const readPolicy = (): Promise<Body> =>
  good("POST", `${PROJECTS}:getIamPolicy`, { options: { requestedPolicyVersion: 3 } });
const setBindings = (bindings: unknown, more: object = {}): Promise<Body> =>
  good("POST", `${PROJECTS}:setIamPolicy`, { policy: { bindings, ...more } });
const binding = (...members: readonly string[]): Body => ({ role: "roles/viewer", members });
const readProjectNumber = async (): Promise<string> =>
  ((await good("GET", PROJECTS)) as { projectNumber: string }).projectNumber;

describe("projects and services", () => {
  test("a project has a number, as a text, and is active", async () => {
    expect(await good("GET", PROJECTS)).toEqual({
      projectId: PROJECT,
      projectNumber: expect.stringMatching(/^\d{12}$/) as string,
      name: PROJECT,
      lifecycleState: "ACTIVE",
      createTime: any,
    });
  });

  test("services are switched on alone and together, and off, by a finished operation", async () => {
    const names = async (): Promise<readonly string[]> =>
      (
        (await good("GET", `${SERVICES}?filter=state:ENABLED`)) as { services: { config: { name: string } }[] }
      ).services.map(({ config }) => config.name);
    const service = async (state = "ENABLED"): Promise<object> => ({
      name: `projects/${await readProjectNumber()}/services/run.googleapis.com`,
      parent: `projects/${await readProjectNumber()}`,
      config: { name: "run.googleapis.com" },
      state,
    });
    expect(await good("GET", `${SERVICES}/run.googleapis.com`)).toEqual(await service("DISABLED"));
    expect(await good("POST", `${SERVICES}/run.googleapis.com:enable`)).toMatchObject({
      done: true,
      metadata: { resourceNames: [`projects/${await readProjectNumber()}/services/run.googleapis.com`] },
      response: { service: await service() },
    });
    await good("POST", `${SERVICES}:batchEnable`, { serviceIds: ["redis.googleapis.com", "sqladmin.googleapis.com"] });
    expect(await names()).toEqual(
      expect.arrayContaining(["run.googleapis.com", "redis.googleapis.com", "sqladmin.googleapis.com"]),
    );
    const off = (await good("GET", `${SERVICES}?filter=state:DISABLED`)) as {
      services: { config: { name: string } }[];
    };
    expect(off.services.map(({ config }) => config.name)).toContain("spanner.googleapis.com");
    expect(off.services.map(({ config }) => config.name)).not.toContain("run.googleapis.com");
    await good("POST", `${SERVICES}/run.googleapis.com:disable`, { disableDependentServices: true });
    expect(await names()).not.toContain("run.googleapis.com");
    expect(await bad("GET", `/run/v2/projects/${PROJECT}/locations/${REGION}/services`)).toMatch(
      /^403 SERVICE_DISABLED: Cloud Run Admin API has not/,
    );
  });

  test("a batch has between one and twenty services of Google's", async () => {
    const serviceIds = Array.from({ length: 21 }, () => "run.googleapis.com");
    await good("POST", `${SERVICES}:batchEnable`, { serviceIds: serviceIds.slice(1) });
    expect(await bad("POST", `${SERVICES}:batchEnable`, { serviceIds })).toBe(
      "400 invalid: service_ids: between 1 and 20 services, found 21.",
    );
    expect(await bad("POST", `${SERVICES}:batchEnable`, {})).toBe(
      "400 invalid: service_ids: between 1 and 20 services, found 0.",
    );
    expect(await bad("POST", `${SERVICES}/example.com:enable`)).toBe(
      "404 notFound: Not found or permission denied for service(s): example.com.",
    );
  });
});

describe("policies", () => {
  test("one that was never set is empty, with an etag", async () => {
    expect(await readPolicy()).toEqual({ version: 1, etag: "ACAB" });
  });

  test("mail addresses are kept in lower case, other members as they are, twins once, and nobody's binding not at all", async () => {
    const principal =
      "principalSet://iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/attribute.repository/Own/Repo";
    const { bindings } = await setBindings([
      binding("user:A@Example.com", "user:a@example.com", "allUsers", principal),
      { role: "r", members: [] },
    ]);
    expect(bindings).toEqual([binding("user:a@example.com", "allUsers", principal)]);
    expect(await readPolicy()).toEqual({ version: 1, etag: any, bindings });
  });

  test("an etag that is not the present one is refused; without one, the last writer wins", async () => {
    const { etag } = (await setBindings([binding("allUsers")])) as { etag: string };
    await setBindings([], { etag });
    expect(await bad("POST", `${PROJECTS}:setIamPolicy`, { policy: { bindings: [], etag } })).toBe(
      "409 aborted: There were concurrent policy changes. Please retry the whole read-modify-write with exponential backoff.",
    );
    await setBindings([binding("allUsers")]);
    expect((await readPolicy()).bindings).toEqual([binding("allUsers")]);
  });

  test("a condition is kept and makes it version 3; audit settings are only changed by a mask that names them", async () => {
    const conditional = { ...(binding("allUsers") as object), condition: { title: "t", expression: "true" } };
    const auditConfigs = [{ service: "allServices" }];
    await good("POST", `${PROJECTS}:setIamPolicy`, {
      policy: { auditConfigs },
      updateMask: "bindings,etag,auditConfigs",
    });
    await setBindings([conditional]);
    expect(await readPolicy()).toMatchObject({ version: 3, bindings: [conditional], auditConfigs });
    await good("POST", `${PROJECTS}:setIamPolicy`, {
      policy: { bindings: [] },
      updateMask: "bindings,etag,auditConfigs",
    });
    expect(await readPolicy()).not.toHaveProperty("auditConfigs");
  });

  test("a service account must be there to become a member; accounts of other projects cannot be looked up", async () => {
    expect(
      await bad("POST", `${PROJECTS}:setIamPolicy`, { policy: { bindings: [binding(`serviceAccount:${EMAIL}`)] } }),
    ).toBe(`400 invalid: Service account ${EMAIL} does not exist.`);
    await setBindings([binding("serviceAccount:x@elsewhere.iam.gserviceaccount.com")]);
    await createAccount();
    await setBindings([binding(`serviceAccount:${EMAIL}`)]);
  });

  test("the grants of a deleted account are nobody's, even when there is one of its name again", async () => {
    const { uniqueId } = (await createAccount()) as { uniqueId: string };
    await setBindings([binding(`serviceAccount:${EMAIL}`, "allUsers")]);
    await good("DELETE", `${ACCOUNTS}/${EMAIL}`);
    await createAccount();
    const gone = binding(`deleted:serviceAccount:${EMAIL}?uid=${uniqueId}`, "allUsers") as object;
    expect((await readPolicy()).bindings).toEqual([gone]);
    await setBindings([gone]);
  });

  test("who is in a policy and no longer there does not keep others from being changed", async () => {
    await createAccount();
    await setBindings([binding(`serviceAccount:${EMAIL}`)]);
    await good("DELETE", `${ACCOUNTS}/${EMAIL}`);
    const { bindings } = (await readPolicy()) as { bindings: object[] };
    await setBindings([...bindings, { role: "roles/editor", members: ["allUsers"] }]);
  });
});

describe("service accounts", () => {
  test("one is answered directly with its address, its number as a text, and nothing false", async () => {
    const whole = {
      name: `projects/${PROJECT}/serviceAccounts/${EMAIL}`,
      projectId: PROJECT,
      uniqueId: expect.stringMatching(/^\d{21}$/) as string,
      oauth2ClientId: expect.stringMatching(/^\d{21}$/) as string,
      email: EMAIL,
      displayName: "x",
      etag: any,
    };
    expect(await createAccount()).toEqual(whole);
    for (const project of [PROJECT, "-", await readProjectNumber()]) {
      expect(await good("GET", `/iam/v1/projects/${project}/serviceAccounts/${EMAIL}`)).toEqual(whole);
    }
    expect((await good("GET", ACCOUNTS)).accounts).toEqual([whole]);
    expect(await bad("POST", ACCOUNTS, { accountId: "runtime" })).toBe(
      `409 alreadyExists: Service account runtime already exists within project projects/${PROJECT}.`,
    );
    expect(await bad("GET", `${ACCOUNTS}/none`)).toBe("404 notFound: Service account none does not exist.");
    expect(await bad("DELETE", `${ACCOUNTS}/none`)).toMatch(/^404 /);
    expect(await bad("GET", `/iam/v1/projects/-/serviceAccounts/x@none.iam.gserviceaccount.com`)).toMatch(
      /^403 CONSUMER_INVALID/,
    );
  });

  test("it is changed by a mask, switched off and on", async () => {
    await createAccount();
    await good("PATCH", `${ACCOUNTS}/${EMAIL}`, {
      serviceAccount: { displayName: "y", description: "z" },
      updateMask: "display_name",
    });
    expect(await good("GET", `${ACCOUNTS}/${EMAIL}`)).toMatchObject({ displayName: "y" });
    expect(await good("GET", `${ACCOUNTS}/${EMAIL}`)).not.toHaveProperty("description");
    await good("POST", `${ACCOUNTS}/${EMAIL}:disable`);
    expect((await good("GET", `${ACCOUNTS}/${EMAIL}`)).disabled).toBe(true);
    await good("POST", `${ACCOUNTS}/${EMAIL}:enable`);
    expect(await good("GET", `${ACCOUNTS}/${EMAIL}`)).not.toHaveProperty("disabled");
    expect(await bad("POST", `${ACCOUNTS}/none:enable`)).toMatch(/^404 /);
  });

  test.each(["short", "a".repeat(31), "Runtime", "1runtime", "runtime-", ""])(
    "the id %j is refused",
    async (accountId) => {
      expect(await bad("POST", ACCOUNTS, { accountId })).toBe(
        `400 invalid: Service account id "${accountId}" must be 6 to 30 lower case letters, digits and hyphens.`,
      );
    },
  );

  test("ids of 6 and of 30 characters are taken; its policy goes with it", async () => {
    await createAccount("a".repeat(30));
    await createAccount("abcdef");
    const path = `${ACCOUNTS}/abcdef@${PROJECT}.iam.gserviceaccount.com`;
    await good("POST", `${path}:setIamPolicy`, { policy: { bindings: [binding("allUsers")] } });
    expect((await good("POST", `${path}:getIamPolicy`)).bindings).toHaveLength(1);
    await good("DELETE", path);
    expect(await bad("POST", `${path}:getIamPolicy`)).toMatch(/^404 /);
    await createAccount("abcdef");
    expect(await good("POST", `${path}:getIamPolicy`)).toEqual({ version: 1, etag: "ACAB" });
  });
});

describe("roles of a project", () => {
  const ROLES = `/iam/v1/projects/${PROJECT}/roles`;
  const createRole = (roleId = "planner"): Promise<Body> =>
    good("POST", ROLES, { roleId, role: { title: "t", stage: "GA", includedPermissions: ["run.services.get"] } });

  test("one is made, changed under its etag, deleted and taken back", async () => {
    const whole = {
      name: `projects/${PROJECT}/roles/planner`,
      title: "t",
      stage: "GA",
      includedPermissions: ["run.services.get"],
      etag: any,
    };
    const { etag } = (await createRole()) as { etag: string };
    expect(await good("GET", `${ROLES}/planner`)).toEqual(whole);
    await good("PATCH", `${ROLES}/planner?updateMask=includedPermissions`, {
      includedPermissions: ["run.services.list"],
      etag,
    });
    expect(await good("GET", `${ROLES}/planner`)).toEqual({ ...whole, includedPermissions: ["run.services.list"] });
    expect(await bad("PATCH", `${ROLES}/planner`, { title: "u", etag })).toMatch(/^409 aborted: /);
    await good("PATCH", `${ROLES}/planner`, { title: "u" });
    await good("DELETE", `${ROLES}/planner`);
    expect(await good("GET", `${ROLES}/planner`)).toMatchObject({ deleted: true, title: "u" });
    expect((await good("GET", ROLES)).roles).toEqual([]);
    expect(await bad("POST", ROLES, { roleId: "planner" })).toBe(
      `409 alreadyExists: A role named planner in projects/${PROJECT} already exists.`,
    );
    await good("POST", `${ROLES}/planner:undelete`);
    expect(await good("GET", `${ROLES}/planner`)).not.toHaveProperty("deleted");
    expect((await good("GET", ROLES)).roles).toHaveLength(1);
    expect(await bad("GET", `${ROLES}/none`)).toBe(
      `404 notFound: The role named projects/${PROJECT}/roles/none was not found.`,
    );
  });

  test("its id has 3 to 64 letters, digits, dots and underscores", async () => {
    await createRole("a.b");
    await createRole("a".repeat(64));
    for (const id of ["ab", "a".repeat(65), "a-b", ""])
      expect(await bad("POST", ROLES, { roleId: id })).toBe(`400 invalid: The role_id ${id} is invalid.`);
  });
});

describe("workload identity", () => {
  const POOLS = `/iam/v1/projects/${PROJECT}/locations/global/workloadIdentityPools`;
  const PROVIDERS = `${POOLS}/ci-pool/providers`;
  const createPool = (id = "ci-pool"): Promise<Body> =>
    good("POST", `${POOLS}?workloadIdentityPoolId=${id}`, { displayName: "x", disabled: false });
  const providerBody = (body: object = {}): Body => ({
    attributeMapping: { "google.subject": "assertion.sub" },
    attributeCondition: "assertion.repository_id == '1'",
    oidc: { issuerUri: "https://token.actions.githubusercontent.com" },
    ...body,
  });
  const condition = "400 invalid: The attribute condition must reference one of the provider's claims.";

  test("a pool and its provider are answered by number, without what is false", async () => {
    expect((await createPool()).done).toBe(true);
    const name = `projects/${await readProjectNumber()}/locations/global/workloadIdentityPools/ci-pool`;
    expect(await good("GET", `${POOLS}/ci-pool`)).toEqual({ name, displayName: "x", state: "ACTIVE" });
    await good("POST", `${PROVIDERS}?workloadIdentityPoolProviderId=github`, providerBody({ disabled: true }));
    expect(await good("GET", `${PROVIDERS}/github`)).toEqual({
      ...(providerBody() as object),
      name: `${name}/providers/github`,
      state: "ACTIVE",
      disabled: true,
    });
    await good("PATCH", `${PROVIDERS}/github?updateMask=disabled,attributeMapping`, {
      disabled: false,
      attributeMapping: { "google.subject": "x" },
    });
    expect(await good("GET", `${PROVIDERS}/github`)).not.toHaveProperty("disabled");
  });

  test("a deleted one is answered as deleted, in no list, cannot be changed, and keeps its id", async () => {
    await createPool();
    await good("DELETE", `${POOLS}/ci-pool`);
    expect((await good("GET", `${POOLS}/ci-pool`)).state).toBe("DELETED");
    expect((await good("GET", POOLS)).workloadIdentityPools).toEqual([]);
    expect(await bad("PATCH", `${POOLS}/ci-pool?updateMask=displayName`, { displayName: "y" })).toMatch(
      /^404 notFound: /,
    );
    expect(await bad("DELETE", `${POOLS}/ci-pool`)).toMatch(/^404 notFound: /);
    expect(await bad("POST", `${POOLS}?workloadIdentityPoolId=ci-pool`, {})).toMatch(/^409 alreadyExists: /);
    expect(await bad("POST", `${PROVIDERS}?workloadIdentityPoolProviderId=github`, providerBody())).toBe(
      "404 notFound: Workload identity pool ci-pool was not found.",
    );
  });

  test("a shared issuer needs a condition that names a claim; one's own does not", async () => {
    await createPool();
    const make = `${PROVIDERS}?workloadIdentityPoolProviderId`;
    expect(await bad("POST", `${make}=github`, providerBody({ attributeCondition: "true" }))).toBe(condition);
    expect(await bad("POST", `${make}=github`, providerBody({ attributeCondition: null }))).toBe(condition);
    expect(
      await bad(
        "POST",
        `${make}=gitlab`,
        providerBody({ attributeCondition: "", oidc: { issuerUri: "https://gitlab.com" } }),
      ),
    ).toBe(condition);
    expect(await bad("POST", `${make}=github`, providerBody({ attributeMapping: {} }))).toBe(
      "400 invalid: Mapping for google.subject is required.",
    );
    const ofAws = { attributeMapping: null, attributeCondition: null, oidc: null, aws: { accountId: "999999999999" } };
    expect(await bad("POST", `${make}=amazon`, providerBody(ofAws))).toBe(
      "501 notImplemented: aws: the sandbox does not serve identities of AWS.",
    );
    await good("POST", `${make}=github`, providerBody({ attributeCondition: "attribute.repository == 'a'" }));
    await good(
      "POST",
      `${make}=own-issuer`,
      providerBody({ attributeCondition: null, oidc: { issuerUri: "https://own.example" } }),
    );
  });

  test.each(["abc", "a".repeat(33), "gcp-pool", "Pool"])("the id %s is refused", async (id) => {
    expect(await bad("POST", `${POOLS}?workloadIdentityPoolId=${id}`, {})).toMatch(/^400 invalid: .*invalid id/);
  });

  test("ids of 4 and of 32 characters are taken", async () => {
    await createPool("abcd");
    await createPool("a".repeat(32));
  });
});

describe("Artifact Registry", () => {
  const REPOSITORIES = `/artifactregistry/v1/projects/${PROJECT}/locations/${REGION}/repositories`;

  test("a repository is made by an operation and changed directly", async () => {
    const cleanupPolicies = { old: { action: "DELETE", condition: { olderThan: "2592000s" } } };
    const made = await good("POST", `${REPOSITORIES}?repository_id=images`, {
      format: "docker",
      cleanupPolicies,
      kmsKeyName: null,
    });
    expect(made).toMatchObject({ done: true, name: expect.stringMatching(/^projects\/.*\/operations\//) as string });
    const whole = {
      name: `projects/${PROJECT}/locations/${REGION}/repositories/images`,
      format: "DOCKER",
      mode: "STANDARD_REPOSITORY",
      cleanupPolicies,
      createTime: any,
      updateTime: any,
      registryUri: `${REGION}-docker.pkg.dev/${PROJECT}/images`,
      vulnerabilityScanningConfig: {
        enablementConfig: "INHERITED",
        lastEnableTime: any,
        enablementState: "SCANNING_DISABLED",
        enablementStateReason: any,
      },
    };
    expect(await good("GET", `${REPOSITORIES}/images`)).toEqual(whole);
    const changed = await good("PATCH", `${REPOSITORIES}/images?updateMask=description`, { description: "x" });
    expect(changed).toEqual({ ...whole, description: "x" });
    expect((await good("GET", REPOSITORIES)).repositories).toEqual([changed]);
    expect((await good("DELETE", `${REPOSITORIES}/images`)).done).toBe(true);
  });

  test("it has a format and a name", async () => {
    expect(await bad("POST", `${REPOSITORIES}?repository_id=images`, {})).toBe("400 invalid: format is required");
    expect(await bad("POST", `${REPOSITORIES}?repository_id=Images`, { format: "DOCKER" })).toBe(
      '400 invalid: invalid repository id "Images"',
    );
    await good("POST", `${REPOSITORIES}?repository_id=${"a".repeat(63)}`, { format: "DOCKER" });
  });

  test("a tag that is made is an image: it is there by its tag and by its digest", async () => {
    await good("POST", `${REPOSITORIES}?repository_id=images`, { format: "DOCKER" });
    const image = `${REPOSITORIES}/images/packages/team%2Ffrontend`;
    const digest = `sha256:${"0a".repeat(32)}`;
    const name = image.slice("/artifactregistry/v1/".length);
    expect(await bad("GET", `${image}/tags/1.0`)).toMatch(/^404 notFound: /);
    expect(await bad("GET", `${image}/versions/${digest}`)).toMatch(/^404 notFound: /);
    await good("POST", `${image}/tags?tagId=1.0`, { version: `${name}/versions/${digest}` });
    expect(await good("GET", `${image}/tags/1.0`)).toMatchObject({ name: `${name}/tags/1.0` });
    expect(await good("GET", `${image}/versions/${digest}`)).toMatchObject({ name: `${name}/versions/${digest}` });
    expect(await bad("POST", `${image}/tags?tagId=1.0`, { version: `${name}/versions/${digest}` })).toMatch(/^409 /);
  });

  test("no image without a repository, and none without a digest", async () => {
    const tags = `${REPOSITORIES}/images/packages/a/tags?tagId=1`;
    expect(await bad("POST", tags, { version: "x/versions/sha256:0" })).toMatch(/^404 notFound: Repository /);
    await good("POST", `${REPOSITORIES}?repository_id=images`, { format: "DOCKER" });
    expect(await bad("POST", tags, { version: "x/versions/sha256:0" })).toBe(
      "400 invalid: version: a digest is needed",
    );
  });
});

describe("acting as an account", () => {
  const path = `/iam/v1/projects/-/serviceAccounts/runner-a@${PROJECT}.iam.gserviceaccount.com:testIamPermissions`;
  const permissions = ["iam.serviceAccounts.actAs"];

  test("is allowed for one that exists, and for one that does not there is no permission", async () => {
    expect(await good("POST", path, { permissions })).toEqual({});
    await good("POST", `/iam/v1/projects/${PROJECT}/serviceAccounts`, { accountId: "runner-a" });
    expect(await good("POST", path, { permissions })).toEqual({ permissions });
  });
});
