import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { databaseInstanceName } from "../../environments/names";
import type { LiveReader } from "./reader";

const Flag = z.object({ name: z.string(), value: z.string().optional() });

/** An instance as the Cloud SQL Admin API answers it. */
const Instance = z.object({
  /** RFC 3339. */
  createTime: z.string().optional(),
  state: z.string().default("SQL_INSTANCE_STATE_UNSPECIFIED"),
  databaseVersion: z.string().optional(),
  /** Where the primary is now; after a failover another zone than the one that is set. */
  gceZone: z.string().optional(),
  ipAddresses: z.array(z.object({ type: z.string() })).default([]),
  serverCaCert: z.object({ expirationTime: z.string() }).optional(),
  settings: z.object({
    tier: z.string().optional(),
    edition: z.string().optional(),
    activationPolicy: z.string().optional(),
    availabilityType: z.string().optional(),
    deletionProtectionEnabled: z.boolean().default(false),
    retainBackupsOnDelete: z.boolean().default(false),
    storageAutoResizeLimit: z.string().optional(),
    locationPreference: z.object({ zone: z.string().optional(), secondaryZone: z.string().optional() }).default({}),
    maintenanceWindow: z.object({ day: z.number().default(0), hour: z.number().default(0) }).optional(),
    databaseFlags: z.array(Flag).default([]),
    insightsConfig: z.object({ queryInsightsEnabled: z.boolean().default(false) }).optional(),
    ipConfiguration: z
      .object({
        ipv4Enabled: z.boolean().default(false),
        privateNetwork: z.string().default(""),
        sslMode: z.string().optional(),
        serverCaMode: z.string().optional(),
      })
      .default({ ipv4Enabled: false, privateNetwork: "" }),
    backupConfiguration: z
      .object({
        enabled: z.boolean().default(false),
        pointInTimeRecoveryEnabled: z.boolean().default(false),
        startTime: z.string().optional(),
        transactionLogRetentionDays: z.number().optional(),
        backupRetentionSettings: z.object({ retainedBackups: z.number().optional() }).default({}),
      })
      .default({ enabled: false, pointInTimeRecoveryEnabled: false, backupRetentionSettings: {} }),
  }),
});

/** What is taken of the live database instance. */
export type LiveDatabase = z.infer<typeof Instance>;

/** @throws GoogleApiError */
export const readDatabase = (live: LiveReader, environment: Environment): Promise<LiveDatabase> =>
  live.read("sql", `projects/${environment.project}/instances/${databaseInstanceName(environment)}`, Instance);
