import { once } from "node:events";
import { Agent, request, Server, type IncomingMessage } from "node:http";
import { connect, type Socket } from "node:net";
import { JoinedWrites } from "../../../sandbox/core/joined-writes";
import { HEADERS_MILLISECONDS, KEEP_ALIVE_MILLISECONDS } from "../../../sandbox/core/connections";
import { startSandbox, type Sandbox, type SandboxOptions } from "../../../sandbox/start";
import { enableService, OPTIONS, PROJECT, sandboxClient } from "../../support/sandbox";

const NETWORKS = `/compute/v1/projects/${PROJECT}/global/networks`;

/** Longest time for which a client keeps an idle connection: that of Go's `http.DefaultTransport`, milliseconds. */
const LONGEST_CLIENT = 90_000;

/** The HTTP server behind a sandbox, which is started while this looks. */
async function startedServer(options: Partial<SandboxOptions> = {}): Promise<readonly [Sandbox, Server]> {
  let server: Server | undefined;
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its server below
  const listen = Server.prototype.listen;
  const looking = jest.spyOn(Server.prototype, "listen").mockImplementation(function (
    this: Server,
    ...given: unknown[]
  ) {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the server is the one that listens
    server = this;
    return listen.apply(this, given as [object]);
  });
  const sandbox = await startSandbox({ ...OPTIONS, ...options });
  looking.mockRestore();
  enableService(sandbox, "compute");
  return [sandbox, server!];
}

test("an idle connection outlives every client's, and no request is dropped while it is read", async () => {
  const [sandbox, server] = await startedServer();
  expect(KEEP_ALIVE_MILLISECONDS).toBeGreaterThan(2 * LONGEST_CLIENT);
  expect(HEADERS_MILLISECONDS).toBeGreaterThan(KEEP_ALIVE_MILLISECONDS);
  expect(server).toMatchObject({
    keepAliveTimeout: KEEP_ALIVE_MILLISECONDS,
    headersTimeout: HEADERS_MILLISECONDS,
    requestTimeout: 0,
    timeout: 0,
    maxRequestsPerSocket: 0,
  });
  await sandbox.close();
});

test("a connection is used again, and clients are told for how long", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const [sandbox] = await startedServer();
  const ports = new Set<number | undefined>();
  for (let call = 0; call < 3; call++) {
    const sent = request(`${sandbox.url}${NETWORKS}`, { agent });
    sent.end();
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    ports.add(answer.socket.localPort);
    expect(answer.headers["keep-alive"]).toBe(`timeout=${KEEP_ALIVE_MILLISECONDS / 1000}`);
    answer.resume();
    await once(answer, "end");
  }
  expect(ports.size).toBe(1);
  agent.destroy();
  await sandbox.close();
});

test("a server that is closed answers what it has read, and ends the connection with it", async () => {
  let write: () => void = () => undefined;
  const [sandbox] = await startedServer({ keep: () => new Promise((done) => (write = done)) });
  const socket = connect(Number(new URL(sandbox.url).port), "127.0.0.1");
  const answer = collected(socket);
  const body = JSON.stringify({ name: "net" });
  socket.write(`POST ${NETWORKS} HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
  while (sandbox.store.get(`compute/projects/${PROJECT}/global/networks/net`) === undefined) await turn();
  await turn();
  const closed = sandbox.close();
  write();
  expect(await answer).toMatch(/^HTTP\/1\.1 200 OK\r\n[^]*Connection: close\r\n/);
  await closed;
});

const turn = (): Promise<void> => new Promise((done) => setImmediate(done));

async function collected(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

test("a change is answered when it is kept, and one that cannot be kept is not answered as made", async () => {
  const kept: string[][] = [];
  let isFull = false;
  const [sandbox] = await startedServer({
    keep: ({ entries }) => {
      if (isFull) return Promise.reject(Object.assign(new Error("no space"), { code: "ENOSPC" }));
      kept.push(entries.map(([name]) => name));
      return Promise.resolve();
    },
  });
  const client = sandboxClient(() => sandbox.url);
  await client.good("POST", NETWORKS, { name: "net" });
  expect(kept.at(-1)).toContain(`compute/projects/${PROJECT}/global/networks/net`);
  isFull = true;
  expect(await client.bad("POST", NETWORKS, { name: "other" })).toBe(
    "501 notImplemented: The sandbox cannot keep this change: ENOSPC.",
  );
  isFull = false;
  await client.good("POST", NETWORKS, { name: "third" });
  await sandbox.close();
});

test("writes that are asked for together become one, and each that asks waits for one that began after it", async () => {
  const ends: (() => void)[] = [];
  const writes = new JoinedWrites(() => new Promise((done) => ends.push(done)));
  const ended: string[] = [];
  const ask = (name: string): void => void writes.ask().then(() => ended.push(name));
  ask("first");
  await turn();
  for (const name of ["second", "third", "fourth"]) ask(name);
  await turn();
  expect(ends).toHaveLength(1);
  ends[0]!();
  await turn();
  expect([ended, ends.length]).toEqual([["first"], 2]);
  ends[1]!();
  await writes.settled();
  await turn();
  expect([ended, ends.length]).toEqual([["first", "second", "third", "fourth"], 2]);
});
