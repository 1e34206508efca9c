import { readPlan } from "../../policy/core/plan";
import { changesOf } from "../../review/change";
import { secondRollouts } from "../../review/second-rollout";

const service = (timeout: string, memory: string, updated: string, variable = "WEBSOCKET_PING_INTERVAL") => ({
  update_time: updated,
  template: [
    { timeout, containers: [{ env: [{ name: variable, value: "20" }], resources: [{ limits: { memory } }] }] },
  ],
});

function findings(before: object, after: object, plannedAt = "2026-01-01T12:00:00Z") {
  const change = {
    address: "google_cloud_run_v2_service.ws",
    mode: "managed",
    type: "google_cloud_run_v2_service",
    change: { actions: ["update"], before, after },
  };
  const reading = readPlan(JSON.stringify({ format_version: "1.2", resource_changes: [change] }));
  if (!reading.ok) throw new Error(reading.problem);
  return secondRollouts("s", "trial", changesOf(reading.plan), plannedAt);
}

test("a second revision within the life of the sockets is a finding, with both times", () => {
  const [finding] = findings(
    service("3600s", "1Gi", "2026-01-01T11:40:00Z"),
    service("3600s", "2Gi", "2026-01-01T11:40:00Z"),
  );
  expect(finding).toMatchObject({ rule: "second-rollout", severity: "high", status: "violation" });
  expect(finding!.message).toContain("rolled out 20 min ago, and its sockets live up to 60 min");
});

test.each<[what: string, before: object, after: object, plannedAt?: string]>([
  [
    "after the sockets have ended",
    service("3600s", "1Gi", "2026-01-01T10:00:00Z"),
    service("3600s", "2Gi", "2026-01-01T10:00:00Z"),
  ],
  [
    "without a new revision",
    service("3600s", "1Gi", "2026-01-01T11:40:00Z"),
    { ...service("3600s", "1Gi", "2026-01-01T11:40:00Z"), ingress: "x" },
  ],
  [
    "of a service without sockets",
    service("3600s", "1Gi", "2026-01-01T11:40:00Z", "OTHER"),
    service("3600s", "2Gi", "2026-01-01T11:40:00Z", "OTHER"),
  ],
  [
    "where the plan tells no time",
    service("3600s", "1Gi", "2026-01-01T11:40:00Z"),
    service("3600s", "2Gi", "2026-01-01T11:40:00Z"),
    "",
  ],
  ["where the service tells no time", service("3600s", "1Gi", ""), service("3600s", "2Gi", "")],
])("%s it is none", (...row) => {
  const [, before, after, plannedAt] = row;
  expect(findings(before, after, plannedAt)).toEqual([]);
});
