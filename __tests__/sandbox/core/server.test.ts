import { request } from "node:http";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { startSandbox } from "../../../sandbox/start";
import { sandboxVariables } from "../../../sandbox/variables";
import { BUCKET, enableService, OPTIONS, PROJECT, useSandboxServer } from "../../support/sandbox";

const { sandbox, send, good, bad, admin } = useSandboxServer("compute");
const NETWORKS = `/compute/v1/projects/${PROJECT}/global/networks`;

/** What a raw request is answered: fetch would mend the path, the host or the form before it sends them. */
function rawAnswer(text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(sandbox().url).port), "127.0.0.1", () => socket.write(text));
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("end", () => resolve(answer));
    socket.on("error", reject);
  });
}

const getAnswer = (path: string, host = "127.0.0.1"): Promise<string> =>
  rawAnswer(`GET ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
const statusOf = (answer: string): number => Number(answer.split(" ")[1]);

test("answers are JSON, and a refusal has Google's form", async () => {
  const { status, headers, body } = await send("GET", `${NETWORKS}/none`);
  expect([status, headers["content-type"]]).toEqual([404, "application/json; charset=UTF-8"]);
  const message = `The resource 'projects/${PROJECT}/global/networks/none' was not found`;
  expect(body).toEqual({
    error: { code: 404, message, status: "NOT_FOUND", errors: [{ message, domain: "global", reason: "notFound" }] },
  });
});

test("it listens on 127.0.0.1 and nowhere else", async () => {
  expect(sandbox().url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const others = Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4");
  for (const { address } of others) {
    await expect(fetch(`http://${address}:${new URL(sandbox().url).port}/_sandbox/health`)).rejects.toThrow(
      "fetch failed",
    );
  }
});

test("a port that is taken is refused, and a closed sandbox gives it back", async () => {
  const port = Number(new URL(sandbox().url).port);
  await expect(startSandbox({ ...OPTIONS, port })).rejects.toThrow("EADDRINUSE");
  const other = await startSandbox(OPTIONS);
  await other.close();
  const again = await startSandbox({ ...OPTIONS, port: Number(new URL(other.url).port) });
  expect(again.url).toBe(other.url);
  await again.close();
});

test.each([
  ["no JSON", "{"],
  ["an array", "[]"],
  ["a text", '"x"'],
  ["half a character", '{"name":"\\ud800"}'],
  ["a hundred and one levels", `{"a":${"[".repeat(101)}${"]".repeat(101)}}`],
  ["a hundred thousand levels", `{"a":${"[".repeat(100_000)}${"]".repeat(100_000)}}`],
])("a body that is %s is refused", async (_, body) => {
  expect(await bad("POST", NETWORKS, body)).toBe(
    "400 invalid: Invalid JSON payload received. The body must be a JSON object.",
  );
});

test.each([
  "/compute/v1/projects/../x",
  "/compute/v1/projects/%2e%2e/x",
  "/compute/v1/projects/%2E%2e/x",
  "/compute/v1/projects/./x",
  "/compute/v1/projects//x",
  "/compute/v1/projects/a%00b",
  "/compute/v1/projects/a%0ab",
  "/compute/v1/projects/a%2Fb/global/networks",
  "/compute/v1/projects/%",
  "/compute/v1/projects/%ff",
  "/compute/v1/",
  `/storage/v1/b/${BUCKET}/o/..%00`,
  `/storage/v1/b/${BUCKET}/o/%2e%2e`,
  `/${BUCKET}/%2e%2e/secret`,
  `/${BUCKET}//x`,
  `/${BUCKET}/a%00b`,
  "//elsewhere/x",
])("the path %s is refused as malformed", async (path) => {
  expect(statusOf(await getAnswer(path))).toBe(400);
});

test("a name in an object's path climbs nowhere: its slashes are part of the name", async () => {
  expect(await bad("GET", `/storage/v1/b/${BUCKET}/o/a%2F..%2F..%2Fb`)).toBe(
    `404 notFound: No such object: ${BUCKET}/a/../../b`,
  );
});

test("what is not served is answered 501 and listed; a status a client would retry never comes", async () => {
  expect(await bad("GET", "/monitoring/v2/projects/p/alertPolicies")).toBe(
    "501 notImplemented: The sandbox does not serve GET /monitoring/v2/projects/p/alertPolicies.",
  );
  await bad("GET", `/compute/v1/projects/${PROJECT}/zones/a/instances`);
  await bad("GET", "/nowhere/v1/x");
  await bad("PUT", `${NETWORKS}/n`);
  await bad("POST", `/secretmanager/v1/projects/${PROJECT}/secrets/s:explode`);
  expect((await admin("GET", "unknown")).body).toEqual([
    "GET /monitoring/v2/projects/p/alertPolicies",
    `GET /compute/v1/projects/${PROJECT}/zones/a/instances`,
    "GET /nowhere/v1/x",
    `PUT ${NETWORKS}/n`,
    `POST /secretmanager/v1/projects/${PROJECT}/secrets/s:explode`,
  ]);
});

test("an exception of the sandbox's own is answered 501 without its text, listed, and survived", async () => {
  const { store } = sandbox();
  const throwing = jest.spyOn(store, "get").mockImplementation(() => {
    throw new TypeError("canary");
  });
  const { status, text } = await send("GET", `${NETWORKS}/n`);
  throwing.mockRestore();
  expect([status, text]).toEqual([501, expect.stringMatching(/Sandbox defect: TypeError at /)]);
  expect(text).not.toContain("canary");
  expect((await admin("GET", "unknown")).body).toEqual([`GET ${NETWORKS}/n`]);
  expect((await good("GET", NETWORKS)).items).toEqual([]);
});

test("tunnels, requests for other hosts and foreign pages are refused and listed", async () => {
  const { port } = new URL(sandbox().url);
  const tunnel = await rawAnswer(
    "CONNECT openidconnect.googleapis.com:443 HTTP/1.1\r\nHost: openidconnect.googleapis.com\r\n\r\n",
  );
  expect(tunnel).toBe("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  expect(statusOf(await getAnswer("http://metadata.google.internal/x", "metadata.google.internal"))).toBe(403);
  expect(statusOf(await getAnswer("/_sandbox/dump", "evil.example"))).toBe(403);
  expect(statusOf(await getAnswer("/_sandbox/dump", `127.0.0.1.evil.example:${port}`))).toBe(403);
  expect((await send("POST", "/_sandbox/reset", "{}", { Origin: "https://page.example" })).status).toBe(403);
  expect(statusOf(await getAnswer("/_sandbox/health", `localhost:${port}`))).toBe(200);
  expect((await admin("GET", "outside")).body).toEqual({
    "openidconnect.googleapis.com:443": 1,
    "metadata.google.internal": 1,
    "evil.example": 1,
    [`127.0.0.1.evil.example:${port}`]: 1,
    "page.example": 1,
  });
});

test("a client that goes away in the middle of its body hurts nobody", async () => {
  const { port } = new URL(sandbox().url);
  await new Promise<void>((resolve) => {
    const call = request({ port, method: "POST", path: NETWORKS, headers: { "Content-Length": "1000" } });
    call.on("error", () => resolve());
    call.write("{", () => call.destroy());
  });
  expect((await admin("GET", "health")).status).toBe(200);
});

test("a version that a client doubles counts once, in each of the forms that clients have", async () => {
  for (const service of ["iam", "sqladmin", "secretmanager", "run"]) enableService(sandbox(), service);
  const number = (await good("GET", `/cloudresourcemanager/v1/projects/${PROJECT}`)).projectNumber as string;
  for (const path of [
    `/cloudresourcemanager/v1/v1/projects/${PROJECT}`,
    `/cloudresourcemanager/v1/projects/${number}`,
    `/iam/v1/v1/projects/${PROJECT}/serviceAccounts`,
    `/serviceusage/v1/v1/projects/${PROJECT}/services?filter=state:ENABLED`,
    `/servicenetworking/v1/v1/services/servicenetworking.googleapis.com/connections?network=projects/${number}/global/networks/net`,
    `/sql/v1beta4/sql/v1beta4/projects/${PROJECT}/instances`,
    `/sql/v1beta4/projects/${number}/instances`,
    `/compute/v1/projects/${number}/global/networks`,
    `/secretmanager/v1/projects/${number}/secrets`,
    `/run/v2/projects/${number}/locations/europe-west1/services`,
  ]) {
    await good("GET", path);
  }
});

test("an API that is not enabled, and a project that is not there, are refused in Google's words", async () => {
  const { projectNumber } = (await good("GET", `/cloudresourcemanager/v1/projects/${PROJECT}`)) as {
    projectNumber: string;
  };
  expect(await bad("GET", `/redis/v1/projects/${PROJECT}/locations/r/instances`)).toBe(
    `403 SERVICE_DISABLED: Google Cloud Memorystore for Redis API has not been used in project ${projectNumber} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/redis.googleapis.com/overview?project=${projectNumber} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
  );
  expect(await bad("GET", "/compute/v1/projects/other/global/networks")).toBe(
    "403 CONSUMER_INVALID: Permission denied on resource project other.",
  );
});

test("the variables lead every API of the table here, and the rest of the world into the sink", () => {
  const variables = sandboxVariables("http://127.0.0.1:1");
  expect(variables.GOOGLE_COMPUTE_CUSTOM_ENDPOINT).toBe("http://127.0.0.1:1/compute/v1/");
  expect(variables).toMatchObject({ HTTPS_PROXY: "http://127.0.0.1:1", CHECKPOINT_DISABLE: "1" });
  const endpoints = Object.entries(variables).filter(([name]) => name.endsWith("_CUSTOM_ENDPOINT"));
  expect(endpoints.every(([, value]) => /^http:\/\/127\.0\.0\.1:1\/.*\/$/.test(value))).toBe(true);
  expect(endpoints).toHaveLength(15);
});

test("it tells of changes, and of nothing else", async () => {
  let changes = 0;
  const other = await startSandbox({ ...OPTIONS, onChange: () => (changes += 1) });
  await fetch(`${other.url}/cloudresourcemanager/v1/projects/${PROJECT}`);
  expect(changes).toBe(0);
  await fetch(`${other.url}/_sandbox/reset`, { method: "POST" });
  expect(changes).toBe(1);
  await other.close();
});
