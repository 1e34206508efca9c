import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { CHECK_PASSED, E2E_SUCCESS_RATIO } from "../../monitoring/custom-metrics";
import type { JsonObject } from "../../verify/google-answers";
import { googleApi, type GoogleFiles } from "../../verify/google-api";
import { writeValues } from "../../verify/time-series";
import { testClock } from "../support/test-clock";

/** Files and deletions over Google's APIs, and values for Monitoring, against a server that plays one of them. */

let server: Server;
let api: GoogleFiles;
let respond: (request: IncomingMessage, response: ServerResponse) => void;
const asked: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    respond(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  api = googleApi(
    {
      GOOGLE_STORAGE_CUSTOM_ENDPOINT: `http://127.0.0.1:${port}/storage/v1/`,
      GOOGLE_OAUTH_ACCESS_TOKEN: "a-token",
    },
    testClock(),
  );
});
beforeEach(() => (asked.length = 0));
afterAll(() => new Promise((closed) => server.close(closed)));

const read = (most: number): Promise<string> =>
  api.text("storage", "b/x/o/e2e%2Fa%2Fjunit.xml", { alt: "media" }, most);

test("a file comes as it is, under its whole name", async () => {
  respond = (_, response) => response.end("<é>{not json");
  expect(await read(1000)).toBe("<é>{not json");
  expect(asked).toEqual(["GET /storage/v1/b/x/o/e2e%2Fa%2Fjunit.xml?alt=media"]);
});

test("an empty file is an empty text", async () => {
  respond = (_, response) => response.end();
  expect(await read(1000)).toBe("");
});

test("one that is longer than it may be is not read to its end", async () => {
  let sent = 0;
  respond = (_, response) => {
    const more = (): void => {
      while (!response.destroyed && sent < 1 << 26) {
        sent += 1 << 16;
        if (!response.write(Buffer.alloc(1 << 16))) return void response.once("drain", more);
      }
      response.end();
    };
    more();
  };
  await expect(read(100_000)).rejects.toMatchObject({
    status: 200,
    message: "storage b/x/o/e2e%2Fa%2Fjunit.xml: more than 100000 bytes",
  });
  expect(sent).toBeLessThan(1 << 26);
});

test("a refusal is Google's own, and is not asked for again", async () => {
  respond = (_, response) => response.writeHead(404).end('{"error":{"message":"No such object: x"}}');
  await expect(read(10)).rejects.toMatchObject({
    status: 404,
    message: expect.stringContaining("No such object: x") as string,
  });
  expect(asked).toHaveLength(1);
});

test("an answer that breaks off is asked for again", async () => {
  respond = (_, response) => {
    if (asked.length > 1) return void response.end("whole");
    response.writeHead(200, { "content-length": "100" }).write("half");
    response.destroy();
  };
  expect(await read(1000)).toBe("whole");
});

test("what is removed is named with its condition, and asked to go again where nobody could answer", async () => {
  respond = (_, response) => response.writeHead(asked.length > 1 ? 204 : 503).end();
  await api.remove("storage", "b/x/o/e2e.lock", { ifGenerationMatch: "7" });
  const removal = "DELETE /storage/v1/b/x/o/e2e.lock?ifGenerationMatch=7";
  expect(asked).toEqual([removal, removal]);
});

test("a refusal to remove is not asked for again", async () => {
  respond = (_, response) => response.writeHead(412).end();
  await expect(api.remove("storage", "b/x/o/e2e.lock")).rejects.toMatchObject({ status: 412 });
  expect(asked).toHaveLength(1);
});

test("values for Monitoring: two hundred series a call, each in the metric's own type", async () => {
  const bodies: { timeSeries: JsonObject[] }[] = [];
  const google = {
    get: () => Promise.reject(new Error("nothing is read")),
    post: (_: string, path: string, body: JsonObject) => {
      expect(path).toBe("v3/projects/p/timeSeries");
      bodies.push(body as unknown as { timeSeries: JsonObject[] });
      return Promise.resolve({});
    },
  };
  const clock = testClock(undefined, new Date("2026-12-01T10:00:00Z"));
  const many = Array.from({ length: 250 }, (_, index) => ({
    metric: CHECK_PASSED,
    labels: { check: `dns/${index}` },
    value: index % 2 === 0,
  }));
  await writeValues(google, "p", [...many, { metric: E2E_SUCCESS_RATIO, value: 0.5 }], clock);
  expect(bodies.map(({ timeSeries }) => timeSeries.length)).toEqual([200, 51]);
  expect(bodies[0]!.timeSeries[1]).toEqual({
    metric: { type: CHECK_PASSED.type, labels: { check: "dns/1" } },
    resource: { type: "global", labels: { project_id: "p" } },
    metricKind: "GAUGE",
    valueType: "BOOL",
    points: [{ interval: { endTime: "2026-12-01T10:00:00.000Z" }, value: { boolValue: false } }],
  });
  expect(bodies[1]!.timeSeries.at(-1)).toMatchObject({
    valueType: "DOUBLE",
    points: [{ value: { doubleValue: 0.5 } }],
  });
  await writeValues(google, "p", [], clock);
  expect(bodies).toHaveLength(2);
});
