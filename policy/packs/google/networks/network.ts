import { DIRECT_VPC_MAX_PREFIX } from "../../../../google/cloud-run";
import { UNKNOWN, blockPaths, numberAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { isBetween, forEveryResource, judgeValue, isOneOf, plainText, type Known } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { RUN_SERVICE } from "../programs/cloud-run";
import { firewallTags } from "./firewall-tags";
import { GLOBAL_ADDRESS, MIN_PEERING_PREFIX, SUBNET, rangesOverlap } from "./network-ranges";
import { targetsOf } from "../../../core/relations/targets";

/** Cloud SQL and Memorystore each take a /24 or more of the peered range. */
const MAX_PEERING_PREFIX = 24;

/** Resources with direct VPC egress, and where they declare it. */
const EGRESS: Readonly<Record<string, string>> = {
  [RUN_SERVICE]: "template[0].vpc_access[0]",
  google_cloud_run_v2_job: "template[0].template[0].vpc_access[0]",
};

/** Where a resource names its subnets, or where that is not known. */
function interfacesOf(user: Resource, access: string): readonly string[] {
  const path = `${access}.network_interfaces`;
  if (valueAt(user, path) !== UNKNOWN) return blockPaths(user, path).map((block) => `${block}.subnetwork`);
  // Beside a connector the provider leaves them open until apply, and then there are none.
  const byConnector = valueAt(user, access) !== UNKNOWN && valueAt(user, `${access}.connector`) !== undefined;
  return byConnector ? [] : [path];
}

interface EgressSubnets {
  readonly subnets: ReadonlySet<Resource>;
  /** Interfaces whose subnet nobody knows yet. */
  readonly unknowns: readonly Verdict[];
}

/** The subnets that Cloud Run uses directly. */
function egressSubnets(estate: Estate): EgressSubnets {
  const uses = Object.entries(EGRESS).flatMap(([type, access]) =>
    estate
      .ofType(type)
      .flatMap((user) =>
        interfacesOf(user, access).map((path) => ({ user, path, targets: targetsOf(estate, user, path, [SUBNET]) })),
      ),
  );
  return {
    subnets: new Set(uses.flatMap(({ targets }) => targets)),
    unknowns: uses
      .filter(({ user, path, targets }) => targets.length === 0 && valueAt(user, path) === UNKNOWN)
      .map(({ user, path }) => unknown(user, path)),
  };
}

const subnetSize: Rule = {
  id: "network-subnet-size",
  kind: "refused",
  severity: "high",
  title: `The subnet of direct VPC egress is a /${DIRECT_VPC_MAX_PREFIX} or larger`,
  why: "Cloud Run refuses a smaller one, whatever runs in it.",
  fix: `widen ip_cidr_range to /${DIRECT_VPC_MAX_PREFIX} or larger`,
  source: "https://cloud.google.com/run/docs/configuring/vpc-direct-vpc",
  check: (estate) => {
    const { subnets, unknowns } = egressSubnets(estate);
    const isWide = (cidr: Known): boolean => Number(plainText(cidr).split("/")[1]) <= DIRECT_VPC_MAX_PREFIX;
    return [
      ...unknowns,
      ...[...subnets].flatMap((subnet) =>
        judgeValue(subnet, "ip_cidr_range", isWide, `a range of /${DIRECT_VPC_MAX_PREFIX} or larger`),
      ),
    ];
  },
};

/** A predicate: left to the provider, or within bounds. */
const absentOr =
  (holds: (value: Known) => boolean) =>
  (value: Known): boolean =>
    value === undefined || holds(value);

const connectorBounds: Rule = {
  id: "network-connector-bounds",
  kind: "refused",
  severity: "high",
  title: "A VPC connector is within Google's bounds",
  why: "Google refuses others at apply; the provider checks neither instances nor machine type.",
  fix: "set min_instances to 2 to 9, max_instances to more than that and at most 10, a known machine type, a /28 and a name of at most 25 characters",
  source: "https://cloud.google.com/vpc/docs/configure-serverless-vpc-access",
  check: forEveryResource("google_vpc_access_connector", (connector) => {
    const min = numberAt(connector, "min_instances");
    const max = numberAt(connector, "max_instances");
    return [
      ...judgeValue(connector, "min_instances", absentOr(isBetween(2, 9)), "2 to 9"),
      ...judgeValue(connector, "max_instances", absentOr(isBetween(3, 10)), "3 to 10"),
      ...(min !== undefined && max !== undefined && min >= max
        ? [violation(connector, `min_instances: ${min} found, fewer than max_instances (${max}) allowed`)]
        : []),
      ...judgeValue(
        connector,
        "machine_type",
        absentOr(isOneOf("f1-micro", "e2-micro", "e2-standard-4")),
        "f1-micro, e2-micro or e2-standard-4",
      ),
      ...judgeValue(
        connector,
        "name",
        (name) => typeof name === "string" && name.length <= 25,
        "at most 25 characters",
      ),
      ...judgeValue(
        connector,
        "ip_cidr_range",
        absentOr((cidr) => cidr === "" || plainText(cidr).endsWith("/28")),
        "a /28",
      ),
    ];
  }),
};

const peeringRange: Rule = {
  id: "network-peering-range",
  kind: "refused",
  severity: "high",
  title: `The range peered with Google is a /${MAX_PEERING_PREFIX} or larger, and the connection names one`,
  why: "Cloud SQL and Memorystore take their addresses from it; with a smaller one the second instance finds none.",
  fix: `set prefix_length to ${MAX_PEERING_PREFIX} or less and list the range in reserved_peering_ranges`,
  source: "https://cloud.google.com/vpc/docs/configure-private-services-access",
  check: (estate) => [
    ...estate
      .ofType(GLOBAL_ADDRESS)
      .filter((address) => textAt(address, "purpose") === "VPC_PEERING")
      .flatMap((address) =>
        judgeValue(
          address,
          "prefix_length",
          isBetween(MIN_PEERING_PREFIX, MAX_PEERING_PREFIX),
          `${MIN_PEERING_PREFIX} to ${MAX_PEERING_PREFIX}`,
        ),
      ),
    ...estate
      .ofType("google_service_networking_connection")
      .flatMap((connection) =>
        judgeValue(
          connection,
          "reserved_peering_ranges",
          (ranges) => Array.isArray(ranges) && ranges.length > 0,
          "at least one range",
        ),
      ),
  ],
};

export const networkRules: readonly Rule[] = [subnetSize, rangesOverlap, connectorBounds, firewallTags, peeringRange];
