import { connect as connectPlain, isIP, type Socket } from "node:net";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";

/** Where connections for the environment's hosts are opened. */
export interface Target {
  /** Used instead of what DNS says: the load balancer before the hosts point at it, or a local server. */
  readonly address?: string;
  readonly httpsPort: number;
  readonly httpPort: number;
  /** PEM certificates of the authorities to trust instead of the well-known ones. */
  readonly authorities?: string;
}

/** The hosts' own addresses and the usual ports: where users connect. */
export const PUBLIC_TARGET: Target = { httpsPort: 443, httpPort: 80 };

/** `address`, `address:port` or `address:port:port`; an IPv6 address stands in brackets. */
const CONNECT_TO = /^(?:\[([\da-f:.]+)\]|([^\s:[\]/]+))(?::(\d{1,5}))?(?::(\d{1,5}))?$/i;

/** Reads `ADDRESS[:HTTPS_PORT[:HTTP_PORT]]`; undefined where it is something else. */
export function parseConnectTo(text: string): Target | undefined {
  const [whole, bracketed, plain, httpsPort, httpPort] = CONNECT_TO.exec(text) ?? [];
  const address = bracketed ?? plain;
  const target = {
    httpsPort: Number(httpsPort ?? PUBLIC_TARGET.httpsPort),
    httpPort: Number(httpPort ?? PUBLIC_TARGET.httpPort),
  };
  const isPort = (port: number): boolean => port > 0 && port < 65_536;
  if (whole === undefined || address === undefined || !Object.values(target).every(isPort)) return undefined;
  return bracketed !== undefined && isIP(bracketed) !== 6 ? undefined : { ...target, address };
}

/**
 * Opens a TLS connection for a host. The certificate is checked against the host, whatever the address.
 *
 * @param options - further options, such as the protocol versions
 */
export const openTlsConnection = (target: Target, host: string, options: ConnectionOptions = {}): TLSSocket =>
  connect({
    host: target.address ?? host,
    port: target.httpsPort,
    servername: host,
    ...(target.authorities !== undefined && { ca: target.authorities }),
    ...options,
  });

/** Opens a connection without TLS for a host. */
export const openTcpConnection = (target: Target, host: string): Socket =>
  connectPlain({ host: target.address ?? host, port: target.httpPort });
