import { once } from "node:events";
import { createHash } from "node:crypto";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { BACKEND_HEADER } from "../../../environments/backend-header";

/** A server that does on a bare stream what no library does. */
export interface RawUpstream {
  readonly port: number;
  readonly close: () => Promise<unknown>;
}

/** What it does with a request; its head is read, and nothing was answered. */
export type Misbehave = (socket: Socket, head: string) => void;

const ACCEPT_MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/** The head of a request's answer 101. @param accept - the right one where left out; none where empty */
export function switchingHead(head: string, accept?: string): string {
  const key = /^sec-websocket-key: *(.+?) *$/im.exec(head)?.[1] ?? "";
  const right = createHash("sha1").update(`${key}${ACCEPT_MAGIC}`).digest("base64");
  return [
    "HTTP/1.1 101 Switching Protocols",
    "Upgrade: websocket",
    "Connection: Upgrade",
    ...(accept === "" ? [] : [`Sec-WebSocket-Accept: ${accept ?? right}`]),
    `${BACKEND_HEADER}: websocket-service`,
    "",
    "",
  ].join("\r\n");
}

/** Listens on a free port of this machine. */
export async function startRawUpstream(misbehave: Misbehave): Promise<RawUpstream> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => undefined).on("close", () => sockets.delete(socket));
    let head = "";
    socket.on("data", (data: Buffer) => {
      if (head.includes("\r\n\r\n")) return;
      head += data.toString("latin1");
      if (head.includes("\r\n\r\n")) misbehave(socket, head);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close: () => {
      for (const socket of sockets) socket.destroy();
      return new Promise((done) => server.close(done));
    },
  };
}

/** A frame with a mask, which a server must not send: "hi". */
export const MASKED_FRAME = Buffer.from([0x81, 0x82, 1, 2, 3, 4, 0x68 ^ 1, 0x69 ^ 2]);
