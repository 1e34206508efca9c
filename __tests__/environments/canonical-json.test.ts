import { canonicalJson } from "../../google/canonical-json";

test("keys are in order at every depth, lists keep theirs", () => {
  expect(canonicalJson({ b: [{ d: 1, c: "x" }, 2], a: true })).toBe('{"a":true,"b":[{"c":"x","d":1},2]}');
});

test("what Go escapes is escaped, and means the same", () => {
  const json = { text: "a < b && c > d" };
  expect(canonicalJson(json)).toBe('{"text":"a \\u003c b \\u0026\\u0026 c \\u003e d"}');
  expect(JSON.parse(canonicalJson(json))).toEqual(json);
});
