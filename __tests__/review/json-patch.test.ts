import fc from "fast-check";
import { differenceOf } from "../support/json-difference";
import { applyPatch, type Operation } from "../support/json-patch";

/** Recorded plans are what a patch makes of their base, so the patch has to be right in every place. */

test.each<[what: string, before: unknown, operation: Operation, after: unknown]>([
  ["a member is added", { a: 1 }, { op: "add", path: "/b", value: 2 }, { a: 1, b: 2 }],
  ["a member that is there is set", { a: 1 }, { op: "add", path: "/a", value: 2 }, { a: 2 }],
  ["an item is added before another", [1, 3], { op: "add", path: "/1", value: 2 }, [1, 2, 3]],
  ["an item is added at the end", [1], { op: "add", path: "/1", value: 2 }, [1, 2]],
  ["an item that is a list is added as one", [], { op: "add", path: "/0", value: [1] }, [[1]]],
  ["a member is removed", { a: 1, b: 2 }, { op: "remove", path: "/a" }, { b: 2 }],
  ["an item is removed", [1, 2, 3], { op: "remove", path: "/1" }, [1, 3]],
  ["null is a value", { a: null }, { op: "replace", path: "/a", value: 0 }, { a: 0 }],
  ["a value becomes null", { a: 0 }, { op: "replace", path: "/a", value: null }, { a: null }],
  ["the whole is replaced", { a: 1 }, { op: "replace", path: "", value: [] }, []],
  ["what is deep is found", { a: [{ b: 1 }] }, { op: "replace", path: "/a/0/b", value: 2 }, { a: [{ b: 2 }] }],
  ["names are escaped", { "a/b": { "m~n": 1 } }, { op: "remove", path: "/a~1b/m~0n" }, { "a/b": {} }],
  ["~01 is ~1 and no slash", { "~1": 1 }, { op: "replace", path: "/~01", value: 2 }, { "~1": 2 }],
  ["an empty name is a name", { "": 1 }, { op: "replace", path: "/", value: 2 }, { "": 2 }],
])("%s", (_what, before, operation, after) => {
  const copy = structuredClone(before);
  expect(applyPatch(before, [operation])).toEqual(after);
  expect(before).toEqual(copy);
});

test("operations follow one another, and a replaced member keeps its place", () => {
  const patch: Operation[] = [
    { op: "remove", path: "/list/0" },
    { op: "replace", path: "/list/0", value: "c" },
    { op: "add", path: "/new", value: 1 },
  ];
  expect(JSON.stringify(applyPatch({ list: ["a", "b"], last: 0 }, patch))).toBe('{"list":["c"],"last":0,"new":1}');
});

test.each<[document: unknown, operation: Operation]>([
  [{}, { op: "remove", path: "/a" }],
  [{}, { op: "replace", path: "/a", value: 1 }],
  [{}, { op: "add", path: "/a/b", value: 1 }],
  [{}, { op: "remove", path: "/toString" }],
  [[], { op: "remove", path: "/0" }],
  [[], { op: "replace", path: "/0", value: 1 }],
  [[], { op: "add", path: "/1", value: 1 }],
  [[1, 2], { op: "remove", path: "/01" }],
  [[1, 2], { op: "remove", path: "/length" }],
  [{ a: "text" }, { op: "replace", path: "/a/0", value: 1 }],
  [{}, { op: "remove", path: "" }],
])("%j has no place for %j", (document, operation) => {
  expect(() => applyPatch(document, [operation])).toThrow(operation.op);
});

test("the difference of any two documents makes one the other", () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (before, after) => {
      expect(applyPatch(before, differenceOf(before, after))).toEqual(after);
      expect(differenceOf(after, structuredClone(after))).toEqual([]);
    }),
  );
});

test("what stands under an address or a name is compared with what stood under it", () => {
  const [first, second] = [
    { address: "x.first", values: { size: 1, kept: "this text is long enough to be kept" } },
    { address: "x.second", values: { size: 1, kept: "this text is long enough to be kept" } },
  ];
  const changed = { ...second, values: { ...second.values, size: 2 } };
  expect(differenceOf([first, second], [changed])).toEqual([
    { op: "remove", path: "/0" },
    { op: "replace", path: "/0/values/size", value: 2 },
  ]);
  expect(differenceOf({ env: [{ name: "A", value: "1" }] }, { env: [{ name: "A", value: "2" }] })).toEqual([
    { op: "replace", path: "/env/0/value", value: "2" },
  ]);
});

test("where most of a value changes, the whole is shorter", () => {
  const [before, after] = [{ block: { a: 1, b: 2, c: 3 } }, { block: { d: 4, e: 5, f: 6 } }];
  expect(differenceOf(before, after)).toEqual([{ op: "replace", path: "/block", value: after.block }]);
});
