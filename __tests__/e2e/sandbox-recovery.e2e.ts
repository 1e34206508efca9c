import { applyStack } from "../../cli/shared/sandbox-deploy";
import type { JsonObject } from "../../sandbox/core/json";
import {
  changesOf,
  check,
  close,
  isAvailable,
  openDeployed,
  restore,
  stateName,
  succeeded,
  type Deployed,
} from "./deployed";

let deployed: Deployed;
beforeAll(async () => {
  if (isAvailable) deployed = await openDeployed("staging");
});
afterEach(() => restore(deployed));
afterAll(() => close(deployed));

const EDGE = "staging-edge";

/** Everything of the edge is gone, and its state too: the next apply makes it anew. */
function withoutEdge(): void {
  const { store } = deployed.sandbox;
  const collections = ["addresses", "sslCertificates", "sslPolicies", "targetHttpsProxies", "targetHttpProxies"];
  const global = [...collections, "forwardingRules", "urlMaps", "backendServices", "securityPolicies"];
  for (const [name] of store.below("compute/projects/netra-staging/")) {
    const isEdge =
      global.some((collection) => name.includes(`/global/${collection}/`)) || name.includes("/networkEndpointGroups/");
    if (isEdge && !name.endsWith("/netra-staging-peering")) store.remove(name);
  }
  store.remove(stateName(deployed, "edge"));
}

/** What the edge consists of, without what changes with every write. */
function edgeOf(): readonly string[] {
  return deployed.sandbox.store
    .below("compute/projects/netra-staging/")
    .map(([name]) => name)
    .sort();
}

const faults: readonly (readonly [
  what: string,
  path: string,
  harm: Parameters<Deployed["sandbox"]["faults"]["add"]>[0]["harm"],
])[] = [
  ["Google refuses one resource", "/backendServices", { kind: "status", status: 403 }],
  ["an operation fails", "/urlMaps", { kind: "operation", code: 500, message: "Internal error" }],
  ["Google refuses the last step", "/forwardingRules", { kind: "status", status: 400 }],
];

for (const [what, path, harm] of faults) {
  check(`a half-failed apply (${what}) is recovered by the next one: nothing lost, nothing twice`, async () => {
    const whole = edgeOf();
    withoutEdge();
    deployed.sandbox.faults.add({ method: "POST", path, nth: 1, times: 1, harm });
    const failed = await deployed.terraform(EDGE, "apply", "-no-color", "-auto-approve");
    expect(failed.status).toBe(1);
    const half = edgeOf();
    expect(half.length).toBeGreaterThan(2);
    deployed.sandbox.faults.clear();

    succeeded(await deployed.terraform(EDGE, "apply", "-no-color", "-auto-approve"));
    expect(edgeOf()).toEqual(whole);
    expect(await changesOf(deployed, EDGE)).toEqual({});
  });
}

check("a short outage of Google's is waited for", async () => {
  withoutEdge();
  deployed.sandbox.faults.add({ path: "/securityPolicies", nth: 1, times: 2, harm: { kind: "status", status: 503 } });
  succeeded(await deployed.terraform(EDGE, "apply", "-no-color", "-auto-approve"));
  expect(await changesOf(deployed, EDGE)).toEqual({});
});

check("two deploys at once: one waits for the lock or fails on it, all is made once, the state is whole", async () => {
  withoutEdge();
  const results = await Promise.all([
    deployed.terraform(EDGE, "apply", "-no-color", "-auto-approve", "-lock-timeout=60s"),
    deployed.terraform(EDGE, "apply", "-no-color", "-auto-approve", "-lock-timeout=60s"),
  ]);
  const [first, ...more] = results.filter(({ stdout }) => stdout.includes("19 added"));
  expect([first?.status, more]).toEqual([0, []]);
  // Terraform waits for a lock only where it can ask who holds it, and not at all to make the first, empty state.
  const second = results.find((result) => result !== first)!;
  if (second.status === 0) expect(second.stdout).toContain("0 added, 0 changed, 0 destroyed");
  else expect(second.stderr).toMatch(/edge\/default\.tflock"\s+failed/);
  expect(await changesOf(deployed, EDGE)).toEqual({});
});

check(
  "two deploys at once without patience: one fails on the lock and says whose it is, the state is whole",
  async () => {
    withoutEdge();
    deployed.sandbox.faults.add({
      method: "POST",
      path: "/urlMaps",
      nth: 1,
      times: 1,
      harm: { kind: "latency", milliseconds: 6000 },
    });
    const first = deployed.terraform(EDGE, "apply", "-no-color", "-auto-approve");
    const isLocked = () =>
      deployed.sandbox.store.get(stateName(deployed, "edge").replace("default.tfstate", "default.tflock"));
    for (let attempt = 0; attempt < 100 && isLocked() === undefined; attempt++) {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    const second = await deployed.terraform(EDGE, "apply", "-no-color", "-auto-approve");
    expect(second.status).toBe(1);
    expect(second.stderr).toContain("Error acquiring the state lock");
    expect(second.stderr).toContain("OperationTypeApply");
    succeeded(await first);
    expect(await changesOf(deployed, EDGE)).toEqual({});
  },
);

check("a revision that cannot read its secret fails the deploy, and the old one keeps serving", async () => {
  const { store } = deployed.sandbox;
  const service = "run/projects/netra-staging/locations/us-central1/services/auth-service";
  const before = store.get(service)!.latestReadyRevision;
  const policy = "iam-policies/secretmanager%2Fprojects%2Fnetra-staging%2Fsecrets%2Fnetra-staging-service-secret";
  expect(store.get(policy)).toBeDefined();
  const template = store.get(service)!.template as JsonObject;
  store.put(service, { ...store.get(service)!, template: { ...template, timeout: "120s" } });
  // Taken away at the moment at which the new revision starts: Terraform has just read that the grant is there.
  const taken = deployed.sandbox.store.get(policy)!;
  const planned = await changesOf(deployed, "staging-services");
  expect(planned).toEqual({ "google_cloud_run_v2_service.auth-service": "update" });
  store.put(policy, { ...taken, bindings: [] });
  const failed = await deployed.terraform("staging-services", "apply", "-no-color", "change.tfplan");
  expect(failed.status).toBe(1);
  expect(failed.stderr).toContain("Permission denied on secret");
  expect(store.get(service)!.latestReadyRevision).toBe(before);
  await applyStack(deployed.site, "staging-services");
  expect(await changesOf(deployed, "staging-services")).toEqual({});
});
