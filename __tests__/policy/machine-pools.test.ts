import { groupUpdateRules } from "../../policy/packs/google/machines/group-updates";
import { loadBalancerPortRules } from "../../policy/packs/google/edge/load-balancer-ports";
import { machineMetadataRules } from "../../policy/packs/google/machines/machine-metadata";
import { machineSchedulingRules } from "../../policy/packs/google/machines/machine-scheduling";
import { fixedName } from "../../policy/packs/google/machines/machine-templates";
import { placeRules } from "../../policy/packs/google/networks/place-mismatch";
import { describeArea } from "../support/area";
import { findingsOfRules, resources, verdictsOf } from "../support/resource";

const MACHINE = "google_compute_instance.relay";
const TEMPLATE = "google_compute_instance_template.web";
const GROUP = "google_compute_region_instance_group_manager.web";
const SCALER = "google_compute_region_autoscaler.web";
const ZONAL_SCALER = "google_compute_autoscaler.web";
const BACKEND = "google_compute_backend_service.web";
const PACKETS = "google_compute_region_backend_service.packets";
const CHECK = "google_compute_health_check.web";
const ITEM = "google_compute_project_metadata_item.serial";
const PROJECT = "google_compute_project_metadata.all";
const SUBNET = "google_compute_subnetwork.machines";

describeArea({
  rules: [
    ...groupUpdateRules,
    ...loadBalancerPortRules,
    ...machineMetadataRules,
    ...machineSchedulingRules,
    fixedName,
    ...placeRules,
  ],
  estate: {
    [SUBNET]: { name: "machines", region: "us-central1" },
    [MACHINE]: {
      zone: "us-central1-a",
      allow_stopping_for_update: true,
      can_ip_forward: false,
      metadata: { "enable-oslogin": "TRUE" },
      network_interface: { subnetwork: "machines" },
      guest_accelerator: { type: "nvidia-tesla-t4", count: 0 },
      scheduling: { preemptible: false, automatic_restart: true },
      service_account: { email: "web@p.iam.gserviceaccount.com", scopes: ["cloud-platform"] },
    },
    [TEMPLATE]: { name_prefix: "web-" },
    [GROUP]: {
      name: "web",
      region: "us-central1",
      version: { instance_template: `\${${TEMPLATE}.id}` },
      named_port: { name: "http", port: 8080 },
      auto_healing_policies: { health_check: "web", initial_delay_sec: 300 },
      update_policy: { type: "PROACTIVE", max_surge_fixed: 3, max_unavailable_fixed: 0 },
    },
    [SCALER]: {
      region: "us-central1",
      target: `\${${GROUP}.id}`,
      autoscaling_policy: { min_replicas: 2, max_replicas: 4 },
    },
    [CHECK]: { name: "web", http_health_check: { port: 8080 } },
    [BACKEND]: {
      name: "web",
      port_name: "http",
      protocol: "HTTP",
      health_checks: [`\${${CHECK}.id}`],
      backend: [{ group: `\${${GROUP}.instance_group}`, balancing_mode: "UTILIZATION" }],
    },
    [PACKETS]: {
      load_balancing_scheme: "INTERNAL",
      backend: [{ group: "projects/p/zones/z/instanceGroups/elsewhere", balancing_mode: "CONNECTION" }],
    },
    [ITEM]: { key: "serial-port-enable", value: "FALSE" },
    [PROJECT]: { metadata: { "enable-oslogin": "TRUE" } },
  },
  broken: [
    ["vm-preemptible-restart", MACHINE, "scheduling.preemptible", true, "false allowed"],
    ["vm-preemptible-restart", MACHINE, "scheduling", { provisioning_model: "SPOT" }, "false allowed"],
    ["vm-gpu-maintenance", MACHINE, "guest_accelerator.count", 1, "TERMINATE"],
    ["vm-stop-for-update", MACHINE, "allow_stopping_for_update", undefined, "nothing found"],
    ["vm-ip-forwarding", MACHINE, "can_ip_forward", true, "no route"],
    ["vm-metadata-secret", MACHINE, "metadata", { "db-password": "not-a-password" }, "what its name calls a secret"],
    ["vm-metadata-secret", MACHINE, "metadata_startup_script", "${random_password.made.result}", "a generated secret"],
    ["vm-ssh-keys", MACHINE, "metadata", { "ssh-keys": "me:ssh-ed25519 A" }, "keys found"],
    ["vm-ssh-keys", PROJECT, "metadata", { "enable-oslogin": "FALSE" }, "false found"],
    ["vm-narrow-scopes", MACHINE, "service_account.scopes", ["storage-ro"], "none to write logs"],
    ["project-serial-port", ITEM, "value", "true", "serial-port-enable"],
    ["project-serial-port", PROJECT, "metadata", { "serial-port-enable": "1" }, "serial-port-enable"],
    ["replaced-under-its-name", TEMPLATE, "name", "web", "one that stays"],
    ["group-size-scaled", GROUP, "target_size", 3, SCALER],
    ["group-rollout", GROUP, "update_policy.type", "OPPORTUNISTIC", "OPPORTUNISTIC"],
    ["group-update-numbers", GROUP, "update_policy.max_surge_fixed", 1, "(3 or more)"],
    ["group-update-numbers", GROUP, "update_policy.max_surge_fixed", 0, "both 0"],
    ["group-update-numbers", GROUP, "update_policy.replacement_method", "RECREATE", "RECREATE"],
    ["group-healing-delay", GROUP, "auto_healing_policies.initial_delay_sec", 10, "60 seconds"],
    ["autoscaler-range", SCALER, "autoscaling_policy.max_replicas", 2, "more than min_replicas"],
    ["group-one-machine", SCALER, "autoscaling_policy.min_replicas", 1, "2 or more"],
    ["lb-named-port", BACKEND, "port_name", "web", GROUP],
    ["lb-health-port", CHECK, "http_health_check.port", 80, "serves 8080"],
    ["lb-balancing-mode", BACKEND, "backend.0.balancing_mode", "RATE", "RATE without a rate"],
    ["lb-balancing-mode", PACKETS, "backend.0.balancing_mode", undefined, "CONNECTION"],
    ["lb-backend-empty", PACKETS, "backend", undefined, "nothing found"],
    ["lb-health-protocol", CHECK, "", { name: "web", tcp_health_check: { port: 8080 } }, "which speaks HTTP"],
    ["place-mismatch", MACHINE, "zone", "europe-west1-b", SUBNET],
    ["place-mismatch", SCALER, "region", "europe-west1", GROUP],
  ],
  held: [
    [MACHINE, "scheduling", { preemptible: true, automatic_restart: false }],
    [MACHINE, "metadata", { "db-password": "" }],
    [TEMPLATE, "name", "web-0a1b2c3d"],
    [GROUP, "update_policy.max_unavailable_fixed", 3],
    [BACKEND, "backend.0", { group: "elsewhere", balancing_mode: "RATE", max_rate: 100 }],
    [MACHINE, "zone", "us-central1-f"],
  ],
  unknown: [
    ["vm-preemptible-restart", MACHINE, "scheduling.preemptible"],
    ["vm-stop-for-update", MACHINE, "allow_stopping_for_update"],
    ["vm-ip-forwarding", MACHINE, "can_ip_forward"],
    ["vm-ssh-keys", MACHINE, "metadata"],
    ["vm-narrow-scopes", MACHINE, "service_account.scopes"],
    ["project-serial-port", ITEM, "value"],
    ["group-size-scaled", GROUP, "target_size"],
    ["group-rollout", GROUP, "update_policy.type"],
    ["group-update-numbers", GROUP, "update_policy.max_surge_fixed"],
    ["group-healing-delay", GROUP, "auto_healing_policies.initial_delay_sec"],
    ["autoscaler-range", SCALER, "autoscaling_policy.max_replicas"],
    ["lb-named-port", BACKEND, "port_name"],
    ["lb-health-port", CHECK, "http_health_check.port"],
    ["lb-balancing-mode", BACKEND, "backend.0.balancing_mode"],
    ["lb-backend-empty", PACKETS, "backend"],
    ["place-mismatch", MACHINE, "zone"],
  ],
});

const UNMANAGED = "google_compute_instance_group.old";

test("machines that nothing replaces, and a group that an autoscaler of another kind is to scale", () => {
  const estate = {
    [UNMANAGED]: { name: "old" },
    [BACKEND]: { backend: [{ group: `\${${UNMANAGED}.id}` }] },
    [GROUP]: { name: "web" },
    [ZONAL_SCALER]: { target: `\${${GROUP}.id}` },
  };
  const said = verdictsOf([...groupUpdateRules, ...placeRules], estate).map(({ rule, address }) => [rule, address]);
  expect(said).toContainEqual(["group-unmanaged", UNMANAGED]);
  expect(said).toContainEqual(["autoscaler-target", ZONAL_SCALER]);
});

const DISK = "google_compute_disk.data";

test.each([
  ["no schedule", {}, ["disk-snapshots"]],
  ["a schedule", { "google_compute_disk_resource_policy_attachment.daily": { disk: "data" } }, []],
])("a new disk with %s", (_, more, rules) => {
  const made = resources({ [DISK]: { name: "data" }, ...more }).map((one) => ({ ...one, isNew: true as const }));
  const found = findingsOfRules(machineSchedulingRules, { stacks: [], resources: made });
  expect(found.map(({ rule }) => rule)).toEqual(rules);
});

test("a share of a small group of a region is refused", () => {
  const group = { target_size: 4, update_policy: { type: "PROACTIVE", max_surge_percent: 50 } };
  expect(verdictsOf(groupUpdateRules, { [GROUP]: group }).map(({ message }) => message)).toContainEqual(
    expect.stringContaining("a share of 4 machines"),
  );
});

test.each([
  [["us-central1-a", "us-central1-a"], ["vm-one-zone"]],
  [["us-central1-a", "us-central1-b"], []],
  [["us-central1-a"], []],
])("machines of one block in the zones %j", (zones, rules) => {
  const [machine] = resources({ [MACHINE]: { allow_stopping_for_update: true, can_ip_forward: false } });
  if (!machine) throw new Error(MACHINE);
  const made = zones.map((zone, index) => ({
    ...machine,
    ...{ address: `${MACHINE}[${index}]`, values: { ...machine.values, zone } },
  }));
  const found = findingsOfRules(machineSchedulingRules, { stacks: [], resources: made });
  expect(found.map(({ rule }) => rule)).toEqual(rules);
});
