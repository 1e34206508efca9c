import type { Socket } from "node:net";
import { routedHosts } from "../../../environments/hosts";
import { trial } from "../../fixture/trial";
import { createAuthority, lifetimeEndingIn, type Identity } from "../misbehaving-certificates";
import { AUTHORITY } from "../misbehaving-edge";
import type { HaproxyFaults, NginxFaults } from "./configurations";
import { MASKED_FRAME, switchingHead, type Misbehave } from "./raw-upstream";

/** One fault of a front, of the services behind it or of both, and what has to be found. */
export interface Case {
  readonly nginx?: NginxFaults;
  readonly haproxy?: HaproxyFaults;
  /** Of the services under uvicorn. */
  readonly fault?: string;
  /** In the place of uvicorn. */
  readonly raw?: Misbehave;
  /** Nothing listens, neither in front nor behind. */
  readonly isDown?: true;
  readonly identity?: Identity;
  readonly asked?: string;
  readonly hasKey?: false;
  readonly only?: string;
  /** Symptom → how many checks. The exit code is 1 where there is any. */
  readonly found: Readonly<Record<string, number>>;
}

const hosts = routedHosts(trial);
const answersSockets =
  (talk: (socket: Socket, head: string) => void): Misbehave =>
  (socket, head) => {
    if (/^upgrade: *websocket/im.test(head)) talk(socket, head);
    else socket.end("HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n");
  };

/** By what is wrong. */
export const CASES: Readonly<Record<string, Case>> = {
  "nginx, and nothing is wrong": { nginx: {}, found: {} },
  "haproxy, and nothing is wrong": { haproxy: {}, found: {} },
  "nginx with HTTP/2 beside HTTP/1.1": { nginx: { listen: "http2" }, found: {} },
  "IPv6 only": { nginx: { address: "[::1]" }, asked: "[::1]", found: {} },
  "IPv6 only, asked by IPv4": { nginx: { address: "[::1]" }, found: { refused: 37 } },
  "haproxy without a server": { haproxy: { isEmpty: true }, found: { "bad-gateway": 19 } },
  "the service's own 503": { nginx: {}, fault: "own-503", found: { "bad-gateway": 4 } },
  "the service's own 500": { nginx: {}, fault: "own-500", found: { "internal-error": 4 } },
  "a handshake after 8 s": { nginx: {}, fault: "handshake-8", only: "socket", found: { "handshake-slow": 6 } },
  "a handshake after 40 s": { nginx: {}, fault: "handshake-40", only: "socket", found: { timeout: 6 } },
  "a handshake that never ends": { nginx: {}, fault: "handshake-never", only: "socket", found: { timeout: 6 } },
  "1011 at once": { nginx: {}, fault: "close-1011", found: { "internal-error-close": 6 } },
  "1011 after a second": { nginx: {}, fault: "close-1011-late", found: { "internal-error-close": 6 } },
  "1008": { nginx: {}, fault: "close-1008", found: { "socket-refused": 3 } },
  "4500": { nginx: {}, fault: "close-4500", found: { "closed-by-application": 6 } },
  "sockets are refused without a token": { nginx: {}, fault: "refused-without-token", found: {} },
  "500 in the place of 101": { nginx: {}, fault: "upgrade-500", found: { "internal-error": 6 } },
  "a crash before accept": { nginx: {}, fault: "crash-before-accept", found: { "internal-error": 6 } },
  "a crash after accept": { nginx: {}, fault: "crash-after-accept", found: { "crashed-after-accept": 6 } },
  "the certificate of another host": {
    nginx: {},
    identity: AUTHORITY.issue(["elsewhere.example"]),
    found: { "tls-host": 23 },
  },
  "a certificate that is over": {
    nginx: {},
    identity: AUTHORITY.issue(hosts, lifetimeEndingIn(-1)),
    found: { "tls-expired": 23 },
  },
  "a certificate that ends in nine days": {
    nginx: {},
    identity: AUTHORITY.issue(hosts, lifetimeEndingIn(9)),
    found: { "tls-expiring": 4 },
  },
  "a certificate of somebody": {
    nginx: {},
    identity: createAuthority("Somebody").issue(hosts),
    found: { "tls-untrusted": 23 },
  },
  "TLS 1.1 and nothing newer": {
    nginx: { tls: "ssl_protocols TLSv1.1; ssl_ciphers ALL:@SECLEVEL=0;" },
    found: { "protocol-refused": 23, "tls-old": 4 },
  },
  "TLS 1.1 beside 1.2": {
    nginx: { tls: "ssl_protocols TLSv1.1 TLSv1.2; ssl_ciphers ALL:@SECLEVEL=0;" },
    found: { "tls-old": 4 },
  },
  "HTTP redirects to itself": {
    nginx: { redirect: "return 301 http://$host$request_uri;" },
    found: { "redirect-loop": 10 },
  },
  "HTTP and HTTPS redirect to each other": {
    nginx: { location: "return 301 http://$host$request_uri;" },
    found: { "redirect-loop": 10, "wrong-status": 10, "upgrade-refused": 3 },
  },
  "a redirect with 302": {
    nginx: { redirect: "return 302 https://$host$request_uri;" },
    found: { "redirect-missing": 10 },
  },
  "a redirect to www": {
    nginx: { redirect: "return 301 https://www.$host$request_uri;" },
    found: { "redirect-missing": 10 },
  },
  "HTTP/2 and nothing else": { haproxy: { bind: "proto h2 alpn h2" }, found: { "protocol-refused": 19 } },
  "a body that never ends, slowly": { nginx: {}, fault: "endless-slow", only: "route", found: { timeout: 6 } },
  "a body that never ends, fast": { nginx: {}, fault: "endless-fast", only: "route", found: {} },
  "headers that never end": {
    haproxy: { isStream: true },
    raw: (socket) => {
      socket.write("HTTP/1.1 200 OK\r\n");
      const timer = setInterval(() => socket.write("x-more: 1\r\n"), 1000);
      socket.on("close", () => clearInterval(timer));
    },
    only: "route",
    found: { timeout: 13 },
  },
  "silence after the connection": {
    haproxy: { isStream: true },
    raw: () => undefined,
    only: "route",
    found: { timeout: 13 },
  },
  "429 until 2099": { nginx: {}, fault: "too-many-long", only: "route", found: { "too-many-requests": 6 } },
  "429 until a day that is past": {
    nginx: {},
    fault: "too-many-past",
    only: "route",
    found: { "too-many-requests": 6 },
  },
  "gzip for those who ask": { nginx: { tls: "gzip on;" }, found: {} },
  "101 without Sec-WebSocket-Accept": {
    haproxy: { isStream: true },
    raw: answersSockets((socket, head) => socket.write(switchingHead(head, ""))),
    only: "socket",
    hasKey: false,
    found: { "upgrade-refused": 3 },
  },
  "101 with a wrong Sec-WebSocket-Accept": {
    haproxy: { isStream: true },
    raw: answersSockets((socket, head) => socket.write(switchingHead(head, "d3Jvbmc="))),
    only: "socket",
    hasKey: false,
    found: { "upgrade-refused": 3 },
  },
  "a plain GET is answered 101": {
    haproxy: { isStream: true },
    raw: (socket, head) => socket.write(switchingHead(head, "d3Jvbmc=")),
    only: "route",
    found: { "wrong-backend": 5, "wrong-status": 8 },
  },
  "no pong": {
    haproxy: { isStream: true },
    raw: answersSockets((socket, head) => socket.write(switchingHead(head))),
    only: "socket",
    hasKey: false,
    found: { "no-pong": 3 },
  },
  "a masked frame of the server": {
    haproxy: { isStream: true },
    raw: answersSockets((socket, head) =>
      socket.write(Buffer.concat([Buffer.from(switchingHead(head)), MASKED_FRAME])),
    ),
    only: "socket",
    hasKey: false,
    found: { "frames-refused": 3 },
  },
  "sockets are reset after two seconds": {
    haproxy: { isStream: true },
    raw: answersSockets((socket, head) => {
      socket.write(switchingHead(head));
      setTimeout(() => socket.resetAndDestroy(), 2000);
    }),
    only: "socket",
    hasKey: false,
    found: { "closed-early": 3 },
  },
  "no header of the backend": { nginx: { backend: "" }, found: { "wrong-backend": 16 } },
  "the header of another service": { nginx: { backend: "frontend" }, found: { "wrong-backend": 16 } },
  "403 without the header": { nginx: { backend: "", location: "return 403;" }, found: { unauthorized: 19 } },
  "the token is refused": { nginx: {}, fault: "token-401", found: { "token-refused": 3 } },
  "a page in the place of a token": { nginx: {}, fault: "token-html", found: { "wrong-status": 3 } },
  "gzip, asked for or not": { nginx: {}, fault: "token-gzip", only: "socket", found: { "wrong-status": 3 } },
  "no bypass key": { nginx: {}, hasKey: false, found: {} },
  "everything is down": { isDown: true, found: { refused: 37 } },
  "plain HTTP on 443": { nginx: { isPlain: true }, found: { garbled: 27 } },
};
