import { lastImageFixesOf } from "../../google/ended-images";
import { armorSensitivity } from "../../policy/packs/google/edge/armor-sensitivity";
import { everyPort } from "../../policy/packs/google/networks/firewall-private";
import { machineGroupRules } from "../../policy/packs/google/machines/machine-groups";
import { runStartRules } from "../../policy/packs/google/programs/run-starts";
import { triggerRules } from "../../policy/packs/google/programs/triggers";
import { describeArea } from "../support/area";

const GROUP = "google_compute_instance_group_manager.web";
const BACKEND = "google_compute_backend_service.web";
const MACHINE = "google_compute_instance.relay";
const RULE = "google_compute_firewall.internal";
const POLICY = "google_compute_security_policy.edge";
const SERVICE = "google_cloud_run_v2_service.site";
const REGIONAL = "google_compute_region_instance_group_manager.web";
const JOB = "google_cloud_scheduler_job.nightly";
const FUNCTION = "google_cloudfunctions2_function.hook";
const TRIGGER = "google_eventarc_trigger.work";

const waf = (expression: string, more: object = {}) => [
  { action: "deny(403)", priority: 1, match: { expr: { expression } }, ...more },
];

describeArea({
  rules: [...machineGroupRules, ...runStartRules, everyPort, armorSensitivity, ...triggerRules],
  estate: {
    [GROUP]: { target_size: 1, auto_healing_policies: { health_check: "health", initial_delay_sec: 300 } },
    [BACKEND]: { backend: [{ max_rate_per_instance: 50 }] },
    [MACHINE]: {
      scheduling: { preemptible: false },
      boot_disk: { initialize_params: { image: "debian-cloud/debian-12" } },
    },
    [RULE]: { source_ranges: ["10.0.0.0/8"], allow: [{ protocol: "tcp", ports: ["443"] }] },
    [POLICY]: { rule: waf("evaluatePreconfiguredWaf('sqli-v33-stable', {'sensitivity': 1})") },
    [SERVICE]: {
      launch_stage: "GA",
      template: { containers: [{ startup_probe: { failure_threshold: 3, period_seconds: 10 } }] },
    },
    [REGIONAL]: { distribution_policy_zones: ["a", "b"], auto_healing_policies: { health_check: "health" } },
    [JOB]: { schedule: "0 3 * * *", retry_config: { retry_count: 1 } },
    [FUNCTION]: {
      event_trigger: { retry_policy: "RETRY_POLICY_RETRY", service_account_email: "caller@p.iam.gserviceaccount.com" },
    },
    [TRIGGER]: { service_account: "caller@p.iam.gserviceaccount.com", destination: { workflow: "w" } },
  },
  broken: [
    ["group-one-zone", REGIONAL, "distribution_policy_zones", ["a"], "one zone of the region"],
    ["vm-preemptible", MACHINE, "scheduling", { preemptible: true }, "true found"],
    ["vm-preemptible", MACHINE, "scheduling", { provisioning_model: "SPOT" }, '"SPOT" found'],
    ["trigger-retry", JOB, "retry_config", undefined, "nothing found"],
    ["trigger-retry", FUNCTION, "event_trigger.retry_policy", undefined, "RETRY_POLICY_RETRY allowed"],
    ["group-healing", GROUP, "auto_healing_policies", undefined, "nothing found"],
    ["group-one-zone", GROUP, "target_size", 3, "3 machines in one zone"],
    ["lb-machine-rate", BACKEND, "backend", [{ max_rate_per_instance: 1 }], "1 found"],
    ["vm-image-ended", MACHINE, "boot_disk.initialize_params.image", "ubuntu-os-cloud/ubuntu-1804-lts", "2023-05"],
    ["network-firewall-every-port", RULE, "allow", [{ protocol: "tcp" }], "every port from 10.0.0.0/8"],
    [
      "network-firewall-every-port",
      RULE,
      "allow",
      [{ protocol: "udp", ports: ["0-65535"] }],
      "every port from 10.0.0.0/8",
    ],
    ["armor-sensitivity", POLICY, "rule", waf("evaluatePreconfiguredExpr('xss-stable')"), "at its widest"],
    ["run-start-window", SERVICE, "template.containers.0.startup_probe.failure_threshold", 0.5, "5 s to start"],
    ["run-launch-stage", SERVICE, "launch_stage", "BETA", '"BETA" found'],
    ["trigger-account", TRIGGER, "service_account", undefined, "nothing found"],
  ],
  held: [
    [MACHINE, "boot_disk.initialize_params.image", "projects/p/global/images/web"],
    [RULE, "allow", [{ protocol: "icmp" }]],
    [RULE, "source_ranges", ["10.1.0.0/24"]],
    [POLICY, "rule", waf("evaluatePreconfiguredWaf('xss-v33-stable')", { preview: true })],
    [SERVICE, "template.containers.0.startup_probe", undefined],
    [TRIGGER, "destination", undefined],
    [FUNCTION, "event_trigger", undefined],
    [REGIONAL, "distribution_policy_zones", undefined],
  ],
  unknown: [
    ["group-healing", GROUP, "auto_healing_policies"],
    ["group-one-zone", GROUP, "target_size"],
    ["group-one-zone", REGIONAL, "distribution_policy_zones"],
    ["vm-preemptible", MACHINE, "scheduling.preemptible"],
    ["trigger-retry", JOB, "retry_config.retry_count"],
    ["vm-image-ended", MACHINE, "boot_disk.initialize_params.image"],
    ["run-launch-stage", SERVICE, "launch_stage"],
  ],
});

test("an image of Google's is known by its family and by its name, another one is not", () => {
  expect(lastImageFixesOf("projects/debian-cloud/global/images/debian-10-buster-v20240610")).toBe("2024-06");
  expect(lastImageFixesOf("debian-cloud/debian-12")).toBeUndefined();
  expect(lastImageFixesOf("ubuntu-os-cloud/ubuntu-2404-lts-amd64")).toBeUndefined();
});
