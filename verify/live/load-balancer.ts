import { z } from "zod";
import {
  addressName,
  backendServiceName,
  httpProxyName,
  httpsProxyName,
  tlsPolicyName,
} from "../../environments/names";
import type { Environment } from "../../environments/environment";
import { isStatus } from "../google-answers";
import type { GoogleApi } from "../google-api";
import { withHardened } from "./hardened";
import { liveReaders, resourcePath, type LiveReader } from "./reader";

/** The load balancer as the Compute API answers it, from its address to the Cloud Run services behind it. */

const Address = z.object({ address: z.string() });

const ForwardingRule = withHardened(
  "google_compute_global_forwarding_rule",
  z.object({
    IPAddress: z.string().optional(),
    portRange: z.string().optional(),
    target: z.string().default(""),
  }),
);

const HttpsProxy = z.object({
  urlMap: z.string().default(""),
  sslPolicy: z.string().default(""),
  sslCertificates: z.array(z.string()).default([]),
});

const HttpProxy = z.object({ urlMap: z.string().default("") });

const TlsPolicy = withHardened("google_compute_ssl_policy", z.object({}));

const Certificate = z.object({
  managed: z
    .object({
      status: z.string().default("MANAGED_CERTIFICATE_STATUS_UNSPECIFIED"),
      domains: z.array(z.string()).default([]),
      domainStatus: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
});

/** A certificate of the HTTPS proxy; without `managed` it is one that somebody uploaded. */
export type LiveCertificate = z.infer<typeof Certificate>;

const UrlMap = withHardened(
  "google_compute_url_map",
  z.object({
    defaultService: z.string().optional(),
    hostRules: z.array(z.object({ hosts: z.array(z.string()).default([]), pathMatcher: z.string() })).default([]),
    pathMatchers: z
      .array(
        z.object({
          name: z.string(),
          defaultService: z.string().optional(),
          pathRules: z
            .array(z.object({ paths: z.array(z.string()).default([]), service: z.string().optional() }))
            .default([]),
          /** Rules by header or priority; the host table has none. */
          routeRules: z.array(z.object({})).default([]),
        }),
      )
      .default([]),
  }),
);

/** Where a live load balancer leads hosts and paths. */
export type LiveUrlMap = z.infer<typeof UrlMap>;

const BackendService = withHardened(
  "google_compute_backend_service",
  z.object({
    securityPolicy: z.string().default(""),
    customResponseHeaders: z.array(z.string()).default([]),
    backends: z.array(z.object({ group: z.string() })).default([]),
  }),
);

const EndpointGroup = z.object({
  networkEndpointType: z.string().optional(),
  cloudRun: z.object({ service: z.string().optional() }).default({}),
});

const globalPath = ({ project }: Pick<Environment, "project">, collection: string, name: string): string =>
  `projects/${project}/global/${collection}/${name}`;

/** The literal address of the load balancer. @throws GoogleApiError */
export const readAddress = async (
  live: LiveReader,
  environment: Pick<Environment, "name" | "project">,
): Promise<string> =>
  (await live.read("compute", globalPath(environment, "addresses", addressName(environment)), Address)).address;

/**
 * The load balancer's address as Google's API tells it, read anew on every call.
 *
 * @returns undefined where it does not exist yet
 * @throws GoogleApiError where nobody can tell
 */
export async function readAddressAnew(
  environment: Pick<Environment, "name" | "project">,
  google: GoogleApi,
  signal: AbortSignal,
): Promise<string | undefined> {
  const abortable: GoogleApi = { ...google, get: (api, path, query) => google.get(api, path, query, signal) };
  try {
    return await readAddress(liveReaders(abortable)(0), environment);
  } catch (error) {
    if (isStatus(error, 404)) return undefined;
    throw error;
  }
}

/** @throws GoogleApiError */
export const readForwardingRule = (
  live: LiveReader,
  environment: Environment,
  name: string,
): Promise<z.infer<typeof ForwardingRule>> =>
  live.read("compute", globalPath(environment, "forwardingRules", name), ForwardingRule);

/** @throws GoogleApiError */
export const readHttpsProxy = (live: LiveReader, environment: Environment): Promise<z.infer<typeof HttpsProxy>> =>
  live.read("compute", globalPath(environment, "targetHttpsProxies", httpsProxyName(environment)), HttpsProxy);

/** @throws GoogleApiError */
export const readHttpProxy = (live: LiveReader, environment: Environment): Promise<z.infer<typeof HttpProxy>> =>
  live.read("compute", globalPath(environment, "targetHttpProxies", httpProxyName(environment)), HttpProxy);

/** @throws GoogleApiError */
export const readTlsPolicy = (live: LiveReader, environment: Environment): Promise<z.infer<typeof TlsPolicy>> =>
  live.read("compute", globalPath(environment, "sslPolicies", tlsPolicyName(environment)), TlsPolicy);

/**
 * Every certificate that the HTTPS proxy serves. Their names have a suffix, so the proxy is asked for them.
 *
 * @throws GoogleApiError
 */
export async function readCertificates(
  live: LiveReader,
  environment: Environment,
): Promise<readonly LiveCertificate[]> {
  const { sslCertificates } = await readHttpsProxy(live, environment);
  return Promise.all(sslCertificates.map((link) => live.read("compute", resourcePath(link), Certificate)));
}

/** @throws GoogleApiError */
export const readUrlMap = (
  live: LiveReader,
  environment: Pick<Environment, "project">,
  name: string,
): Promise<LiveUrlMap> => live.read("compute", globalPath(environment, "urlMaps", name), UrlMap);

/** @throws GoogleApiError */
export const readBackend = (
  live: LiveReader,
  environment: Environment,
  service: string,
): Promise<z.infer<typeof BackendService>> =>
  live.read(
    "compute",
    globalPath(environment, "backendServices", backendServiceName(environment, service)),
    BackendService,
  );

/**
 * @param link - as a backend service names it: the group's own name has a suffix
 * @throws GoogleApiError
 */
export const readEndpointGroup = (live: LiveReader, link: string): Promise<z.infer<typeof EndpointGroup>> =>
  live.read("compute", resourcePath(link), EndpointGroup);
