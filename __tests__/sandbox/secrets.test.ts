import { PROJECT, REGION, useSandbox, type Body } from "../support/sandbox";

const { good, bad, send, admin, sandbox } = useSandbox("secretmanager", "sqladmin", "compute");

const SECRETS = `/secretmanager/v1/projects/${PROJECT}/secrets`;
const any = expect.any(String) as string;
const base64 = (text: string): string => Buffer.from(text).toString("base64");
const readProjectNumber = async (): Promise<string> =>
  ((await good("GET", `/cloudresourcemanager/v1/projects/${PROJECT}`)) as { projectNumber: string }).projectNumber;

const createSecret = (id = "s"): Promise<Body> =>
  good("POST", `${SECRETS}?secretId=${id}`, { replication: { automatic: {} } });
const addVersion = (text = "one"): Promise<Body> =>
  good("POST", `${SECRETS}/s:addVersion`, { payload: { data: base64(text) } });

test("a secret is answered by its project's number, directly, with the empty object that says where it lies", async () => {
  const made = await createSecret();
  expect(made).toEqual({
    name: `projects/${await readProjectNumber()}/secrets/s`,
    replication: { automatic: {} },
    createTime: any,
    etag: expect.stringMatching(/^".*"$/) as string,
  });
  expect(await good("GET", `/secretmanager/v1/projects/${await readProjectNumber()}/secrets/s`)).toEqual(made);
  expect(await good("GET", SECRETS)).toEqual({ secrets: [made] });
});

test("a change goes by its mask and its etag", async () => {
  const { etag } = (await createSecret()) as { etag: string };
  await good("PATCH", `${SECRETS}/s?updateMask=labels`, { labels: { a: "b" }, etag });
  expect((await good("GET", `${SECRETS}/s`)).labels).toEqual({ a: "b" });
  expect(await bad("PATCH", `${SECRETS}/s?updateMask=labels`, { labels: {}, etag })).toMatch(/^409 aborted: /);
  expect(await bad("PATCH", `${SECRETS}/s`, {})).toBe("400 invalid: update_mask: required, not found.");
  await good("PATCH", `${SECRETS}/s?updateMask=labels`, {});
  expect(await good("GET", `${SECRETS}/s`)).not.toHaveProperty("labels");
});

test.each([
  ["a b", { replication: { automatic: {} } }, "The secret id a b may hold letters, digits, - and _."],
  [
    "a".repeat(256),
    { replication: { automatic: {} } },
    `The secret id ${"a".repeat(256)} may hold letters, digits, - and _.`,
  ],
  ["s", {}, "Field [replication] is required."],
  ["", {}, "secret_id: required, not found."],
])("the secret %j of %j is refused", async (id, body, message) => {
  expect(await bad("POST", `${SECRETS}?secretId=${encodeURIComponent(id)}`, body)).toBe(`400 invalid: ${message}`);
});

test("versions count up, are addressed by number or as latest, and are switched and destroyed", async () => {
  await createSecret();
  expect(await bad("POST", `${SECRETS}/none:addVersion`, { payload: { data: "YQ==" } })).toBe(
    `404 notFound: Secret [projects/${await readProjectNumber()}/secrets/none] not found.`,
  );
  await addVersion("one");
  expect(await addVersion("two")).toEqual({
    name: `projects/${await readProjectNumber()}/secrets/s/versions/2`,
    createTime: any,
    state: "ENABLED",
    replicationStatus: { automatic: {} },
    etag: any,
  });
  const readVersionState = async (number: string): Promise<string> =>
    (await good("GET", `${SECRETS}/s/versions/${number}`)).state as string;
  expect((await good("GET", `${SECRETS}/s/versions/latest`)).name).toMatch(/\/2$/);
  await good("POST", `${SECRETS}/s/versions/2:enable`);
  await good("POST", `${SECRETS}/s/versions/1:disable`);
  expect([await readVersionState("1"), await readVersionState("2")]).toEqual(["DISABLED", "ENABLED"]);
  expect(await good("POST", `${SECRETS}/s/versions/1:destroy`, {})).toMatchObject({
    state: "DESTROYED",
    destroyTime: any,
  });
  expect(await bad("POST", `${SECRETS}/s/versions/1:enable`)).toMatch(
    /^400 failedPrecondition: .* is in DESTROYED state\.$/,
  );
  expect(await bad("GET", `${SECRETS}/s/versions/3`)).toMatch(
    /^404 notFound: Secret Version \[projects\/\d+\/secrets\/s\/versions\/3\] not found\.$/,
  );
  expect((await good("GET", `${SECRETS}/s/versions`)).versions).toHaveLength(2);
  await admin("DELETE", "resource", { name: `secretmanager/projects/${PROJECT}/secrets/s/versions/1` });
  expect((await addVersion("three")).name).toMatch(/\/3$/);
});

test("a payload has between 1 and 65536 bytes", async () => {
  await createSecret();
  expect(await bad("POST", `${SECRETS}/s:addVersion`, { payload: {} })).toBe(
    "400 invalid: Secret Payload cannot be empty.",
  );
  expect(await bad("POST", `${SECRETS}/s:addVersion`, { payload: { data: base64("a".repeat(65_537)) } })).toBe(
    "400 invalid: Secret Payload must be at most 65536 bytes.",
  );
  await addVersion("a".repeat(65_536));
});

test("a deleted secret takes its versions and its policy along", async () => {
  await createSecret();
  await addVersion();
  const bindings = [{ role: "r", members: ["allUsers"] }];
  await good("POST", `${SECRETS}/s:setIamPolicy`, { policy: { bindings } });
  expect((await good("GET", `${SECRETS}/s:getIamPolicy?options.requestedPolicyVersion=3`)).bindings).toEqual(bindings);
  await good("DELETE", `${SECRETS}/s`);
  expect(await bad("GET", `${SECRETS}/s:getIamPolicy`)).toMatch(/^404 /);
  await createSecret();
  expect((await good("GET", `${SECRETS}/s/versions`)).versions).toEqual([]);
  expect(await good("GET", `${SECRETS}/s:getIamPolicy`)).not.toHaveProperty("bindings");
});

/** A text that appears nowhere by chance, neither whole nor in a part of eight letters, in any of its usual forms. */
const CANARY = "Qz7vXk2pLw9mRt4y";
const forms = [CANARY, base64(CANARY), Buffer.from(CANARY).toString("hex"), encodeURIComponent(CANARY)];
const textParts = forms.flatMap((form) =>
  Array.from({ length: form.length - 7 }, (_, start) => form.slice(start, start + 8)),
);

test("a secret's payload and a user's password come back from no route, nor lie in the store", async () => {
  await createSecret();
  await good("POST", `/sql/v1beta4/projects/${PROJECT}/instances`, {
    name: "db",
    region: REGION,
    databaseVersion: "POSTGRES_15",
    rootPassword: CANARY,
    settings: { tier: "db-f1-micro" },
  });
  const answers: string[] = [];
  const sendRequest = async (method: string, path: string, body?: unknown): Promise<void> => {
    answers.push((await send(method, path, body)).text);
  };
  const INSTANCE = `/sql/v1beta4/projects/${PROJECT}/instances/db`;
  const VERSION = `${SECRETS}/s/versions/1`;
  await sendRequest("POST", `${SECRETS}/s:addVersion`, { payload: { data: base64(CANARY) } });
  await sendRequest("POST", `${SECRETS}/s:addVersion`, { payload: { data: base64(CANARY), [CANARY]: 1 } });
  await sendRequest("POST", `${INSTANCE}/users`, { name: "app", password: CANARY });
  await sendRequest("PUT", `${INSTANCE}/users?host=&name=app`, { password: CANARY });
  await sendRequest("PUT", INSTANCE, { rootPassword: CANARY, settings: { tier: "db-f1-micro" } });
  await sendRequest("PATCH", INSTANCE, { rootPassword: CANARY });
  await sendRequest("PATCH", INSTANCE, { rootPassword: CANARY, settings: { tier: "none" } });
  await sendRequest("POST", `${SECRETS}/none:addVersion`, { payload: { data: base64(CANARY) } });
  await sendRequest("POST", `${SECRETS}/s:addVersion`, `{"payload":{"data":"${base64(CANARY)}"`);
  for (const path of [
    SECRETS,
    `${SECRETS}/s`,
    `${SECRETS}/s/versions`,
    VERSION,
    `${SECRETS}/s/versions/latest`,
    `${VERSION}:access`,
    `${SECRETS}/s/versions/latest:access`,
  ]) {
    await sendRequest("GET", path);
  }
  for (const path of [
    INSTANCE,
    `${INSTANCE}/users`,
    `${INSTANCE}/databases`,
    `/sql/v1beta4/projects/${PROJECT}/instances`,
  ])
    await sendRequest("GET", path);
  for (const route of ["dump", "requests", "unknown", "outside", "faults"])
    answers.push((await admin("GET", route)).text);
  await sendRequest("POST", `${VERSION}:disable`);
  await sendRequest("POST", `${VERSION}:destroy`);
  answers.push(JSON.stringify(sandbox().store.snapshot()));
  for (const part of textParts) expect(answers.filter((answer) => answer.includes(part))).toEqual([]);
  expect(answers.join()).toContain("passwordMark");
});

test("reading a payload is not served, and says why", async () => {
  await createSecret();
  await addVersion();
  expect(await bad("GET", `${SECRETS}/s/versions/1:access`)).toBe(
    "501 notImplemented: The sandbox keeps no payload of a secret, so it cannot return one.",
  );
});

test("equal secrets have equal marks in one sandbox, other ones have others", async () => {
  await createSecret();
  await addVersion("same");
  await addVersion("same");
  await addVersion("other");
  const marks = sandbox()
    .store.list(`secretmanager/projects/${PROJECT}/secrets/s/versions`)
    .map(([, { payloadMark }]) => payloadMark);
  expect(marks[0]).toBe(marks[1]);
  expect(marks[0]).not.toBe(marks[2]);
});
