import * as cloudRun from "./cloud-run";
import * as cloudSql from "./cloud-sql";
import * as deletionPolicy from "./deletion-policy";
import * as loadBalancer from "./load-balancer";
import * as memorystore from "./memorystore";
import type { HardenedRow, HardenedRows } from "./row";

/** A row with its member's name: `sslMode`. Rows of several resources may share one. */
export type NamedRow = readonly [name: string, row: HardenedRow];

/** Every hardened value of every resource, by name. */
export const NAMED_ROWS: readonly NamedRow[] = [cloudRun, cloudSql, deletionPolicy, loadBalancer, memorystore].flatMap(
  (area) => Object.values<HardenedRows>(area).flatMap((group) => Object.entries(group)),
);

/** Every hardened value of every resource. */
export const HARDENED_ROWS: readonly HardenedRow[] = NAMED_ROWS.map(([, row]) => row);
