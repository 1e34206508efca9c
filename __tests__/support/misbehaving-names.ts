import { createSocket } from "node:dgram";
import { once } from "node:events";
import { Resolver } from "node:dns/promises";

/** A name server of one machine (RFC 1035, as much as a resolver needs). */

/** What it knows of a name: addresses, a refusal, or nothing that it would say. */
export type KnownName = { readonly a?: readonly string[]; readonly aaaa?: readonly Buffer[] } | "servfail" | "silence";

/** A running name server. */
export interface NameServer {
  /** A resolver that asks it alone. */
  readonly resolver: () => Resolver;
  /** Resolves when somebody waits for an answer that never comes. */
  readonly silence: Promise<void>;
  readonly close: () => Promise<void>;
}

const A = 1;
const AAAA = 28;
const NO_SUCH_NAME = 3;
const SERVER_FAILURE = 2;

/**
 * Starts it on a free port of 127.0.0.1.
 *
 * @param patience - milliseconds that its resolvers wait for an answer
 */
export async function startNameServer(
  table: Readonly<Record<string, KnownName>>,
  patience: number,
): Promise<NameServer> {
  let fallSilent: () => void = () => undefined;
  const silence = new Promise<void>((resolve) => (fallSilent = resolve));
  const server = createSocket("udp4");
  server.on("message", (query, from) => {
    const { name, type, end } = questionOf(query);
    const known = table[name];
    if (known === "silence") fallSilent();
    else server.send(answerTo(query.subarray(0, end), known, type), from.port, from.address);
  });
  server.bind(0, "127.0.0.1");
  await once(server, "listening");
  return {
    silence,
    resolver: () => {
      const resolver = new Resolver({ timeout: patience, tries: 1 });
      resolver.setServers([`127.0.0.1:${server.address().port}`]);
      return resolver;
    },
    close: () => new Promise((done) => server.close(done)),
  };
}

function questionOf(query: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = query[at] ?? 0; length > 0; length = query[at] ?? 0) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join(".").toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 };
}

function answerTo(query: Buffer, known: Exclude<KnownName, "silence"> | undefined, type: number): Buffer {
  const values = recordsOf(known, type);
  const code = known === "servfail" ? SERVER_FAILURE : known === undefined ? NO_SUCH_NAME : 0;
  const answer = Buffer.from(query);
  answer.writeUInt16BE(0x8180 | code, 2);
  answer.writeUInt16BE(values.length, 6);
  // Nothing beyond the question: the resolver's own additions are not answered.
  answer.writeUInt32BE(0, 8);
  return Buffer.concat([answer, ...values.map((value) => recordOf(type, value))]);
}

function recordsOf(known: Exclude<KnownName, "silence"> | undefined, type: number): readonly Buffer[] {
  if (known === undefined || known === "servfail") return [];
  if (type === AAAA) return known.aaaa ?? [];
  return type === A ? (known.a ?? []).map((address) => Buffer.from(address.split(".").map(Number))) : [];
}

/** The name is the question's, by its place. */
function recordOf(type: number, value: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(value.length, 10);
  return Buffer.concat([head, value]);
}
