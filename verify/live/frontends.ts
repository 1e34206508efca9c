import { z } from "zod";
import type { Environment } from "../../environments/environment";
import { addressName, httpProxyName, httpsProxyName, tlsPolicyName } from "../../environments/names";
import { resourcePath } from "./links";
import type { Live } from "./live";

const HttpsProxy = z.object({
  urlMap: z.string().default(""),
  sslPolicy: z.string().default(""),
  sslCertificates: z.array(z.string()).default([]),
});
const HttpProxy = z.object({ urlMap: z.string().default("") });
const Certificate = z.object({
  managed: z
    .object({
      status: z.string().default("MANAGED_CERTIFICATE_STATUS_UNSPECIFIED"),
      domains: z.array(z.string()).default([]),
      domainStatus: z.record(z.string(), z.string()).default({}),
    })
    .optional(),
});
const TlsPolicy = z.object({ minTlsVersion: z.string().optional(), profile: z.string().optional() });
const Address = z.object({ address: z.string() });
const ForwardingRule = z.object({
  IPAddress: z.string().optional(),
  portRange: z.string().optional(),
  target: z.string().default(""),
  loadBalancingScheme: z.string().optional(),
});

/** A certificate of the HTTPS proxy; without `managed` it is one that somebody uploaded. */
export type LiveCertificate = z.infer<typeof Certificate>;

const global = ({ project }: Pick<Environment, "project">, collection: string, name: string): string =>
  `projects/${project}/global/${collection}/${name}`;

/** @throws GoogleApiError */
export const readHttpsProxy = (live: Live, environment: Environment): Promise<z.infer<typeof HttpsProxy>> =>
  live.read("compute", global(environment, "targetHttpsProxies", httpsProxyName(environment)), HttpsProxy);

/** @throws GoogleApiError */
export const readHttpProxy = (live: Live, environment: Environment): Promise<z.infer<typeof HttpProxy>> =>
  live.read("compute", global(environment, "targetHttpProxies", httpProxyName(environment)), HttpProxy);

/** Every certificate that the HTTPS proxy serves; their names have a suffix, so the proxy tells them. @throws GoogleApiError */
export async function readCertificates(live: Live, environment: Environment): Promise<readonly LiveCertificate[]> {
  const { sslCertificates } = await readHttpsProxy(live, environment);
  return Promise.all(sslCertificates.map((link) => live.read("compute", resourcePath(link), Certificate)));
}

/** @throws GoogleApiError */
export const readTlsPolicy = (live: Live, environment: Environment): Promise<z.infer<typeof TlsPolicy>> =>
  live.read("compute", global(environment, "sslPolicies", tlsPolicyName(environment)), TlsPolicy);

/** The literal address of the load balancer. @throws GoogleApiError */
export const readAddress = async (live: Live, environment: Pick<Environment, "name" | "project">): Promise<string> =>
  (await live.read("compute", global(environment, "addresses", addressName(environment)), Address)).address;

/** @throws GoogleApiError */
export const readForwardingRule = (
  live: Live,
  environment: Environment,
  name: string,
): Promise<z.infer<typeof ForwardingRule>> =>
  live.read("compute", global(environment, "forwardingRules", name), ForwardingRule);
