import * as cloudRun from "./cloud-run";
import * as cloudSql from "./cloud-sql";
import * as loadBalancer from "./load-balancer";
import * as memorystore from "./memorystore";
import type { HardenedRow, HardenedRows } from "./row";

/** Every hardened value of every resource. */
export const HARDENED: readonly HardenedRow[] = [cloudRun, cloudSql, loadBalancer, memorystore].flatMap((area) =>
  Object.values<HardenedRows>(area).flatMap((group) => Object.values(group)),
);
