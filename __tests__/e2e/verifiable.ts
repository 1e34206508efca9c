import type { ChildResult } from "../../cli/shared/child";
import { BYPASS_SECRET_ROLE, secretId } from "../../environments/names";
import type { JsonObject } from "../../sandbox/core/json";
import type { Report } from "../../verify/report";
import { gauges, seed } from "../verify/checks/gauges";
import type { Deployed } from "./deployed";

/** What Google's APIs answer alone; the others need hosts. */
const AREAS = "health,variables,database,cache,load-balancer";

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

/** Verifies by the command what Google's APIs answer alone. */
export const verify = ({ command, environment }: Deployed, areas = AREAS): Promise<ChildResult> =>
  command("verify", "--environment", environment.name, "--only", areas, "--format", "json");

/** What the command has printed. */
export const reportOf = ({ stdout }: ChildResult): Report => JSON.parse(stdout) as Report;

/** Gives a deployed environment what a sandbox cannot have: active certificates, a fresh key, and what instances measure. */
export async function makeVerifiable(deployed: Deployed): Promise<void> {
  activateCertificates(deployed);
  renewBypassKey(deployed);
  // Nothing runs in a sandbox, and so nothing writes what running instances do.
  await seed(deployed.sandbox, deployed.environment, gauges(deployed.environment, new Date()));
}
