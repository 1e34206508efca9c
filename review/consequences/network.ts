import { valueAtPath } from "../../policy/core/path";
import type { Values } from "../../policy/core/resource";
import { opensClosedPorts } from "../../policy/packs/google/networks/firewall-ranges";
import type { AttributeRow } from "../consequence";
import { isExisting, isRaised, isLowered, isSwitchedOff, attributeRows, type ChangePredicate } from "./row";

const prefixLength = (range: unknown): number => Number(/\/(\d+)$/.exec(String(range))?.[1]);

/** Whether a range grows: its prefix is shorter. Any other change of a range makes the provider replace the subnet. */
const isWider: ChangePredicate = ({ before, after }) => prefixLength(after) < prefixLength(before);

const CONNECTOR: readonly AttributeRow[] = attributeRows("google_vpc_access_connector", [
  {
    paths: ["min_instances", "max_instances"],
    when: isRaised,
    severity: "low",
    text: "the connector may carry more",
    undo: "one-way",
  },
  {
    paths: ["min_instances", "max_instances"],
    severity: "critical",
    text: "the connector is replaced: every attached service loses its way to the database and Redis meanwhile",
    undo: "redeploy",
  },
  {
    paths: ["machine_type"],
    severity: "medium",
    text: "the connector's machines are exchanged one by one: connections through them are reset",
    undo: "redeploy",
  },
]);

const NETWORK: readonly AttributeRow[] = attributeRows("google_compute_network", [
  {
    paths: ["mtu", "routing_mode", "delete_default_routes_on_create", "bgp_best_path_selection_mode"],
    severity: "high",
    text: "packets travel otherwise through the whole network: what relied on a route or a size of packet stalls",
    undo: "instant",
  },
]);

const SUBNET: readonly AttributeRow[] = attributeRows("google_compute_subnetwork", [
  {
    paths: ["ip_cidr_range"],
    when: isWider,
    severity: "low",
    text: "the range grows while it is used; it never shrinks again",
    undo: "one-way",
  },
  {
    paths: ["ip_cidr_range"],
    severity: "critical",
    text: "the subnet is replaced: services with direct VPC egress lose the database and Redis, and it can only be deleted hours after its last use",
    undo: "one-way",
  },
  {
    paths: ["private_ip_google_access"],
    when: isSwitchedOff,
    severity: "high",
    text: "what has only private addresses no longer reaches Google's APIs, Secret Manager among them",
    undo: "instant",
  },
  {
    paths: ["log_config.*"],
    severity: "medium",
    text: "flow logs change or end: connections may no longer be traced afterwards",
    undo: "instant",
  },
  {
    paths: ["secondary_ip_range.*", "stack_type", "purpose", "role"],
    severity: "high",
    text: "the addresses that the subnet hands out change: what holds one of the old ones loses it",
    undo: "one-way",
  },
]);

const PEERING: readonly AttributeRow[] = attributeRows("google_service_networking_connection", [
  {
    paths: ["reserved_peering_ranges", "reserved_peering_ranges.*"],
    severity: "critical",
    text: "the ranges of the peering change: database and cache keep no way if theirs is taken away",
    undo: "one-way",
  },
  {
    paths: ["deletion_policy", "update_on_creation_fail"],
    severity: "low",
    text: "only what a later delete or create does changes",
    undo: "instant",
  },
]);

const EVERY_ADDRESS = ["0.0.0.0/0", "::/0"];

/** Whether a rule lets the whole internet in. One that denies, or that is for what leaves, does not. */
const letsEveryoneIn: ChangePredicate = ({ after, unknownAfter }, change) =>
  !unknownAfter &&
  EVERY_ADDRESS.includes(String(after)) &&
  valueAtPath(change.after, "allow[0]") !== undefined &&
  valueAtPath(change.after, "direction") !== "EGRESS" &&
  valueAtPath(change.after, "disabled") !== true;

/** The same, to what nobody serves to the internet: consoles, stores, every port. */
const opensToEveryone: ChangePredicate = (attribute, change) =>
  letsEveryoneIn(attribute, change) && opensClosedPorts({ values: change.after as Values });

const FIREWALL: readonly AttributeRow[] = attributeRows("google_compute_firewall", [
  {
    paths: ["source_ranges", "source_ranges.*"],
    when: opensToEveryone,
    severity: "critical",
    text: "the whole internet is let in to ports that are not for it",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: ["source_ranges", "source_ranges.*"],
    when: letsEveryoneIn,
    severity: "medium",
    text: "the whole internet reaches the ports that it allows",
    undo: "instant",
    everywhere: true,
  },
  {
    paths: [
      "source_ranges",
      "source_ranges.*",
      "destination_ranges",
      "destination_ranges.*",
      "source_tags",
      "source_tags.*",
      "target_tags",
      "target_tags.*",
      "allow.*",
      "deny.*",
      "priority",
      "disabled",
    ],
    when: isExisting,
    severity: "high",
    text: "a firewall rule applies to other connections: some open, some stop",
    undo: "instant",
    everywhere: true,
  },
]);

const NAT: readonly AttributeRow[] = attributeRows("google_compute_router_nat", [
  {
    paths: ["nat_ips", "nat_ips.*", "nat_ip_allocate_option", "drain_nat_ips", "drain_nat_ips.*"],
    severity: "high",
    text: "services leave by other addresses: partners that admit the old ones refuse them",
    undo: "instant",
  },
  {
    paths: ["min_ports_per_vm", "max_ports_per_vm"],
    when: isLowered,
    severity: "high",
    text: "fewer connections to the outside at once: beyond them new ones fail",
    undo: "instant",
  },
]);

const POLICY_RULES: readonly AttributeRow[] = attributeRows(
  [
    "google_compute_firewall_policy_rule",
    "google_compute_network_firewall_policy_rule",
    "google_compute_region_network_firewall_policy_rule",
  ],
  [
    {
      paths: [
        "match.*",
        "action",
        "priority",
        "direction",
        "disabled",
        "target_service_accounts",
        "target_service_accounts.*",
        "target_secure_tags",
        "target_secure_tags.*",
      ],
      severity: "high",
      text: "other packets pass, or are dropped: what relied on the rule may be cut off, or opened",
      undo: "instant",
    },
    {
      paths: ["enable_logging"],
      severity: "low",
      text: "what the rule decides is logged, or not any more",
      undo: "instant",
    },
  ],
);

/** Rows of the network. */
export const NETWORKING: readonly AttributeRow[] = [
  ...CONNECTOR,
  ...NETWORK,
  ...SUBNET,
  ...PEERING,
  ...FIREWALL,
  ...NAT,
  ...POLICY_RULES,
];
