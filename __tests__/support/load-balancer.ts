import type { Bodies } from "./area";
import { alteredBody } from "./resource";

/** An expression that names a resource. */
export const referenceTo = (address: string): string => `\${${address}.id}`;
export const NEG = "google_compute_region_network_endpoint_group.api";
export const BACKEND = "google_compute_backend_service.api";
export const MAP = "google_compute_url_map.main";
export const REDIRECT_MAP = "google_compute_url_map.redirect";
export const CERTIFICATE = "google_compute_managed_ssl_certificate.api";
export const HTTPS_PROXY = "google_compute_target_https_proxy.https";
export const HTTP_PROXY = "google_compute_target_http_proxy.http";
export const HTTPS_RULE = "google_compute_global_forwarding_rule.https";
export const HTTP_RULE = "google_compute_global_forwarding_rule.http";
export const SSL_POLICY = "google_compute_ssl_policy.tls";
export const SERVICE = "google_cloud_run_v2_service.api";

/** A load balancer in which nothing is wrong; each case breaks one value of one resource. */
export const ESTATE: Bodies = {
  [SERVICE]: { name: "api", location: "us-central1" },
  [NEG]: {
    name: "api-neg",
    region: "us-central1",
    network_endpoint_type: "SERVERLESS",
    cloud_run: { service: "api" },
    lifecycle: { create_before_destroy: true },
  },
  [BACKEND]: { name: "api-backend", load_balancing_scheme: "EXTERNAL_MANAGED", backend: [{ group: referenceTo(NEG) }] },
  [MAP]: {
    name: "main",
    default_service: referenceTo(BACKEND),
    host_rule: [{ hosts: ["api.example.com"], path_matcher: "api" }],
    path_matcher: [{ name: "api", default_service: referenceTo(BACKEND) }],
  },
  [REDIRECT_MAP]: { name: "redirect", default_url_redirect: { https_redirect: true, strip_query: false } },
  [CERTIFICATE]: {
    name: "api-cert",
    managed: { domains: ["api.example.com"] },
    lifecycle: { create_before_destroy: true },
  },
  [SSL_POLICY]: { name: "tls", min_tls_version: "TLS_1_2", profile: "MODERN" },
  [HTTPS_PROXY]: {
    name: "https",
    url_map: referenceTo(MAP),
    ssl_certificates: [referenceTo(CERTIFICATE)],
    ssl_policy: referenceTo(SSL_POLICY),
    http_keep_alive_timeout_sec: 610,
  },
  [HTTP_PROXY]: { name: "http", url_map: referenceTo(REDIRECT_MAP) },
  [HTTPS_RULE]: {
    name: "https",
    target: referenceTo(HTTPS_PROXY),
    port_range: "443",
    load_balancing_scheme: "EXTERNAL_MANAGED",
  },
  [HTTP_RULE]: {
    name: "http",
    target: referenceTo(HTTP_PROXY),
    port_range: "80",
    load_balancing_scheme: "EXTERNAL_MANAGED",
  },
};

/** The load balancer with one value of one resource replaced. */
export const broken = (address: string, path: string, value: unknown, estate: Bodies = ESTATE): Bodies => ({
  ...estate,
  [address]: alteredBody(estate[address]!, path, value),
});
