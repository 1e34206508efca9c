import { computeInstanceRules } from "../../policy/packs/google/machines/compute-instance";
import { describeArea } from "../support/area";

const VM = "google_compute_instance.relay";

describeArea({
  rules: computeInstanceRules,
  estate: {
    [VM]: {
      network_interface: [{ subnetwork: "s" }],
      service_account: [{ email: "relay@p.iam.gserviceaccount.com", scopes: ["cloud-platform"] }],
      metadata: { "serial-port-enable": "false" },
      metadata_startup_script: "gcloud secrets versions access 3 --secret relay",
    },
  },
  broken: [
    ["vm-public-address", VM, "network_interface.0.access_config", [{}], "a public address found"],
    ["vm-default-account", VM, "service_account.0.email", undefined, "all scopes for the default account"],
    ["vm-serial-port", VM, "metadata", { "serial-port-enable": "TRUE" }, "serial-port-enable found"],
    ["vm-startup-secret", VM, "metadata_startup_script", "export DB_PASSWORD=x", "what looks like a secret"],
  ],
  held: [
    [VM, "service_account", [{ scopes: ["logging-write"] }]],
    [VM, "metadata_startup_script", "printf 'GATEWAY_PASSWORD=%s\\n' \"$GATEWAY_PASSWORD_VALUE\""],
    [VM, "metadata_startup_script", 'TOKEN=$(curl x)\nsed "s/DB_PASSWORD=.*/DB_PASSWORD=$made/"'],
    [VM, "service_account.0.email", "${google_service_account.relay.email}"],
  ],
  unknown: [
    ["vm-public-address", VM, "network_interface.0.access_config"],
    ["vm-default-account", VM, "service_account.0.email"],
    ["vm-serial-port", VM, "metadata"],
  ],
});
