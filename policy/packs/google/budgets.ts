import { DIRECT_VPC_MAX_PREFIX } from "../../../google/cloud-run";
import { defaultMaxConnections, parseTier } from "../../../google/cloud-sql";
import { prefixFor } from "../../../google/budget-fits";
import {
  addressBudget,
  cacheClientBudget,
  connectionBudget,
  type Budget,
  type PoolTerm,
} from "../../../google/budgets";
import { derivedFact, type Estate } from "../../core/estate";
import { UNKNOWN, blockPaths, numberAt, referencesAt, textAt, valueAt, type Resource } from "../../core/resource";
import { ResourceIndex } from "../../core/resource-index";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import { maximumOf } from "./programs/maximum-instances";
import { servicesWith, variablesAt } from "./programs/variable";
import { RUN_JOB, modernWorkloads, templateOf } from "./programs/workloads";

const SQL_INSTANCE = "google_sql_database_instance";
const SUBNET = "google_compute_subnetwork";

/** A budget and the resource that bounds it. */
export interface MeasuredBudget {
  readonly resource: Resource;
  readonly budget: Budget;
}

/** What can be measured, and what nobody knows yet. */
interface Measurement {
  readonly budgets: readonly MeasuredBudget[];
  readonly unknowns: readonly Verdict[];
}

const judgeBudgets = ({ budgets, unknowns }: Measurement): readonly Verdict[] => [
  ...unknowns,
  ...budgets.flatMap(({ resource, budget }) => judgeBudget(resource, budget)),
];

/** What would make a budget hold, each alone, in Terraform's words. */
function fitText({ name: budget, fits }: Budget): string {
  const texts = fits.flatMap(({ what, name, from, to }) => {
    if (what === "maximum") return `max_instance_count of ${name} ${to} instead of ${from}`;
    if (what === "pool") return `a pool of ${name} of ${to} instead of ${from} a worker`;
    if (budget === "subnet addresses") return `a subnet of /${prefixFor(to)}`;
    return budget === "database connections" ? `max_connections ${to}, where the tier's memory carries them` : [];
  });
  return texts.length === 0 ? "" : `; would fit: ${texts.join(", or ")}`;
}

const judgeBudget = (resource: Resource, budget: Budget): readonly Verdict[] => {
  const { name, demand, supply, explanation, headroom } = budget;
  if (headroom >= 0) return [];
  const found = `${name}: ${explanation} = ${demand} found, at most ${supply} allowed`;
  return [violation(resource, `${found}${fitText(budget)}`)];
};

/** A whole number in a variable; undefined where it is absent, "unknown" where it is no number yet. */
function numberVariable(service: Resource, name: string): number | undefined | "unknown" {
  const variable = variablesAt(service).find((candidate) => candidate.name === name);
  if (!variable) return undefined;
  return variable.text !== undefined && /^\d+$/.test(variable.text) ? Number(variable.text) : "unknown";
}

/** A pool's sizes under the names that teams give them: one of each list counts. */
const POOL_SIZES = [
  [
    "DATABASE_POOL_SIZE",
    "DB_POOL_SIZE",
    "PG_POOL_SIZE",
    "POSTGRES_POOL_SIZE",
    "SQL_POOL_SIZE",
    "SQLALCHEMY_POOL_SIZE",
    "DB_POOL_MAX",
  ],
  ["DATABASE_MAX_OVERFLOW", "DB_MAX_OVERFLOW", "PG_POOL_OVERFLOW", "DB_POOL_OVERFLOW", "SQLALCHEMY_MAX_OVERFLOW"],
];

/** The name that a service uses, or the first where it uses none. */
const usedName = (service: Resource, names: readonly string[]): string =>
  names.find((name) => variablesAt(service).some((variable) => variable.name === name)) ?? names[0] ?? "";

/** One service's pool from its variables; undefined where it has none, or declares no maximum to multiply it by. */
function poolTerm(service: Resource, sizes: readonly (readonly string[])[]): PoolTerm | "unknown" | undefined {
  const maxInstances = maximumOf(service);
  const parts = sizes.map((names) => numberVariable(service, usedName(service, names)));
  const workers = numberVariable(service, "WEB_CONCURRENCY") ?? 1;
  if (parts.every((part) => part === undefined) || maxInstances === undefined) return undefined;
  if (maxInstances === "unknown" || workers === "unknown" || parts.includes("unknown")) return "unknown";
  const perWorker = (parts as readonly (number | undefined)[]).reduce<number>((sum, part) => sum + (part ?? 0), 0);
  return { name: service.address, maxInstances, workers, perWorker };
}

interface Terms {
  readonly terms: readonly PoolTerm[];
  readonly unknowns: readonly Verdict[];
}

function poolTerms(estate: Estate, sizes: readonly (readonly string[])[]): Terms {
  const wanted = sizes.flat();
  const found = servicesWith(estate, (name) => wanted.includes(name)).map((service) => ({
    service,
    term: poolTerm(service, sizes),
  }));
  return {
    terms: found.flatMap(({ term }) => (term === undefined || term === "unknown" ? [] : [term])),
    unknowns: found.flatMap(({ service, term }) =>
      term === "unknown" ? [unknown(service, sizes.map((names) => usedName(service, names)).join(" + "))] : [],
    ),
  };
}

/** `max_connections` of an instance: as declared, or the default of its tier. */
const maxConnections = (instance: Resource): number | undefined => {
  const flags = blockPaths(instance, "settings[0].database_flags");
  const flag = flags.find((path) => textAt(instance, `${path}.name`) === "max_connections");
  if (flag !== undefined) return numberAt(instance, `${flag}.value`);
  const isPostgres = textAt(instance, "database_version")?.startsWith("POSTGRES") === true;
  const hidden = valueAt(instance, "settings[0].database_flags") === UNKNOWN;
  const tier = hidden || !isPostgres ? undefined : parseTier(textAt(instance, "settings[0].tier") ?? "");
  return tier && defaultMaxConnections(tier.memoryMiB);
};

const measureConnections = derivedFact((estate): Measurement => {
  const { terms, unknowns } = poolTerms(estate, POOL_SIZES);
  const instances = estate.ofType(SQL_INSTANCE).filter((instance) => maxConnections(instance) !== undefined);
  // With several instances nothing tells which service uses which.
  const [instance] = instances;
  if (terms.length === 0 || instances.length !== 1 || !instance) return { budgets: [], unknowns };
  const budget = connectionBudget(terms, maxConnections(instance) ?? 0);
  return { budgets: [{ resource: instance, budget }], unknowns };
});

const measureClients = derivedFact((estate): Measurement => {
  const { terms, unknowns } = poolTerms(estate, [["REDIS_POOL_MAX_CONNECTIONS"]]);
  const [instance, ...others] = estate.ofType("google_redis_instance");
  if (terms.length === 0 || !instance || others.length > 0) return { budgets: [], unknowns };
  return { budgets: [{ resource: instance, budget: cacheClientBudget(terms) }], unknowns };
});

const linkKey = (name: string | undefined): string => (name === undefined ? "no name" : `name ${name}`);

/** Services and jobs by the subnets that their network interfaces name, by link or by reference. */
const bySubnet = derivedFact(
  (estate) =>
    new ResourceIndex(modernWorkloads(estate), (service) =>
      blockPaths(service, `${templateOf(service)}.vpc_access[0].network_interfaces`).flatMap((path) => [
        linkKey(textAt(service, `${path}.subnetwork`)?.split("/").pop()),
        ...referencesAt(service, `${path}.subnetwork`),
      ]),
    ),
);

const PARALLELISM = "template[0].parallelism";

/** How many tasks of a job have an address at once: undeclared, all of them. */
const tasksAtOnce = (job: Resource): number =>
  numberAt(job, PARALLELISM) ?? numberAt(job, "template[0].task_count") ?? 1;

/** Where a service or a job says how many of it there are at once, where nobody knows that before apply. */
function unknownSizePath(workload: Resource): string | undefined {
  if (workload.type !== RUN_JOB) return maximumOf(workload) === "unknown" ? "max_instance_count" : undefined;
  return valueAt(workload, PARALLELISM) === UNKNOWN ? PARALLELISM : undefined;
}

const knownMaximum = (service: Resource): number => {
  const maximum = maximumOf(service);
  return typeof maximum === "number" ? maximum : 0;
};

const measureAddresses = derivedFact((estate): Measurement => {
  const measured = estate.ofType(SUBNET).map((subnet): Measurement => {
    const cidr = textAt(subnet, "ip_cidr_range");
    const users = bySubnet(estate).find([linkKey(textAt(subnet, "name")), subnet.address]);
    if (cidr === undefined || users.length === 0) return { budgets: [], unknowns: [] };
    // A subnet smaller than a /26 is refused whatever runs in it: network-subnet-size judges that.
    if (Number(cidr.split("/")[1]) > DIRECT_VPC_MAX_PREFIX) return { budgets: [], unknowns: [] };
    const services = users
      .filter(({ type }) => type !== RUN_JOB)
      .map((service) => ({ name: service.address, maxInstances: knownMaximum(service) }));
    const tasks = users.filter(({ type }) => type === RUN_JOB).map(tasksAtOnce);
    return {
      budgets: [{ resource: subnet, budget: addressBudget(services, cidr, tasks) }],
      unknowns: users.flatMap((workload) => {
        const path = unknownSizePath(workload);
        return path === undefined ? [] : [unknown(workload, path)];
      }),
    };
  });
  return {
    budgets: measured.flatMap(({ budgets }) => budgets),
    unknowns: measured.flatMap(({ unknowns }) => unknowns),
  };
});

/** The budgets of an estate as far as they are known: for reports that compare two. */
export const measuredBudgets = (estate: Estate): readonly MeasuredBudget[] =>
  [measureConnections, measureClients, measureAddresses].flatMap((measure) => measure(estate).budgets);

const connections: Rule = {
  id: "budget-database-connections",
  kind: "down",
  severity: "critical",
  title: "All pools of two revisions fit into max_connections",
  why: "During a rollout both revisions keep their pools: beyond the limit every service answers 503 (incidents 15 and 16).",
  fix: "lower a pool or a maximum, or raise the tier and max_connections",
  source: "https://cloud.google.com/sql/docs/postgres/flags",
  yieldsTo: ["sql-max-connections", "sql-max-connections-declared"],
  check: (estate) => judgeBudgets(measureConnections(estate)),
};

const clients: Rule = {
  id: "budget-redis-clients",
  kind: "down",
  severity: "high",
  title: "All cache pools of two revisions fit the instance",
  why: "A client over the limit is refused, and the socket upgrade behind it answers 503.",
  fix: "lower REDIS_POOL_MAX_CONNECTIONS or a maximum",
  source: "https://cloud.google.com/memorystore/docs/redis/quotas",
  check: (estate) => judgeBudgets(measureClients(estate)),
};

const addresses: Rule = {
  id: "budget-subnet-addresses",
  kind: "down",
  severity: "high",
  title: "The subnet has addresses for both revisions of every service, and for jobs",
  why: "Direct VPC takes two addresses an instance, of the old and the new revision alike, and one a task of a job; without one an instance does not start.",
  fix: "widen the subnet or lower a maximum",
  source: "https://cloud.google.com/run/docs/configuring/vpc-direct-vpc",
  check: (estate) => judgeBudgets(measureAddresses(estate)),
};

export const budgetRules: readonly Rule[] = [connections, clients, addresses];
