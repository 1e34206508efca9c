import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readData, writeData } from "../../../sandbox/core/data-file";
import { startSandbox } from "../../../sandbox/start";
import type { Snapshot } from "../../../sandbox/core/store";
import { BUCKET, sandboxClient, OPTIONS, PROJECT, useSandboxServer } from "../../support/sandbox";

const { sandbox, send, good, bad, admin } = useSandboxServer("compute");
const NETWORKS = `/compute/v1/projects/${PROJECT}/global/networks`;
const NETWORK = `compute/projects/${PROJECT}/global/networks/n`;
const createNetwork = (name = "n"): Promise<unknown> => good("POST", NETWORKS, { name, autoCreateSubnetworks: false });

const refusalText = ({ status, body }: { status: number; body: { error: { message: string } } }): string =>
  `${status}: ${body.error.message}`;

describe("the admin API", () => {
  test("reset brings everything back but the log", async () => {
    await createNetwork();
    await admin("POST", "reset");
    expect((await admin("GET", "dump")).text).not.toContain("networks/n");
    expect((await good("GET", `/cloudresourcemanager/v1/projects/${PROJECT}`)).lifecycleState).toBe("ACTIVE");
    expect((await good("GET", `/storage/v1/b/${BUCKET}`)).versioning).toEqual({ enabled: true });
  });

  test("a snapshot is restored whole, numbers included, as often as wanted", async () => {
    await createNetwork();
    const before = (await admin("GET", "dump")).body as object;
    await admin("POST", "snapshot", { name: "one" });
    for (let round = 0; round < 2; round++) {
      await createNetwork("other");
      await good("DELETE", `${NETWORKS}/n`);
      expect((await admin("POST", "restore", { name: "one" })).status).toBe(200);
      expect((await admin("GET", "dump")).body).toEqual(before);
    }
    expect(refusalText(await admin("POST", "restore", { name: "two" }))).toBe('404: no snapshot "two"; there are: one');
  });

  test("a change behind Terraform's back replaces lists, removes by null, asks no rule, and moves the marks on", async () => {
    await good("POST", `/compute/v1/projects/${PROJECT}/global/sslPolicies`, { name: "p", profile: "MODERN" });
    const name = `compute/projects/${PROJECT}/global/sslPolicies/p`;
    const path = `/compute/v1/projects/${PROJECT}/global/sslPolicies/p`;
    const { fingerprint } = (await good("GET", path)) as { fingerprint: string };
    const change = { profile: "NONSENSE", enabledFeatures: ["X"], minTlsVersion: null };
    await admin("PATCH", "resource", { name, change });
    const changed = (await good("GET", path)) as Record<string, unknown>;
    expect(changed).toMatchObject({ profile: "NONSENSE", enabledFeatures: ["X"] });
    expect(changed).not.toHaveProperty("minTlsVersion");
    expect(changed.fingerprint).not.toBe(fingerprint);
  });

  test("a resource that is deleted behind Terraform's back is not found", async () => {
    await createNetwork();
    expect((await admin("DELETE", "resource", { name: NETWORK })).status).toBe(200);
    expect((await send("GET", `${NETWORKS}/n`)).status).toBe(404);
    expect(refusalText(await admin("DELETE", "resource", { name: NETWORK }))).toBe(`404: ${NETWORK}: not in the store`);
    expect(refusalText(await admin("PATCH", "resource", { name: NETWORK, change: {} }))).toBe(
      `404: ${NETWORK}: not in the store; GET /_sandbox/dump lists the names`,
    );
  });

  test("the log has each request with its query and status, in order, and none of the admin API's own", async () => {
    await send("GET", `${NETWORKS}/none?alt=json`);
    await createNetwork();
    expect((await admin("GET", "requests")).body).toEqual([
      { method: "GET", path: `${NETWORKS}/none?alt=json`, status: 404, at: expect.any(Number) as number },
      { method: "POST", path: NETWORKS, status: 200, at: expect.any(Number) as number },
    ]);
    await admin("DELETE", "requests");
    expect((await admin("GET", "requests")).body).toEqual([]);
  });

  test.each([
    ["POST", "snapshot", {}, "400: name: Invalid input: expected string, received undefined"],
    ["POST", "snapshot", { name: "" }, "400: name: Too small: expected string to have >=1 characters"],
    ["POST", "snapshot", "[]", "400: The body must be a JSON object."],
    ["POST", "reset", "[1]", "400: The body must be a JSON object."],
    ["POST", "snapshot", "{", "400: The body must be a JSON object."],
    ["POST", "restore", { name: "a", more: 1 }, '400: body: Unrecognized key: "more"'],
    ["PATCH", "resource", { name: "a", change: [] }, "400: change: Invalid input: expected record, received array"],
    [
      "POST",
      "faults",
      { path: "/", harm: { kind: "status", status: 200 } },
      "400: harm.status: Too small: expected number to be >=400",
    ],
    [
      "POST",
      "faults",
      { path: "/", harm: { kind: "fire" } },
      "400: harm.kind: Invalid discriminator value. Expected 'status' | 'latency' | 'drop' | 'operation'",
    ],
    ["POST", "faults", { path: "/", nth: 0, harm: { kind: "drop" } }, "400: nth: Too small: expected number to be >=1"],
    [
      "POST",
      "faults",
      { path: "", harm: { kind: "drop" } },
      "400: path: Too small: expected string to have >=1 characters",
    ],
    [
      "POST",
      "faults",
      { method: "HEAD", path: "/", harm: { kind: "drop" } },
      expect.stringContaining("400: method: Invalid option"),
    ],
  ])("%s %s of %j is refused", async (method, route, body, refusal) => {
    expect(refusalText(await admin(method, route, body))).toEqual(refusal);
  });

  test.each(["__proto__", "constructor", "nothing", ""])("there is no route %j", async (route) => {
    expect(refusalText(await admin("GET", route))).toMatch(/^501: GET .*: no such route; there are: GET health, /);
  });
});

describe("faults", () => {
  const orderFault = (fault: object): Promise<unknown> => admin("POST", "faults", fault);
  const readStatuses = async (times: number): Promise<readonly number[]> => {
    const found: number[] = [];
    for (let call = 0; call < times; call++) found.push((await send("GET", NETWORKS)).status);
    return found;
  };

  test("a status comes at the n-th call of its kind, so many times in a row", async () => {
    await orderFault({ method: "GET", path: "/networks", nth: 2, times: 2, harm: { kind: "status", status: 503 } });
    await createNetwork();
    expect(await readStatuses(4)).toEqual([200, 503, 503, 200]);
    expect((await admin("GET", "faults")).body).toEqual([
      { fault: { method: "GET", path: "/networks", nth: 2, times: 2, harm: { kind: "status", status: 503 } }, seen: 4 },
    ]);
  });

  test("the first call, once, of any method, where nothing else is said", async () => {
    await orderFault({ path: "/networks", harm: { kind: "status", status: 429 } });
    expect(await bad("POST", NETWORKS, { name: "n" })).toBe("429 sandboxFault: The sandbox was told to answer 429.");
    await createNetwork();
    await admin("DELETE", "faults");
    expect((await admin("GET", "faults")).body).toEqual([]);
  });

  test("a delay delays", async () => {
    await orderFault({ path: "/networks", harm: { kind: "latency", milliseconds: 30 } });
    const started = performance.now();
    expect(await readStatuses(1)).toEqual([200]);
    expect(performance.now() - started).toBeGreaterThanOrEqual(29);
  });

  test("a dropped connection has no answer, changes nothing, and stands in the log", async () => {
    await orderFault({ path: "/networks", harm: { kind: "drop" } });
    await expect(createNetwork()).rejects.toThrow("socket hang up");
    expect((await admin("GET", "requests")).body).toMatchObject([{ method: "POST", path: NETWORKS, status: 0 }]);
    await createNetwork();
  });

  test("a failed operation of Compute says so, and has made nothing", async () => {
    await orderFault({ method: "POST", path: "/networks", harm: { kind: "operation", code: 400, message: "no luck" } });
    expect(await createNetwork()).toMatchObject({
      status: "DONE",
      error: { errors: [{ code: "INTERNAL_ERROR", message: "no luck" }] },
      httpErrorStatusCode: 400,
      httpErrorMessage: "no luck",
    });
    expect((await send("GET", `${NETWORKS}/n`)).status).toBe(404);
    await createNetwork();
  });

  test("an answer that is no operation stays as it is under a fault of operations", async () => {
    await orderFault({ path: "/networks", harm: { kind: "operation", code: 9, message: "no luck" } });
    expect(await good("GET", NETWORKS)).toEqual({ items: [] });
  });
});

describe("the data file", () => {
  // Its path is known before any hook runs: one that is empty, where an earlier hook has failed, would name the
  // checkout's own parent.
  const home = mkdtempSync(join(tmpdir(), "netra-sandbox-"));
  const folder = join(home, "data");
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  afterAll(() => rmSync(home, { recursive: true, force: true }));
  const dataFile = (): string => join(folder, "sandbox.json");
  const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

  test("what is written is read again equal, by its owner only, and a sandbox goes on from there", async () => {
    expect(readData(folder)).toBeUndefined();
    await createNetwork();
    const snapshot = sandbox().store.snapshot();
    await writeData(folder, snapshot);
    expect([modeOf(dataFile()), modeOf(folder), readdirSync(folder)]).toEqual(["600", "700", ["sandbox.json"]]);
    const read = readData(folder) as Snapshot;
    expect(read).toEqual(JSON.parse(JSON.stringify(snapshot)));
    const again = await startSandbox({ ...OPTIONS, snapshot: read });
    const there = sandboxClient(() => again.url);
    expect(await there.good("GET", `${NETWORKS}/n`)).toEqual(await good("GET", `${NETWORKS}/n`));
    expect(again.store.next()).toBe(snapshot.counter + 1);
    await again.close();
  });

  test("a file that was left half written is not taken, nor its mode", async () => {
    await writeData(folder, sandbox().store.snapshot());
    writeFileSync(`${dataFile()}.new`, '{"entr');
    chmodSync(`${dataFile()}.new`, 0o644);
    expect(readData(folder)).toHaveProperty("entries");
    await writeData(folder, sandbox().store.snapshot());
    expect([modeOf(dataFile()), readdirSync(folder)]).toEqual(["600", ["sandbox.json"]]);
  });

  test.each([
    "",
    "{",
    "[]",
    "{}",
    '{"entries":[["a",1]],"counter":1,"salt":"x"}',
    '{"entries":[],"counter":-1,"salt":"x"}',
  ])("a file with %j is refused with what to do", async (text) => {
    await writeData(folder, sandbox().store.snapshot());
    writeFileSync(dataFile(), text);
    expect(readData(folder)).toEqual({
      problem: `${dataFile()}: not a file of the sandbox; remove it, or name another folder`,
    });
  });
});
