import { GOOD_CALLS } from "./good-calls";
import { PROJECT, REGION, useSandbox, type Body } from "../../support/sandbox";

const { good, bad, admin, sandbox } = useSandbox(
  ...["compute", "run", "sqladmin", "redis", "secretmanager", "artifactregistry", "iam", "servicenetworking"],
  ...["monitoring", "logging", "cloudresourcemanager"],
);

/** Where the operation of an answer is asked for again. */
function operationPath(path: string, { name, selfLink }: Body): string {
  const [api = "", version = ""] = path.split("/");
  if (selfLink === undefined) return `/${api}/${version}/${name as string}`;
  return `/${api}/${version}/projects/${(selfLink as string).split("/projects/")[1] ?? ""}`;
}

/** What clients that are made from protocol buffers need. */
const typesOf = ({ metadata, response }: Body): readonly unknown[] =>
  [metadata, response].map((message: Record<string, string> | undefined) => message?.["@type"]?.split("/")[1]);

test("each operation is answered again by its name, and says the types of what it holds", async () => {
  const types = new Map<string, readonly unknown[]>();
  for (const [method, path, body] of GOOD_CALLS) {
    const answer = await good(method, `/${path}`, body);
    const isOperation = answer?.done !== undefined || /#operation$/.test((answer?.kind as string | undefined) ?? "");
    if (!isOperation) continue;
    expect(await good("GET", operationPath(path, answer))).toEqual(answer);
    if (answer.done !== undefined) types.set(`${method} ${path.split("?")[0]!}`, typesOf(answer));
  }
  const run = (type: string): readonly string[] => [`google.cloud.run.v2.${type}`, `google.cloud.run.v2.${type}`];
  const redis = ["google.cloud.redis.v1.OperationMetadata", "google.cloud.redis.v1.Instance"];
  const location = `projects/${PROJECT}/locations/${REGION}`;
  expect(Object.fromEntries(types)).toMatchObject({
    [`POST run/v2/${location}/services`]: run("Service"),
    [`POST redis/v1/${location}/instances`]: redis,
    "POST servicenetworking/v1/services/servicenetworking.googleapis.com/connections": [
      undefined,
      "google.cloud.servicenetworking.v1.Connection",
    ],
  });
});

test("a deletion answers nothing, or what was there where the API does so", async () => {
  const repositories = `/artifactregistry/v1/projects/${PROJECT}/locations/${REGION}/repositories`;
  await good("POST", `${repositories}?repositoryId=r`, { format: "DOCKER" });
  expect(typesOf(await good("DELETE", `${repositories}/r`))).toEqual([
    "google.devtools.artifactregistry.v1.OperationMetadata",
    "google.protobuf.Empty",
  ]);
  const pools = `/iam/v1/projects/${PROJECT}/locations/global/workloadIdentityPools`;
  await good("POST", `${pools}?workloadIdentityPoolId=pool`, {});
  const { response } = await good("DELETE", `${pools}/pool`);
  expect(response).toMatchObject({ "@type": expect.stringContaining("WorkloadIdentityPool"), state: "DELETED" });
});

test("an operation that was ordered to fail is answered failed again", async () => {
  const repositories = `/artifactregistry/v1/projects/${PROJECT}/locations/${REGION}/repositories`;
  await admin("POST", "faults", { path: "repositories", harm: { kind: "operation", code: 13, message: "no" } });
  const failed = await good("POST", `${repositories}?repositoryId=r`, { format: "DOCKER" });
  expect(failed.error).toEqual({ code: 13, message: "no" });
  expect(await good("GET", `/artifactregistry/v1/${failed.name as string}`)).toEqual(failed);
});

test("the operation of a run ends with its execution", async () => {
  const jobs = `/run/v2/projects/${PROJECT}/locations/${REGION}/jobs`;
  await good("POST", `${jobs}?jobId=job`, { template: { template: { containers: [{ image: "i" }] } } });
  const job = `projects/${PROJECT}/locations/${REGION}/jobs/job`;
  await admin("POST", "job-runs", { job, outcome: "succeed", reads: 1 });
  const started = await good("POST", `${jobs}/job:run`, {});
  expect([started.done, started.response]).toEqual([false, undefined]);
  const again = async (): Promise<Body> => good("GET", `/run/v2/${started.name as string}`);
  expect((await again()).done).toBe(false);
  expect(await again()).toMatchObject({ name: started.name, done: true, response: { succeededCount: 1 } });
});

test("an operation that never was, or is another path's, is not found; no snapshot holds one", async () => {
  const location = `projects/${PROJECT}/locations/${REGION}`;
  expect(await bad("GET", `/run/v2/${location}/operations/none`)).toMatch(/^404 notFound: Operation /);
  const { name } = await good("POST", `/compute/v1/projects/${PROJECT}/global/networks`, { name: "net" });
  expect(await bad("GET", `/compute/v1/projects/${PROJECT}/regions/${REGION}/operations/${name as string}`)).toMatch(
    /^404/,
  );
  expect(
    sandbox()
      .store.snapshot()
      .entries.map(([entry]) => entry),
  ).not.toContainEqual(expect.stringContaining("operations"));
});
