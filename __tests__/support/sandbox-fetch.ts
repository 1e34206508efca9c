import "./checked-answers";
import { CATALOG } from "../../sandbox/apis";
import { faultyAnswer } from "../../sandbox/core/faults";
import { Handler } from "../../sandbox/core/handle";
import type { Sandbox } from "../../sandbox/start";

const network = globalThis.fetch;

/**
 * A fetch whose calls of Google's APIs a sandbox answers without a connection: HTTP takes several times as long as an
 * answer, and has tests of its own. Faults are those with a status. Everything else goes over the network.
 */
export function sandboxFetch({ url: base, store, faults, journal }: Sandbox): typeof fetch {
  const handler = new Handler(CATALOG);
  return (input, init) => {
    const { origin, pathname: path, search, searchParams: query } = new URL(input);
    if (origin !== base || path.startsWith("/_sandbox/")) return network(input, init);
    const { method = "GET", body } = init ?? {};
    const incoming = { method, path, query, body: Buffer.from((body as string | undefined) ?? ""), contentType: "" };
    const harm = faults.nextHarm(method, path);
    const { answer, isServed } =
      harm?.kind === "status"
        ? { answer: faultyAnswer(harm.status), isServed: true }
        : handler.answerIncoming(store, incoming);
    if (!isServed) journal.unknown(method, `${path}${search}`);
    journal.request({ method, path: `${path}${search}`, status: answer.code });
    // An answer without content can have no body.
    if (answer.code === 204) return Promise.resolve(new Response(null, { status: answer.code }));
    return Promise.resolve(Response.json(answer.body ?? {}, { status: answer.code }));
  };
}
