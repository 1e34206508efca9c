import { CATALOG } from "../../../sandbox/apis";
import { Handler } from "../../../sandbox/core/handle";
import type { JsonObject } from "../../../sandbox/core/json";
import { Store } from "../../../sandbox/core/store";
import { seedProject } from "../../../sandbox/projects/projects";
import { watchAnswers } from "../../support/answer-checks";

const take = watchAnswers({ refusals: true });

const SECRETS = "/secretmanager/v1/projects/p/secrets";

const store = new Store();
seedProject(store, "p");
const name = "secretmanager.googleapis.com";
store.put(`serviceusage/projects/p/services/${name}`, { name, state: "ENABLED" });

const handler = new Handler(CATALOG);

const ask = (method: string, path: string, query: string, body: JsonObject = {}): number =>
  handler.answerIncoming(store, {
    ...{ method, path, query: new URLSearchParams(query), contentType: "application/json" },
    body: Buffer.from(method === "GET" ? "" : JSON.stringify(body)),
  }).answer.code;

test("good requests and their answers are told by nobody", () => {
  expect(ask("POST", SECRETS, "secretId=s", { replication: { automatic: {} } })).toBe(200);
  expect(ask("GET", `${SECRETS}/s`, "")).toBe(200);
  expect(ask("GET", `${SECRETS}/none`, "")).toBe(404);
  expect(take()).toEqual([]);
});

test("an answer that deviates is told with its request, once", () => {
  store.put("secretmanager/projects/p/secrets/s", {
    ...store.get("secretmanager/projects/p/secrets/s"),
    labels: ["a"],
    colour: "red",
  });
  ask("GET", `${SECRETS}/s`, "");
  expect(take()).toEqual([
    `GET ${SECRETS}/s: answer of secretmanager.projects.secrets.get: colour: no such member`,
    `GET ${SECRETS}/s: answer of secretmanager.projects.secrets.get: labels: a map, found object`,
  ]);
  expect(take()).toEqual([]);
});

test("a request that Google would not read is told with what was said", () => {
  expect(ask("POST", SECRETS, "secretId=t", { replication: { automatic: {} }, colour: "red" })).toBe(400);
  expect(take()).toEqual([expect.stringMatching(`^POST ${SECRETS}: refused: .*Unknown name "colour"`)]);
});
