import { BUCKET, PROJECT, useSandboxServer } from "../support/sandbox";

const { good, send } = useSandboxServer("compute", "secretmanager");

const WRITERS = Array.from({ length: 40 }, (_, writer) => writer);

test("of 40 who read, change and write one policy at once, none loses his grant", async () => {
  const PROJECTS = `/cloudresourcemanager/v1/projects/${PROJECT}`;
  const grantRole = async (writer: number): Promise<boolean> => {
    const policy = (await good("POST", `${PROJECTS}:getIamPolicy`)) as { etag: string; bindings?: object[] };
    const bindings = [...(policy.bindings ?? []), { role: "roles/viewer", members: [`user:w${writer}@example.com`] }];
    const { status } = await send("POST", `${PROJECTS}:setIamPolicy`, { policy: { ...policy, bindings } });
    expect([200, 409]).toContain(status);
    return status === 200;
  };
  const first = await Promise.all(WRITERS.map(grantRole));
  expect(first).toContain(false);
  // Who has lost tries again, two at a time: forty at once would lose eight hundred times.
  let losers = WRITERS.filter((writer) => first[writer] === false);
  while (losers.length > 0) {
    const [some, others] = [losers.slice(0, 2), losers.slice(2)];
    const won = await Promise.all(some.map(grantRole));
    losers = [...some.filter((_, index) => won[index] === false), ...others];
  }
  const { bindings } = (await good("POST", `${PROJECTS}:getIamPolicy`)) as {
    bindings: { members: string[] }[];
  };
  expect(new Set(bindings.flatMap(({ members }) => members))).toEqual(
    new Set(WRITERS.map((writer) => `user:w${writer}@example.com`)),
  );
});

test("of 40 who want a state's lock, one gets it", async () => {
  const body = "--xyz\r\n\r\n{}\r\n--xyz\r\n\r\nlock\r\n--xyz--";
  const path = `/upload/storage/v1/b/${BUCKET}/o?uploadType=multipart&name=s.tflock&ifGenerationMatch=0`;
  const replies = await Promise.all(
    WRITERS.map(() => send("POST", path, body, { "Content-Type": "multipart/related; boundary=xyz" })),
  );
  const statuses = replies.map(({ status }) => status).sort();
  expect(statuses).toEqual([200, ...WRITERS.slice(1).map(() => 412)]);
});

test("of 40 who make something each, all find it; of 40 who make the same, one does", async () => {
  const NETWORKS = `/compute/v1/projects/${PROJECT}/global/networks`;
  await Promise.all(WRITERS.map((writer) => good("POST", NETWORKS, { name: `n${writer}` })));
  const { items } = (await good("GET", NETWORKS)) as { items: { id: string; name: string }[] };
  expect(new Set(items.map(({ name }) => name)).size).toBe(40);
  expect(new Set(items.map(({ id }) => id)).size).toBe(40);
  const same = await Promise.all(WRITERS.map(() => send("POST", NETWORKS, { name: "same" })));
  expect(same.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(same.filter(({ status }) => status === 409)).toHaveLength(39);
});

test("40 versions of one secret, added at once, have 40 numbers", async () => {
  const SECRETS = `/secretmanager/v1/projects/${PROJECT}/secrets`;
  await good("POST", `${SECRETS}?secretId=s`, { replication: { automatic: {} } });
  await Promise.all(WRITERS.map(() => good("POST", `${SECRETS}/s:addVersion`, { payload: { data: "YQ==" } })));
  const { versions } = (await good("GET", `${SECRETS}/s/versions`)) as { versions: { name: string }[] };
  expect(new Set(versions.map(({ name }) => name)).size).toBe(40);
});
