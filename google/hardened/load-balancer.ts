import type { HardenedRows } from "./row";

const BACKEND_SERVICE = "google_compute_backend_service";
const BACKEND_API = "https://cloud.google.com/compute/docs/reference/rest/v1/backendServices";
const URL_MAP = "google_compute_url_map";
const URL_MAP_API = "https://cloud.google.com/compute/docs/reference/rest/v1/urlMaps";
const SSL_POLICY = "google_compute_ssl_policy";

const SCHEME = {
  value: "EXTERNAL_MANAGED",
  default: "EXTERNAL",
  reason: "Without the managed scheme the load balancer is a classic one, which cuts every socket at the timeout.",
  source: "https://cloud.google.com/load-balancing/docs/https",
} as const;

/** A backend service in front of one Cloud Run service. */
export const BACKEND_ROWS = {
  timeoutSec: {
    type: BACKEND_SERVICE,
    path: "timeout_sec",
    api: "timeoutSec",
    value: 30,
    default: 30,
    reason:
      "Google accepts no other value in front of a serverless NEG; it bounds no request, Cloud Run's request timeout does.",
    source: "https://cloud.google.com/load-balancing/docs/backend-service#timeout-setting",
  },
  drainingTimeoutSec: {
    type: BACKEND_SERVICE,
    path: "connection_draining_timeout_sec",
    api: "connectionDraining.drainingTimeoutSec",
    value: 60,
    reason: "The remediation plan's value; sockets drain on Cloud Run, where the old revision finishes its requests.",
    source: "https://cloud.google.com/load-balancing/docs/enabling-connection-draining",
  },
  loadBalancingScheme: {
    type: BACKEND_SERVICE,
    path: "load_balancing_scheme",
    api: "loadBalancingScheme",
    ...SCHEME,
  },
  protocol: {
    type: BACKEND_SERVICE,
    path: "protocol",
    api: "protocol",
    value: "HTTPS",
    default: "HTTP",
    reason: "The way to Cloud Run is encrypted, and the load balancer upgrades to WebSocket over it.",
    source: "https://cloud.google.com/load-balancing/docs/backend-service#protocol_to_the_backends",
  },
  portName: {
    type: BACKEND_SERVICE,
    path: "port_name",
    api: "portName",
    value: "http",
    reason: 'Google refuses any other name in front of a serverless NEG, and infers "https" from the protocol.',
    source: BACKEND_API,
  },
  sessionAffinity: {
    type: BACKEND_SERVICE,
    path: "session_affinity",
    api: "sessionAffinity",
    value: "NONE",
    default: "NONE",
    reason:
      "Google ignores every other one in front of a serverless NEG: Cloud Run's own session affinity does the work.",
    source: "https://cloud.google.com/load-balancing/docs/negs/serverless-neg-concepts",
  },
  logging: {
    type: BACKEND_SERVICE,
    path: "log_config[0].enable",
    api: "logConfig.enable",
    value: true,
    default: false,
    reason: "Without the log nothing tells whether a 502 came from the load balancer or from Cloud Run.",
    source: "https://cloud.google.com/load-balancing/docs/https/https-logging-monitoring",
  },
  iap: {
    type: BACKEND_SERVICE,
    path: "iap[0].enabled",
    api: "iap.enabled",
    value: false,
    default: false,
    reason: "Switched on by hand, it would ask every socket to sign in to Google.",
    source: "https://cloud.google.com/iap/docs/enabling-cloud-run",
  },
} as const satisfies HardenedRows;

/** A global forwarding rule: one port of the load balancer's address. */
export const FORWARDING_RULE_ROWS = {
  loadBalancingScheme: {
    type: "google_compute_global_forwarding_rule",
    path: "load_balancing_scheme",
    api: "loadBalancingScheme",
    ...SCHEME,
  },
} as const satisfies HardenedRows;

/** What the HTTPS proxy accepts of clients. */
export const TLS_POLICY = {
  minTlsVersion: {
    type: SSL_POLICY,
    path: "min_tls_version",
    api: "minTlsVersion",
    value: "TLS_1_2",
    default: "TLS_1_0",
    reason: "Older versions of TLS are broken, and no browser of today needs them.",
    source: "https://cloud.google.com/load-balancing/docs/ssl-policies-concepts",
  },
  profile: {
    type: SSL_POLICY,
    path: "profile",
    api: "profile",
    value: "MODERN",
    default: "COMPATIBLE",
    reason: "COMPATIBLE lets clients choose ciphers without forward secrecy.",
    source: "https://cloud.google.com/load-balancing/docs/ssl-policies-concepts",
  },
} as const satisfies HardenedRows;

/** What a request over HTTP is answered. */
export const HTTPS_REDIRECT = {
  httpsRedirect: {
    type: URL_MAP,
    path: "default_url_redirect[0].https_redirect",
    api: "defaultUrlRedirect.httpsRedirect",
    value: true,
    default: false,
    reason: "Served over HTTP, tokens and cookies travel in plaintext.",
    source: "https://cloud.google.com/load-balancing/docs/https/setting-up-global-http-https-redirect",
  },
  code: {
    type: URL_MAP,
    path: "default_url_redirect[0].redirect_response_code",
    api: "defaultUrlRedirect.redirectResponseCode",
    value: "MOVED_PERMANENTLY_DEFAULT",
    default: "MOVED_PERMANENTLY_DEFAULT",
    reason: "A browser remembers a permanent redirect (301), and asks over HTTPS the next time.",
    source: URL_MAP_API,
  },
  stripQuery: {
    type: URL_MAP,
    path: "default_url_redirect[0].strip_query",
    api: "defaultUrlRedirect.stripQuery",
    value: false,
    default: false,
    reason: "A sign-in callback carries its answer in the query.",
    source: URL_MAP_API,
  },
} as const satisfies HardenedRows;
