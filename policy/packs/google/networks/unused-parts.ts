import { derivedFact, type Estate } from "../../../core/estate";
import { configurationAddress } from "../../../core/plan-references";
import { isOpenValue, referrersOf } from "../../../core/relations/targets";
import { isValues, textAt, valueAt, type Resource, type Value } from "../../../core/resource";
import { violation, type Rule } from "../../../core/rule";

/** What is of use only to what names it. */
interface Part {
  readonly what: string;
  /** Types that use it. */
  readonly users: RegExp;
  /** Types whose naming is no use: what is said about it, or put into it. */
  readonly about?: RegExp;
  /** Whether one of these is of no use of its own accord. */
  readonly counts?: (resource: Resource) => boolean;
}

const isExternal = (address: Resource): boolean =>
  textAt(address, "purpose") === undefined && textAt(address, "address_type") !== "INTERNAL";

const FRONT = /forwarding_rule$/;
const PROXY = /_target_\w+_proxy$/;
const ROUTED = /url_map$|forwarding_rule$|_target_\w+_proxy$/;
const BACKEND = /backend_service$/;
const GROUPED = /instance_group_manager$|instance_from_template$/;
const ADDRESSED = /forwarding_rule$|_instance$|router_nat$|vpn_|_address$/;
const STORED = /_instance$|_disk$|attached_disk$|attachment$|template$/;
const JOINED = /association$/;
const LINKED = /router_|vpn_tunnel$|interconnect_attachment$/;

const BALANCER = "a part of a load balancer";

const PARTS: Readonly<Record<string, Part>> = {
  google_compute_global_address: {
    what: "a reserved address",
    users: FRONT,
    about: /^google_dns_/,
    counts: isExternal,
  },
  google_compute_address: { what: "a reserved address", users: ADDRESSED, about: /^google_dns_/, counts: isExternal },
  google_compute_instance_template: { what: "a template", users: GROUPED },
  google_compute_region_instance_template: { what: "a template", users: GROUPED },
  google_compute_backend_service: { what: BALANCER, users: ROUTED, about: /_iam_/ },
  google_compute_region_backend_service: { what: BALANCER, users: ROUTED, about: /_iam_/ },
  google_compute_backend_bucket: { what: BALANCER, users: ROUTED, about: /_iam_|signed_url_key$/ },
  google_compute_url_map: { what: BALANCER, users: PROXY },
  google_compute_region_url_map: { what: BALANCER, users: PROXY },
  google_compute_target_http_proxy: { what: BALANCER, users: FRONT },
  google_compute_target_https_proxy: { what: BALANCER, users: FRONT },
  google_compute_region_target_http_proxy: { what: BALANCER, users: FRONT },
  google_compute_region_target_https_proxy: { what: BALANCER, users: FRONT },
  google_compute_network_endpoint_group: {
    what: "a group of endpoints",
    users: BACKEND,
    about: /_network_endpoints?$/,
  },
  google_compute_region_network_endpoint_group: {
    what: "a group of endpoints",
    users: BACKEND,
    about: /_network_endpoints?$/,
  },
  google_compute_instance_group: { what: "a group of machines", users: BACKEND, about: /named_port$/ },
  google_compute_resource_policy: { what: "a schedule", users: STORED },
  google_compute_firewall_policy: { what: "a policy of firewalls", users: JOINED, about: /_rule$/ },
  google_compute_network_firewall_policy: { what: "a policy of firewalls", users: JOINED, about: /_rule$/ },
  google_compute_region_network_firewall_policy: { what: "a policy of firewalls", users: JOINED, about: /_rule$/ },
  google_compute_router: { what: "a router", users: LINKED },
  google_compute_disk: { what: "a disk", users: STORED, about: /resource_policy_attachment$|_iam_/ },
  google_certificate_manager_certificate_map: { what: "a map of certificates", users: PROXY, about: /_map_entry$/ },
};

/** Texts of a value, each by its last part: a link ends with a name. */
function namesIn(value: Value): readonly string[] {
  if (typeof value === "string") return [value.slice(value.lastIndexOf("/") + 1)];
  if (Array.isArray(value)) return value.flatMap((item: Value) => namesIn(item));
  return isValues(value) ? Object.values(value).flatMap(namesIn) : [];
}

/** Every name that some argument writes out, beside the resource's own. */
const writtenNames = derivedFact(
  ({ resources }) =>
    new Set(
      resources.flatMap(({ values }) =>
        Object.entries(values).flatMap(([argument, value]) => (argument === "name" ? [] : namesIn(value))),
      ),
    ),
);

/** Whether a part may be what a local, which no plan lists, gives to a resource of a type that uses such parts. */
const mayBeHidden = (estate: Estate, { users }: Part): boolean =>
  estate
    .ofTypes((type) => users.test(type))
    .some((user) =>
      [...user.references].some(
        ([path, references]) =>
          isOpenValue(valueAt(user, path)) && references.some((from) => /(^|\.)local\./.test(from)),
      ),
    );

/** Whether an output hands a part on; an address that is only told to people is reached by nobody. */
const isHandedOn = (estate: Estate, { type, address }: Resource): boolean =>
  !type.endsWith("address") &&
  estate.outputs.some(({ references }) => references.map(configurationAddress).includes(configurationAddress(address)));

const isUsed = (estate: Estate, resource: Resource, part: Part): boolean => {
  const { about } = part;
  const users = referrersOf(estate, resource).filter((user) => user !== resource && about?.test(user.type) !== true);
  const name = textAt(resource, "name");
  return (
    users.length > 0 ||
    mayBeHidden(estate, part) ||
    isHandedOn(estate, resource) ||
    (name !== undefined && writtenNames(estate).has(name))
  );
};

/** Parts that nothing leads to. */
export const unusedPart: Rule = {
  id: "part-unused",
  kind: "no effect",
  severity: "low",
  onlyAbroad: true,
  title: "Something uses each part that does nothing by itself",
  why: "It looks as if it acted: an address is paid for and reached by nobody, a policy holds nothing, a template makes no machine.",
  fix: "name it where it was meant, or remove it",
  source: "https://cloud.google.com/compute/docs/ip-addresses#reservedaddress",
  check: (estate) =>
    Object.entries(PARTS).flatMap(([type, part]) =>
      estate
        .ofType(type)
        .filter((resource) => resource.isNew && part.counts?.(resource) !== false && !isUsed(estate, resource, part))
        .map((resource) => violation(resource, `name: ${part.what} that nothing here uses found, a use needed`)),
    ),
};
