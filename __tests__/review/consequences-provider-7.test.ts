import type { Severity } from "../../report/severity";
import type { Change } from "../../review/change";
import { consequencesOf } from "../../review/consequences";
import { create, remove, replace, update, type Json } from "../support/change";

/** What provider google 7.x has and 6.x has not: gained, lost and changed. */

const RUN = "google_cloud_run_v2_service";
const REDIS = "google_redis_instance";

const probe = { http_get: [{ path: "/ready" }], period_seconds: 10, failure_threshold: 3 };
const ready = (before: Json | undefined, after: Json | undefined): Change => {
  const container = (side: Json | undefined): Json => ({
    containers: [{ image: "i", readiness_probe: side === undefined ? [] : [side] }],
  });
  return update(RUN, { template: [container(before)] }, { template: [container(after)] });
};
const maxima = (service: readonly unknown[], revision: readonly unknown[]): Change => {
  const side = (index: number): Json => ({
    scaling: [{ max_instance_count: service[index] }],
    template: [{ max_instance_request_concurrency: 80, scaling: [{ max_instance_count: revision[index] }] }],
  });
  return update(RUN, side(0), side(1));
};
const policy = (before: unknown, after: unknown): Change =>
  update(REDIS, { deletion_policy: before }, { deletion_policy: after });

test.each<[what: string, change: Change, severity: Severity, text: string]>([
  [
    "IAP off",
    update(RUN, { iap_enabled: true }, { iap_enabled: false }),
    "critical",
    "IAP is off: whoever the ingress",
  ],
  ["IAP on", update(RUN, { iap_enabled: false }, { iap_enabled: true }), "critical", "sockets and other services"],
  [
    "run.app address again",
    update(RUN, { default_uri_disabled: true }, { default_uri_disabled: null }),
    "critical",
    "the run.app URL answers",
  ],
  [
    "no run.app address",
    update(RUN, { default_uri_disabled: null }, { default_uri_disabled: true }),
    "medium",
    "gets 404",
  ],
  ["readiness gained", ready(undefined, probe), "medium", "takes all of them out at once, and every user gets 503"],
  ["readiness lost", ready(probe, undefined), "high", "an instance that cannot serve keeps getting new requests"],
  [
    "readiness asks otherwise",
    ready(probe, { ...probe, http_get: [{ path: "/db" }] }),
    "high",
    "asks another question",
  ],
  ["readiness more patient", ready(probe, { ...probe, failure_threshold: 6 }), "medium", "after 60 s instead of 30 s"],
  [
    "readiness slower",
    ready({ ...probe, timeout_seconds: 1 }, { ...probe, timeout_seconds: 5 }),
    "medium",
    "in another time",
  ],
  ["PREVENT gained", policy("DELETE", "PREVENT"), "low", "such an apply stops there, half-way, after a clean plan"],
  ["PREVENT lost", policy("PREVENT", "DELETE"), "high", "nothing stops that at the last moment: every session"],
  ["PREVENT left to the default", policy("PREVENT", null), "high", "nothing stops that at the last moment"],
  ["left behind", policy("DELETE", "ABANDON"), "medium", "leaves it behind at Google"],
  [
    "no longer left behind",
    policy("ABANDON", "DELETE"),
    "high",
    "deletes it instead of leaving it behind: every session",
  ],
  [
    "the service's maximum lowered",
    maxima([40, 2], [100, 100]),
    "high",
    "at most 2 instead of 40 instances: 160 sockets fit instead of 3200",
  ],
  ["the service's maximum set", maxima([null, 5], [10, 10]), "high", "at most 5 instead of 10 instances"],
  ["the service's maximum gone", maxima([5, null], [10, 10]), "medium", "at most 10 instead of 5 instances"],
  ["a maximum that does not bound", maxima([200, 50], [10, 10]), "low", "as many instances as before"],
  ["both maxima gone", maxima([5, 0], [10, 0]), "high", "at most Google's default instead of 5 instances"],
])("%s", (_what, change, severity, text) => {
  const found = consequencesOf(change, "production").find((each) => each.text.includes(text));
  expect(found).toMatchObject({ severity });
});

test.each<[what: string, change: Change]>([
  ["deleted", remove(REDIS, { deletion_policy: "PREVENT" })],
  ["replaced", replace(REDIS, ["tier"], { before: { deletion_policy: "PREVENT" } })],
])("%s under PREVENT, the apply will fail", (_what, change) => {
  const [worst] = consequencesOf(change, "production");
  expect(worst?.text).toContain("its deletion_policy is PREVENT, so the apply will fail here, half-way");
});

test("what is created with a readiness probe loses nobody", () => {
  expect(
    consequencesOf(create(RUN, { template: [{ containers: [{ readiness_probe: [probe] }] }] }), "production"),
  ).toEqual([expect.objectContaining({ severity: "low" })]);
});
