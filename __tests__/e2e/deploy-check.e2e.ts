import { asList, asObject, type JsonObject } from "../../sandbox/core/json";
import type { ChildResult } from "../../cli/shared/child";
import type { Report } from "../../review/report";
import { copyCheckout, type CopiedCheckout } from "./copied-checkout";
import { check, close, isAvailable, openDeployed, succeeded, type Deployed } from "./deployed";

/**
 * Whether a reviewed plan is still true, as a merge queue asks: of plans that the real provider makes, against an
 * environment that changes between the review and the question. One story: each test goes on where the one before it ended.
 */

// Four plans of an environment take a minute on a busy machine.
jest.setTimeout(900_000);

const SPEC = "environments/staging.ts";
const SERVICE = "run/projects/netra-staging/locations/us-central1/services/auth-service";
const ADDRESS = "google_cloud_run_v2_service.auth-service";
const TRUE =
  "the reviewed plan is still true: staging-foundation, staging-services, staging-edge, staging-monitoring\n";
const NOW = `staging-services: planned now: update ${ADDRESS}\n`;

let deployed: Deployed;
let checkout: CopiedCheckout;
beforeAll(async () => {
  if (!isAvailable) return;
  checkout = copyCheckout();
  deployed = await openDeployed("staging");
});
afterAll(async () => {
  if (!isAvailable) return;
  await close(deployed);
  checkout.remove();
});

const netra = (...args: readonly string[]): Promise<ChildResult> =>
  checkout.type(["./netra", ...args], { ...deployed.site.variables, NETRA_REVIEW_KEY: "a key of the tests" });

/** What was reviewed once and is asked for from then on. */
let digest = "";
const asked = (...more: readonly string[]): Promise<ChildResult> =>
  netra("deploy", "--check", "--environment", "staging", "--digest", digest, ...more);

check("the plan that was reviewed is still true: nothing was written, and nobody was locked out", async () => {
  checkout.edit(SPEC, "memoryMiB: 1024,", "memoryMiB: 1536,");
  const { stdout } = succeeded(await netra("review", "--environment", "staging", "--format", "json"));
  digest = (JSON.parse(stdout) as Report).digest ?? "";
  deployed.sandbox.journal.clear();
  expect(await asked()).toMatchObject({ status: 0, stdout: TRUE, stderr: "" });
  const writes = deployed.sandbox.journal
    .requests()
    .filter(({ method, path }) => method !== "GET" && !path.includes(":getIamPolicy"));
  expect(writes).toEqual([]);
});

check("somebody changes the service by hand: another plan, which is named", async () => {
  const before = asObject(deployed.sandbox.store.get(SERVICE));
  const template = asObject(before.template);
  const [container] = asList(template.containers);
  const env = [...asList(asObject(container).env), { name: "BY_HAND", value: "1" }];
  const byHand: JsonObject = { ...before, template: { ...template, containers: [{ ...asObject(container), env }] } };
  deployed.sandbox.store.put(SERVICE, byHand);
  const { status, stdout, stderr } = await asked();
  expect([status, stdout]).toEqual([1, NOW]);
  expect(stderr).toMatch(/^the plans differ from what was reviewed/);
  deployed.sandbox.store.put(SERVICE, before);
  expect(await asked()).toMatchObject({ status: 0, stdout: TRUE });
});

check("another commit changes the same attribute to another value: another plan", async () => {
  checkout.edit(SPEC, "memoryMiB: 1536,", "memoryMiB: 1280,");
  expect(await asked()).toMatchObject({ status: 1, stdout: NOW });
  checkout.edit(SPEC, "memoryMiB: 1280,", "memoryMiB: 1536,");
});

check("once it is applied there is nothing left of it: another plan", async () => {
  succeeded(await netra("deploy", "--environment", "staging", "--digest", digest));
  expect(await asked()).toMatchObject({ status: 1, stdout: "planned now: nothing changes\n" });
});
