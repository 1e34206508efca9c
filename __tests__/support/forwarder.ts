import { once } from "node:events";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A network between a client and a server on this machine, which can be lost. */
export interface Forwarder {
  /** http://127.0.0.1:PORT */
  readonly url: string;
  /**
   * Loses the network: `refused` ends every connection and each new one at once, `silent` keeps them, and nothing passes in
   * either direction, as behind a cable that is pulled out.
   */
  readonly lose: (how: "refused" | "silent") => void;
  /** The network is there again; what was lost on the way stays lost. */
  readonly mend: () => void;
  readonly close: () => Promise<void>;
}

/** Opens a forwarder to a server. */
export async function openForwarder(server: string): Promise<Forwarder> {
  const { hostname, port } = new URL(server);
  const sockets = new Set<Socket>();
  let lost: "refused" | "silent" | undefined;
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    return socket.once("close", () => sockets.delete(socket)).on("error", () => socket.destroy());
  };
  const pass = (from: Socket, to: Socket): void => {
    from.on("data", (bytes) => {
      if (lost === undefined) to.write(bytes);
    });
    from.once("close", () => {
      if (lost !== "silent") to.destroy();
    });
  };
  const listener = createServer((client) => {
    keep(client);
    if (lost === "refused") {
      client.destroy();
      return;
    }
    const upstream = keep(connect(Number(port), hostname));
    pass(client, upstream);
    pass(upstream, client);
  });
  listener.listen(0, "127.0.0.1");
  await once(listener, "listening");
  const end = (): void => sockets.forEach((socket) => socket.destroy());
  return {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    lose: (how) => {
      lost = how;
      if (how === "refused") end();
    },
    mend: () => {
      lost = undefined;
      end();
    },
    close: async () => {
      end();
      listener.close();
      await once(listener, "close");
    },
  };
}
