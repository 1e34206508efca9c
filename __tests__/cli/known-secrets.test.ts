import { secretVariables, sensitiveInPlan, sensitiveInState } from "../../cli/shared/known-secrets";

test("variables that are secrets by their names, and what an address has of them", () => {
  const variables = {
    NETRA_REVIEW_KEY: "CANARY-1",
    E2E_BYPASS_KEY: "CANARY-2",
    GOOGLE_OAUTH_ACCESS_TOKEN: "CANARY-3",
    GOOGLE_CREDENTIALS: '{"client_email":"a@b","private_key":"CANARY-4"}',
    TF_VAR_anything: "CANARY-5",
    HTTPS_PROXY: "http://user:CANARY-6@proxy:3128",
    NOTIFY_WEBHOOK: "https://hooks.example.com/CANARY-7",
    DATABASE_PASSWORD: "CANARY-8",
  };
  const found = secretVariables(variables);
  for (let number = 1; number <= 8; number += 1) {
    expect(found.some((text) => text.endsWith(`CANARY-${number}`))).toBe(true);
  }
});

test("variables that are none, and those that hold a path", () => {
  const variables = {
    PATH: "/bin",
    HOME: "/root",
    GOOGLE_APPLICATION_CREDENTIALS: "/a/file.json",
    LANG: "C",
    KEYBOARD: "",
  };
  expect(secretVariables(variables)).toEqual([]);
});

test("a plan: marks of a part, of a whole, of outputs, of both states, and of variables", () => {
  const plan = {
    variables: { secret: { value: "CANARY-1" }, plain: { value: "told" } },
    configuration: { root_module: { variables: { secret: { sensitive: true, default: "CANARY-2" }, plain: {} } } },
    resource_changes: [
      {
        change: {
          before: { name: "told", list: [{ key: "CANARY-3" }, { key: "told" }] },
          before_sensitive: { list: [{ key: true }, {}] },
          after: { map: { CANARY: "CANARY-4", other: [4711] } },
          after_sensitive: { map: true },
        },
      },
    ],
    output_changes: { one: { before: null, after: "CANARY-5", before_sensitive: false, after_sensitive: true } },
    planned_values: {
      outputs: { one: { sensitive: true, value: "CANARY-5" }, two: { sensitive: false, value: "told" } },
      root_module: { child_modules: [{ resources: [{ values: { a: "CANARY-6" }, sensitive_values: { a: true } }] }] },
    },
    prior_state: {
      values: { root_module: { resources: [{ values: { a: "CANARY-7" }, sensitive_values: { a: true } }] } },
    },
  };
  const found = sensitiveInPlan(plan);
  expect(new Set(found)).toEqual(
    new Set(["CANARY-1", "CANARY-2", "CANARY-3", "CANARY-4", "4711", "CANARY-5", "CANARY-6", "CANARY-7"]),
  );
});

test("a state: outputs, and paths into attributes", () => {
  const state = {
    outputs: { one: { value: { inner: "CANARY-1" }, sensitive: true }, two: { value: "told" } },
    resources: [
      {
        instances: [
          {
            attributes: { auth_string: "CANARY-2", list: [{ key: "CANARY-3" }], map: { a: "CANARY-4" }, name: "told" },
            sensitive_attributes: [
              [{ type: "get_attr", value: "auth_string" }],
              [
                { type: "get_attr", value: "list" },
                { type: "index", value: { value: 0, type: "number" } },
                { type: "get_attr", value: "key" },
              ],
              [
                { type: "get_attr", value: "map" },
                { type: "index", value: { value: "a", type: "string" } },
              ],
              [{ type: "get_attr", value: "absent" }],
            ],
          },
        ],
      },
    ],
  };
  expect([...sensitiveInState(state)].sort()).toEqual(["CANARY-1", "CANARY-2", "CANARY-3", "CANARY-4"]);
});

test.each([[undefined], ["text"], [null], [{ resources: [null, { instances: "none" }] }]])("nothing in %p", (json) => {
  expect([sensitiveInPlan(json), sensitiveInState(json)]).toEqual([[], []]);
});
