import { servingLoss, statefulLoss, type Loss } from "./loss";

const FIREWALL_LOSS = servingLoss("high", "what it allowed stops, what it denied comes through");

const TUNNEL_LOSS = servingLoss("critical", "what is on its other side is not reached any more");

/** Networks, their ways in and out, and who may pass. */
export const NETWORKS: Readonly<Record<string, Loss>> = {
  google_compute_network: statefulLoss(
    "one-way",
    "everything in it goes with it: subnets, the peering, the private addresses of database and cache",
  ),
  google_compute_subnetwork: statefulLoss(
    "one-way",
    "services with direct VPC egress lose the database and Redis; it can only be deleted hours after its last use",
  ),
  google_compute_global_address: statefulLoss(
    "one-way",
    "the address goes back to Google: a public one leaves DNS pointing nowhere, a private range is lost for the peering",
  ),
  google_compute_address: statefulLoss(
    "one-way",
    "the address goes back to Google: partners that admit it refuse the next one",
  ),
  google_service_networking_connection: statefulLoss(
    "one-way",
    "every service loses the private addresses of database and cache",
  ),
  google_vpc_access_connector: servingLoss(
    "critical",
    "every attached service loses its way to the database and Redis",
    "every attached service loses its way to the database and Redis meanwhile",
  ),
  google_compute_firewall: FIREWALL_LOSS,
  google_compute_firewall_policy: FIREWALL_LOSS,
  google_compute_firewall_policy_rule: FIREWALL_LOSS,
  google_compute_firewall_policy_association: FIREWALL_LOSS,
  google_compute_firewall_policy_with_rules: FIREWALL_LOSS,
  google_compute_network_firewall_policy: FIREWALL_LOSS,
  google_compute_network_firewall_policy_rule: FIREWALL_LOSS,
  google_compute_network_firewall_policy_association: FIREWALL_LOSS,
  google_compute_network_firewall_policy_with_rules: FIREWALL_LOSS,
  google_compute_region_network_firewall_policy: FIREWALL_LOSS,
  google_compute_region_network_firewall_policy_rule: FIREWALL_LOSS,
  google_compute_region_network_firewall_policy_association: FIREWALL_LOSS,
  google_compute_region_network_firewall_policy_with_rules: FIREWALL_LOSS,
  google_compute_router: servingLoss("high", "its NAT and routes go with it: services may not reach the outside"),
  google_compute_router_nat: servingLoss("high", "services behind it do not reach the outside, or by another address"),
  google_compute_route: servingLoss("high", "packets that took it go elsewhere, or nowhere"),
  google_compute_network_peering: servingLoss("critical", "the two networks do not reach each other"),
  google_compute_router_nat_address: servingLoss(
    "high",
    "what leaves through it comes from another address: partners refuse it",
  ),
  google_compute_network_peering_routes_config: servingLoss("medium", "the two networks exchange other routes"),
  google_compute_vpn_tunnel: TUNNEL_LOSS,
  google_compute_vpn_gateway: TUNNEL_LOSS,
  google_compute_ha_vpn_gateway: TUNNEL_LOSS,
  google_compute_external_vpn_gateway: TUNNEL_LOSS,
  google_compute_interconnect_attachment: TUNNEL_LOSS,
  google_compute_router_interface: servingLoss("high", "the routes through it go"),
  google_compute_router_peer: servingLoss("high", "the routes that it learned go"),
  google_network_connectivity_hub: TUNNEL_LOSS,
  google_network_connectivity_spoke: TUNNEL_LOSS,
  google_network_connectivity_service_connection_policy: servingLoss(
    "high",
    "no database or cache gets an endpoint in the network any more",
  ),
  google_compute_network_attachment: servingLoss("high", "what comes into the network through it is cut off"),
  google_compute_shared_vpc_host_project: servingLoss("critical", "every project that uses its networks loses them"),
  google_compute_shared_vpc_service_project: servingLoss(
    "critical",
    "what runs in the project loses the shared network",
  ),
  google_compute_packet_mirroring: servingLoss("low", "packets are not copied any more"),
};
