/** The one metric that a filter of Monitoring names; undefined where it names none. */
export const metricTypeIn = (filter: string): string | undefined =>
  /\bmetric\.type\s*=\s*"?([^"\s)]+)"?/.exec(filter)?.[1];

/** Whether a filter says which kind of resource it means. */
export const namesResourceType = (filter: string): boolean => /\bresource\.type\s*=|\bgroup\.id\s*=/.test(filter);

/** The objective that the burn rate of a filter is of: `select_slo_burn_rate("projects/…", "3600s")`. */
export const objectiveIn = (filter: string): string | undefined => /^\s*select_slo_\w+\(\s*"([^"]+)"/.exec(filter)?.[1];

/** The uptime checks that a filter names by their ids. */
export const checksIn = (filter: string): readonly string[] =>
  [...filter.matchAll(/\bmetric\.labels?\.check_id\s*=\s*"?([^"\s)]+)"?/g)].map(([, id]) => id ?? "");
