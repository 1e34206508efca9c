import { firewallRangeRules } from "../../policy/packs/google/networks/firewall-ranges";
import { describeArea } from "../support/area";

const INGRESS = "google_compute_firewall.in";
const ALLOW = "google_compute_firewall.out";
const DENY = "google_compute_firewall.deny";

describeArea({
  rules: firewallRangeRules,
  estate: {
    [INGRESS]: { source_ranges: ["10.0.0.0/8"], allow: [{ protocol: "all" }] },
    [ALLOW]: {
      direction: "EGRESS",
      priority: 900,
      destination_ranges: ["10.60.0.0/16"],
      allow: [{ protocol: "tcp", ports: ["5432"] }],
    },
    [DENY]: { direction: "EGRESS", destination_ranges: ["0.0.0.0/0"], deny: [{ protocol: "all" }] },
  },
  broken: [
    ["network-firewall-open", INGRESS, "source_ranges", ["0.0.0.0/0"], "every protocol from 0.0.0.0/0"],
    [
      "network-firewall-open",
      INGRESS,
      "",
      { source_ranges: ["10.0.0.0/8", "::/0"], allow: [{ protocol: "tcp", ports: ["443", "22"] }] },
      "port 22 from ::/0",
    ],
    [
      "network-firewall-open",
      INGRESS,
      "",
      { source_ranges: ["0.0.0.0/0"], allow: [{ protocol: "udp", ports: ["10000-60000"] }] },
      "ports 10000 to 60000",
    ],
    [
      "network-firewall-open",
      INGRESS,
      "",
      { source_ranges: ["0.0.0.0/0"], allow: [{ protocol: "tcp" }] },
      "every port from",
    ],
    ["network-egress-denied", DENY, "priority", 10, "priority 10 found, with no allowed egress before it"],
    ["network-egress-denied", ALLOW, "disabled", true, "no allowed egress before it"],
  ],
  held: [
    [INGRESS, "", { source_ranges: ["0.0.0.0/0"], allow: [{ protocol: "tcp", ports: ["80", "443", "8443"] }] }],
    [INGRESS, "", { source_ranges: ["0.0.0.0/0"], allow: [{ protocol: "icmp" }] }],
    [INGRESS, "", { source_ranges: ["0.0.0.0/0"], deny: [{ protocol: "all" }] }],
    [INGRESS, "", { disabled: true, source_ranges: ["0.0.0.0/0"], allow: [{ protocol: "all" }] }],
    [ALLOW, "priority", "${module.elsewhere.value}"],
  ],
  unknown: [["network-firewall-open", INGRESS, "source_ranges"]],
});
