import { GoogleApiError } from "../google-answers";
import type { GoogleApi } from "../google-api";

/**
 * What is written to the log when a pool or a store has no connection left, in the words of PostgreSQL, of SQLAlchemy, of
 * Redis and of its Python client.
 */
const EXHAUSTED: readonly string[] = [
  "remaining connection slots are reserved",
  "sorry, too many clients already",
  "QueuePool limit of size",
  "max number of clients reached",
  "Too many connections",
];

/** Most entries that are counted: a higher number would say no more. */
const MOST_ENTRIES = 100;

/**
 * Counts the log entries of an exhausted pool. Nothing of an entry is shown, because it may quote anything.
 *
 * @param from - milliseconds since 1970
 * @param to - milliseconds since 1970
 * @returns their number, up to 100, or why nobody can tell
 */
export async function exhaustedPools(
  api: GoogleApi,
  project: string,
  from: number,
  to: number,
): Promise<number | string> {
  const filter = [
    'resource.type=("cloud_run_revision" OR "cloudsql_database")',
    `timestamp>="${new Date(from).toISOString()}"`,
    `timestamp<="${new Date(to).toISOString()}"`,
    `(${EXHAUSTED.map((text) => `"${text}"`).join(" OR ")})`,
  ].join(" AND ");
  try {
    // Without `./`, URL would read `entries:` as a scheme.
    const { entries } = await api.post("logging", "entries:list", {
      resourceNames: [`projects/${project}`],
      filter,
      pageSize: MOST_ENTRIES,
    });
    return Array.isArray(entries) ? entries.length : 0;
  } catch (error) {
    if (!(error instanceof GoogleApiError)) throw error;
    return error.message;
  }
}
