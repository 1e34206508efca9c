import type { SocketEndpoint } from "../environments/hosts";

/** How verification opens a socket. Tokens are handed out in staging only. */
export type SocketCaller = "anonymous" | "token";

/** Id of the check of a socket path: a label of its values in Monitoring, by which objectives select it. */
export const socketCheckId = ({ host, path }: Pick<SocketEndpoint, "host" | "path">, caller: SocketCaller): string =>
  `socket/${host}${path}/${caller}`;
