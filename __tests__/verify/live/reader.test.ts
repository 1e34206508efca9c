import { z } from "zod";
import { liveReaders } from "../../../verify/live/reader";
import { GoogleApiError, type JsonObject } from "../../../verify/google-answers";
import type { GoogleApi } from "../../../verify/google-api";

const Shape = z.object({ name: z.string() });

/** An API that counts, and answers by a function. */
function counting(answer: (count: number) => JsonObject): { readonly google: GoogleApi; readonly count: () => number } {
  let count = 0;
  return {
    google: {
      get: async () => {
        count += 1;
        return Promise.resolve(count).then(answer);
      },
      post: () => Promise.reject(new Error("nothing is posted")),
    },
    count: () => count,
  };
}

test("a round asks for each resource once, and the next round asks anew", async () => {
  const { google, count } = counting((number) => ({ name: String(number), more: "dropped" }));
  const round = liveReaders(google);
  const first = [round(0).read("run", "a", Shape), round(0).read("run", "a", Shape)];
  expect(await Promise.all(first)).toEqual([{ name: "1" }, { name: "1" }]);
  expect(await round(1).read("run", "a", Shape)).toEqual({ name: "2" });
  expect(await round(0).read("run", "a", Shape)).toEqual({ name: "1" });
  expect(count()).toBe(2);
});

test("another API, path or query is another resource", async () => {
  const { google, count } = counting(() => ({ name: "n" }));
  const live = liveReaders(google)(0);
  await live.read("run", "a", Shape);
  await live.read("sql", "a", Shape);
  await live.read("run", "b", Shape);
  await live.read("run", "a", Shape, { view: "FULL" });
  expect(count()).toBe(4);
});

test("everybody who asked is told of a refusal, and the caller what he needs", async () => {
  const { google, count } = counting(() => {
    throw new GoogleApiError(403, "compute a: denied");
  });
  const live = liveReaders(google)(0);
  const asked = [live.read("compute", "a", Shape), live.read("compute", "a", Shape)];
  for (const each of asked) {
    await expect(each).rejects.toEqual(
      new GoogleApiError(403, "compute a: denied; the caller needs roles/compute.viewer in the project"),
    );
  }
  expect(count()).toBe(1);
});

test("an answer of another form is named by its place, without what stands there", async () => {
  const { google } = counting(() => ({ name: { canary: "canary" } }));
  const refused = liveReaders(google)(0).read("run", "a", Shape);
  await expect(refused).rejects.toEqual(new GoogleApiError(200, "run a: an answer of another form at name"));
});
