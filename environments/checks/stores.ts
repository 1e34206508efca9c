import { MAX_MEMORY_GIB } from "../../google/memorystore";
import type { Budget } from "../../google/budgets";
import { prefixFor, tierFor } from "../../google/budget-fits";
import { budgetsOf } from "../budgets";
import type { Environment } from "../environment";
import { overlapsRange, parseRange } from "../../google/ip-ranges";
import { DIRECT_VPC_MAX_PREFIX } from "../../google/cloud-run";
import { MAX_LOG_DAYS, defaultMaxConnections, parseTier } from "../../google/cloud-sql";
import { problemUnless, rangeProblems, type Check } from "./problem";

const tier: Check = ({ name, database, kind }) => {
  const path = `${name}.database.tier`;
  const parsed = parseTier(database.tier);
  if (!parsed) {
    return [
      { path, message: `"${database.tier}" is no PostgreSQL tier; use db-custom-<vCPU>-<MiB>, 0.9–6.5 GiB per vCPU` },
    ];
  }
  const ceiling = defaultMaxConnections(parsed.memoryMiB);
  return [
    ...problemUnless(
      parsed.edition === database.edition,
      path,
      `"${database.tier}" belongs to ${parsed.edition}, but edition is ${database.edition}; change one of them`,
    ),
    ...problemUnless(
      database.maxConnections <= ceiling,
      `${name}.database.maxConnections`,
      `${database.maxConnections} found, ${ceiling} is what the tier's memory carries; raise the tier first`,
    ),
    ...problemUnless(
      kind !== "production" || parsed.dedicated,
      path,
      `"${database.tier}" shares its core and is outside the service level agreement; production needs db-custom-*`,
    ),
  ];
};

const availability: Check = ({ name, database, kind, region }) => {
  const { availability: mode, zone, standbyZone } = database;
  return [
    ...problemUnless(
      kind !== "production" || mode === "REGIONAL",
      `${name}.database.availability`,
      `${mode} found; production needs REGIONAL: a zonal instance has no failover`,
    ),
    ...problemUnless(zone.startsWith(`${region}-`), `${name}.database.zone`, `"${zone}" is not in region ${region}`),
    ...problemUnless(
      (mode === "REGIONAL") === (standbyZone !== undefined),
      `${name}.database.standbyZone`,
      `${standbyZone ?? "nothing"} found with ${mode}; REGIONAL needs one and ZONAL none`,
    ),
    ...problemUnless(
      standbyZone === undefined || (standbyZone !== zone && standbyZone.startsWith(`${region}-`)),
      `${name}.database.standbyZone`,
      `"${standbyZone}" found; it must be another zone of ${region} than "${zone}"`,
    ),
  ];
};

const backups: Check = ({ name, database: { backups: spec, edition, maintenance, diskLimitGiB } }) => [
  ...problemUnless(
    /^([01]\d|2[0-3]):[0-5]\d$/.test(spec.startTime),
    `${name}.database.backups.startTime`,
    `"${spec.startTime}" found, HH:MM in UTC allowed`,
  ),
  ...rangeProblems(spec.retained, 1, 365, `${name}.database.backups.retained`, "backups"),
  ...rangeProblems(spec.logDays, 1, MAX_LOG_DAYS[edition], `${name}.database.backups.logDays`, "days"),
  ...rangeProblems(maintenance.day, 1, 7, `${name}.database.maintenance.day`),
  ...rangeProblems(maintenance.hour, 0, 23, `${name}.database.maintenance.hour`),
  ...rangeProblems(diskLimitGiB, 10, 65_536, `${name}.database.diskLimitGiB`, "GiB"),
];

const cache: Check = ({ name, cache: spec, kind }) => [
  ...rangeProblems(spec.memoryGiB, 1, MAX_MEMORY_GIB, `${name}.cache.memoryGiB`, "GiB"),
  ...rangeProblems(spec.maintenance.hour, 0, 23, `${name}.cache.maintenance.hour`),
  ...problemUnless(
    spec.tier === "STANDARD_HA",
    `${name}.cache.tier`,
    `${spec.tier} found, STANDARD_HA needed: a basic instance loses everything with its node`,
  ),
  ...problemUnless(
    spec.version.startsWith("REDIS_7"),
    `${name}.cache.version`,
    `${spec.version} found, REDIS_7_x needed: earlier ones carry 1,000 TLS clients (${kind})`,
  ),
];

const network: Check = ({ name, network: { subnetCidr, peering } }) => {
  const subnet = parseRange(subnetCidr);
  const peered = parseRange(`${peering.address}/${peering.prefixLength}`);
  const overlap = subnet && peered && overlapsRange(subnet, peered);
  return [
    ...problemUnless(
      subnet !== undefined,
      `${name}.network.subnetCidr`,
      `"${subnetCidr}" is no network address a.b.c.d/n`,
    ),
    ...problemUnless(
      !subnet || subnet.prefix <= DIRECT_VPC_MAX_PREFIX,
      `${name}.network.subnetCidr`,
      `"${subnetCidr}" found, /${DIRECT_VPC_MAX_PREFIX} or larger needed for direct VPC egress`,
    ),
    ...problemUnless(
      peered !== undefined && peered.prefix <= 24,
      `${name}.network.peering`,
      `${peering.address}/${peering.prefixLength} found; a network address with a prefix of 24 or less is needed`,
    ),
    ...problemUnless(!overlap, `${name}.network.peering`, `overlaps the subnet ${subnetCidr}; choose another range`),
  ];
};

/** Field of a service whose pool a budget counts, and what of it. */
const POOLS: Readonly<Record<string, string>> = {
  "database connections": "databasePool.size + maxOverflow",
  "Redis clients": "cachePool.maxConnections",
};

const serviceField = (service: string, field: string): string =>
  `services${/^\w+$/.test(service) ? `.${service}` : `["${service}"]`}.${field}`;

/** What raises a supply; undefined where nothing does. */
function supplyText(
  budget: string,
  { database, network: { subnetCidr } }: Environment,
  needed: number,
): string | undefined {
  if (budget === "subnet addresses") return `widen network.subnetCidr from ${subnetCidr} to a /${prefixFor(needed)}`;
  const carrying = budget === "database connections" ? tierFor(needed, database.tier) : undefined;
  if (carrying === undefined) return undefined;
  const connections = `database.maxConnections from ${database.maxConnections} to ${needed}`;
  return carrying === database.tier
    ? `raise ${connections}`
    : `raise database.tier from ${database.tier} to ${carrying} and ${connections}`;
}

/** What would make a budget hold, each alone: `lower services.chat.scaling.max from 40 to 33, or …`. */
function remedyText({ name: budget, fits }: Budget, environment: Environment): string {
  const texts = fits.flatMap(({ what, name, from, to }) => {
    if (what === "supply") return supplyText(budget, environment, to) ?? [];
    const field = what === "maximum" ? "scaling.max" : (POOLS[budget] ?? "");
    return `lower ${serviceField(name, field)} from ${from} to ${to}`;
  });
  return texts.join(", or ") || "lower several maxima, because none alone is enough";
}

const budgets: Check = (environment) =>
  budgetsOf(environment).flatMap((budget) => {
    const { name, demand, supply, explanation, headroom } = budget;
    return problemUnless(
      headroom >= 0,
      `${environment.name}.budgets`,
      `${name}: ${explanation} = ${demand}, at most ${supply}; ${headroom < 0 ? remedyText(budget, environment) : ""}`,
    );
  });

export const storeChecks: readonly Check[] = [tier, availability, backups, cache, network, budgets];
