import { lookup } from "../../policy/core/lookup";
import type { Resource } from "../../policy/core/resource";

const resource = (address: string, ...names: readonly string[]): Resource => ({
  stack: "s",
  address,
  type: "t",
  values: { names },
  references: new Map(),
});

const RESOURCES = [resource("a", "x", "y"), resource("b", "y"), resource("c"), resource("d", "z", "x", "x")];
const byName = lookup(({ values }) => values.names as readonly string[]);
const found = (...keys: readonly string[]) => byName.find(RESOURCES, keys).map(({ address }) => address);

test.each<[keys: readonly string[], addresses: readonly string[]]>([
  [[], []],
  [["x"], ["a", "d"]],
  [
    ["z", "y"],
    ["a", "b", "d"],
  ],
  [
    ["y", "x"],
    ["a", "b", "d"],
  ],
  [["nowhere"], []],
])("%j finds %j, each once and in the order of the list", (keys, addresses) => {
  expect(found(...keys)).toEqual(addresses);
});

test("every key is told once", () => expect(byName.keys(RESOURCES)).toEqual(["x", "y", "z"]));

test("each list has an index of its own, read once", () => {
  let reads = 0;
  const counted = lookup(({ address }) => {
    reads += 1;
    return [address];
  });
  const others = [...RESOURCES].reverse();
  expect([RESOURCES, others, RESOURCES].map((list) => counted.find(list, ["a"]).length)).toEqual([1, 1, 1]);
  expect(reads).toBe(RESOURCES.length * 2);
});
