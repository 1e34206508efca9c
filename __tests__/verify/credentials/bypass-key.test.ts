import { trial } from "../../fixture/trial";
import { bypassKeyFromSecretManager } from "../../../verify/credentials/bypass-key";
import { GoogleApiError, type JsonObject } from "../../../verify/google-answers";
import type { GoogleApi } from "../../../verify/google-api";

const KEY = "canary-of-the-bypass-key";
const PATH = "projects/example-trial/secrets/netra-trial-e2e-bypass-key/versions/latest:access";

/** An API that has one answer, and keeps what it was asked. */
function answering(answer: JsonObject | Error): { readonly google: GoogleApi; readonly asked: readonly unknown[][] } {
  const asked: unknown[][] = [];
  const google: GoogleApi = {
    get: (...question) => {
      asked.push(question);
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    post: () => Promise.reject(new Error("nothing is posted")),
  };
  return { google, asked };
}

const read = (google: GoogleApi, signal = new AbortController().signal): Promise<string> =>
  bypassKeyFromSecretManager(trial, google, signal);

test("the key is the newest version's value, asked for with the caller's signal", async () => {
  const data = Buffer.from(KEY).toString("base64");
  const { google, asked } = answering({ name: "projects/1/secrets/s/versions/3", payload: { data } });
  const { signal } = new AbortController();
  expect(await read(google, signal)).toBe(KEY);
  expect(asked).toEqual([["secretmanager", PATH, {}, signal]]);
});

test("a refusal is Google's own", async () => {
  const refusal = new GoogleApiError(403, `secretmanager ${PATH}: Permission denied`);
  await expect(read(answering(refusal).google)).rejects.toBe(refusal);
});

test.each<readonly [name: string, answer: JsonObject]>([
  ["no payload", {}],
  ["an empty payload", { payload: { data: "" } }],
  ["a payload of another form", { payload: { value: KEY } }],
  ["a payload that is no base64", { payload: { data: `${KEY} ?` } }],
])("%s is an error without the value in it", async (_name, answer) => {
  const error = await read(answering(answer).google).catch((thrown: unknown) => thrown as GoogleApiError);
  expect(error).toBeInstanceOf(GoogleApiError);
  expect(String(error)).toBe(`Error: secretmanager ${PATH}: an answer without a value`);
  expect(JSON.stringify([error, (error as GoogleApiError).stack])).not.toContain(KEY);
});
