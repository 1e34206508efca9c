import { derivedFact, type Estate } from "../../core/estate";
import { configurationAddress } from "../../core/plan-references";
import { referrersOf } from "../../core/relations/targets";
import { isValues, textAt, type Resource, type Value } from "../../core/resource";
import { violation, type Rule } from "../../core/rule";

/** What is of use only to what names it. */
interface Part {
  readonly what: string;
  /** Types whose naming is no use: what is said about it, or put into it. */
  readonly about?: RegExp;
  /** Whether one of these is of no use of its own accord. */
  readonly counts?: (resource: Resource) => boolean;
}

const isExternal = (address: Resource): boolean =>
  textAt(address, "purpose") === undefined && textAt(address, "address_type") !== "INTERNAL";

const BALANCER = "a part of a load balancer";

const PARTS: Readonly<Record<string, Part>> = {
  google_compute_global_address: { what: "a reserved address", about: /^google_dns_/, counts: isExternal },
  google_compute_address: { what: "a reserved address", about: /^google_dns_/, counts: isExternal },
  google_compute_instance_template: { what: "a template" },
  google_compute_region_instance_template: { what: "a template" },
  google_compute_backend_service: { what: BALANCER, about: /_iam_/ },
  google_compute_region_backend_service: { what: BALANCER, about: /_iam_/ },
  google_compute_backend_bucket: { what: BALANCER, about: /_iam_|signed_url_key$/ },
  google_compute_url_map: { what: BALANCER },
  google_compute_region_url_map: { what: BALANCER },
  google_compute_target_http_proxy: { what: BALANCER },
  google_compute_target_https_proxy: { what: BALANCER },
  google_compute_region_target_http_proxy: { what: BALANCER },
  google_compute_region_target_https_proxy: { what: BALANCER },
  google_compute_network_endpoint_group: { what: "a group of endpoints", about: /_network_endpoints?$/ },
  google_compute_region_network_endpoint_group: { what: "a group of endpoints", about: /_network_endpoints?$/ },
  google_compute_instance_group: { what: "a group of machines", about: /named_port$/ },
  google_compute_resource_policy: { what: "a schedule" },
  google_compute_firewall_policy: { what: "a policy of firewalls", about: /_rule$/ },
  google_compute_network_firewall_policy: { what: "a policy of firewalls", about: /_rule$/ },
  google_compute_region_network_firewall_policy: { what: "a policy of firewalls", about: /_rule$/ },
  google_compute_router: { what: "a router" },
  google_compute_disk: { what: "a disk", about: /resource_policy_attachment$|_iam_/ },
  google_certificate_manager_certificate_map: { what: "a map of certificates", about: /_map_entry$/ },
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

/** Whether an output hands a part on; an address that is only told to people is reached by nobody. */
const isHandedOn = (estate: Estate, { type, address }: Resource): boolean =>
  !type.endsWith("address") &&
  estate.outputs.some(({ references }) => references.map(configurationAddress).includes(configurationAddress(address)));

const isUsed = (estate: Estate, resource: Resource, { about }: Part): boolean => {
  const users = referrersOf(estate, resource).filter((user) => user !== resource && about?.test(user.type) !== true);
  const name = textAt(resource, "name");
  return users.length > 0 || isHandedOn(estate, resource) || (name !== undefined && writtenNames(estate).has(name));
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
