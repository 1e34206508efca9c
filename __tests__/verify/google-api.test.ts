import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { GoogleAuth } from "google-auth-library";
import { GoogleApiError } from "../../verify/google-answers";
import { googleApi } from "../../verify/google-api";
import { testClock } from "../support/test-clock";

const TOKEN = "canary-token";

interface Asked {
  readonly method: string;
  readonly url: string;
  readonly authorization: string;
  readonly body: string;
}

type Behaviour = (response: ServerResponse, request: IncomingMessage) => void;

/** A local server with one behaviour an answer, the last one for all that follow. */
let server: Server;
let behaviours: Behaviour[] = [];
const asked: Asked[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method = "", url = "", headers } = request;
      asked.push({ method, url, authorization: headers.authorization ?? "", body: Buffer.concat(chunks).toString() });
      const behaviour = behaviours.length > 1 ? behaviours.shift() : behaviours[0];
      behaviour?.(response, request);
    });
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
});

afterAll(
  () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    }),
);

beforeEach(() => (asked.length = 0));

afterEach(() => jest.restoreAllMocks());

const clock = testClock();
const url = (): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
const google = (more: Readonly<Record<string, string>> = {}) =>
  googleApi(
    { GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT: `${url()}/run/v2/`, GOOGLE_OAUTH_ACCESS_TOKEN: TOKEN, ...more },
    clock,
  );

const answers =
  (status: number, body: unknown): Behaviour =>
  (response) => {
    response.writeHead(status, { "content-type": "application/json" });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  };

const refuses = (status: number, message: string): Behaviour =>
  answers(status, { error: { code: status, message, status: "REFUSED" } });

/** What a call is refused with. */
async function refusal(call: Promise<unknown>): Promise<GoogleApiError> {
  const error = await call.then(
    () => new Error("it was answered"),
    (thrown: unknown) => thrown as Error,
  );
  if (!(error instanceof GoogleApiError)) throw error;
  expect(`${error.message} ${error.stack ?? ""}`).not.toContain(TOKEN);
  return error;
}

test("a question goes to the API's endpoint, with the query and the token", async () => {
  behaviours = [answers(200, { name: "s" })];
  const query = { view: "FULL", each: ["a", "b c"], left: undefined };
  expect(await google().get("run", "projects/p/secrets/s:getIamPolicy", query)).toEqual({ name: "s" });
  expect(asked).toEqual([
    {
      method: "GET",
      url: "/run/v2/projects/p/secrets/s:getIamPolicy?view=FULL&each=a&each=b+c",
      authorization: `Bearer ${TOKEN}`,
      body: "",
    },
  ]);
});

test("a call posts JSON; an empty answer is an empty object", async () => {
  behaviours = [answers(200, "")];
  expect(await google().post("run", "projects/p/jobs/j:run", { overrides: { timeout: "1s" } })).toEqual({});
  expect(asked).toMatchObject([{ method: "POST", body: '{"overrides":{"timeout":"1s"}}' }]);
});

test.each([
  [400, refuses(400, "bad request\nwith a second line"), "bad request"],
  [401, refuses(401, "no credentials"), "no credentials"],
  [403, refuses(403, "Permission 'run.services.get' denied"), "Permission 'run.services.get' denied"],
  [404, refuses(404, "Resource 's' was not found"), "Resource 's' was not found"],
  [409, answers(409, "<html>a page</html>"), "HTTP 409"],
  [501, answers(501, { other: "form" }), "HTTP 501"],
])("a refusal with %i is told once, in Google's words", async (status, behaviour, said) => {
  behaviours = [behaviour];
  const error = await refusal(google().get("run", "projects/p"));
  expect([error.status, error.message]).toEqual([status, `run projects/p: ${said}`]);
  expect(asked).toHaveLength(1);
});

test.each([429, 500, 502, 503])("what passes by itself is asked again after %i", async (status) => {
  behaviours = [refuses(status, "later"), refuses(status, "later"), answers(200, { name: "s" })];
  expect(await google().get("run", "projects/p")).toEqual({ name: "s" });
  expect(asked).toHaveLength(3);
});

test("four times at most, after ever longer waits", async () => {
  behaviours = [refuses(503, "unavailable")];
  const before = clock.pauses.length;
  expect(await refusal(google().get("run", "projects/p"))).toMatchObject({ status: 503 });
  expect(asked).toHaveLength(4);
  const waits = clock.pauses.slice(before);
  expect(waits).toHaveLength(3);
  // Chance moves each of them; together they leave a service time to come back.
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(1000);
});

test("a call is never repeated: what it began would begin twice", async () => {
  behaviours = [refuses(503, "unavailable")];
  expect(await refusal(google().post("run", "projects/p/jobs/j:run", {}))).toMatchObject({ status: 503 });
  expect(asked).toHaveLength(1);
});

test.each<readonly [name: string, behaviour: Behaviour, message: RegExp]>([
  ["no answer", (response) => response.destroy(), /^run: no answer \(.+\)$/],
  [
    "an answer that breaks off",
    (response) => {
      response.writeHead(200, { "content-length": "100" });
      response.write("{");
      setImmediate(() => response.destroy());
    },
    /^run projects\/p: the answer broke off \(.+\)$/,
  ],
])("%s has the status 0, and is asked for again", async (_name, behaviour, message) => {
  behaviours = [behaviour];
  const error = await refusal(google().get("run", "projects/p"));
  expect([error.status, error.message]).toEqual([0, expect.stringMatching(message)]);
  expect(asked).toHaveLength(4);
});

test.each(["[1]", "null", "a text", "{"])("an answer of %s is no object", async (body) => {
  behaviours = [answers(200, body)];
  const error = await refusal(google().get("run", "projects/p"));
  expect([error.status, error.message]).toEqual([200, "run projects/p: an answer that is no JSON object"]);
});

test("whoever gives up is not waited for, and nothing is asked again", async () => {
  const caller = new AbortController();
  behaviours = [() => caller.abort()];
  const error = await refusal(google().get("run", "projects/p", {}, caller.signal));
  expect([error.status, error.message]).toEqual([0, "run: no answer (time is up)"]);
  expect(asked).toHaveLength(1);
});

describe("a program that ends", () => {
  const ending = (variables: Readonly<Record<string, string>>, end: AbortSignal) =>
    googleApi({ GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT: `${url()}/run/v2/`, ...variables }, clock, end);

  test.each([
    ["get", (api: ReturnType<typeof ending>) => api.get("run", "x")],
    ["post", (api: ReturnType<typeof ending>) => api.post("run", "x", {})],
    ["text", (api: ReturnType<typeof ending>) => api.text("run", "x", {}, 10)],
    ["remove", (api: ReturnType<typeof ending>) => api.remove("run", "x")],
  ])("waits for no answer to %s, and asks nothing again", async (_name, call) => {
    const program = new AbortController();
    behaviours = [() => program.abort()];
    const { status, message } = await refusal(call(ending({ GOOGLE_OAUTH_ACCESS_TOKEN: TOKEN }, program.signal)));
    expect([status, message, asked.length]).toEqual([0, "run: no answer (time is up)", 1]);
  });

  test("waits for no token", async () => {
    const program = new AbortController();
    jest.spyOn(GoogleAuth.prototype, "getAccessToken").mockImplementation(() => {
      program.abort();
      return new Promise(() => undefined);
    });
    expect((await refusal(ending({}, program.signal).get("run", "x"))).message).toBe("run: no answer (time is up)");
    expect(asked).toEqual([]);
  });
});

test("a token that no header can carry is quoted nowhere", async () => {
  const error = await refusal(google({ GOOGLE_OAUTH_ACCESS_TOKEN: `${TOKEN}\nmore` }).get("run", "projects/p"));
  expect([error.status, error.message]).toEqual([401, "GOOGLE_OAUTH_ACCESS_TOKEN: not a token"]);
  expect(asked).toEqual([]);
});

test.each([
  ["two words", "two words"],
  ["credentials", `https://user:${TOKEN}@run.example.com/v2/`],
  ["a user alone", `https://${TOKEN}@run.example.com/v2/`],
  ["another scheme", "ftp://run.example.com/v2/"],
])("an endpoint of %s is named, and quoted nowhere", async (_name, endpoint) => {
  const error = await refusal(google({ GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT: endpoint }).get("run", "projects/p"));
  expect([error.status, error.message]).toEqual([
    400,
    "GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT: no URL, or one with credentials in it",
  ]);
});

test("an empty endpoint is none: Google itself is asked", async () => {
  const fetched = jest.spyOn(globalThis, "fetch").mockImplementation(() => Promise.resolve(new Response("{}")));
  await google({ GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT: "" }).get("run", "projects/p");
  expect(fetched.mock.calls.map(([url]) => (url as URL).href)).toEqual(["https://run.googleapis.com/v2/projects/p"]);
});

test("without a token the account of the machine is asked for one", async () => {
  jest.spyOn(GoogleAuth.prototype, "getAccessToken").mockImplementation(() => Promise.resolve("another"));
  behaviours = [answers(200, {})];
  await google({ GOOGLE_OAUTH_ACCESS_TOKEN: "" }).get("run", "projects/p");
  expect(asked).toMatchObject([{ authorization: "Bearer another" }]);
});

test("without an account it is said what to do", async () => {
  const failure = new Error("Could not load the default credentials.\nBrowse to a page");
  jest.spyOn(GoogleAuth.prototype, "getAccessToken").mockImplementation(() => Promise.reject(failure));
  const error = await refusal(google({ GOOGLE_OAUTH_ACCESS_TOKEN: "" }).get("run", "projects/p"));
  expect([error.status, error.message]).toEqual([
    401,
    "no credentials (Could not load the default credentials.); run gcloud auth application-default login",
  ]);
  expect(asked).toEqual([]);
});

describe("files", () => {
  test("are read as text, up to a length", async () => {
    behaviours = [answers(200, "<xml/>")];
    expect(await google().text("run", "b/o", { alt: "media" }, 6)).toBe("<xml/>");
    const error = await refusal(google().text("run", "b/o", { alt: "media" }, 5));
    expect([error.status, error.message]).toEqual([200, "run b/o: more than 5 bytes"]);
  });

  test("that are not there say so", async () => {
    behaviours = [refuses(404, "No such object")];
    expect(await refusal(google().text("run", "b/o", {}, 5))).toMatchObject({
      status: 404,
      message: "run b/o: No such object",
    });
  });

  test("are removed once", async () => {
    behaviours = [answers(204, "")];
    await google().remove("run", "b/o", { ifGenerationMatch: "7" });
    expect(asked).toMatchObject([{ method: "DELETE", url: "/run/v2/b/o?ifGenerationMatch=7" }]);
  });
});
