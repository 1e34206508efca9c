import { budgetsOf } from "../environments/budgets";
import { RESERVED_CONNECTIONS } from "../google/budgets";
import type { Environment } from "../environments/environment";
import { defaultMaxConnections, parseTier } from "../google/cloud-sql";
import { tableLines } from "../report/markdown";
import { commandBlock, type Section } from "./markdown";
import { deployBlock } from "./deploy";

/** How a budget grows: supply before demand, because a rollout that outgrows its supply answers 503. */
export function raiseSection(environment: Environment): Section {
  const { tier, maxConnections } = environment.database;
  const memory = parseTier(tier)?.memoryMiB ?? 0;
  const left = (name: string): string => {
    const budget = budgetsOf(environment).find((candidate) => candidate.name === name);
    return budget ? `${budget.headroom} of ${budget.supply} left` : "";
  };
  return {
    title: "Raise a budget",
    lines: [
      "First ask whether the demand is right: a rollout that never ends keeps two revisions alive, and an old one with a single socket",
      "keeps its pools for an hour. Then supply before demand, in two deploys: the first adds room, the second uses it.",
      "",
      ...tableLines(
        ["to have more", `field in \`environments/${environment.name}.ts\``, "what it does", "now"],
        [
          [
            "database connections",
            "`database.tier`, then `database.maxConnections`",
            `restarts the database: services answer 503 until it is back. ${tier} carries ${defaultMaxConnections(memory)} by Google's own default; more than the default costs the memory of queries`,
            `${maxConnections}, ${RESERVED_CONNECTIONS} of them reserved; ${left("database connections")}`,
          ],
          [
            "connections per service",
            "`services.….databasePool.size`, `.maxOverflow`",
            "a new revision; × maximum instances × 2 against the database's",
            Object.entries(environment.services)
              .flatMap(([name, { databasePool: pool }]) => (pool ? [`${name} ${pool.size} + ${pool.maxOverflow}`] : []))
              .join(", "),
          ],
          [
            "instances",
            "`services.….scaling.max`",
            "a new revision; raises the demand of all three budgets",
            Object.entries(environment.services)
              .map(([name, { scaling }]) => `${name} ${scaling.max}`)
              .join(", "),
          ],
          [
            "Redis clients",
            "`services.….cachePool.maxConnections`",
            "a new revision; the supply is Google's and does not grow with the instance",
            left("Redis clients"),
          ],
          [
            "cache memory",
            "`cache.memoryGiB`",
            "connections are reset for up to minutes, the data stay",
            `${environment.cache.memoryGiB} GiB`,
          ],
          [
            "subnet addresses",
            "`network.subnetCidr`",
            "a smaller prefix length on the same address grows in place, and never shrinks again",
            `${environment.network.subnetCidr}; ${left("subnet addresses")}`,
          ],
        ],
      ),
      "",
      "This refuses what does not fit, with the sum:",
      ...commandBlock("./netra check"),
      "Then deploy it.",
      ...deployBlock(environment),
    ],
  };
}
