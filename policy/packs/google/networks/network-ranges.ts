import { overlapsRange, rangeAround, type IpRange } from "../../../../google/ip-ranges";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { targetsOf } from "../../../core/relations/targets";

export const SUBNET = "google_compute_subnetwork";
export const GLOBAL_ADDRESS = "google_compute_global_address";

/** The widest range that can be peered. */
export const MIN_PEERING_PREFIX = 8;

/** A range that a resource has in its network. */
interface TakenRange {
  readonly resource: Resource;
  readonly path: string;
  readonly cidr: string;
  readonly range: IpRange;
}

/** Reads a range, also one whose host bits are set: Google judges how it is written. */
function takenRange(resource: Resource, path: string, address = "", prefix: number): readonly TakenRange[] {
  const range = rangeAround(address, prefix);
  return range ? [{ resource, path, cidr: `${address}/${prefix}`, range }] : [];
}

/** Where a subnet declares its ranges. */
const rangePaths = (subnet: Resource): readonly string[] => [
  "ip_cidr_range",
  ...blockPaths(subnet, "secondary_ip_range").map((block) => `${block}.ip_cidr_range`),
];

function subnetRanges(subnet: Resource): readonly TakenRange[] {
  return rangePaths(subnet).flatMap((path) => {
    const [address, prefix] = textAt(subnet, path)?.split("/") ?? [];
    return takenRange(subnet, path, address, Number(prefix));
  });
}

/** The range of an address that is peered; none where the prefix is one that no range has. */
function peeringRanges(address: Resource): readonly TakenRange[] {
  const prefix = numberAt(address, "prefix_length") ?? 0;
  return textAt(address, "purpose") === "VPC_PEERING" && prefix >= MIN_PEERING_PREFIX
    ? takenRange(address, "address", textAt(address, "address"), prefix)
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
  kind: "refused",
  severity: "high",
  title: "Subnets and peered ranges of a network do not overlap",
  why: "Google refuses the second one at apply, when half of the network already stands.",
  fix: "choose ranges that do not overlap",
  source: "https://cloud.google.com/vpc/docs/subnets",
  check: (estate) => {
    const ranges = [
      ...estate.ofType(SUBNET).flatMap(subnetRanges),
      ...estate.ofType(GLOBAL_ADDRESS).flatMap(peeringRanges),
    ].map((found) => ({ ...found, network: networkOf(estate, found.resource) }));
    const verdicts = ranges.flatMap((later, index) =>
      ranges
        .slice(0, index)
        .filter(({ network }) => network !== undefined && network === later.network)
        .filter(({ range }) => overlapsRange(range, later.range))
        .map(({ cidr, resource }) =>
          violation(
            later.resource,
            `${later.path}: ${later.cidr} found, which overlaps ${cidr} of ${resource.address}`,
          ),
        ),
    );
    const unknowns = estate.ofType(SUBNET).flatMap((subnet) => {
      const network = networkOf(estate, subnet);
      const isAlone = !ranges.some((other) => other.network === network && other.resource !== subnet);
      return network === undefined || isAlone
        ? []
        : rangePaths(subnet)
            .filter((path) => valueAt(subnet, path) === UNKNOWN)
            .map((path) => unknown(subnet, path));
    });
    return [...verdicts, ...unknowns];
  },
};
