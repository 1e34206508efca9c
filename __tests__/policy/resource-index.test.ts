import { ResourceIndex } from "../../policy/core/resource-index";
import type { Resource } from "../../policy/core/resource";

const resource = (address: string, ...names: readonly string[]): Resource => ({
  stack: "s",
  address,
  type: "t",
  values: { names },
  references: new Map(),
});

const RESOURCES = [resource("a", "x", "y"), resource("b", "y"), resource("c"), resource("d", "z", "x", "x")];
const byName = new ResourceIndex(RESOURCES, ({ values }) => values.names as readonly string[]);
const found = (...keys: readonly string[]) => byName.find(keys).map(({ address }) => address);

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
