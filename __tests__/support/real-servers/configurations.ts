import { join } from "node:path";
import { BACKEND_HEADER } from "../../../environments/backend-header";
import { routedHosts, serviceAt } from "../../../environments/hosts";
import { trial } from "../../fixture/trial";

/** The load balancer of trial as nginx or haproxy has it, in front of one port on which all services answer. */
export interface FrontPorts {
  readonly https: number;
  readonly http: number;
  /** Where the services answer. */
  readonly services: number;
}

/** What is wrong with nginx; all of it is right where left out. */
export interface NginxFaults {
  /** Directives of each HTTPS server, `ssl_protocols TLSv1.1;`. */
  readonly tls?: string;
  readonly listen?: string;
  /** Address that is listened on. */
  readonly address?: string;
  /** Without TLS on the port for HTTPS. */
  readonly isPlain?: boolean;
  /** What the server for HTTP does. */
  readonly redirect?: string;
  /** In the place of the header of the backend; none where empty. */
  readonly backend?: string;
  /** Directives of each location, in the place of the proxy's. */
  readonly location?: string;
}

const PATHS = ["/api/", "/ws", "/ws/"];

/** @param folder - holds `cert.pem` and `key.pem`, and everything that nginx writes */
export function nginxConfiguration(
  folder: string,
  { https, http, services }: FrontPorts,
  faults: NginxFaults = {},
): string {
  const { address = "127.0.0.1", redirect = "return 301 https://$host$request_uri;", isPlain = false } = faults;
  const location = (pattern: string, host: string, path: string): string => {
    const service = serviceAt(trial, host, path) ?? "";
    const header = faults.backend ?? service;
    return `location ${pattern} {
      ${header === "" ? "" : `add_header ${BACKEND_HEADER} ${header} always;`}
      ${
        faults.location ??
        `proxy_pass http://127.0.0.1:${services}; proxy_http_version 1.1; proxy_buffering off; proxy_read_timeout 3600s;
         proxy_set_header Host $host; proxy_set_header X-Service ${service};
         proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade;`
      }
    }`;
  };
  const servers = routedHosts(trial).map(
    (host) => `server {
    listen ${address}:${https} ${isPlain ? "" : "ssl"} ${faults.listen ?? ""}; server_name ${host};
    ${isPlain ? "" : `ssl_certificate ${join(folder, "cert.pem")}; ssl_certificate_key ${join(folder, "key.pem")};`}
    ${faults.tls ?? ""}
    ${location("/", host, "/")}
    ${PATHS.map((path) => location(path === "/ws" ? "= /ws" : path, host, path)).join("\n")}
  }`,
  );
  return `daemon off; worker_processes 1; pid ${join(folder, "nginx.pid")}; error_log ${join(folder, "error.log")};
events { worker_connections 512; }
http {
  access_log off; server_tokens off; gzip_types *; gzip_min_length 0;
  ${["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `${name}_temp_path ${join(folder, name)};`).join(" ")}
  map $http_upgrade $connection_upgrade { default upgrade; '' ''; }
  server { listen ${address}:${http}; ${redirect} }
  ${servers.join("\n")}
}
`;
}

/** What is wrong with haproxy. */
export interface HaproxyFaults {
  /** Only TLS is ended here, and bytes go to the port of the services as they come. */
  readonly isStream?: boolean;
  /** No server behind it. */
  readonly isEmpty?: boolean;
  /** Of the line that binds the port for HTTPS, `proto h2`. */
  readonly bind?: string;
}

/** @param folder - holds `both.pem`: the certificate and its key */
export function haproxyConfiguration(
  folder: string,
  { https, http, services }: FrontPorts,
  { isStream = false, isEmpty = false, bind = "" }: HaproxyFaults = {},
): string {
  const mode = isStream ? "tcp" : "http";
  const rules = routedHosts(trial).flatMap((host) => {
    const rule = (path: string, condition: string): string => {
      const service = serviceAt(trial, host, path) ?? "";
      return `http-request set-var(txn.service) str(${service}) if { hdr(host),field(1,:) ${host} } ${condition}`;
    };
    return [
      rule("/", ""),
      ...PATHS.map((path) => rule(path, path === "/ws" ? "{ path /ws }" : `{ path_beg ${path} }`)),
    ];
  });
  return `global
  maxconn 512
defaults
  mode http
  timeout connect 5s
  timeout client 3600s
  timeout server 3600s
  timeout tunnel 3600s
frontend plain
  bind 127.0.0.1:${http}
  http-request redirect scheme https code 301
frontend secure
  mode ${mode}
  bind 127.0.0.1:${https} ssl crt ${join(folder, "both.pem")} ${bind}
  ${isStream ? "" : `${rules.join("\n  ")}\n  http-request set-header X-Service %[var(txn.service)]`}
  ${isStream || isEmpty ? "" : `http-response set-header ${BACKEND_HEADER} %[var(txn.service)]`}
  default_backend services
backend services
  mode ${mode}
  ${isEmpty ? "" : `server one 127.0.0.1:${services}`}
`;
}
