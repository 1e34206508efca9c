import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { databaseInstanceName } from "../../environments/names";
import { withHardened } from "./hardened";
import type { LiveReader } from "./reader";

const Flag = z.object({ name: z.string(), value: z.string().optional() });

/** An instance as the Cloud SQL Admin API answers it. */
const Instance = z.object({
  /** RFC 3339. */
  createTime: z.string().optional(),
  state: z.string().default("SQL_INSTANCE_STATE_UNSPECIFIED"),
  databaseVersion: z.string().optional(),
  /** Zone of the primary now; after a failover it differs from the declared one. */
  gceZone: z.string().optional(),
  ipAddresses: z.array(z.object({ type: z.string() })).default([]),
  serverCaCert: z.object({ expirationTime: z.string() }).optional(),
  settings: z.object({
    tier: z.string().optional(),
    edition: z.string().optional(),
    availabilityType: z.string().optional(),
    storageAutoResizeLimit: z.string().optional(),
    locationPreference: z.object({ zone: z.string().optional(), secondaryZone: z.string().optional() }).default({}),
    maintenanceWindow: z.object({ day: z.number().default(0), hour: z.number().default(0) }).optional(),
    databaseFlags: z.array(Flag).default([]),
    ipConfiguration: z.object({ privateNetwork: z.string().default("") }).default({ privateNetwork: "" }),
    backupConfiguration: z
      .object({
        startTime: z.string().optional(),
        transactionLogRetentionDays: z.number().optional(),
        backupRetentionSettings: z.object({ retainedBackups: z.number().optional() }).default({}),
      })
      .default({ backupRetentionSettings: {} }),
  }),
});
const HardenedInstance = withHardened("google_sql_database_instance", Instance);

/** What is taken of the live database instance. */
export type LiveDatabase = z.infer<typeof HardenedInstance>;

/** @throws GoogleApiError */
export const readDatabase = (live: LiveReader, environment: Environment): Promise<LiveDatabase> =>
  live.read("sql", `projects/${environment.project}/instances/${databaseInstanceName(environment)}`, HardenedInstance);
