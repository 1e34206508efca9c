import { cloudRunV1Rules } from "../../policy/packs/google/programs/cloud-run-v1";
import { cloudRunV1Rules as ourCloudRunV1Rules } from "../../policy/packs/netra/cloud-run-v1";
import { secretRules } from "../../policy/packs/google/secrets/secrets";
import { alteredBody, verdictsOf, verdictsOfRule } from "../support/resource";
import { describeArea, ELSEWHERE, type Bodies } from "../support/area";

const SERVICE = "google_cloud_run_service.chat";

const REVISION = {
  "autoscaling.knative.dev/minScale": "1",
  "autoscaling.knative.dev/maxScale": "20",
  "run.googleapis.com/cpu-throttling": "false",
};
const without = (key: string): object => Object.fromEntries(Object.entries(REVISION).filter(([name]) => name !== key));
const ingress = (word: string): object[] => [{ annotations: { "run.googleapis.com/ingress": word } }];

/** The rules of both packs; what the second says of ingress is held below. */
const RULES = [...cloudRunV1Rules, ...ourCloudRunV1Rules];

const NEG = "google_compute_region_network_endpoint_group.chat";

const ESTATE: Bodies = {
  [NEG]: { cloud_run: { service: "chat" } },
  [SERVICE]: {
    name: "chat",
    metadata: ingress("internal-and-cloud-load-balancing"),
    template: {
      metadata: [{ annotations: REVISION }],
      spec: {
        timeout_seconds: 3600,
        containers: [{ env: [{ name: "WEBSOCKET_PING_INTERVAL", value: "20" }] }],
      },
    },
  },
};

const annotations = (value: unknown): object[] => [{ annotations: value }];

describeArea({
  rules: RULES,
  estate: ESTATE,
  broken: [
    ["run-v1-ingress", SERVICE, "metadata", ingress("all"), '"all" found'],
    ["run-v1-ingress", SERVICE, "metadata", undefined, "nothing found"],
    [
      "run-v1-instances",
      SERVICE,
      "template.metadata",
      annotations({ ...REVISION, "autoscaling.knative.dev/minScale": "0" }),
      '"0" found, 1 or more allowed',
    ],
    [
      "run-v1-instances",
      SERVICE,
      "template.metadata",
      annotations(without("autoscaling.knative.dev/maxScale")),
      "nothing found",
    ],
    ["run-v1-socket-timeout", SERVICE, "template.spec.timeout_seconds", 300, "300 found, 3600 (a socket service)"],
    ["run-v1-timeout", SERVICE, "template.spec.timeout_seconds", 7200, "7200 found"],
    [
      "run-v1-cpu-allocation",
      SERVICE,
      "template.metadata",
      annotations(without("run.googleapis.com/cpu-throttling")),
      "nothing found, false allowed",
    ],
  ],
  held: [
    [SERVICE, "metadata", ingress("internal")],
    [SERVICE, "template.spec.containers", [{ env: [{ name: "WEBSOCKET_URL", value: "wss://x.example" }] }]],
  ],
  unknown: [["run-v1-ingress", SERVICE, "metadata.0.annotations"]],
});

test("a minimum on the service is one too, and an unknown annotation is unknown to every rule that reads it", () => {
  const service = ESTATE[SERVICE] as { template: object };
  const minimum = {
    ...service,
    metadata: annotations({ "run.googleapis.com/ingress": "internal", "run.googleapis.com/minScale": "2" }),
    template: { ...service.template, metadata: annotations(without("autoscaling.knative.dev/minScale")) },
  };
  expect(verdictsOf(RULES, { [SERVICE]: minimum })).toEqual([]);
  const hidden = { ...service, template: { ...service.template, metadata: annotations(ELSEWHERE) } };
  const found = verdictsOf(RULES, { [SERVICE]: hidden });
  expect(found.map(({ rule, status }) => [rule, status])).toEqual([
    ["run-v1-egress", "unknown"],
    ["run-v1-cpu-allocation", "unknown"],
    ["run-v1-instances", "unknown"],
    ["run-v1-instances", "unknown"],
  ]);
});

test("other teams' service may be open and start cold where no load balancer leads to it; ours may not", () => {
  const open = { name: "chat", template: { spec: { containers: [{}] } } };
  const rulesOf = (rules: typeof RULES, bodies: Bodies) => verdictsOf(rules, bodies).map(({ rule }) => rule);
  expect(rulesOf([...cloudRunV1Rules], { [SERVICE]: open })).toEqual([]);
  expect(rulesOf(RULES, { [SERVICE]: open })).toEqual([
    "run-v1-ingress-declared",
    "run-v1-instances",
    "run-v1-instances",
  ]);
});

test("a timeout that is not known is unknown to both rules that read it", () => {
  const hidden = alteredBody(ESTATE[SERVICE]!, "template.spec.timeout_seconds", ELSEWHERE);
  expect(verdictsOf(RULES, { [SERVICE]: hidden }).map(({ rule, status }) => [rule, status])).toEqual([
    ["run-v1-timeout", "unknown"],
    ["run-v1-socket-timeout", "unknown"],
  ]);
});

const withVariable = (entry: object): Bodies => ({
  [SERVICE]: { template: { spec: { containers: [{ env: [entry] }] } } },
});

test("its variables are judged like those of version 2", () => {
  const plain = withVariable({ name: "SLACK_BOT_TOKEN", value: "x" });
  expect(verdictsOfRule(secretRules, "env-plain-secret", plain)).toHaveLength(1);
  const reference = (key: string) =>
    withVariable({ name: "SLACK_BOT_TOKEN", value_from: [{ secret_key_ref: [{ name: "slack", key }] }] });
  expect(verdictsOfRule(secretRules, "secret-version-pinned", reference("3"))).toEqual([]);
  const [latest] = verdictsOfRule(secretRules, "secret-version-pinned", reference("latest"));
  expect(latest?.message).toContain('value_from[0].secret_key_ref[0].key: "SLACK_BOT_TOKEN" has "latest"');
});

test("all traffic through a connector of another place may find a NAT there; through one of this place it may not", () => {
  const all = {
    name: "chat",
    template: { metadata: annotations({ "run.googleapis.com/vpc-access-egress": "all-traffic" }) },
  };
  const severities = (others: Bodies) =>
    verdictsOf([...cloudRunV1Rules], { [SERVICE]: all, ...others })
      .filter(({ rule }) => rule === "run-v1-egress")
      .map(({ severity }) => severity);
  expect(severities({})).toEqual(["medium"]);
  expect(severities({ "google_vpc_access_connector.main": { name: "main" } })).toEqual(["high"]);
  expect(severities({ "google_compute_router_nat.main": { name: "nat" } })).toEqual([]);
});
