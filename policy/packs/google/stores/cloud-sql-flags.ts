import { defaultMaxConnections, parseTier, type Tier } from "../../../../google/cloud-sql";
import { POSTGRES_FLAGS_OF_GOOGLE, isOtherEngines } from "../../../../google/sql-flags";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../../core/resource";
import { isBetween, forEveryResource, judgeValue, plainText, type Known } from "../../../core/judge";
import type { Estate } from "../../../core/estate";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { RUN_SERVICE } from "../programs/cloud-run";
import { meantInstead } from "../spelling";
import { SQL_INSTANCE, TIER, postgres, primary } from "./cloud-sql-instance";

const FLAGS = "settings[0].database_flags";
export const MAX_CONNECTIONS = "max_connections";

/** Flags that may be any, because their names are known only after apply. */
const hiddenFlags = (instance: Resource): readonly Verdict[] =>
  [FLAGS, ...blockPaths(instance, FLAGS).map((path) => `${path}.name`)]
    .filter((path) => valueAt(instance, path) === UNKNOWN)
    .slice(0, 1)
    .map((path) => unknown(instance, path));

/** Judges a database flag by its name; undefined is a flag that is not set. */
export function judgeFlag(
  instance: Resource,
  name: string,
  holds: (value: Known) => boolean,
  allowed: string,
): readonly Verdict[] {
  const flags = blockPaths(instance, FLAGS);
  const flag = flags.find((path) => textAt(instance, `${path}.name`) === name);
  if (flag !== undefined) {
    const verdicts = judgeValue(instance, `${flag}.value`, holds, allowed);
    return verdicts.map((verdict) => ({ ...verdict, message: `${name}: ${verdict.message}` }));
  }
  const hidden = hiddenFlags(instance);
  if (hidden.length > 0) return hidden;
  return holds(undefined) ? [] : [violation(instance, `${FLAGS}: no ${name} found, ${allowed} allowed`)];
}

/** Whether a value is a number of at least one, also where it is written as text. */
const isCount = isBetween(1, Infinity);

/** Whether Cloud Run services stand beside the instance: their pools are what `max_connections` is counted for. */
export const hasService = (estate: Estate): boolean => estate.ofType(RUN_SERVICE).length > 0;

const maxConnections: Rule = {
  id: "sql-max-connections",
  kind: "refused",
  severity: "high",
  title: "max_connections is a number",
  why: "Google refuses anything else at apply; the provider takes any text.",
  fix: "set the database flag max_connections to a number",
  source: "https://cloud.google.com/sql/docs/postgres/flags",
  check: forEveryResource(
    SQL_INSTANCE,
    postgres(
      primary((instance, estate) =>
        hasService(estate)
          ? judgeFlag(instance, MAX_CONNECTIONS, (value) => value === undefined || isCount(value), "a number")
          : [],
      ),
    ),
  ),
};

interface FlagBounds {
  readonly name: string;
  readonly min: number;
  readonly max: number;
}

function flagBounds({ memoryMiB, dedicated }: Tier): readonly FlagBounds[] {
  const pages = (share: number): number => Math.floor(memoryMiB * 128 * share);
  return [
    { name: MAX_CONNECTIONS, min: 1, max: defaultMaxConnections(memoryMiB) },
    // In kB, and every sort and hash of every connection takes it: a quarter of the memory is too much for one alone.
    { name: "work_mem", min: 64, max: memoryMiB * 256 },
    // In pages of 8 kB. The API's own bounds ("must be between …"), which for shared cores refer to another memory.
    ...(dedicated
      ? [
          { name: "shared_buffers", min: pages(0.1), max: pages(0.6) },
          { name: "effective_cache_size", min: pages(0.1), max: pages(0.7) },
        ]
      : []),
  ];
}

const memoryFlags: Rule = {
  id: "sql-memory-flags",
  kind: "down",
  severity: "high",
  abroad: "medium",
  title: "Flags that take memory fit the tier",
  why: "Connections, buffers and sorts beyond the memory end in an out-of-memory restart of the whole database.",
  fix: "raise the tier first, or lower the flag",
  check: forEveryResource(
    SQL_INSTANCE,
    postgres((instance) => {
      const flags = blockPaths(instance, FLAGS);
      if (valueAt(instance, TIER) === UNKNOWN) return flags.length > 0 ? [unknown(instance, TIER)] : [];
      // Of something that is no tier nobody knows the memory.
      const tier = parseTier(textAt(instance, TIER) ?? "");
      return (tier ? flagBounds(tier) : []).flatMap(({ name, min, max }) =>
        judgeFlag(
          instance,
          name,
          // Bounds are for numbers: what is none is refused whatever the tier.
          (value) => value === undefined || isBetween(min, max)(value) || (name === MAX_CONNECTIONS && !isCount(value)),
          `${min} to ${max} with this tier`,
        ),
      );
    }),
  ),
};

const logStatement: Rule = {
  id: "sql-log-statement",
  kind: "exposed",
  severity: "high",
  title: "The database does not log the text of every statement",
  why: "Statements hold users' data, and whoever reads logs would read it there.",
  fix: "set log_statement to ddl, or remove it",
  check: forEveryResource(
    SQL_INSTANCE,
    postgres((instance) => judgeFlag(instance, "log_statement", (value) => value !== "all", '"none", "ddl" or "mod"')),
  ),
};

/** Flags that teams set most, by the names that Cloud SQL has for them. */
const COMMON = [
  MAX_CONNECTIONS,
  "work_mem",
  "maintenance_work_mem",
  "shared_buffers",
  "effective_cache_size",
  "max_wal_size",
  "random_page_cost",
  "statement_timeout",
  "idle_in_transaction_session_timeout",
  "lock_timeout",
  "log_min_duration_statement",
  "log_lock_waits",
  "log_connections",
  "log_disconnections",
  "log_checkpoints",
  "log_statement",
  "log_temp_files",
  "track_activity_query_size",
  "pg_stat_statements.track",
  "cloudsql.iam_authentication",
  "cloudsql.enable_pgaudit",
  "cloudsql.logical_decoding",
];

const flagName: Rule = {
  id: "sql-flag-name",
  kind: "refused",
  severity: "high",
  title: "A database flag is spelt as PostgreSQL spells it",
  why: "Google refuses a flag that it does not know at apply; the provider takes any text.",
  fix: "correct the name",
  check: forEveryResource(
    SQL_INSTANCE,
    postgres((instance) => [
      ...hiddenFlags(instance),
      ...blockPaths(instance, FLAGS).flatMap((flag) => {
        const meant = meantInstead(textAt(instance, `${flag}.name`) ?? "", COMMON);
        return meant === undefined
          ? []
          : [violation(instance, `${flag}.name: a name found that is none; perhaps ${meant} is meant`)];
      }),
    ]),
  ),
};

const ownFlag: Rule = {
  id: "sql-flag-unsupported",
  kind: "refused",
  severity: "high",
  title: "A database flag is one that Cloud SQL offers",
  why: "Google keeps this setting of PostgreSQL for itself and refuses the instance at apply; the provider takes any text.",
  fix: "remove the flag; extensions are created in the database, and Cloud SQL loads their libraries itself",
  source: "https://cloud.google.com/sql/docs/postgres/flags",
  check: forEveryResource(
    SQL_INSTANCE,
    postgres((instance) => [
      ...hiddenFlags(instance),
      ...blockPaths(instance, FLAGS)
        .map((flag) => ({ flag, name: textAt(instance, `${flag}.name`) ?? "" }))
        .filter(({ name }) => POSTGRES_FLAGS_OF_GOOGLE.includes(name))
        .map(({ flag, name }) =>
          violation(instance, `${flag}.name: ${name} found, a flag of Cloud SQL's list allowed`),
        ),
    ]),
  ),
};

const otherEngine: Rule = {
  id: "sql-flag-engine",
  kind: "refused",
  severity: "high",
  title: "A database flag is one of the instance's own engine",
  why: "Google answers that the flag is invalid, and refuses the instance at apply; the provider takes any text.",
  fix: "remove the flag, or take the one by which this engine says the same",
  source: "https://cloud.google.com/sql/docs/mysql/flags",
  check: forEveryResource(SQL_INSTANCE, (instance) => {
    const version = valueAt(instance, "database_version");
    return blockPaths(instance, FLAGS).flatMap((flag): readonly Verdict[] => {
      const name = textAt(instance, `${flag}.name`) ?? "";
      if (version === UNKNOWN) {
        return ["MYSQL", "POSTGRES"].some((engine) => isOtherEngines(engine, name))
          ? [unknown(instance, "database_version")]
          : [];
      }
      return isOtherEngines(plainText(version), name)
        ? [violation(instance, `${flag}.name: ${name} found, a flag of ${plainText(version)} allowed`)]
        : [];
    });
  }),
};

/** What `cloudSqlRules` says of PostgreSQL's flags. */
export const sqlFlagRules: readonly Rule[] = [
  maxConnections,
  memoryFlags,
  logStatement,
  flagName,
  ownFlag,
  otherEngine,
];
