import { z } from "zod";
import { backendServiceName } from "../../environments/names";
import type { Environment } from "../../environments/environment";
import { resourcePath } from "./links";
import type { Live } from "./live";

/** A backend service as the Compute API answers it. */
const BackendService = z.object({
  protocol: z.string().optional(),
  timeoutSec: z.number().optional(),
  loadBalancingScheme: z.string().optional(),
  connectionDraining: z.object({ drainingTimeoutSec: z.number().default(0) }).default({ drainingTimeoutSec: 0 }),
  securityPolicy: z.string().default(""),
  customResponseHeaders: z.array(z.string()).default([]),
  logConfig: z.object({ enable: z.boolean().default(false) }).default({ enable: false }),
  iap: z.object({ enabled: z.boolean().default(false) }).default({ enabled: false }),
  backends: z.array(z.object({ group: z.string() })).default([]),
});

/** @throws GoogleApiError */
export const readBackend = (
  live: Live,
  environment: Environment,
  service: string,
): Promise<z.infer<typeof BackendService>> =>
  live.read(
    "compute",
    `projects/${environment.project}/global/backendServices/${backendServiceName(environment, service)}`,
    BackendService,
  );

const EndpointGroup = z.object({
  networkEndpointType: z.string().optional(),
  cloudRun: z.object({ service: z.string().optional() }).default({}),
});

/**
 * @param link - as a backend service names it: the group's own name has a suffix
 * @throws GoogleApiError
 */
export const readEndpointGroup = (live: Live, link: string): Promise<z.infer<typeof EndpointGroup>> =>
  live.read("compute", resourcePath(link), EndpointGroup);
