import { parseCidr } from "../../../google/limits";
import { blockPaths, numberAt, textAt, type Resource } from "../../core/resource";
import { ofType, violation, type Estate, type Rule } from "../../core/rule";
import { targetsOf } from "./references";

export const SUBNET = "google_compute_subnetwork";
export const GLOBAL_ADDRESS = "google_compute_global_address";

/** The widest range that can be peered. */
export const MIN_PEERING_PREFIX = 8;

interface Range {
  readonly resource: Resource;
  readonly path: string;
  readonly cidr: string;
  readonly start: number;
  readonly end: number;
}

/** Reads a range whose host bits may be set: how it is written is not the question here. */
function range(resource: Resource, path: string, address: string | undefined, prefix: number): readonly Range[] {
  const first = parseCidr(`${address}/32`)?.start;
  if (first === undefined || !(prefix >= 0 && prefix <= 32)) return [];
  const size = 2 ** (32 - prefix);
  const start = Math.floor(first / size) * size;
  return [{ resource, path, cidr: `${address}/${prefix}`, start, end: start + size }];
}

function subnetRanges(subnet: Resource): readonly Range[] {
  const paths = ["ip_cidr_range", ...blockPaths(subnet, "secondary_ip_range").map((block) => `${block}.ip_cidr_range`)];
  return paths.flatMap((path) => {
    const [address, prefix] = textAt(subnet, path)?.split("/") ?? [];
    return range(subnet, path, address, Number(prefix));
  });
}

/** A prefix that no address can have is network-peering-range's finding. */
function peeringRanges(address: Resource): readonly Range[] {
  const prefix = numberAt(address, "prefix_length") ?? 0;
  return textAt(address, "purpose") === "VPC_PEERING" && prefix >= MIN_PEERING_PREFIX
    ? range(address, "address", textAt(address, "address"), prefix)
    : [];
}

/** What tells networks apart: the resource, or else the name; undefined where neither is known. */
function networkOf(estate: Estate, resource: Resource): string | undefined {
  const [network] = targetsOf(estate, resource, "network", ["google_compute_network"]);
  return network ? `${network.stack} ${network.address}` : textAt(resource, "network")?.split("/").pop();
}

/** Ranges of one network that a subnet or a peering could not have beside each other. */
export const rangesOverlap: Rule = {
  id: "network-ranges-overlap",
  severity: "high",
  title: "Subnets and peered ranges of a network do not overlap",
  why: "Google refuses the second one at apply, when half of the network already stands.",
  fix: "choose ranges that do not overlap",
  check: (estate) => {
    const ranges = [
      ...ofType(estate, SUBNET).flatMap(subnetRanges),
      ...ofType(estate, GLOBAL_ADDRESS).flatMap(peeringRanges),
    ].map((found) => ({ ...found, network: networkOf(estate, found.resource) }));
    return ranges.flatMap((later, index) =>
      ranges
        .slice(0, index)
        .filter(({ network }) => network !== undefined && network === later.network)
        .filter(({ start, end }) => start < later.end && later.start < end)
        .map(({ cidr, resource }) =>
          violation(
            later.resource,
            `${later.path}: ${later.cidr} found, which overlaps ${cidr} of ${resource.address}`,
          ),
        ),
    );
  },
};
