import type { ChildResult } from "../../cli/shared/child";
import { provideImages, provideSecrets } from "../../cli/shared/sandbox-deploy";
import { secretId } from "../../environments/names";
import { staging } from "../../environments/staging";
import type { Report } from "../../review/report";
import type { JsonObject } from "../../sandbox/core/json";
import { check, close, isAvailable, openDeployed, succeeded, type Deployed } from "./deployed";

/** The first deploy, with the real provider: what it asks for before, a service that fails in it, and the way on. */

// A test here reviews and deploys up to five times.
jest.setTimeout(600_000);

let first: Deployed | undefined;
beforeAll(async () => {
  if (isAvailable) first = await openDeployed("staging", undefined, "founded");
});
afterAll(() => close(first));

const SERVICES = "staging-services";

/** Takes away what people give between foundation and services. */
function takeAway(): void {
  const { store } = first!.sandbox;
  const gifts = ["artifactregistry/projects/netra-staging/locations/us-central1/repositories/netra/packages/"];
  for (const role of Object.keys(staging.secrets.operatorProvided)) {
    gifts.push(`secretmanager/projects/netra-staging/secrets/${secretId(staging, role)}/versions/`);
  }
  for (const [name] of gifts.flatMap((gift) => [...store.below(gift)])) store.remove(name);
}

/** Reviews everything and deploys what can be reviewed, and the rest with --first. */
async function deployFirst(): Promise<ChildResult> {
  const { stdout } = await first!.command("review", "--environment", "staging", "--format", "json");
  const { digest } = JSON.parse(stdout) as { digest: string };
  return first!.command("deploy", "--environment", "staging", "--digest", digest, "--first");
}

check("nothing is applied before every secret and image is there; each is named with what gives it", async () => {
  takeAway();
  first!.sandbox.journal.clear();
  const { status, stdout, stderr } = await deployFirst();
  expect(status).toBe(1);
  expect(stderr).toContain(
    "staging-services: nothing of it is applied, because 6 things that it needs are not there:\n",
  );
  expect(stderr).toContain(
    "  version 1 of the secret netra-staging-oauth-client-secret does not exist; google_cloud_run_v2_service.auth-service needs it\n" +
      "    gcloud secrets versions add netra-staging-oauth-client-secret --project netra-staging --data-file=-",
  );
  expect(stderr).toContain(
    "  the image us-central1-docker.pkg.dev/netra-staging/netra/frontend:1.0.0 does not exist; google_cloud_run_v2_service.frontend needs it\n",
  );
  expect(stdout).toContain("applied: nothing; not applied: staging-foundation, staging-services");
  const changing = first!.sandbox.journal
    .requests()
    // Terraform's own: states, also empty ones, and locks. A permission is asked for by a POST.
    .filter(({ method, path }) => method !== "GET" && !path.includes("/storage/v1/b/netra-staging-tfstate/"))
    .filter(({ path }) => !path.includes("IamP"));
  expect(changing).toEqual([]);
});

check("a service that fails is tainted; what is applied is counted, the way on is printed and works", async () => {
  await provideSecrets(first!.site, first!.environment);
  await provideImages(first!.site, first!.environment);
  const message = `Revision 'a-service-00001-sbx' is not ready and cannot serve traffic. The user-provided container failed to start and listen on the port defined provided by the PORT=8080 environment variable within the allocated timeout. CANARY of its log`;
  const path = "/run/v2/projects/netra-staging/locations/us-central1/services";
  first!.sandbox.faults.add({ method: "POST", path, nth: 1, times: 1, harm: { kind: "operation", code: 9, message } });
  const failed = await deployFirst();
  expect(failed.status).toBe(2);
  const [, applied, total] = /^staging-services: (\d+) of (\d+) changes are applied$/m.exec(failed.stdout) ?? [];
  expect([Number(total) > 25, Number(total) - Number(applied)]).toEqual([true, 1]);
  // Whichever Terraform began with.
  const [, address = ""] = /^staging-services: not applied: (\S+) \(failed\)$/m.exec(failed.stdout) ?? [];
  expect(address).toMatch(/^google_cloud_run_v2_service\.[a-z-]+$/);
  expect(failed.stderr).toContain(
    `  ${address}: Error waiting to create Service (code 9 FAILED_PRECONDITION): the container does not listen on port 8080 in time\n`,
  );
  const untaint = `terraform -chdir=cdktf.out/stacks/${SERVICES} untaint ${address}`;
  expect(failed.stderr).toContain(
    `./netra synth && terraform -chdir=cdktf.out/stacks/${SERVICES} init && ${untaint}\n`,
  );
  expect(failed.stdout + failed.stderr).not.toContain("CANARY");

  // The review knows that the apply would fail, and a deploy refuses to begin.
  const review = await first!.command("review", "--environment", "staging", "--format", "json");
  const report = JSON.parse(review.stdout) as Report;
  const findings = report.stacks
    .flatMap((stack) => stack.findings)
    .filter(({ rule }) => rule === "tainted-and-protected");
  expect(findings.map(({ address, message: text }) => [address, text.includes(untaint)])).toEqual([[address, true]]);
  const refused = await deployFirst();
  expect([refused.status, refused.stderr]).toEqual([1, expect.stringContaining("the apply will fail: it is tainted")]);

  // A person does what the line says; the review then shows a change in place, or nothing, and the deploy goes on.
  succeeded(await first!.terraform(SERVICES, "untaint", "-no-color", address));
  const after = await first!.command("review", "--stack", SERVICES, "--format", "json");
  const [services] = (JSON.parse(after.stdout) as Report).stacks;
  expect(services?.changes.map(({ actions }) => actions).filter((actions) => actions.join() !== "update")).toEqual([]);
  expect(services?.findings.filter(({ rule }) => rule === "tainted-and-protected")).toEqual([]);
  const deployed = await deployFirst();
  expect([deployed.status, deployed.stderr]).toEqual([0, ""]);
  expect(deployed.stdout).toContain("staging-monitoring: applied");
});

check("an account of bootstrap that is gone is named with who makes it", async () => {
  const email = "frontend@netra-staging.iam.gserviceaccount.com";
  const account = `iam/projects/netra-staging/serviceAccounts/${email}`;
  const kept = first!.sandbox.store.get(account)!;
  first!.sandbox.store.remove(account);
  const service = "run/projects/netra-staging/locations/us-central1/services/frontend";
  const template = first!.sandbox.store.get(service)!.template as JsonObject;
  first!.sandbox.store.put(service, {
    ...first!.sandbox.store.get(service)!,
    template: { ...template, timeout: "120s" },
  });
  const { status, stderr } = await deployFirst();
  first!.sandbox.store.put(account, kept);
  expect([status, stderr]).toEqual([
    1,
    expect.stringContaining(`  the account ${email} does not exist, or this account may not start anything as it;`),
  ]);
  expect(stderr).toContain("npx cdktf deploy bootstrap-staging");
});

check("where Google does not say whether something is there, nothing is applied, and it is no refusal", async () => {
  first!.sandbox.faults.add({
    method: "GET",
    path: "/packages/frontend/tags/",
    nth: 1,
    times: 10,
    harm: { kind: "status", status: 403 },
  });
  const { status, stderr } = await deployFirst();
  first!.sandbox.faults.clear();
  expect([status, stderr]).toEqual([
    2,
    expect.stringContaining(
      "staging-services: whether there is the image us-central1-docker.pkg.dev/netra-staging/netra/frontend",
    ),
  ]);
});
