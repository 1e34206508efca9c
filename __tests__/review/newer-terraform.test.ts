import { readPlan } from "../../policy/core/plan";
import { actionReports } from "../../review/running-code";

/**
 * Plans of Terraform 1.12 to 1.15 are recorded where they can be had (`plans/README.md`). What stands here is made by hand:
 * Terraform 1.15.9 cannot show a plan that defers an action (it ends with "invalid action trigger event"), and the members of
 * later versions are nobody's yet.
 */

const action = (more: object): object => ({
  address: "action.local_command.x",
  config_values: { command: "CANARY" },
  ...more,
});

const reports = (members: object) => {
  const reading = readPlan(JSON.stringify({ format_version: "1.3", resource_changes: [], ...members }));
  if (!reading.ok) throw new Error(reading.problem);
  return actionReports(reading.plan);
};

test("an action that is put off is high too, and no argument of it is printed", () => {
  const lifecycle = { triggering_resource_address: "terraform_data.a", action_trigger_event: "AfterUpdate" };
  const put = { reason: "deferred_prereq", action_invocation: action({ lifecycle_action_trigger: lifecycle }) };
  const found = reports({ deferred_action_invocations: [put] });
  expect(found).toMatchObject([{ actions: ["run action", "deferred"], severity: "high", undo: "one-way" }]);
  expect(found[0]?.consequence).toContain("after update of terraform_data.a");
  expect(JSON.stringify(found)).not.toContain("CANARY");
});

test("members of a later minor version change nothing, and a word that is no moment is not quoted", () => {
  const lifecycle = { triggering_resource_address: "a.b", action_trigger_event: "CANARY event", on_failure: "CANARY" };
  const later = action({ lifecycle_action_trigger: lifecycle, invented_later: "CANARY" });
  const [found] = reports({ action_invocations: [later], invented_later: ["CANARY"] });
  expect(found?.consequence).toContain("runs an action, a change of a.b:");
  expect(JSON.stringify(found)).not.toContain("CANARY");
});
