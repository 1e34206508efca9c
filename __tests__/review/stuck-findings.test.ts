import { readPlan, type PlanJson } from "../../policy/core/plan";
import { changesOf } from "../../review/change";
import { actionConsequences } from "../../review/consequences/actions";
import { stuckFindings } from "../../review/stuck-findings";

const ADDRESS = "google_cloud_run_v2_service.auth-service";

function planOf(before: object, more: object = {}, actions: readonly string[] = ["delete", "create"]): PlanJson {
  const change = { actions, before, after: { name: "auth-service" } };
  const entry = { address: ADDRESS, mode: "managed", type: "google_cloud_run_v2_service", change, ...more };
  const reading = readPlan(JSON.stringify({ format_version: "1.2", resource_changes: [entry] }));
  if (!reading.ok) throw new Error(reading.problem);
  return reading.plan;
}

const TAINTED = { action_reason: "replace_because_tainted" };
const PROTECTED = { deletion_protection: true };

test("a tainted resource that is protected will fail, and the command is named", () => {
  const changes = changesOf(planOf(PROTECTED, TAINTED));
  const [finding] = stuckFindings("trial-services", "trial", changes);
  expect(finding).toMatchObject({ kind: "refused", severity: "high", status: "violation", address: ADDRESS });
  expect(finding?.message).toBe(
    `the apply will fail: it is tainted, so it would be replaced, and deletion protection is on; untaint it: ./netra synth && terraform -chdir=cdktf.out/stacks/trial-services init && terraform -chdir=cdktf.out/stacks/trial-services untaint ${ADDRESS}`,
  );
  const [consequence] = actionConsequences(changes[0]!);
  expect(consequence?.text).toContain("the apply will fail here until it is untainted");
});

test("of somebody else's stack the command names no folder", () => {
  const [finding] = stuckFindings("foreign", "", changesOf(planOf(PROTECTED, TAINTED)));
  expect(finding?.message).toContain(`untaint it: terraform untaint ${ADDRESS}`);
});

test.each<[what: string, plan: PlanJson]>([
  ["tainted, and free to go", planOf({ deletion_protection: false }, TAINTED)],
  ["protected, and replaced for another reason", planOf(PROTECTED, { action_reason: "replace_by_request" })],
  ["untainted: changed in place", planOf(PROTECTED, {}, ["update"])],
])("%s: nothing", (_what, plan) => expect(stuckFindings("s", "trial", changesOf(plan))).toEqual([]));
