import type { ChildResult } from "../../cli/shared/child";
import { BYPASS_SECRET_ROLE, secretId } from "../../environments/names";
import type { JsonObject } from "../../sandbox/core/json";
import type { Report } from "../../verify/report";
import { gauges, seed } from "../verify/checks/gauges";
import { check, close, isAvailable, openDeployed, restore, succeeded, type Deployed } from "./deployed";

/** What Google's APIs answer alone; the others need hosts. */
const AREAS = "health,variables,database,cache,load-balancer";

const REGION = "us-central1";

/** In the sandbox no certificate ever becomes active: nobody points DNS at it. */
function activateCertificates({ sandbox: { store } }: Deployed): void {
  for (const [name, certificate] of store.below("compute/")) {
    if (!name.includes("/global/sslCertificates/")) continue;
    const managed = certificate.managed as JsonObject;
    const domains = managed.domains as readonly string[];
    const domainStatus = Object.fromEntries(domains.map((domain) => [domain, "ACTIVE"]));
    store.put(name, { ...certificate, managed: { ...managed, status: "ACTIVE", domainStatus } });
  }
}

/** The sandbox's clock is its own, and the key's age is judged by today: it is as old as the deploy. */
function renewBypassKey({ environment, sandbox: { store } }: Deployed): void {
  const versions = `secretmanager/projects/${environment.project}/secrets/${secretId(environment, BYPASS_SECRET_ROLE)}/versions/`;
  for (const [name, version] of store.below(versions)) {
    store.put(name, { ...version, createTime: new Date().toISOString() });
  }
}

const verify = ({ command, environment }: Deployed, areas = AREAS): Promise<ChildResult> =>
  command("verify", "--environment", environment.name, "--only", areas, "--format", "json");

const reportOf = ({ stdout }: ChildResult): Report => JSON.parse(stdout) as Report;

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
    activateCertificates(deployed);
    renewBypassKey(deployed);
    // Nothing runs in a sandbox, and so nothing writes what running instances do.
    await seed(deployed.sandbox, deployed.environment, gauges(deployed.environment, new Date()));
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
