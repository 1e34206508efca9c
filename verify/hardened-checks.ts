import { SERVICE_ACCESS, SERVICE_CONTAINER, SERVICE_EGRESS, SERVICE_TEMPLATE } from "../google/hardened/cloud-run";
import { DATABASE_ACCESS, DATABASE_INSIGHTS, DATABASE_PROTECTION, DATABASE_STATE } from "../google/hardened/cloud-sql";
import { BACKEND_ROWS, FORWARDING_RULE_ROWS, HTTPS_REDIRECT, TLS_POLICY } from "../google/hardened/load-balancer";
import { CACHE_ACCESS, CACHE_MEMORY } from "../google/hardened/memorystore";
import type { HardenedRow, HardenedRows } from "../google/hardened/row";

/** Rows → id of the check that compares them with Google's answer; `*` is a service, or the scheme of a port. */
const CHECKS_OF_ROWS: readonly (readonly [rows: HardenedRows, check: string])[] = [
  [SERVICE_ACCESS, "health/*/access"],
  [SERVICE_TEMPLATE, "health/*/access"],
  [SERVICE_EGRESS, "health/*/access"],
  [SERVICE_CONTAINER, "health/*/resources"],
  [DATABASE_STATE, "database/state"],
  [DATABASE_INSIGHTS, "database/settings"],
  [DATABASE_PROTECTION, "database/protections"],
  [DATABASE_ACCESS, "database/network"],
  [CACHE_ACCESS, "cache/access"],
  [CACHE_MEMORY, "cache/settings"],
  [HTTPS_REDIRECT, "load-balancer/redirect"],
  [TLS_POLICY, "load-balancer/https-proxy"],
  [FORWARDING_RULE_ROWS, "load-balancer/forwarding-rule/*"],
  [BACKEND_ROWS, "load-balancer/*/backend"],
];

/**
 * The check that compares a row with Google's answer, with `*` for a service or a scheme.
 *
 * @returns undefined where only Terraform knows the argument, and where no check asks: a job does not run in between
 */
export const checkOfRow = (row: HardenedRow): string | undefined =>
  row.api === undefined ? undefined : CHECKS_OF_ROWS.find(([rows]) => Object.values(rows).includes(row))?.[1];

/** Whether an id is one of those that a pattern with at most one `*` stands for. */
export function matchesCheck(pattern: string, id: string): boolean {
  const [start = "", end] = pattern.split("*");
  if (end === undefined) return id === pattern;
  return id.length > start.length + end.length && id.startsWith(start) && id.endsWith(end);
}
