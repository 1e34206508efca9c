import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { cachePath } from "../../environments/names";
import { withHardened } from "./hardened";
import type { LiveReader } from "./reader";

const Window = z.object({
  day: z.string().optional(),
  startTime: z.object({ hours: z.number().default(0) }).default({ hours: 0 }),
});

/** An instance as the Memorystore API answers it. */
const Instance = z.object({
  /** RFC 3339. */
  createTime: z.string().optional(),
  state: z.string().default("STATE_UNSPECIFIED"),
  tier: z.string().optional(),
  redisVersion: z.string().optional(),
  memorySizeGb: z.number().optional(),
  authorizedNetwork: z.string().default(""),
  maintenancePolicy: z.object({ weeklyMaintenanceWindow: z.array(Window).default([]) }).optional(),
  serverCaCerts: z.array(z.object({ expireTime: z.string() })).default([]),
});
const HardenedInstance = withHardened("google_redis_instance", Instance);

/** What is taken of the live cache: neither its address nor its certificates. */
export type LiveCache = z.infer<typeof HardenedInstance>;

/** @throws GoogleApiError */
export const readCache = (live: LiveReader, environment: Environment): Promise<LiveCache> =>
  live.read("redis", cachePath(environment), HardenedInstance);
