import type { Waiver } from "../../environments/environment";
import { trial } from "../fixture/trial";
import { specOf } from "../../policy/core/spec";
import { alertRules } from "../../policy/packs/google/alerts/alerts";
import { secretLifetimeRules } from "../../policy/packs/google/secrets/secret-lifetime";
import { variableValueRules } from "../../policy/packs/google/programs/variable-values";
import { verdictsOf } from "../support/resource";
import { describeArea, type Bodies } from "../support/area";

const SECRET = "google_secret_manager_secret.smtp";
const VERSION = "google_secret_manager_secret_version.smtp";
const SERVICE = "google_cloud_run_v2_service.api";

describeArea({
  rules: secretLifetimeRules,
  estate: {
    [SECRET]: { secret_id: "smtp", labels: { token: "no", rotation: "a-long-word-about-it-all" } },
    [VERSION]: { enabled: true },
    [SERVICE]: { labels: { team: "chat" } },
  },
  broken: [
    ["secret-expires", SECRET, "ttl", "86400s", "ttl: found"],
    ["secret-expires", SECRET, "expire_time", "2030-01-01T00:00:00Z", "expire_time: found"],
    ["secret-version-enabled", VERSION, "enabled", false, "false found, true allowed"],
    ["label-plain-secret", SERVICE, "labels", { stripe_api_key: "0123456789abcdef0123" }, '"stripe_api_key" holds'],
  ],
  held: [
    [VERSION, "enabled", undefined],
    // The provider computes it, most often as nothing.
    [SECRET, "expire_time", "${module.elsewhere.value}"],
    [SERVICE, "labels", "${module.elsewhere.value}"],
  ],
  unknown: [["secret-version-enabled", VERSION, "enabled"]],
});

test("a key among a channel's labels is told once, and again where the first rule is waived", () => {
  const address = "google_monitoring_notification_channel.chat";
  const bodies = { [address]: { labels: { password: "0123456789abcdef0123" } } };
  const rules = [...alertRules, ...secretLifetimeRules];
  const waiver = {
    rule: "alert-channel-secret",
    address,
    reason: "a trial",
    owner: "platform",
    expires: "2026-12-31",
  };
  const spoken = (waivers: readonly Waiver[]) =>
    verdictsOf(rules, bodies, specOf({ ...trial, waivers })).map(({ rule, status }) => [rule, status]);
  expect(spoken([])).toEqual([["alert-channel-secret", "violation"]]);
  const waived = spoken([waiver]);
  expect(waived).toHaveLength(2);
  expect(waived).toContainEqual(["label-plain-secret", "violation"]);
});

describe("values of variables", () => {
  const service = (name: string, value: string, more: readonly object[] = []): Bodies => ({
    [SERVICE]: { template: { containers: [{ env: [{ name, value }] }, ...more] } },
  });
  const rulesOf = (bodies: Bodies): readonly string[] => verdictsOf(variableValueRules, bodies).map(({ rule }) => rule);

  test.each([
    ["env-localhost", "AUTH_URL", "http://localhost:8081"],
    ["env-localhost", "REDIS_URL", "redis://:secret@127.0.0.1:6379/0"],
    ["env-localhost", "DB_HOST", "localhost"],
    ["env-any-origin", "CORS_ALLOWED_ORIGINS", "*"],
    ["env-any-origin", "ALLOWED_ORIGINS", "https://a.example, *"],
  ])("%s: %s", (rule, name, value) => {
    expect(rulesOf(service(name, value))).toEqual([rule]);
    expect(JSON.stringify(verdictsOf(variableValueRules, service(name, value)))).not.toContain("secret@");
  });

  test.each([
    ["LISTEN_ADDR", "127.0.0.1:9000"],
    ["HOST", "localhost"],
    ["OTEL_EXPORTER_OTLP_ENDPOINT", "http://localhost:4317"],
    ["AUTH_URL", "https://localhost.example.com"],
    ["AUTH_URL", "${module.elsewhere.value}"],
    ["CORS_ALLOWED_ORIGINS", "https://*.example.com"],
    ["GLOB", "*"],
  ])("holds: %s = %s", (name, value) => expect(rulesOf(service(name, value))).toEqual([]));

  test("a second container may be what is called", () => {
    expect(rulesOf(service("PROXY_URL", "http://localhost:9901", [{ name: "proxy" }]))).toEqual([]);
  });
});
