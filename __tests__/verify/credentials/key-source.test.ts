import { trial } from "../../fixture/trial";
import { GoogleApiError } from "../../../verify/google-answers";
import type { GoogleApi } from "../../../verify/google-api";
import { obtainAccessToken } from "../../../verify/credentials/access-token";
import { keySourceFor } from "../../../verify/credentials/bypass-key";
import { attemptText } from "../../../verify/engine/attempt";
import type { Target } from "../../../verify/http/target";
import { createMask, type Mask } from "../../../verify/masking";
import { KEY, TOKEN, startEdge, type Edge } from "../../support/misbehaving-edge";
import { stubGoogle } from "../load/google-stub";

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.close());

const one = (): number => 1;
const api = stubGoogle({ instances: one, connections: one, clients: one });
/** As `./netra load` obtains one: the token, or why there is none. */
async function tokenText({
  google = api,
  target = edge.target,
  key,
  mask = createMask(),
}: {
  readonly google?: GoogleApi;
  readonly target?: Target;
  readonly key?: string;
  readonly mask?: Mask;
}): Promise<string> {
  const source = keySourceFor(trial, google, target, key);
  const token = await obtainAccessToken(trial, target, source, mask, new AbortController().signal);
  return token.ok ? token.secret : attemptText(token.attempt);
}

test("a key that is given buys a token, and both are masked from then on", async () => {
  const mask = createMask();
  expect(await tokenText({ key: KEY, mask })).toBe(TOKEN);
  expect(mask.text(`${KEY} ${TOKEN}`)).toBe("[masked] [masked]");
});

test("a key that is refused", async () => {
  expect(await tokenText({ key: "another-key-than-the-edges" })).toMatch(/^POST \/auth\/e2e\/test-auth: .*401/);
});

test("Secret Manager's key stays with the environment's own hosts", async () => {
  const none = { ...api, get: jest.fn(() => Promise.reject(new GoogleApiError(404, "no such secret"))) };
  expect(await tokenText({ google: none })).toBe(
    "E2E_BYPASS_KEY is not set, and --connect-to keeps the secret's key from other addresses",
  );
  expect(none.get).not.toHaveBeenCalled();
  const { httpsPort, httpPort } = edge.target;
  expect(await tokenText({ google: none, target: { httpsPort, httpPort } })).toBe("no such secret");
});
