/**
 * Paths of Terraform attributes as tables write them: without indexes and names, `template.containers.env.value`.
 *
 * @param path - as a plan or a change writes it: `template[0].containers[0].env[name=PORT].value`
 */
export const plainPath = (path: string): string => path.replace(/\[[^\]]*\]/g, "");

/** Whether a plain path is the one that a pattern names, or stands below it where the pattern ends in `.*`. */
export const matchesPath = (pattern: string, path: string): boolean =>
  pattern.endsWith(".*") ? `${path}.`.startsWith(pattern.slice(0, -1)) : path === pattern;

/** The entry of a table that is keyed by Terraform type or path; undefined for a key that it does not have itself. */
export const entryOf = <T>(table: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;
