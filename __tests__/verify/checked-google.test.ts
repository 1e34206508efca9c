import { checkedGoogle, requestProblems } from "../support/checked-google";

const SERVICES = "projects/p/locations/us-central1/services";

test.each<[what: string, problem: RegExp, asked: Parameters<typeof requestProblems>[0]]>([
  ["another method", /no document/, { method: "POST", api: "run", path: `${SERVICES}/a` }],
  ["another path", /no document/, { method: "GET", api: "run", path: "projects/p/service/a" }],
  [
    "an unknown parameter",
    /Cannot bind query parameter/,
    { method: "GET", api: "run", path: SERVICES, query: { size: "1" } },
  ],
  [
    "a parameter of another form",
    /page_size/,
    { method: "GET", api: "run", path: SERVICES, query: { pageSize: "many" } },
  ],
  [
    "an unknown member",
    /Unknown name "serie"/,
    { method: "POST", api: "monitoring", path: "v3/projects/p/timeSeries", body: { serie: [] } },
  ],
])("%s is a problem", (_what, problem, asked) => {
  expect(requestProblems(asked).join("\n")).toMatch(problem);
});

test("what Google knows is passed on, and the rest is not", async () => {
  const asked: string[] = [];
  const played = checkedGoogle({
    get: (_api, path) => {
      asked.push(path);
      return Promise.resolve({});
    },
    post: () => Promise.resolve({}),
  });
  await played.get("run", `${SERVICES}/a`);
  expect(() => played.get("run", "nothing/at/all")).toThrow("no document");
  expect(asked).toEqual([`${SERVICES}/a`]);
});
