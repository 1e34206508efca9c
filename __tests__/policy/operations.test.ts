import { operationsRules } from "../../policy/packs/google/alerts/operations";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";

const UPTIME = "google_monitoring_uptime_check_config.app";
const ALERT = "google_monitoring_alert_policy.errors";
const PROVIDER = "google_iam_workload_identity_pool_provider.ci";
const HEALTH_CHECK = "google_compute_health_check.vms";
const USER = "google_compute_backend_service.vms";
const ELSEWHERE = "${module.elsewhere.value}";

type Bodies = Readonly<Record<string, object>>;

const ESTATE: Bodies = {
  [UPTIME]: { display_name: "app", timeout: "10s", period: "60s", http_check: { path: "/", use_ssl: true } },
  [ALERT]: { display_name: "errors", notification_channels: ["${google_monitoring_notification_channel.email.id}"] },
  [PROVIDER]: {
    attribute_condition: "assertion.repository_owner_id == '1'",
    attribute_mapping: { "google.subject": "assertion.sub" },
    oidc: { issuer_uri: "https://token.actions.githubusercontent.com" },
  },
  [HEALTH_CHECK]: { name: "vms" },
  [USER]: { name: "vms", health_checks: ["${google_compute_health_check.vms.id}"] },
};

const broken = (address: string, path: string, value: unknown): Bodies => ({
  ...ESTATE,
  [address]: alteredBody(ESTATE[address]!, path, value),
});

test("hardened operations have no finding in the area", () => {
  expect(verdictsOf(operationsRules, ESTATE)).toEqual([]);
});

test.each([
  ["uptime-check-bounds", UPTIME, "timeout", "90s", '"90s" found, "1s" to "60s"'],
  ["uptime-check-bounds", UPTIME, "timeout", undefined, "timeout: nothing found"],
  ["uptime-check-bounds", UPTIME, "period", "30s", '"30s" found'],
  ["uptime-check-bounds", UPTIME, "selected_regions", ["EUROPE", "ASIA_PACIFIC"], "at least 3 locations"],
  ["alert-channel", ALERT, "notification_channels", [], "an empty list found, at least one channel"],
  ["alert-channel", ALERT, "notification_channels", undefined, "nothing found"],
  ["identity-pool-condition", PROVIDER, "attribute_condition", undefined, "nothing found, a condition on a claim"],
  ["identity-pool-condition", PROVIDER, "attribute_condition", "true", '"true" found'],
  [
    "identity-pool-condition",
    PROVIDER,
    "attribute_mapping",
    { "attribute.x": "assertion.x" },
    "a mapping of google.subject",
  ],
  ["health-check-unattached", USER, "health_checks", undefined, "nothing refers to this health check"],
])("%s: %s %s = %j", (rule, address, path, value, message) => {
  const found = verdictsOf(operationsRules, broken(address, path, value));
  expect(found.map((finding) => [finding.rule, finding.status])).toEqual([[rule, "violation"]]);
  expect(found[0]?.message).toContain(message);
});

test.each([
  ["uptime-check-bounds", UPTIME, "timeout"],
  ["alert-channel", ALERT, "notification_channels"],
  ["identity-pool-condition", PROVIDER, "attribute_condition"],
  ["identity-pool-condition", PROVIDER, "attribute_mapping"],
  ["health-check-unattached", USER, "health_checks"],
])("%s is unknown when %s %s is", (rule, address, path) => {
  const found = verdictsOfRule(operationsRules, rule, broken(address, path, ELSEWHERE));
  expect(found.map(({ status }) => status)).toEqual(["unknown"]);
});

test.each([
  ["every region", UPTIME, "selected_regions", []],
  ["the USA, which are three locations", UPTIME, "selected_regions", ["USA"]],
  ["a period left to Google", UPTIME, "period", undefined],
  ["a mapped attribute in the condition", PROVIDER, "attribute_condition", "attribute.repository == 'a/b'"],
  [
    "a health check by link",
    USER,
    "health_checks",
    ["https://www.googleapis.com/compute/v1/projects/p/global/healthChecks/vms"],
  ],
])("other estates may do: %s", (_, address, path, value) => {
  expect(verdictsOf(operationsRules, broken(address, path, value))).toEqual([]);
});

test("a disabled alert needs no channel, an AWS provider no condition", () => {
  const found = verdictsOf(operationsRules, {
    [ALERT]: { display_name: "errors", enabled: false },
    [PROVIDER]: { aws: { account_id: "1" } },
  });
  expect(found).toEqual([]);
});

test("a channel that is created with its alert reaches someone, although its id is not known", () => {
  const channels = "${[google_monitoring_notification_channel.email.id]}";
  expect(verdictsOfRule(operationsRules, "alert-channel", broken(ALERT, "notification_channels", channels))).toEqual(
    [],
  );
});
