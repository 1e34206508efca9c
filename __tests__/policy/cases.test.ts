import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { readPlan, type PlanJson } from "../../policy/core/plan";
import { addedHeaderRules } from "../../policy/packs/google/edge/added-headers";
import { assembleReport } from "../../review/assemble";
import { reviewStacks } from "../../review/review";
import type { StackReport } from "../../review/report";
import { verdictsOfRule } from "../support/resource";

/**
 * Small plans of other teams' mistakes and of plain, well-made resources, as provider google 6.50.0 plans them. Each has what
 * must be said of it, and how bad anything else may be at most.
 */

const FOLDER = join(__dirname, "cases");

const PLANS: Readonly<Record<string, unknown>> = Object.fromEntries(
  readdirSync(FOLDER).flatMap((file) => Object.entries(JSON.parse(readFileSync(join(FOLDER, file), "utf8")) as object)),
);

function planOf(name: string): PlanJson {
  const reading = readPlan(JSON.stringify(PLANS[name]));
  if (!reading.ok) throw new Error(`${name}: ${reading.problem}`);
  return reading.plan;
}

function reviewOf(name: string): StackReport {
  const [stack] = reviewStacks([{ name: "plan", plan: planOf(name) }], {
    ...{ others: [], weight: "production", today: "2026-01-01", isIgnored: () => false },
  });
  if (!stack) throw new Error(name);
  return stack;
}

/** What must be found, by the ids of rules. */
const NAMED: Readonly<Record<string, readonly string[]>> = {
  "miss-alert-percent-as-rate": ["alert-percent-of-count"],
  "miss-alert-resource-and-metric-do-not-exist": ["alert-metric-unknown"],
  "miss-armor-and-ssl-policy-attached-to-nothing": ["policy-unattached"],
  "miss-armor-rate-rule-shadows-waf": ["armor-rule-shadowed"],
  "miss-backend-header-bypass-secret": ["lb-header-opens-door"],
  "miss-bucket-deletes-live-user-objects": ["bucket-live-objects"],
  "miss-container-registry-shut-down": ["registry-shut-down"],
  "miss-dead-letter-to-own-topic": ["pubsub-dead-letter-self"],
  "miss-internal-backend-with-http": ["lb-internal-protocol"],
  "miss-log-exclusion-drops-errors": ["log-exclusion-errors"],
  "miss-metric-misspelt": ["alert-metric-unknown"],
  "miss-mysql-user-without-password": ["sql-user-password"],
  "miss-no-armor-on-classic-backend": ["armor-attached"],
  "miss-password-in-plain-env": ["env-plain-secret", "env-secret-inside"],
  "miss-project-default-network-and-dnssec": ["dns-dnssec", "project-default-network"],
  "miss-registry-keep-only": ["registry-cleanup-keeps-only"],
  "miss-run-socket-without-cloudsql-volume": ["run-cloudsql-volume"],
  "miss-run-v1-all-traffic-socket-probes": ["run-v1-egress", "run-cloudsql-volume"],
  "miss-secret-without-version-or-grant": ["secret-accessor", "secret-without-version"],
  "miss-services-not-enabled": ["api-not-enabled"],
  "miss-sql-private-network-without-peering": ["network-peering-missing"],
  "miss-sql-unsupported-flag": ["sql-flag-unsupported"],
  "miss-sql-zonal-shared-core-staging": ["sql-shared-core", "sql-zonal"],
  "miss-subscription-expires-no-dlq": ["pubsub-expires-by-default", "pubsub-dead-letter"],
  "miss-url-map-header-injection": ["url-map-header-action"],
  "miss-wif-wildcard-equality": ["identity-condition-wildcard"],
  "wif-prefix-condition": ["identity-condition-prefix"],
  "ok-all-traffic-without-nat-v2": ["run-egress"],
  "alerts-refused": ["alert-log-match", "alert-absence-duration", "alert-promql-name"],
  "failed-check": ["terraform-check"],
  "provider-swallows-change": ["plan-hides-change"],
};

test.each(Object.entries(NAMED))("%s is named", (name, rules) => {
  const found = reviewOf(name).findings.filter(({ status }) => status === "violation");
  expect(found.map(({ rule }) => rule)).toEqual(expect.arrayContaining([...rules]));
  expect(JSON.stringify(reviewOf(name))).not.toContain("CANARY");
});

/** Of these nothing above medium is to be said; the one with a secret has no version of it, which is another matter. */
const PLAIN = Object.keys(PLANS).filter((name) => name.startsWith("fa-"));

test.each(PLAIN)("%s is no alarm", (name) => {
  const { changes, findings } = reviewOf(name);
  const grave = [
    ...changes.map(({ severity }) => severity),
    ...findings.map(({ severity, rule }) => `${severity} ${rule}`),
  ]
    .filter((text) => /^(critical|high)/.test(text))
    .filter((text) => text !== "high secret-without-version");
  expect(grave).toEqual([]);
});

/** Consequences that only the whole plan tells. */
const CONSEQUENCES: Readonly<Record<string, readonly [address: string, text: string]>> = {
  "iam-binding-takes-over": ["google_project_iam_binding.sql", "whoever else holds the role there loses it"],
  "certificate-in-use": [
    "google_compute_managed_ssl_certificate.chat",
    "while google_compute_target_https_proxy.chat uses it (resourceInUseByAnotherResource)",
  ],
  "count-to-for-each": [
    'google_sql_database_instance.db["main"]',
    'a moved block with from = google_sql_database_instance.db[0] and to = google_sql_database_instance.db["main"]',
  ],
  "recreated-without-binding": [
    "google_cloud_run_v2_service.server",
    "a moved block with from = google_cloud_run_v2_service.web",
  ],
  "replace-keeps-binding": [
    "google_cloud_run_v2_service.web",
    "every request is answered with 403 until a second plan",
  ],
  "data-source-deferred": ["google_compute_subnetwork.run", "data.google_project.this is read late"],
  "image-to-placeholder": [
    "google_cloud_run_v2_service.chat",
    "us-docker.pkg.dev/cloudrun/container/hello instead of us-docker.pkg.dev/acme/x/chat:42",
  ],
  "armor-rules-moved-out": [
    "google_compute_security_policy_rule.sqli",
    "moved here out of google_compute_security_policy.edge, and in preview it only logs",
  ],
};

test.each(Object.entries(CONSEQUENCES))("%s is followed", (name, [address, text]) => {
  const change = reviewOf(name).changes.find((each) => each.address === address);
  expect(change?.consequence).toContain(text);
});

test("what was so before is told apart, and fails nothing", () => {
  const stack = reviewOf("unchanged-legacy-estate");
  expect(stack.findings).toEqual([]);
  expect(stack.earlier.length).toBeGreaterThan(0);
  expect(assembleReport([stack]).severity).toBe("low");
});

test("a route that lets every origin call with credentials is named, one that names its origins is not", () => {
  const map = (origins: readonly string[]) => ({
    "google_compute_url_map.m": {
      default_route_action: { cors_policy: { allow_origins: origins, allow_credentials: true } },
    },
  });
  const found = (origins: readonly string[]) =>
    verdictsOfRule(addedHeaderRules, "url-map-cors-any-origin", map(origins));
  expect(found(["*"])).toHaveLength(1);
  expect(found(["https://chat.example"])).toEqual([]);
});
