import { staging } from "../../../environments/staging";
import { GoogleApiError } from "../../../verify/google-api";
import { loadToken, type TokenSource } from "../../../verify/load/token";
import { createMask } from "../../../verify/masking";
import { KEY, TOKEN, startEdge, type Edge } from "../../support/misbehaving-edge";
import { stubGoogle } from "../load/google-stub";

let edge: Edge;
beforeAll(async () => {
  edge = await startEdge();
});
afterAll(() => edge.close());

const one = (): number => 1;
const api = stubGoogle({ instances: one, connections: one, clients: one });
const source = (changed: Partial<TokenSource>): TokenSource => ({
  ...{ api, target: edge.target, key: KEY, mask: createMask(), signal: AbortSignal.timeout(60_000) },
  ...changed,
});

test("a key that is given buys a token, and both are masked from then on", async () => {
  const mask = createMask();
  expect(await loadToken(staging, source({ mask }))).toEqual({ ok: true, token: TOKEN });
  expect(mask.text(`${KEY} ${TOKEN}`)).toBe("[masked] [masked]");
});

test("a key that is refused", async () => {
  expect(await loadToken(staging, source({ key: "another-key-than-the-edges" }))).toEqual({
    ok: false,
    reason: expect.stringMatching(/^no token: POST \/auth\/e2e\/test-auth: .*401/) as string,
  });
});

test("Secret Manager's key stays with the environment's own hosts", async () => {
  const none = { ...api, get: jest.fn(() => Promise.reject(new GoogleApiError(404, "no such secret"))) };
  expect(await loadToken(staging, source({ key: undefined, api: none }))).toEqual({
    ok: false,
    reason: "no token: E2E_BYPASS_KEY is not set, and --connect-to keeps the secret's key from other addresses",
  });
  expect(none.get).not.toHaveBeenCalled();
  const { httpsPort, httpPort } = edge.target;
  expect(await loadToken(staging, source({ key: undefined, api: none, target: { httpsPort, httpPort } }))).toEqual({
    ok: false,
    reason: "no token: no such secret",
  });
});
