import { readPlan, type PlanJson } from "../../policy/core/plan";
import { changesOf } from "../../review/change";
import { actionConsequences } from "../../review/consequences/actions";
import { isRefusal, stuckFindings } from "../../review/stuck-findings";

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

const PREVENTED = { deletion_policy: "PREVENT" };

test.each<[what: string, actions: readonly string[], done: string]>([
  ["destroyed", ["delete"], "deleted"],
  ["replaced", ["delete", "create"], "replaced"],
  ["replaced, the new one first", ["create", "delete"], "replaced"],
])("what its policy keeps from being %s: the apply will fail, although the plan is clean", (_what, actions, done) => {
  const [finding, ...others] = stuckFindings("s", "trial", changesOf(planOf(PREVENTED, {}, actions)));
  expect(others).toEqual([]);
  expect(isRefusal(finding!.rule)).toBe(true);
  expect(finding).toMatchObject({ rule: "deletion-prevented", kind: "refused", severity: "high", address: ADDRESS });
  expect(finding?.message).toBe(
    `the apply will fail: deletion_policy: "PREVENT" found, "DELETE" allowed of what is ${done}; the plan is clean, and the apply stops half-way; keep it, or set deletion_policy to DELETE in an apply of its own first`,
  );
});

test.each<[what: string, plan: PlanJson]>([
  ["prevented, and changed in place", planOf(PREVENTED, {}, ["update"])],
  ["prevented, and forgotten", planOf(PREVENTED, {}, ["forget"])],
  ["left behind", planOf({ deletion_policy: "ABANDON" }, {}, ["delete"])],
  ["tainted, and free to go", planOf({ deletion_protection: false }, TAINTED)],
  ["protected, and replaced for another reason", planOf(PROTECTED, { action_reason: "replace_by_request" })],
  ["untainted: changed in place", planOf(PROTECTED, {}, ["update"])],
])("%s: nothing", (_what, plan) => expect(stuckFindings("s", "trial", changesOf(plan))).toEqual([]));
