import { spawn } from "node:child_process";
import { once } from "node:events";
import type { ChildResult } from "../../cli/shared/child";
import { asObject } from "../../sandbox/core/json";
import { check, close, isAvailable, openDeployed, restore, succeeded, type Deployed } from "./deployed";
import { left } from "./left-in-store";
import { ROOT } from "./terraform";

/** `netra destroy` in the sandbox: to its end, and stopped half-way by a refusal and by Ctrl-C. */

// A whole destroy takes about as long as a deploy, and these wait for several.
jest.setTimeout(900_000);

let deployed: Deployed;
beforeAll(async () => {
  if (isAvailable) deployed = await openDeployed("staging");
});
afterEach(() => restore(deployed));
afterAll(() => close(deployed));

/** Destroys; presses Ctrl-C once something is so. */
async function destroy(isTime: () => boolean = () => false): Promise<ChildResult> {
  const env = { ...deployed.site.variables, NO_COLOR: "1" };
  const child = spawn(process.execPath, ["./netra", "destroy", "--environment", "staging"], { cwd: ROOT, env });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
  const watch = setInterval(() => {
    if (!isTime()) return;
    clearInterval(watch);
    child.kill("SIGINT");
  }, 50);
  const [status] = (await once(child, "close")) as [number | null];
  clearInterval(watch);
  return { status, stdout, stderr, seconds: 0 };
}

const DATABASE = "sql/projects/netra-staging/instances/netra-staging-db";

/** Address → whether the provider's own protection stands, of what a stack's state still holds. */
async function protections(stack: string): Promise<Readonly<Record<string, boolean>>> {
  const { stdout } = succeeded(await deployed.terraform(stack, "state", "pull"));
  const { resources } = JSON.parse(stdout) as {
    resources: readonly {
      type: string;
      name: string;
      instances: readonly { attributes: { deletion_protection?: boolean } }[];
    }[];
  };
  return Object.fromEntries(
    resources.flatMap(({ type, name, instances }) =>
      instances.flatMap(({ attributes: { deletion_protection: isProtected } }) =>
        isProtected === undefined ? [] : [[`${type}.${name}`, isProtected]],
      ),
    ),
  );
}

check("it ends with an empty store, also where a service's creation had failed half-way", async () => {
  succeeded(await deployed.terraform("staging-services", "taint", "google_cloud_run_v2_service.frontend"));
  const { stdout } = succeeded(await destroy());
  expect(left(deployed)).toEqual([]);
  expect(stdout).toContain("lost for good with staging (project netra-staging in the sandbox):");
  const order = ["staging-monitoring", "staging-edge", "staging-services", "staging-foundation", "bootstrap-staging"];
  expect(stdout.match(/^.*(?=: destroyed$)/gm)).toEqual(order);
  // What is gone is gone: a second one finds nothing.
  expect(succeeded(await destroy()).stdout).toContain("nothing of staging is left");
});

check("where Google refuses half-way, what is left is protected again, and the next one goes on", async () => {
  deployed.sandbox.faults.add({
    method: "DELETE",
    path: "/instances/netra-staging-db",
    nth: 1,
    times: 1,
    harm: { kind: "status", status: 403 },
  });
  const { stdout, stderr } = succeeded(await destroy(), 2);
  expect(stdout).toMatch(/^staging-foundation: \d+ of \d+ changes are destroyed$/m);
  expect(stdout).toContain("staging-foundation: not destroyed: google_sql_database_instance.database (failed)");
  expect(stdout).toMatch(/^staging-foundation: protected again: .*google_sql_database_instance\.database/m);
  expect(stdout).toContain(
    "destroyed: staging-monitoring, staging-edge, staging-services; in part: staging-foundation; not destroyed: bootstrap-staging",
  );
  expect(stderr).toContain("staging-foundation: terraform apply:");
  expect(await protections("staging-foundation")).toEqual({ "google_sql_database_instance.database": true });
  const settings = asObject(deployed.sandbox.store.get(DATABASE)?.settings);
  expect(settings.deletionProtectionEnabled).toBe(true);

  // So it is at Google for four days after the database is gone.
  deployed.sandbox.faults.clear();
  const message = "Failed to delete connection; Producer services (e.g. CloudSQL) are still using this connection.";
  deployed.sandbox.faults.add({
    ...{ path: "/connections/", nth: 1, times: 99, method: "POST" },
    harm: { kind: "operation", code: 9, message },
  });
  const held = succeeded(await destroy(), 2);
  expect(held.stdout).toMatch(/^Google may hold what is left for a while, .*google_service_networking_connection/m);
  expect(held.stdout).toMatch(/run the same command again from .* UTC on/);

  deployed.sandbox.faults.clear();
  succeeded(await destroy());
  expect(left(deployed)).toEqual([]);
});

check("after Ctrl-C it says where it stands, and what is left is protected again", async () => {
  deployed.sandbox.faults.add({
    method: "DELETE",
    path: "/services/frontend",
    nth: 1,
    times: 1,
    harm: { kind: "latency", milliseconds: 3000 },
  });
  const { status, stdout } = await destroy(() =>
    deployed.sandbox.journal
      .requests()
      .some(({ method, path }) => method === "DELETE" && /services\/frontend/.test(path)),
  );
  expect([status, stdout]).toEqual([2, expect.stringContaining("staging-services: putting its protections back")]);
  expect(stdout).toMatch(/^staging-services: protected again: google_/m);
  expect(stdout).toMatch(/^destroyed: staging-monitoring, staging-edge; in part: staging-services; not destroyed: /m);
  const held = await protections("staging-services");
  expect(Object.keys(held).length).toBeGreaterThan(0);
  expect(Object.values(held)).not.toContain(false);
});

check("production is refused in a sandbox too", async () => {
  const { stdout, stderr } = succeeded(await deployed.command("destroy", "--environment", "production"), 1);
  expect([stdout, stderr]).toEqual(["", expect.stringContaining("production is production: no command destroys it")]);
});
