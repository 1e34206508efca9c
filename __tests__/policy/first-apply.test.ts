import { findingsOf } from "../../policy/packs";
import { armorSensitivity } from "../../policy/packs/google/edge/armor-sensitivity";
import { clusterRules } from "../../policy/packs/google/machines/clusters";
import { probeRules } from "../../policy/packs/google/programs/probes";
import { estateOfFamilies } from "../support/families";
import { verdictsOf } from "../support/resource";

/** What is said of a first apply that cannot end, and of settings that act too late, too soon or not at all. */
test.each([
  ["services", "run-image-order", "one of google_artifact_registry_repository.made found, which this plan makes"],
  ["identities", "gke-pool-order", "a pod found, without waiting for google_container_cluster.pods"],
  ["pools", "gke-one-node", "1 found, 2 or more allowed"],
  ["armor", "armor-only-logs", "true found, false allowed"],
  ["run-probes", "run-probe-hasty", "1 found, 2 or more allowed"],
  ["alert-kinds", "uptime-alert-one-place", "less than 1 found, 1 allowed"],
  ["run-v1", "program-without-database-way", "google_sql_database_instance.private, which is private"],
  ["grants-members", "iam-binding-clash", "as in google_storage_bucket_iam_binding.first found"],
  ["run-variables", "env-database-superuser", '"DB_USER" names the database\'s own administrator'],
])("%s: %s says %s", (family, rule, message) => {
  const said = findingsOf(estateOfFamilies(family), "2026-01-01")
    .filter((finding) => finding.rule === rule && finding.status === "violation")
    .map((finding) => finding.message);
  expect(said.filter((text) => text.includes(message))).not.toEqual([]);
});

test.each([
  ["{'sensitivity': 4}", 1],
  ["{'sensitivity': 1}", 0],
  ["{'sensitivity': 0, 'opt_in_rule_ids': ['owasp-crs-v030301-id942350-sqli']}", 0],
  ["['owasp-crs-v030301-id942350-sqli']", 0],
])("a prepared set with %s is at its widest %p times", (options, count) => {
  const expression = `evaluatePreconfiguredWaf('sqli-v33-stable', ${options})`;
  const rule = { action: "deny(403)", priority: 1, match: { expr: { expression } } };
  expect(verdictsOf([armorSensitivity], { "google_compute_security_policy.edge": { rule: [rule] } })).toHaveLength(
    count,
  );
});

test.each([
  [{}, 1],
  [{ cluster_autoscaling: { auto_provisioning_defaults: { service_account: "nodes@p.iam.gserviceaccount.com" } } }, 0],
])("nodes that Google makes with %j run as the default account %p times", (more, count) => {
  const cluster = { name: "auto", enable_autopilot: true, ...more };
  const said = verdictsOf(clusterRules, { "google_container_cluster.auto": cluster });
  expect(said.filter(({ rule }) => rule === "gke-node-account")).toHaveLength(count);
});

test("a probe of version 1 waits no longer than its period", () => {
  const service = (timeout: number) => ({
    "google_cloud_run_service.api": {
      template: { spec: { containers: [{ startup_probe: { timeout_seconds: timeout, period_seconds: 10 } }] } },
    },
  });
  const said = (timeout: number) => verdictsOf(probeRules, service(timeout)).map(({ rule }) => rule);
  expect(said(300)).toEqual(["run-probe-timeout"]);
  expect(said(10)).toEqual([]);
});
