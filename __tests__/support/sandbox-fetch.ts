import "./checked-answers";
import type { Sandbox } from "../../sandbox/start";

const network = globalThis.fetch;

/**
 * A fetch whose calls of Google's APIs a sandbox answers without a connection: HTTP takes several times as long as an
 * answer, and has tests of its own. Everything else goes over the network.
 */
export const sandboxFetch =
  ({ url: base, answer }: Sandbox): typeof fetch =>
  async (input, init) => {
    const { origin, pathname, search } = new URL(input);
    if (origin !== base) return network(input, init);
    const { method = "GET", body } = init ?? {};
    const bytes = Buffer.from((body as string | undefined) ?? "");
    const said = await answer({ method, url: `${pathname}${search}`, contentType: "", body: bytes });
    if (said === "dropped") throw new TypeError("fetch failed");
    // An answer without content can have no body.
    if (said.code === 204) return new Response(null, { status: said.code });
    return Response.json(said.body ?? {}, { status: said.code });
  };
