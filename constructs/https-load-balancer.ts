import { ComputeGlobalAddress } from "@cdktf/provider-google/lib/compute-global-address";
import { ComputeGlobalForwardingRule } from "@cdktf/provider-google/lib/compute-global-forwarding-rule";
import { ComputeManagedSslCertificate } from "@cdktf/provider-google/lib/compute-managed-ssl-certificate";
import { ComputeSslPolicy } from "@cdktf/provider-google/lib/compute-ssl-policy";
import { ComputeTargetHttpProxy } from "@cdktf/provider-google/lib/compute-target-http-proxy";
import { ComputeTargetHttpsProxy } from "@cdktf/provider-google/lib/compute-target-https-proxy";
import { ComputeUrlMap } from "@cdktf/provider-google/lib/compute-url-map";
import { Construct } from "constructs";
import { CLIENT_KEEP_ALIVE_SECONDS } from "../google/load-balancing";
import { FORWARDING_RULE_ROWS, HTTPS_REDIRECT, TLS_POLICY } from "../google/hardened/load-balancer";
import { preventDeletion } from "./later-arguments";
import { replacedName } from "./replaced-name";
import { ServerlessBackend } from "./serverless-backend";

/** One host: its certificate, the service behind it, and the paths that lead elsewhere. */
export interface HostProps {
  readonly host: string;
  readonly service: string;
  readonly paths: readonly { readonly path: string; readonly service: string }[];
  /** Name of its certificate before the suffix. */
  readonly certificateBaseName: string;
}

/** Names of the load balancer's parts, as Google shows them. */
export interface LoadBalancerNames {
  readonly address: string;
  readonly urlMap: string;
  readonly redirectUrlMap: string;
  readonly tlsPolicy: string;
  readonly httpsProxy: string;
  readonly httpProxy: string;
  readonly httpsRule: string;
  readonly httpRule: string;
}

/** Props of {@link HttpsLoadBalancer}. */
export interface HttpsLoadBalancerProps {
  readonly names: LoadBalancerNames;
  readonly region: string;
  /** Cloud Run service → names of its backend service and NEG. */
  readonly backends: Readonly<Record<string, { readonly backendName: string; readonly negBaseName: string }>>;
  /** Host key → host; the keys are part of Terraform addresses. */
  readonly hosts: Readonly<Record<string, HostProps>>;
  /** Where requests for no known host end up. */
  readonly defaultService: string;
  readonly securityPolicyId: string;
  /** Response header in which each backend names its service. */
  readonly serviceHeader: string;
}

/**
 * Global external application load balancer: one address, TLS 1.2 or newer, one certificate per host (so that a new
 * host never touches a serving one), the host table as URL map, and a redirect from HTTP.
 */
export class HttpsLoadBalancer extends Construct {
  constructor(scope: Construct, id: string, props: HttpsLoadBalancerProps) {
    super(scope, id);
    const backends = new Map(
      Object.entries(props.backends).map(([service, { backendName, negBaseName }]) => [
        service,
        new ServerlessBackend(this, `backend-${service}`, {
          name: backendName,
          negBaseName,
          region: props.region,
          service,
          securityPolicyId: props.securityPolicyId,
          serviceHeader: props.serviceHeader,
        }).backendId,
      ]),
    );
    const backendOf = (service: string): string => {
      const backend = backends.get(service);
      if (backend === undefined) throw new Error(`no backend for service "${service}"; name it under backends`);
      return backend;
    };
    const address = new ComputeGlobalAddress(this, "address", {
      name: props.names.address,
      addressType: "EXTERNAL",
      ipVersion: "IPV4",
      // The address is in DNS: losing it is an outage of a day.
      lifecycle: { preventDestroy: true },
    });
    preventDeletion(address);
    this.serveHttps(props, address, this.declareUrlMap(props, backendOf));
    this.redirectHttp(props, address);
  }

  private declareUrlMap(props: HttpsLoadBalancerProps, backendOf: (service: string) => string): ComputeUrlMap {
    const hosts = Object.entries(props.hosts);
    return new ComputeUrlMap(this, "url-map", {
      name: props.names.urlMap,
      defaultService: backendOf(props.defaultService),
      hostRule: hosts.map(([key, { host }]) => ({ hosts: [host], pathMatcher: key })),
      pathMatcher: hosts.map(([key, { service, paths }]) => ({
        name: key,
        defaultService: backendOf(service),
        pathRule: paths.map((route) => ({ paths: [route.path], service: backendOf(route.service) })),
      })),
    });
  }

  private serveHttps(props: HttpsLoadBalancerProps, address: ComputeGlobalAddress, urlMap: ComputeUrlMap): void {
    const tlsPolicy = new ComputeSslPolicy(this, "tls-policy", {
      name: props.names.tlsPolicy,
      minTlsVersion: TLS_POLICY.minTlsVersion.value,
      profile: TLS_POLICY.profile.value,
    });
    const certificates = Object.entries(props.hosts).map(
      ([key, { host, certificateBaseName }]) =>
        new ComputeManagedSslCertificate(this, `certificate-${key}`, {
          name: replacedName(certificateBaseName, host),
          managed: { domains: [host] },
          lifecycle: { createBeforeDestroy: true },
        }),
    );
    const proxy = new ComputeTargetHttpsProxy(this, "https-proxy", {
      name: props.names.httpsProxy,
      urlMap: urlMap.id,
      sslCertificates: certificates.map(({ id }) => id),
      sslPolicy: tlsPolicy.id,
      // NONE leaves HTTP/3 to Google (https://cloud.google.com/load-balancing/docs/https#QUIC).
      quicOverride: "NONE",
      // Whoever records a request that came as early data can send it again.
      tlsEarlyData: "DISABLED",
      httpKeepAliveTimeoutSec: CLIENT_KEEP_ALIVE_SECONDS.default,
    });
    this.declareForwardingRule("https-rule", props.names.httpsRule, "443", proxy.id, address);
  }

  private redirectHttp({ names }: HttpsLoadBalancerProps, address: ComputeGlobalAddress): void {
    const redirect = new ComputeUrlMap(this, "redirect-url-map", {
      name: names.redirectUrlMap,
      defaultUrlRedirect: {
        httpsRedirect: HTTPS_REDIRECT.httpsRedirect.value,
        redirectResponseCode: HTTPS_REDIRECT.code.value,
        stripQuery: HTTPS_REDIRECT.stripQuery.value,
      },
    });
    const proxy = new ComputeTargetHttpProxy(this, "http-proxy", {
      name: names.httpProxy,
      urlMap: redirect.id,
      httpKeepAliveTimeoutSec: CLIENT_KEEP_ALIVE_SECONDS.default,
    });
    this.declareForwardingRule("http-rule", names.httpRule, "80", proxy.id, address);
  }

  private declareForwardingRule(
    id: string,
    name: string,
    port: string,
    target: string,
    address: ComputeGlobalAddress,
  ): void {
    new ComputeGlobalForwardingRule(this, id, {
      name,
      target,
      portRange: port,
      ipProtocol: "TCP",
      // The address itself, not a link to it: the provider sees no change behind a link.
      ipAddress: address.address,
      loadBalancingScheme: FORWARDING_RULE_ROWS.loadBalancingScheme.value,
      // Global addresses exist in this tier only (https://cloud.google.com/network-tiers/docs/overview).
      networkTier: "PREMIUM",
    });
  }
}
