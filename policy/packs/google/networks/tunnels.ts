import { forEveryResource, judgeValue } from "../../../core/judge";
import { referrersOf, sureTargetsOf, targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { NETWORK } from "./network-services";

const TUNNEL = "google_compute_vpn_tunnel";
const HA_GATEWAY = "google_compute_ha_vpn_gateway";
const CLASSIC = "google_compute_vpn_gateway";
const INTERFACE = "google_compute_router_interface";
const PEER = "google_compute_router_peer";

const classic: Rule = {
  id: "vpn-classic",
  kind: "down",
  severity: "low",
  title: "Tunnels stand at both ends of a gateway of HA VPN",
  why: "Classic VPN has one address, no second tunnel to fail over to and no routes by BGP, and Google grants half of the availability.",
  fix: "use google_compute_ha_vpn_gateway with two tunnels and a router",
  source: "https://cloud.google.com/network-connectivity/docs/vpn/deprecations/classic-vpn-deprecation",
  check: forEveryResource(CLASSIC, (gateway) => [
    violation(gateway, "name: a gateway of classic VPN found, one of HA VPN allowed"),
  ]),
};

const oneTunnel: Rule = {
  id: "vpn-one-tunnel",
  kind: "down",
  severity: "low",
  title: "A gateway of HA VPN has a tunnel on both of its interfaces",
  why: "With one, the connection is gone whenever Google or the other side maintains it, and Google grants no availability.",
  fix: "declare a second google_compute_vpn_tunnel with vpn_gateway_interface = 1",
  source: "https://cloud.google.com/network-connectivity/docs/vpn/concepts/topologies",
  check: forEveryResource(HA_GATEWAY, (gateway, estate): readonly Verdict[] => {
    const tunnels = estate
      .ofType(TUNNEL)
      .filter((tunnel) => targetsOf(estate, tunnel, "vpn_gateway", [HA_GATEWAY]).includes(gateway));
    const open = tunnels.find((tunnel) => valueAt(tunnel, "vpn_gateway_interface") === UNKNOWN);
    if (open) return [unknown(open, "vpn_gateway_interface")];
    const used = new Set(tunnels.map((tunnel) => valueAt(tunnel, "vpn_gateway_interface") ?? 0));
    return used.size === 1 ? [violation(gateway, "name: tunnels on one of two interfaces found, on both allowed")] : [];
  }),
};

const oldProtocol: Rule = {
  id: "vpn-ike-version",
  kind: "exposed",
  severity: "low",
  title: "A tunnel is agreed on with IKE 2",
  why: "Version 1 is withdrawn, takes ciphers that are broken, and renews its keys less safely.",
  fix: "set ike_version to 2",
  source: "https://cloud.google.com/network-connectivity/docs/vpn/concepts/supported-ike-ciphers",
  check: forEveryResource(TUNNEL, (tunnel) => judgeValue(tunnel, "ike_version", (value) => value !== 1, "2")),
};

/** What by its name, or by reference, an interface of a router belongs to. */
const interfacesOf = (estate: Estate, tunnel: Resource): readonly Resource[] =>
  estate.ofType(INTERFACE).filter((one) => targetsOf(estate, one, "vpn_tunnel", [TUNNEL]).includes(tunnel));

const noSession: Rule = {
  id: "vpn-no-session",
  kind: "down",
  severity: "medium",
  title: "A tunnel with a router has a session of BGP",
  why: "The tunnel stands and no route is exchanged: neither side knows what is behind the other, and no packet goes through.",
  fix: "declare google_compute_router_interface and google_compute_router_peer for the tunnel",
  source: "https://cloud.google.com/network-connectivity/docs/vpn/how-to/creating-ha-vpn",
  check: forEveryResource(TUNNEL, (tunnel, estate): readonly Verdict[] => {
    if (!tunnel.isNew || targetsOf(estate, tunnel, "vpn_gateway", [HA_GATEWAY]).length === 0) return [];
    const isHidden = estate
      .ofType(INTERFACE)
      .some(
        (one) => valueAt(one, "vpn_tunnel") === UNKNOWN && targetsOf(estate, one, "vpn_tunnel", [TUNNEL]).length === 0,
      );
    if (isHidden) return [];
    const interfaces = interfacesOf(estate, tunnel);
    const hasPeer = interfaces.some((one) => {
      const name = textAt(one, "name");
      const byName = estate.ofType(PEER).some((peer) => textAt(peer, "interface") === name && name !== undefined);
      return byName || referrersOf(estate, one).some(({ type }) => type === PEER);
    });
    if (hasPeer) return [];
    return [
      violation(tunnel, `router: no ${interfaces.length === 0 ? INTERFACE : PEER} of this tunnel found, one needed`),
    ];
  }),
};

const PEERING = "google_compute_network_peering";

const oneWay: Rule = {
  id: "network-peering-one-way",
  kind: "down",
  severity: "medium",
  title: "Networks that are peered name each other",
  why: "Until the other network has its half the peering is INACTIVE, and no packet goes through.",
  fix: "declare a second google_compute_network_peering with network and peer_network exchanged",
  source: "https://cloud.google.com/vpc/docs/vpc-peering",
  check: (estate) => {
    const sides = estate.ofType(PEERING).map((peering) => ({
      peering,
      from: sureTargetsOf(estate, peering, "network", [NETWORK])[0],
      to: sureTargetsOf(estate, peering, "peer_network", [NETWORK])[0],
    }));
    // Of which network one is nothing tells: it may be the half that is missing.
    const isHidden = sides.some(({ from }) => from === undefined);
    return sides.flatMap(({ peering, from, to }): readonly Verdict[] => {
      // Whoever owns a network that is not here makes its half.
      if (from === undefined || to === undefined || from === to || !to.isNew) return [];
      const isMet = sides.some((other) => other.from === to && other.to === from);
      return isMet || isHidden
        ? []
        : [violation(peering, `peer_network: no peering of ${to.address} back found, one needed`)];
    });
  },
};

const FORWARDING = "google_compute_forwarding_rule";
/** What a classic gateway has to be sent: the packets, the key exchange, and the same behind a NAT. */
const NEEDED = ["ESP", "UDP 500", "UDP 4500"];

const forwarded: Rule = {
  id: "vpn-forwarding",
  kind: "refused",
  severity: "high",
  title: "A classic gateway is sent ESP and the two ports of IKE",
  why: "Google refuses a tunnel whose gateway lacks one of the three forwarding rules at apply.",
  fix: "declare forwarding rules for ESP, UDP 500 and UDP 4500 with the gateway as target",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_vpn_tunnel",
  check: forEveryResource(CLASSIC, (gateway, estate): readonly Verdict[] => {
    const hasTunnel = referrersOf(estate, gateway).some(({ type }) => type === TUNNEL);
    if (!hasTunnel || !gateway.isNew) return [];
    const rules = estate
      .ofType(FORWARDING)
      .filter((rule) => targetsOf(estate, rule, "target", [CLASSIC]).includes(gateway));
    const open = rules.find((rule) => valueAt(rule, "port_range") === UNKNOWN && textAt(rule, "ip_protocol") !== "ESP");
    if (open) return [unknown(open, "port_range")];
    const given = rules.map((rule) =>
      [textAt(rule, "ip_protocol") ?? "TCP", textAt(rule, "port_range")?.split("-")[0]].filter(Boolean).join(" "),
    );
    const missing = NEEDED.filter((one) => !given.includes(one));
    return missing.length === 0
      ? []
      : [violation(gateway, `name: no forwarding rule for ${missing.join(", ")} found, one needed`)];
  }),
};

/** Tunnels and peerings between networks. */
export const tunnelRules: readonly Rule[] = [classic, oneTunnel, oldProtocol, noSession, oneWay, forwarded];
