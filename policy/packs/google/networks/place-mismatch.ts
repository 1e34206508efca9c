import { forEveryResource } from "../../../core/judge";
import { targetsOf } from "../../../core/relations/targets";
import { UNKNOWN, spreadPath, textAt, valueAt, type Resource } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { CLUSTER, NODE_POOL } from "../machines/clusters";
import { SUBNET } from "./network-ranges";
import { NAT } from "./network-services";

/** A relation that Google takes within one place only. */
interface Neighbours {
  readonly type: string;
  /** The argument that says where it stands. */
  readonly at: string;
  /** The path of the other, `block[].path` in each block of that name. */
  readonly path: string;
  readonly others: readonly string[];
  readonly otherAt: string;
  /**
   * Whether the place has to be the same to the zone.
   *
   * @default the region is enough
   */
  readonly isExact?: true;
}

const ROUTER = "google_compute_router";

const NEIGHBOURS: readonly Neighbours[] = [
  {
    type: "google_compute_instance",
    at: "zone",
    path: "network_interface[].subnetwork",
    others: [SUBNET],
    otherAt: "region",
  },
  { type: CLUSTER, at: "location", path: "subnetwork", others: [SUBNET], otherAt: "region" },
  { type: NODE_POOL, at: "location", path: "cluster", others: [CLUSTER], otherAt: "location", isExact: true },
  { type: NAT, at: "region", path: "router", others: [ROUTER], otherAt: "region" },
  { type: NAT, at: "region", path: "subnetwork[].name", others: [SUBNET], otherAt: "region" },
  { type: "google_compute_router_interface", at: "region", path: "router", others: [ROUTER], otherAt: "region" },
  { type: "google_compute_router_peer", at: "region", path: "router", others: [ROUTER], otherAt: "region" },
  { type: "google_compute_vpn_tunnel", at: "region", path: "router", others: [ROUTER], otherAt: "region" },
  {
    ...{ type: "google_compute_vpn_tunnel", at: "region", path: "vpn_gateway" },
    ...{ others: ["google_compute_ha_vpn_gateway"], otherAt: "region" },
  },
  {
    ...{ type: "google_compute_autoscaler", at: "zone", path: "target", isExact: true as const },
    ...{ others: ["google_compute_instance_group_manager"], otherAt: "zone" },
  },
  {
    ...{ type: "google_compute_region_autoscaler", at: "region", path: "target" },
    ...{ others: ["google_compute_region_instance_group_manager"], otherAt: "region" },
  },
  {
    ...{ type: "google_compute_attached_disk", at: "zone", path: "disk", isExact: true as const },
    ...{ others: ["google_compute_disk"], otherAt: "zone" },
  },
  { type: "google_compute_forwarding_rule", at: "region", path: "subnetwork", others: [SUBNET], otherAt: "region" },
  {
    ...{ type: "google_compute_forwarding_rule", at: "region", path: "backend_service" },
    ...{ others: ["google_compute_region_backend_service"], otherAt: "region" },
  },
  {
    ...{ type: "google_compute_region_url_map", at: "region", path: "default_service" },
    ...{ others: ["google_compute_region_backend_service"], otherAt: "region" },
  },
  { type: "google_vpc_access_connector", at: "region", path: "subnet[].name", others: [SUBNET], otherAt: "region" },
];

const placeOf = (resource: Resource, at: string): string | undefined => textAt(resource, at)?.split("/").pop();

/** The region of a region or a zone. */
const around = (place: string): string => place.replace(/-[a-z]$/, "");

const places: Rule = {
  id: "place-mismatch",
  kind: "refused",
  severity: "high",
  title: "What belongs together stands in one place",
  why: "Google looks for the other one in its own region, or zone, and refuses it at apply where it finds none.",
  fix: "give both the same region, or zone: reference that of the other",
  source: "https://cloud.google.com/compute/docs/regions-zones/global-regional-zonal-resources",
  check: (estate) =>
    NEIGHBOURS.flatMap(({ type, at, path, others, otherAt, isExact }) =>
      forEveryResource(type, (resource) =>
        spreadPath(resource, path).flatMap((where) => {
          const targets = targetsOf(estate, resource, where, others);
          if (targets.length === 0) return [];
          if (valueAt(resource, at) === UNKNOWN) return [unknown(resource, at)];
          const own = placeOf(resource, at);
          const found = targets.map((target) => placeOf(target, otherAt));
          const isSame = (place: string): boolean =>
            own === undefined || (isExact ? place === own : around(place) === around(own));
          // Several of one name stand in several places.
          const wrong = found.every((place): place is string => place !== undefined && !isSame(place));
          const [target] = targets;
          return wrong && target
            ? [
                violation(
                  resource,
                  `${where}: ${target.address} in ${found[0] ?? ""} found, one in ${own ?? ""} allowed`,
                ),
              ]
            : [];
        }),
      )(estate),
    ),
};

const ZONAL = "google_compute_instance_group_manager";
const REGIONAL = "google_compute_region_instance_group_manager";

const SCALED: readonly (readonly [type: string, right: string, wrong: string])[] = [
  ["google_compute_autoscaler", ZONAL, REGIONAL],
  ["google_compute_region_autoscaler", REGIONAL, ZONAL],
];

const scaled: Rule = {
  id: "autoscaler-target",
  kind: "refused",
  severity: "high",
  title: "An autoscaler of a zone scales a group of a zone, one of a region a group of a region",
  why: "Google looks for the group in its own place and refuses the autoscaler at apply.",
  fix: "use google_compute_region_autoscaler for a regional group, google_compute_autoscaler for a zonal one",
  source: "https://registry.terraform.io/providers/hashicorp/google/latest/docs/resources/compute_region_autoscaler",
  check: (estate) =>
    SCALED.flatMap(([type, right, wrong]) =>
      forEveryResource(type, (autoscaler): readonly Verdict[] => {
        const [other] = targetsOf(estate, autoscaler, "target", [wrong]);
        return other && targetsOf(estate, autoscaler, "target", [right]).length === 0
          ? [violation(autoscaler, `target: ${other.address} found, a ${right} allowed`)]
          : [];
      })(estate),
    ),
};

/** Whether what works together stands in one region or zone. */
export const placeRules: readonly Rule[] = [places, scaled];
