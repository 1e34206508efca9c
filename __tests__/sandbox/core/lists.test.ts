import { BUCKET, PROJECT, REGION, useSandbox, type Body } from "../../support/sandbox";

const { good, bad, send, admin, sandbox } = useSandbox(
  "compute",
  "run",
  "sqladmin",
  "redis",
  "secretmanager",
  "monitoring",
  "iam",
);

const SECRETS = `/secretmanager/v1/projects/${PROJECT}/secrets`;
const SERVICES = `/monitoring/v3/projects/${PROJECT}/services`;

const createSecret = (id: string, labels: object = {}): Promise<Body> =>
  good("POST", `${SECRETS}?secretId=${id}`, { replication: { automatic: {} }, labels });

const namesOf = (list: readonly { name: string }[]): readonly string[] =>
  list.map(({ name }) => name.slice(name.lastIndexOf("/") + 1));

const secretsOf = async (filter: string): Promise<readonly string[]> =>
  namesOf((await good("GET", `${SECRETS}?filter=${encodeURIComponent(filter)}`)).secrets as { name: string }[]);

test("a list comes in pages, and a token that no page gave is refused", async () => {
  for (const id of ["a", "b", "c"]) await createSecret(id);
  const first = await good("GET", `${SECRETS}?pageSize=2`);
  expect(namesOf(first.secrets as { name: string }[])).toEqual(["a", "b"]);
  const second = await good("GET", `${SECRETS}?pageSize=2&pageToken=${first.nextPageToken as string}`);
  expect([namesOf(second.secrets as { name: string }[]), second.nextPageToken]).toEqual([["c"], undefined]);
  expect(await bad("GET", `${SECRETS}?pageToken=%21`)).toMatch(/^400 invalid: page_token/);
});

test("a filter compares what it may, and any other is not served and listed", async () => {
  await createSecret("one", { tier: "gold" });
  await createSecret("two", { tier: "silver" });
  expect(await secretsOf("labels.tier=gold")).toEqual(["one"]);
  expect(await secretsOf("labels.tier!=gold AND name:tw")).toEqual(["two"]);
  for (const filter of ["name:o*", "labels.tier=gold OR name:two", "createTime>2026-01-01", "NOT name:one", "("])
    expect(await bad("GET", `${SECRETS}?filter=${encodeURIComponent(filter)}`)).toMatch(
      /^501 notImplemented: The sandbox does not serve the filter /,
    );
  expect((await admin("GET", "unknown")).body).toHaveLength(5);
});

test("the key of a label keeps its form in a filter", async () => {
  const channels = `/monitoring/v3/projects/${PROJECT}/notificationChannels`;
  await good("POST", channels, {
    ...{ type: "email", displayName: "mine", labels: { email_address: "a@mail.example" } },
    userLabels: { on_call: "first" },
  });
  for (const [filter, count] of [
    ['type="email" AND labels.email_address="a@mail.example"', 1],
    ['labels.email_address="b@mail.example"', 0],
    ['user_labels.on_call="first"', 1],
    ['userLabels.on_call="first"', 1],
    ['user_labels.onCall="first"', 0],
  ] as const) {
    const { notificationChannels } = await good("GET", `${channels}?filter=${encodeURIComponent(filter)}`);
    expect([filter, notificationChannels]).toEqual([filter, count === 0 ? [] : [expect.anything()]]);
  }
});

test("a service of Monitoring is found by what it is", async () => {
  await good("POST", `${SERVICES}?serviceId=mine`, { displayName: "mine", custom: {} });
  const found = async (filter: string): Promise<readonly string[]> =>
    namesOf((await good("GET", `${SERVICES}?filter=${encodeURIComponent(filter)}`)).services as { name: string }[]);
  expect(await found('identifier_case = "CUSTOM"')).toEqual(["mine"]);
  const module = 'identifier_case = "APP_ENGINE" AND app_engine.module_id="default"';
  expect(await found(module)).toEqual([]);
  // Only Google makes it, of an application.
  const name = `projects/${PROJECT}/services/gae`;
  sandbox().store.put(`monitoring/${name}`, { name, appEngine: { moduleId: "default" } });
  expect(await found(module)).toEqual(["gae"]);
});

test("Compute and Cloud SQL name the size of a page otherwise, and brackets hold a comparison", async () => {
  for (const name of ["net", "other"]) await good("POST", `/compute/v1/projects/${PROJECT}/global/networks`, { name });
  const networks = async (query: string): Promise<Body> =>
    good("GET", `/compute/v1/projects/${PROJECT}/global/networks?${query}`);
  expect((await networks(`filter=${encodeURIComponent('(name = "net")')}`)).items).toHaveLength(1);
  expect(await networks("maxResults=1")).toMatchObject({ items: [{ name: "net" }], nextPageToken: expect.any(String) });
  expect(
    await bad("GET", `/sql/v1beta4/projects/${PROJECT}/instances?filter=${encodeURIComponent("name:db-*")}`),
  ).toMatch(/^501/);
});

test("a bucket is listed in its own project alone", async () => {
  sandbox().store.put("cloudresourcemanager/projects/other", { projectId: "other", projectNumber: "42" });
  expect((await good("GET", `/storage/v1/b?project=${PROJECT}`)).items).toMatchObject([{ name: BUCKET }]);
  for (const project of ["other", "42"])
    expect((await good("GET", `/storage/v1/b?project=${project}`)).items).toEqual([]);
  expect((await good("GET", `/storage/v1/b?project=${PROJECT}&prefix=x`)).items).toEqual([]);
  expect(await bad("GET", "/storage/v1/b?project=none")).toMatch(/^404 notFound/);
});

test.each([
  ["databases", `/sql/v1beta4/projects/${PROJECT}/instances/none/databases`],
  ["users", `/sql/v1beta4/projects/${PROJECT}/instances/none/users`],
  ["versions", `${SECRETS}/none/versions`],
  ["objectives", `${SERVICES}/none/serviceLevelObjectives`],
  ["providers", `/iam/v1/projects/${PROJECT}/locations/global/workloadIdentityPools/none/providers`],
  ["revisions", `/run/v2/projects/${PROJECT}/locations/${REGION}/services/none/revisions`],
  ["executions", `/run/v2/projects/${PROJECT}/locations/${REGION}/jobs/none/executions`],
  ["objects", "/storage/v1/b/none/o"],
])("%s of a parent that is not there are not found", async (_, path) => {
  expect(await bad("GET", path)).toMatch(/^404 notFound: /);
});

test.each([
  ["POST", `/sql/v1beta4/projects/${PROJECT}/instances/none/users`, { name: "reader" }],
  ["PUT", `/sql/v1beta4/projects/${PROJECT}/instances/none/users?name=reader`, {}],
  ["DELETE", `/sql/v1beta4/projects/${PROJECT}/instances/none/users?name=reader`, {}],
  ["POST", `/sql/v1beta4/projects/${PROJECT}/instances/none/restoreBackup`, {}],
  ["GET", `/redis/v1/projects/${PROJECT}/locations/${REGION}/instances/none/authString`, {}],
  ["GET", "/storage/v1/b/none/iam", {}],
  ["PUT", "/storage/v1/b/none/iam", {}],
  ["GET", "/storage/v1/b/none/storageLayout", {}],
])("%s %s of a parent that is not there says that the parent is missing", async (method, path, body) => {
  expect(await bad(method, path, body)).toMatch(
    /^404 notFound: (?:The Cloud SQL instance does not exist: none\.|The specified bucket does not exist\.|Resource '.*\/none' was not found)$/,
  );
});

test("a location that the API does not have is refused", async () => {
  for (const location of ["mars-1", "us"])
    expect(await bad("GET", `/run/v2/projects/${PROJECT}/locations/${location}/services`)).toMatch(/^403 forbidden/);
  // Google has it, for services of many regions.
  expect(await bad("GET", `/run/v2/projects/${PROJECT}/locations/global/services`)).toBe(
    "501 notImplemented: The location 'global' is not served.",
  );
});

test("all locations are listed where Google lists them, and are not served elsewhere", async () => {
  await good("POST", `/redis/v1/projects/${PROJECT}/locations/${REGION}/instances?instanceId=cache`, {
    ...{ tier: "BASIC", memorySizeGb: 1 },
    authorizedNetwork: await ownNetwork(),
  });
  expect(
    namesOf((await good("GET", `/redis/v1/projects/${PROJECT}/locations/-/instances`)).instances as { name: string }[]),
  ).toEqual(["cache"]);
  expect(await bad("GET", `/run/v2/projects/${PROJECT}/locations/-/services`)).toMatch(/^501/);
  await good("POST", `/run/v2/projects/${PROJECT}/locations/${REGION}/services?serviceId=web`, {
    template: { containers: [{ image: "i" }] },
  });
  expect(
    (await good("GET", `/run/v2/projects/${PROJECT}/locations/${REGION}/services/-/revisions`)).revisions,
  ).toHaveLength(1);
});

async function ownNetwork(): Promise<string> {
  await good("POST", `/compute/v1/projects/${PROJECT}/global/networks`, { name: "net" });
  return `projects/${PROJECT}/global/networks/net`;
}

test("a parameter that nothing carries out is not served, and one that asks for nothing is taken", async () => {
  const run = `/run/v2/projects/${PROJECT}/locations/${REGION}/services`;
  expect(await bad("GET", `${run}?showDeleted=true`)).toBe(
    `501 notImplemented: The sandbox does not serve the parameter showDeleted of GET ${run}.`,
  );
  expect((await send("GET", `${run}?showDeleted=false&fields=services`)).status).toBe(200);
  expect(await bad("GET", `/compute/v1/projects/${PROJECT}/global/networks?orderBy=name`)).toMatch(/^501/);
  expect(await bad("DELETE", `${SECRETS}/none?etag=x`)).toMatch(/^404/);
  await createSecret("kept");
  expect(await bad("DELETE", `${SECRETS}/kept?etag=x`)).toMatch(/^409 aborted/);
});

test.each(["/v1/projects/p/instances", "/dns/projects/x", "/none/object"])(
  "%s is the path of no API and of no bucket: not served, and not absent",
  async (path) => {
    expect(await bad("GET", path)).toBe(`501 notImplemented: The sandbox does not serve GET ${path}.`);
  },
);

test("each API words its errors in its own form", async () => {
  const error = async (path: string): Promise<Body> => (await send("GET", path)).body.error;
  const one = await error(`${SECRETS}/none`);
  expect([one.status, one.errors]).toEqual(["NOT_FOUND", undefined]);
  expect(await error(`/compute/v1/projects/${PROJECT}/global/networks/none`)).toMatchObject({
    ...{ status: "NOT_FOUND", errors: [{ reason: "notFound" }] },
  });
  const bucket = await error("/storage/v1/b/none");
  expect([bucket.status, bucket.errors[0].reason]).toEqual([undefined, "notFound"]);
  const disabled = await error(`/logging/v2/projects/${PROJECT}/metrics`);
  expect(disabled.details).toMatchObject([
    { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason: "SERVICE_DISABLED", domain: "googleapis.com" },
  ]);
});
