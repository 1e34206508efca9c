import { UNKNOWN, valueAt, type Resource, type Value } from "../../core/resource";
import { forEveryResource } from "../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import { BACKEND_SERVICE } from "./serverless-backends";

const MAX_HEADERS = 16;

/** Hop-by-hop names, and names that Google keeps for itself. */
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

/** Names of variables that Google does not expand. A value may be a secret, so that nothing else of it is quoted. */
function inventedVariables(value: string): readonly string[] {
  const foreign = [...value.matchAll(FOREIGN_VARIABLE)].map(([text]) => text);
  const own = [...value.replace(FOREIGN_VARIABLE, "").matchAll(VARIABLE)].map(([, name = ""]) => name);
  return [...foreign, ...own.filter((name) => !isKnownVariable(name))];
}

/** What is wrong with one `Name:value`. */
function headerProblems(header: string, earlier: readonly string[]): readonly string[] {
  const [name = "", ...value] = header.split(":");
  if (value.length === 0 || name.trim() === "") return ['no "Name:value" found, a name and a colon needed'];
  const lower = name.trim().toLowerCase();
  return [
    ...(REFUSED_NAMES.has(lower) || REFUSED_PREFIX.test(lower)
      ? [`"${name.trim()}" found, no hop-by-hop name and no name of Google's allowed`]
      : []),
    ...(earlier.includes(lower) ? [`"${name.trim()}" found twice, each name once allowed`] : []),
    ...inventedVariables(value.join(":")).map(
      (variable) => `made-up variable ${variable} found, Google's own {…} allowed`,
    ),
  ];
}

function judgeHeaders(backend: Resource, path: string): readonly Verdict[] {
  const list = valueAt(backend, path);
  if (list === UNKNOWN) return [unknown(backend, path)];
  if (!Array.isArray(list)) return [];
  const headers = list as readonly Value[];
  const names = headers.map((header) =>
    typeof header === "string" ? header.replace(/:.*/s, "").trim().toLowerCase() : "",
  );
  return [
    ...(headers.length > MAX_HEADERS
      ? [violation(backend, `${path}: ${headers.length} headers found, at most ${MAX_HEADERS} allowed`)]
      : []),
    ...headers.flatMap((header, index) => {
      const at = `${path}[${index}]`;
      if (typeof header !== "string") return [unknown(backend, at)];
      return headerProblems(header, names.slice(0, index)).map((problem) => violation(backend, `${at}: ${problem}`));
    }),
  ];
}

/** Names and variables of the headers that a backend service adds. */
export const customHeaders: Rule = {
  id: "lb-custom-headers",
  kind: "refused",
  severity: "high",
  title: "Custom headers have names that Google takes and variables that it knows",
  why: "Google refuses hop-by-hop headers at apply, and a WebSocket upgrade needs none (incident 3); a made-up variable never gets a value.",
  fix: "remove the header; upgrades pass the load balancer by themselves",
  source: "https://cloud.google.com/load-balancing/docs/https/custom-headers",
  check: forEveryResource(BACKEND_SERVICE, (backend) =>
    ["custom_request_headers", "custom_response_headers"].flatMap((path) => judgeHeaders(backend, path)),
  ),
};
