import type { Server, ServerOptions } from "node:http";
import type { Journal } from "./journal";

/**
 * How long an idle connection is kept, milliseconds: longer than any client keeps one (Go 90 s, which Terraform and the
 * provider have; Node's fetch and gcloud less). A server that closes first closes under a client that is just about to send,
 * and a client repeats no `POST` and no `DELETE`: it loses a lock or a state.
 */
export const KEEP_ALIVE_MILLISECONDS = 600_000;

/** How long headers may take; above the time of an idle connection, whose next request counts from its last one. */
export const HEADERS_MILLISECONDS = KEEP_ALIVE_MILLISECONDS + 60_000;

/** Connections that wait to be taken: a busy machine takes them late. The system has a limit of its own. */
const BACKLOG = 4096;

/** How long answers may still take when the server is closed, milliseconds. */
const CLOSING_MILLISECONDS = 1000;

/** Only loopback: whoever reaches the sandbox can read states. */
export const HOST = "127.0.0.1";

/** No request is dropped while it is read, however slowly: whoever sends it is on this machine. */
export const SERVER_OPTIONS: ServerOptions = {
  keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
  headersTimeout: HEADERS_MILLISECONDS,
  requestTimeout: 0,
};

/** Takes no more connections, ends idle ones, and the others with their answers, or when these take too long. */
export const closeServer = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const end = setTimeout(() => server.closeAllConnections(), CLOSING_MILLISECONDS);
    server.close(() => {
      clearTimeout(end);
      resolve();
    });
    server.closeIdleConnections();
  });

/** Listens, and rejects where the port is taken. */
export const listenOnPort = (server: Server, port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host: HOST, backlog: BACKLOG }, () => {
      server.off("error", reject);
      resolve();
    });
  });

/**
 * Clients use the sandbox as their proxy for HTTPS, so that a call to an outside host ends here and shows in the log.
 */
export function refuseTunnels(server: Server, journal: Journal): void {
  server.on("connect", (request, socket) => {
    journal.outside(request.url ?? "");
    socket.on("error", () => socket.destroy());
    socket.end("HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n");
  });
}
