import { secretId } from "../../environments/names";
import type { Report } from "../../verify/report";
import { check, close, isAvailable, openDeployed, restore, succeeded, type Deployed } from "./deployed";
import { makeVerifiable, reportOf, verify } from "./verifiable";

const REGION = "us-central1";

const failuresOf = (report: Report): readonly (readonly [string, string | undefined])[] =>
  report.checks.filter(({ verdict }) => verdict === "failed").map(({ id, failure }) => [id, failure?.symptom]);

describe.each(["staging", "production"])("verification of %s as it is deployed", (name) => {
  let deployed: Deployed;
  beforeAll(async () => {
    if (isAvailable) deployed = await openDeployed(name);
  });
  beforeEach(async () => {
    if (!isAvailable) return;
    restore(deployed);
    await makeVerifiable(deployed);
  });
  afterAll(() => close(deployed));

  const service = (role: string): string => `run/projects/netra-${name}/locations/${REGION}/services/${role}`;

  check("passes, and only looks", async () => {
    const report = reportOf(succeeded(await verify(deployed)));
    expect(failuresOf(report)).toEqual([]);
    expect(report.counts).toMatchObject({ failed: 0, unknown: 0, transient: 0 });
    expect(report.counts.passed).toBeGreaterThan(50);
    const methods = new Set(deployed.sandbox.journal.requests().map(({ method }) => method));
    expect([...methods]).toEqual(["GET"]);
  });

  check("what was changed by hand fails by name, with its symptom", async () => {
    const { store } = deployed.sandbox;
    const websocket = store.get(service("websocket-service"))!;
    store.put(service("websocket-service"), { ...websocket, scaling: { minInstanceCount: 0 } });
    const backend = `compute/projects/netra-${name}/global/backendServices/netra-${name}-frontend-backend`;
    store.put(backend, { ...store.get(backend)!, timeoutSec: 31 });
    const version = `secretmanager/projects/netra-${name}/secrets/${secretId({ name }, "jwt-secret-key")}/versions/1`;
    store.put(version, { ...store.get(version)!, state: "DISABLED" });
    const report = reportOf(succeeded(await verify(deployed), 1));
    const failures = failuresOf(report);
    expect(failures).toEqual(
      expect.arrayContaining([
        ["health/websocket-service/instances", "not-as-declared"],
        ["load-balancer/frontend/backend", "not-as-declared"],
      ]),
    );
    expect(failures.filter(([, symptom]) => symptom === "secret-unusable")).not.toEqual([]);
    expect(failures.filter(([, symptom]) => symptom === undefined)).toEqual([]);
  });

  check("an API that refuses leaves the question open", async () => {
    const refused = { kind: "status", status: 403 } as const;
    deployed.sandbox.faults.add({ method: "GET", path: "/instances/", nth: 1, times: 100, harm: refused });
    const report = reportOf(succeeded(await verify(deployed, "database"), 2));
    expect(report.verdict).toBe("unknown");
    expect(report.counts.failed).toBe(0);
    expect(report.counts.unknown).toBeGreaterThan(5);
  });
});
