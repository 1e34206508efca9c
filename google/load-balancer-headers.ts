/** Headers that a load balancer of Google's adds (https://cloud.google.com/load-balancing/docs/https/custom-headers). */

/** Hop-by-hop names, and names that Google keeps for itself: a backend service or a URL map that adds one is refused. */
const REFUSED_NAMES = new Set([
  "keep-alive",
  "transfer-encoding",
  "te",
  "connection",
  "trailer",
  "upgrade",
  "proxy-authorization",
  "proxy-authenticate",
  "x-user-ip",
  "cdn-loop",
  "authority",
]);
const REFUSED_PREFIX = /^x-(google|goog-|gfe|amz-)/;

/** Whether Google refuses a header of that name. */
export function isRefusedHeader(name: string): boolean {
  const lower = name.trim().toLowerCase();
  return REFUSED_NAMES.has(lower) || REFUSED_PREFIX.test(lower);
}

/** Variables that Google expands, beside those of the client certificate. */
const VARIABLES = new Set([
  "cdn_cache_id",
  "cdn_cache_status",
  "client_city",
  "client_city_lat_long",
  "client_encrypted",
  "client_ip_address",
  "client_port",
  "client_protocol",
  "client_region",
  "client_region_subdivision",
  "client_rtt_msec",
  "device_request_type",
  "origin_request_header",
  "server_ip_address",
  "server_port",
  "tls_cipher_suite",
  "tls_ja3_fingerprint",
  "tls_ja4_fingerprint",
  "tls_sni_hostname",
  "tls_version",
  "user_agent_family",
]);

/** nginx's `$http_upgrade` and `${host}`, Apache's `%{…}`. */
const FOREIGN_VARIABLE = /\$\{?[a-z_]\w*\}?|%\{[\w:-]+\}/gi;
/** An identifier alone in braces: a header may hold JSON, whose braces hold more. */
const VARIABLE = /\{([a-z]\w*)\}/gi;

const isKnownVariable = (name: string): boolean => VARIABLES.has(name) || name.startsWith("client_cert_");

/** Names of variables in a header's value that Google does not expand. */
export function inventedVariables(value: string): readonly string[] {
  const foreign = [...value.matchAll(FOREIGN_VARIABLE)].map(([text]) => text);
  const own = [...value.replace(FOREIGN_VARIABLE, "").matchAll(VARIABLE)].map(([, name = ""]) => name);
  return [...foreign, ...own.filter((name) => !isKnownVariable(name))];
}
