import type { ChildResult } from "../../cli/shared/child";
import type { Report } from "../../review/report";
import { copyCheckout, type CopiedCheckout } from "./copied-checkout";
import { check, close, isAvailable, openDeployed, succeeded, type Deployed } from "./deployed";

/** `netra review --base` on real commits: a renamed construct, and what was merged before and is not applied. */

// Plans of an environment and three syntheses take a minute on a busy machine.
jest.setTimeout(900_000);

const BALANCER = "constructs/https-load-balancer.ts";
const SPEC = "environments/staging.ts";
const POLICY = "google_compute_ssl_policy";
const FROM = `${POLICY}.lb_tls-policy`;
const TO = `${POLICY}.lb_tls-rules`;
const SERVICE = "google_cloud_run_v2_service.auth-service";

let checkout: CopiedCheckout;
let deployed: Deployed | undefined;
beforeAll(async () => {
  checkout = copyCheckout();
  await checkout.commit();
  if (isAvailable) deployed = await openDeployed("staging");
});
afterAll(async () => {
  await close(deployed);
  checkout.remove();
});

const netra = (...args: readonly string[]): Promise<ChildResult> =>
  checkout.type(["./netra", ...args], { ...deployed?.site.variables, NETRA_REVIEW_KEY: "a key of the tests" });

const reportOf = (result: ChildResult, code: number): Report => JSON.parse(succeeded(result, code).stdout) as Report;

const stackOf = ({ stacks }: Report, name: string) => stacks.find((stack) => stack.name === name)!;

test("a renamed construct: what happens without a moved block, and the line that keeps the object", async () => {
  checkout.edit(BALANCER, '"tls-policy"', '"tls-rules"');
  const { changes } = stackOf(reportOf(await netra("review", "--base", "HEAD", "--format", "json"), 1), "staging-edge");
  const renamed = changes.filter(({ address }) => address.startsWith(POLICY));
  expect(new Set(renamed.map(({ address }) => address))).toEqual(new Set([FROM, TO]));
  for (const { consequence } of renamed) {
    expect(consequence).toContain(
      `moveFromId("${FROM}") in cdktf, or a moved block with from = ${FROM} and to = ${TO}`,
    );
  }
});

test("with the printed line nothing happens to it, nor to who refers to it", async () => {
  const next = "    const certificates = Object.entries(props.hosts)";
  checkout.edit(BALANCER, next, `    tlsPolicy.moveFromId("${FROM}");\n${next}`);
  const { changes } = stackOf(reportOf(await netra("review", "--base", "HEAD", "--format", "json"), 0), "staging-edge");
  expect(changes).toMatchObject([{ address: TO, previousAddress: FROM, actions: ["move"], severity: "low" }]);
});

check("nor does the provider plan anything but the move; what was merged before stands apart", async () => {
  // The rename is this change; another one was merged, and nobody has applied it.
  const report = reportOf(await netra("review", "--environment", "staging", "--base", "HEAD", "--format", "json"), 0);
  const edge = stackOf(report, "staging-edge");
  expect(edge.changes).toMatchObject([{ address: TO, previousAddress: FROM, actions: ["move"] }]);
  expect([edge.pending?.changes, edge.unplanned ?? []]).toEqual([[], []]);
});

check("what was committed and not applied is pending; --all counts it; what is applied already is named", async () => {
  await checkout.type(["git", "stash", "-q"]);
  checkout.edit(SPEC, "memoryMiB: 1024,", "memoryMiB: 1536,");
  await checkout.type(["git", "-c", "user.name=test", "-c", "user.email=test@example.com", "commit", "-qam", "merged"]);
  const args = ["review", "--environment", "staging", "--base", "HEAD", "--fail-on", "low"];
  const { stdout } = succeeded(await netra(...args));
  expect(stdout).toContain("Nothing that this change makes is in the plan, only what was pending before");
  expect(stdout).toContain(`update ${SERVICE}`);
  succeeded(await netra(...args, "--all"), 1);
  // The same commit's change seen from before it is this change's own.
  const own = reportOf(await netra("review", "--environment", "staging", "--base", "HEAD^1", "--format", "json"), 0);
  expect(stackOf(own, "staging-services")).toMatchObject({
    changes: [{ address: SERVICE }],
    pending: { changes: [] },
    unplanned: [],
  });
});
