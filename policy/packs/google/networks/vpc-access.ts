import { SERVICE_EGRESS } from "../../../../google/hardened/cloud-run";
import { containsRange, parseRange, rangeAround } from "../../../../google/ip-ranges";
import { RUN_REFUSALS } from "../../../../google/refusals/run";
import { judgeHardened } from "../../../core/hardened";
import { UNKNOWN, blockPaths, referencesAt, textAt, valueAt, type Resource } from "../../../core/resource";
import { forEveryResource } from "../../../core/judge";
import { milder, unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import type { Estate } from "../../../core/estate";
import { RUN_SERVICE } from "../programs/cloud-run";
import { SQL_INSTANCE } from "../stores/cloud-sql-instance";
import { targetsOf } from "../../../core/relations/targets";
import { regionOf } from "../../../core/relations/link";
import { variablesNamed, type VariableOf } from "../programs/variable";

const PATH = "template[0].vpc_access[0]";
const NETWORK = "google_compute_network";
const CONNECTOR = "google_vpc_access_connector";
const SOURCE = "https://cloud.google.com/run/docs/configuring/vpc-direct-vpc";

const isHostName = (name: string): boolean =>
  /^(REDIS|POSTGRES|PG|DB|DATABASE|MYSQL|CACHE|MEMORYSTORE)_?HOST$/.test(name);

/** Addresses that only a VPC leads to (https://www.rfc-editor.org/rfc/rfc1918). */
const PRIVATE_RANGES = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"].flatMap((range) => parseRange(range) ?? []);

/** Whether a host is an address that only a VPC leads to. A name or a path is none. */
function isPrivateHost(host: string): boolean {
  const address = rangeAround(host, 32);
  return address !== undefined && PRIVATE_RANGES.some((range) => containsRange(range, address));
}

/** Names of a cache's host: Memorystore has no public address. */
const CACHE_HOST = /^(REDIS|CACHE|MEMORYSTORE)/;

/**
 * Whether a host that is known after apply is private: a cache's is, a database's where no instance here has a public address
 * that it could be.
 */
const isPrivateLater = (estate: Estate, name: string): boolean =>
  CACHE_HOST.test(name) || !estate.ofType(SQL_INSTANCE).some(hasPublicAddress);

const mountsDatabase = (service: Resource): boolean =>
  blockPaths(service, "template[0].volumes").some(
    (volume) => valueAt(service, `${volume}.cloud_sql_instance[0]`) !== undefined,
  );

/** Google gives one unless it is told not to. */
const hasPublicAddress = (instance: Resource): boolean =>
  valueAt(instance, "settings[0].ip_configuration[0].ipv4_enabled") !== false;

/** Whether the estate has database instances, none of them with a public address: then its socket needs the VPC too. */
function hasPrivateDatabase(estate: Estate): boolean {
  const instances = estate.ofType(SQL_INSTANCE);
  return instances.length > 0 && !instances.some(hasPublicAddress);
}

/** What has a private address that is known only after apply. */
const STORE = /(^|\.)(google_(sql|redis|memorystore|alloydb|filestore|compute)_\w+|data\.\w+)\./;

/** Whether a host is private; UNKNOWN where neither its text nor a store that it comes from tells. */
function isPrivate(estate: Estate, { service, path, name, text, isUnknown }: VariableOf): boolean | typeof UNKNOWN {
  if (text !== undefined) return isPrivateHost(text);
  const isFromStore = referencesAt(service, `${path}.value`).some((from) => STORE.test(from));
  return (!isUnknown || isFromStore) && isPrivateLater(estate, name) ? true : UNKNOWN;
}

/** Services that talk to a private database or cache, or may: they mount Cloud SQL's socket, or are told an address. */
function privateUsers(estate: Estate): ReadonlyMap<Resource, boolean | typeof UNKNOWN> {
  const hosts = variablesNamed(estate, isHostName).map((host) => ({ ...host, needs: isPrivate(estate, host) }));
  const servicesOf = (wanted: boolean | typeof UNKNOWN) =>
    hosts.filter(({ needs }) => needs === wanted).map(({ service }) => service);
  const mounting = hasPrivateDatabase(estate) ? estate.ofType(RUN_SERVICE).filter(mountsDatabase) : [];
  return new Map<Resource, boolean | typeof UNKNOWN>([
    ...servicesOf(UNKNOWN).map((service) => [service, UNKNOWN] as const),
    ...[...servicesOf(true), ...mounting].map((service) => [service, true] as const),
  ]);
}

/** Google answers "" where there is none. */
const hasConnector = (service: Resource): boolean =>
  ![undefined, ""].includes(valueAt(service, `${PATH}.connector`) as string | undefined);

/** Judges whether a service has a way into a VPC. */
export function judgeVpcAccess(service: Resource): readonly Verdict[] {
  if (valueAt(service, PATH) === UNKNOWN) return [unknown(service, PATH)];
  return blockPaths(service, `${PATH}.network_interfaces`).length > 0 || hasConnector(service)
    ? []
    : [violation(service, `${PATH}: nothing found, network_interfaces needed`)];
}

/** Networks of this estate into which a service goes, directly or by a connector. */
function wayNetworks(estate: Estate, service: Resource): readonly Resource[] {
  const connectors = targetsOf(estate, service, `${PATH}.connector`, [CONNECTOR]);
  return [
    ...targetsOf(estate, service, `${PATH}.network_interfaces[0].network`, [NETWORK]),
    ...connectors.flatMap((connector) => targetsOf(estate, connector, "network", [NETWORK])),
  ];
}

const access: Rule = {
  id: "run-vpc-access",
  kind: "down",
  severity: "critical",
  title: "A service that uses the database or the cache has VPC access",
  why: "Without it every Redis ping times out and the socket upgrade answers 503 (incidents 7 and 22).",
  fix: "give the service direct VPC egress: network_interfaces with network and subnetwork",
  source: SOURCE,
  check: (estate) => {
    const users = privateUsers(estate);
    return estate.ofType(RUN_SERVICE).flatMap((service) => {
      const uses = users.get(service);
      const verdicts = uses === undefined ? [] : judgeVpcAccess(service);
      return uses === UNKNOWN && verdicts.length > 0 ? [unknown(service, PATH)] : verdicts;
    });
  },
};

const oneWay: Rule = {
  id: "run-one-vpc-way",
  kind: "refused",
  severity: "high",
  title: "A service has either a connector or direct VPC egress",
  why: "Google refuses both together at apply; google 6.50 does not check.",
  fix: "keep network_interfaces, remove connector",
  source: SOURCE,
  check: forEveryResource(RUN_SERVICE, (service) => {
    const interfaces = blockPaths(service, `${PATH}.network_interfaces`).length;
    const connector = `${PATH}.connector`;
    if (interfaces > 0 && valueAt(service, connector) === UNKNOWN && valueAt(service, PATH) !== UNKNOWN) {
      return [unknown(service, connector)];
    }
    return RUN_REFUSALS.oneWay.accepts({ hasConnector: hasConnector(service), interfaces })
      ? []
      : [violation(service, `${PATH}: connector and network_interfaces found, one of them allowed`)];
  }),
};

const egress: Rule = {
  id: "run-egress",
  kind: "down",
  severity: "critical",
  title: "Only private ranges leave through the VPC, unless it has a NAT",
  why: "With ALL_TRAFFIC and no NAT Cloud SQL's sockets and every outside host are cut off (incident 14).",
  fix: `set egress to ${SERVICE_EGRESS.egress.value}, or declare a NAT in the same environment first`,
  source: SERVICE_EGRESS.egress.source,
  check: forEveryResource(RUN_SERVICE, (service, estate) => {
    if (valueAt(service, PATH) === undefined) return [];
    const nats = estate.ofType("google_compute_router_nat");
    const region = textAt(service, "location");
    // A NAT serves its own region.
    const withNat = nats.some((nat) => {
      const own = regionOf(nat);
      return own === undefined || region === undefined || own === region;
    });
    // A network that is not declared here may have its NAT where it is declared.
    const isForeign = wayNetworks(estate, service).length === 0;
    // Left out, only private ranges go through the VPC.
    const verdicts = judgeHardened(service, SERVICE_EGRESS.egress, undefined, "", ...(withNat ? ["ALL_TRAFFIC"] : []));
    return isForeign ? milder("medium", verdicts) : verdicts;
  }),
};

export const vpcAccessRules: readonly Rule[] = [access, oneWay, egress];
