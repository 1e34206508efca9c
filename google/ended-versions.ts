/** When the makers of a version gave it its last fixes: YYYY, YYYY-MM or YYYY-MM-DD, as exactly as they say. */
type LastFixes = string;

/**
 * Versions of Cloud SQL and Memorystore whose makers give no fixes any more. Google runs them on, Cloud SQL's at a price for
 * extended support, so nothing but a list tells. A version is entered when it has ended, not before.
 *
 * Sources: https://www.postgresql.org/support/versioning/, https://endoflife.date/mysql, https://endoflife.date/redis
 */
const ENDED_VERSIONS: Readonly<Record<string, LastFixes>> = {
  POSTGRES_9_6: "2021-11-11",
  POSTGRES_10: "2022-11-10",
  POSTGRES_11: "2023-11-09",
  POSTGRES_12: "2024-11-21",
  POSTGRES_13: "2025-11-13",
  POSTGRES_14: "2026-11-12",
  MYSQL_5_6: "2021-02",
  MYSQL_5_7: "2023-10",
  MYSQL_8_0: "2026-04",
  REDIS_3_2: "2018",
  REDIS_4_0: "2020",
  REDIS_5_0: "2022",
};

/** When a version had its last fixes; undefined where it still gets them. A minor version of MySQL ends with its series. */
export function lastFixesOf(version: string): LastFixes | undefined {
  const series = version.replace(/^(MYSQL_\d+_\d+)_\d+$/, "$1");
  return Object.hasOwn(ENDED_VERSIONS, series) ? ENDED_VERSIONS[series] : undefined;
}
