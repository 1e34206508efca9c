import { hasPresence, leavesOutZeros } from "../../../google/discovery/presence";
import { readDocuments } from "../../../google/discovery/documents";
import { schemaMembers } from "../../../google/discovery/schemas";
import { withoutZeros } from "../../../sandbox/schema/zeros";
import { startSandbox, type Sandbox } from "../../../sandbox/start";
import { OPTIONS, PROJECT, REGION, enableService, sandboxClient } from "../../support/sandbox";
import { GOOD_CALLS } from "./good-calls";

let sandbox: Sandbox;
const { good } = sandboxClient(() => sandbox.url);

beforeAll(async () => {
  sandbox = await startSandbox({ ...OPTIONS, zeros: "left out" });
  for (const { service } of SERVICES) enableService(sandbox, service);
});
afterAll(() => sandbox.close());

const SERVICES = [
  ...["compute", "servicenetworking", "sqladmin", "redis", "iam", "secretmanager", "run", "artifactregistry"],
  ...["logging", "monitoring", "serviceusage", "cloudresourcemanager", "storage"],
].map((service) => ({ service }));

/** Places in a body that hold a zero, an empty text or an empty list. */
const zeroPlaces = (value: unknown, at = ""): readonly string[] => {
  if (value === 0 || value === false || value === "" || (Array.isArray(value) && value.length === 0)) return [at];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => zeroPlaces(inner, `${at}.${Array.isArray(value) ? "" : key}`));
};

test("good calls are answered without zeros, but by the API that has them", async () => {
  const found: Record<string, readonly string[]> = {};
  for (const [method, path, body] of GOOD_CALLS) {
    const [api = ""] = path.split("/");
    const reply: unknown = await good(method, `/${path}`, body);
    // Of the operation of a run nobody could tell what it holds.
    if (!path.endsWith(":run")) found[api] = [...(found[api] ?? []), ...zeroPlaces(reply)];
  }
  const answering = Object.keys(found).filter((api) => found[api]!.length > 0);
  expect(answering.sort()).toEqual(["monitoring", "run", "storage"]);
  // What has presence, and a value of a map, which holds what was put there. An operation's metadata may be the resource.
  const ofResources = found.run!.map((place) => place.replace(/^\.(?:metadata|response)(?=\.)/, ""));
  expect([...new Set(ofResources)].sort()).toEqual([".scaling.manualInstanceCount", ".template.template.maxRetries"]);
  expect([...new Set(found.monitoring)].sort()).toEqual([".labels.a"]);
});

test.each<[api: string, method: string, path: string, body: object, left: object]>([
  [
    "run",
    "GET",
    `run/v2/projects/${PROJECT}/locations/${REGION}/services/web`,
    {},
    { template: expect.not.objectContaining({ sessionAffinity: expect.anything() as unknown }) as object },
  ],
  [
    "redis",
    "PATCH",
    `redis/v1/projects/${PROJECT}/locations/${REGION}/instances/cache?updateMask=labels,authEnabled`,
    { labels: {}, authEnabled: false },
    { response: expect.not.objectContaining({ labels: {}, authEnabled: false }) as object },
  ],
  [
    "secretmanager",
    "PATCH",
    `secretmanager/v1/projects/${PROJECT}/secrets/s?updateMask=labels,annotations`,
    { labels: {}, annotations: {} },
    expect.not.objectContaining({ labels: {} }) as object,
  ],
  [
    "monitoring",
    "POST",
    `monitoring/v3/projects/${PROJECT}/uptimeCheckConfigs`,
    {
      displayName: "no zeros",
      period: "60s",
      timeout: "10s",
      httpCheck: { path: "/", port: 443, useSsl: false, headers: {} },
      contentMatchers: [],
      monitoredResource: { type: "uptime_url", labels: { host: "example.com" } },
    },
    expect.not.objectContaining({ contentMatchers: [] }) as object,
  ],
  [
    "artifactregistry",
    "PATCH",
    `artifactregistry/v1/projects/${PROJECT}/locations/${REGION}/repositories/images?updateMask=description,cleanupPolicyDryRun`,
    { description: "", cleanupPolicyDryRun: false },
    expect.not.objectContaining({ description: "" }) as object,
  ],
  [
    "iam",
    "PATCH",
    `iam/v1/projects/${PROJECT}/serviceAccounts/runtime@${PROJECT}.iam.gserviceaccount.com`,
    { serviceAccount: { description: "", displayName: "" }, updateMask: "description,displayName" },
    expect.not.objectContaining({ displayName: "" }) as object,
  ],
  [
    "logging",
    "PUT",
    `logging/v2/projects/${PROJECT}/metrics/closes`,
    {
      name: "closes",
      description: "",
      disabled: false,
      filter: "a",
      metricDescriptor: { metricKind: "DELTA", valueType: "INT64", labels: [{ key: "a", valueType: "STRING" }] },
      labelExtractors: { a: "EXTRACT(b)" },
    },
    { metricDescriptor: expect.objectContaining({ labels: [{ key: "a" }] }) as object },
  ],
  ["serviceusage", "GET", `serviceusage/v1/projects/${PROJECT}/services/run.googleapis.com`, {}, { state: "ENABLED" }],
])("%s", async (_api, method, path, body, left) => {
  const reply: unknown = await good(method, `/${path}`, method === "GET" ? undefined : body);
  expect(reply).toMatchObject(left);
  // Google answers this one: it is `optional`.
  expect(zeroPlaces(reply).filter((place) => place !== ".scaling.manualInstanceCount")).toEqual([]);
});

test.each([
  ["compute", `compute/v1/projects/${PROJECT}/global/networks/net`, { autoCreateSubnetworks: false }],
  [
    "sqladmin",
    `sql/v1beta4/projects/${PROJECT}/instances/db`,
    { settings: { ipConfiguration: { ipv4Enabled: false } } },
  ],
  ["storage", "storage/v1/b/bucket", { iamConfiguration: { uniformBucketLevelAccess: { enabled: false } } }],
])("%s answers what is false", async (_api, path, members) => {
  expect(await good("GET", `/${path}`)).toMatchObject(members);
});

test("a list of nothing is an empty answer", async () => {
  expect(await good("GET", `/run/v2/projects/${PROJECT}/locations/europe-west4/services`)).toEqual({});
});

test("a message that names its type is read by it", () => {
  const service = { "@type": "type.googleapis.com/google.cloud.run.v2.Service", reconciling: false, generation: "0" };
  const method = { id: "run.projects.locations.operations.get", response: "GoogleLongrunningOperation" };
  const operation = { name: "a", done: true, response: service };
  expect(withoutZeros({ document: "run.v2", method, query: new Map(), path: new Map() }, operation)).toEqual({
    ...operation,
    response: { "@type": service["@type"] },
  });
});

test("a message that is set stays, whatever is in it", async () => {
  const secret: unknown = await good("GET", `/secretmanager/v1/projects/${PROJECT}/secrets/s`);
  expect(secret).toMatchObject({ replication: { automatic: {} } });
});

test("every member with presence is in the documents", () => {
  const documents = Object.entries(readDocuments()).filter(([name]) => leavesOutZeros(name));
  const named = documents.flatMap(([document, { schemas }]) =>
    Object.keys(schemas).flatMap((schema) =>
      [...schemaMembers(document, schema)].filter(([name]) => hasPresence(document, schema, name)),
    ),
  );
  expect(named.length).toBe(46);
});
