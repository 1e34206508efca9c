import { isSwitchedOn, makerOf, needPath, needsOf, type Need, type PendingStack } from "../../cli/shared/needs";
import { fromSynth } from "../../policy/core/from-synth";
import { readPlan, type PlanJson } from "../../policy/core/plan";
import { stackJson } from "../support/synthesized";

/** The fixture's own stacks: what a first deploy of them needs, and what a later one does. */

const pending = (name: string, plan?: PlanJson): PendingStack => ({
  name,
  project: "example-trial",
  declared: fromSynth(name, stackJson(name)).resources,
  plan,
});
const FOUNDATION = pending("trial-foundation");
const SERVICES = pending("trial-services");
const keysOf = (stack: PendingStack): readonly string[] => needsOf(stack).map(({ need }) => needPath(need));

function planOf(...changes: readonly [address: string, actions: readonly string[], after?: object][]): PlanJson {
  const resource_changes = changes.map(([address, actions, after = {}]) => ({
    address,
    mode: "managed",
    type: address.split(".")[0],
    change: { actions, before: null, after },
  }));
  const reading = readPlan(JSON.stringify({ format_version: "1.2", resource_changes }));
  if (!reading.ok) throw new Error(reading.problem);
  return reading.plan;
}

test("a first deploy of services: the secrets that people provide, images, accounts, APIs, each once", () => {
  const images = "projects/example-trial/locations/us-central1/repositories/netra/packages";
  expect([...keysOf(SERVICES)].sort()).toEqual([
    ...["auth-service", "e2e-runner", "frontend"].map((name) => `${name}@example-trial.iam.gserviceaccount.com`),
    ...["auth-service", "e2e-tests", "frontend", "websocket-service"].map((name) => `${images}/${name}/tags/1.0.0`),
    ...["llm-api-key", "oauth-client-secret"].map(
      (id) => `projects/example-trial/secrets/netra-trial-${id}/versions/1`,
    ),
    ...["run", "secretmanager", "sqladmin", "storage"].map(
      (api) => `projects/example-trial/services/${api}.googleapis.com`,
    ),
    "websocket-service@example-trial.iam.gserviceaccount.com",
  ]);
});

test("a secret that several read is one need, with all of them", () => {
  const needed = needsOf(SERVICES).find(({ need }) => need.kind === "api" && need.service === "run.googleapis.com");
  expect(needed?.addresses.length).toBeGreaterThan(2);
});

test("a plan that changes nothing needs nothing; one that changes a service needs what that has", () => {
  expect(keysOf(pending("trial-services", planOf(["google_cloud_run_v2_service.frontend", ["no-op"]])))).toEqual([]);
  const changed = pending("trial-services", planOf(["google_cloud_run_v2_service.frontend", ["update"]]));
  expect(needsOf(changed).flatMap(({ addresses }) => addresses)).toEqual(
    expect.arrayContaining(["google_cloud_run_v2_service.frontend"]),
  );
  expect(needsOf(changed).every(({ addresses }) => addresses.length === 1)).toBe(true);
});

test("the image is the one of the plan: a pipeline has delivered it", () => {
  const image = `us-central1-docker.pkg.dev/example-trial/netra/frontend@sha256:${"0".repeat(64)}`;
  const after = { template: [{ containers: [{ image }] }] };
  const stack = pending("trial-services", planOf(["google_cloud_run_v2_service.frontend", ["update"], after]));
  expect(keysOf(stack)).toContain(
    `projects/example-trial/locations/us-central1/repositories/netra/packages/frontend/versions/sha256:${"0".repeat(64)}`,
  );
});

test("what an earlier stack is about to make cannot be there yet", () => {
  const secret = needsOf(SERVICES).find(({ need }) => need.kind === "secret version")!.need;
  const image = needsOf(SERVICES).find(({ need }) => need.kind === "image")!.need;
  const account = needsOf(SERVICES).find(({ need }) => need.kind === "account")!.need;
  for (const need of [secret, image]) expect(makerOf(need, [FOUNDATION, SERVICES])?.name).toBe("trial-foundation");
  const made = pending("trial-foundation", planOf(["google_redis_instance.redis", ["update"]]));
  for (const need of [secret, image, account]) expect(makerOf(need, [made, SERVICES])).toBeUndefined();
});

test("an API that the deploy switches on before is no need", () => {
  const api = (service: string): Need => ({ kind: "api", project: "example-trial", service });
  expect(isSwitchedOn(api("run.googleapis.com"), [FOUNDATION, SERVICES])).toBe(true);
  expect(isSwitchedOn(api("serviceusage.googleapis.com"), [FOUNDATION, SERVICES])).toBe(false);
});
