import { spawn } from "node:child_process";
import { once } from "node:events";
import type { JsonObject } from "../../sandbox/core/json";
import { ROOT } from "../support/tracked-files";
import { changesOf, check, close, isAvailable, openDeployed, stateName, succeeded, type Deployed } from "./deployed";
import { until } from "./processes";

/** A deploy of the real stacks, with the real provider, that is interrupted while services are applied. */

let deployed: Deployed;
beforeAll(async () => {
  if (isAvailable) deployed = await openDeployed("staging");
});
afterAll(() => close(deployed));

const SERVICES = ["websocket-service", "auth-service", "frontend"] as const;
const liveName = (service: string): string => `run/projects/netra-staging/locations/us-central1/services/${service}`;

/** Request timeouts by service, as Google has them. */
const live = (): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    SERVICES.map((service) => [
      service,
      (deployed.sandbox.store.get(liveName(service))!.template as JsonObject).timeout,
    ]),
  );

interface StateJson {
  readonly resources: readonly {
    readonly type: string;
    readonly name: string;
    readonly instances: readonly { readonly status?: string; readonly attributes: JsonObject }[];
  }[];
}

/** The same, as the state has them; whoever is tainted is named. */
async function state(): Promise<Readonly<Record<string, unknown>>> {
  const path = stateName(deployed, "services").replace("storage/", "");
  const { resources } = (await (
    await fetch(`${deployed.sandbox.url}/storage/v1/${path}?alt=media`)
  ).json()) as StateJson;
  const services = resources.filter(({ type }) => type === "google_cloud_run_v2_service");
  return Object.fromEntries(
    services.map(({ name, instances: [instance] }) => [
      name,
      instance?.status ?? (instance?.attributes.template as readonly JsonObject[])[0]?.timeout,
    ]),
  );
}

const isLocked = (): boolean =>
  deployed.sandbox.store.get(stateName(deployed, "services").replace("default.tfstate", "default.tflock")) !==
  undefined;

async function reviewed(): Promise<string> {
  const { stdout } = await deployed.command("review", "--environment", "staging", "--format", "json");
  return (JSON.parse(stdout) as { digest: string }).digest;
}

/** Two deploys and two reviews of four stacks: minutes on a busy machine. */
const MOST_MILLISECONDS = 900_000;

check(
  "state, live and lock agree, what is left is what was said, and the next deploy makes it",
  async () => {
    const declared = live();
    const { store, faults } = deployed.sandbox;
    for (const service of SERVICES) {
      const before = store.get(liveName(service))!;
      store.put(liveName(service), { ...before, template: { ...(before.template as JsonObject), timeout: "77s" } });
    }
    const digest = await reviewed();
    // Terraform has begun with all three, and Google answers late for one.
    const path = "/services/websocket-service";
    faults.add({ method: "PATCH", path, nth: 1, times: 1, harm: { kind: "latency", milliseconds: 5000 } });
    const child = spawn(process.execPath, ["./netra", "deploy", "--environment", "staging", "--digest", digest], {
      cwd: ROOT,
      env: deployed.commandVariables,
      detached: true,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.setEncoding("utf8").on("data", (text: string) => (stdout += text));
    child.stderr.setEncoding("utf8").on("data", (text: string) => (stderr += text));
    const ended = once(child, "close") as Promise<[number | null]>;
    await until(() => faults.list().some(({ seen }) => seen > 0), 120);
    process.kill(-child.pid!, "SIGINT");
    const [code] = await ended;
    faults.clear();

    expect([code, isLocked()]).toEqual([2, false]);
    expect(stderr).toContain("interrupted");
    expect(stdout).toContain("not applied: staging-edge, staging-monitoring\n");
    const now = live();
    expect(await state()).toEqual(now);
    const left = SERVICES.filter((service) => now[service] !== declared[service]);
    const changes = await changesOf(deployed, "staging-services");
    expect(Object.keys(changes)).toEqual(left.map((service) => `google_cloud_run_v2_service.${service}`));
    for (const address of Object.keys(changes)) expect(stdout).toContain(`staging-services: not applied: ${address} (`);

    succeeded(await deployed.command("deploy", "--environment", "staging", "--digest", await reviewed()));
    expect([live(), await state(), isLocked()]).toEqual([declared, declared, false]);
    expect(await changesOf(deployed, "staging-services")).toEqual({});
  },
  MOST_MILLISECONDS,
);
