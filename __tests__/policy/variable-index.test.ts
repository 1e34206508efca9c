import fc from "fast-check";
import type { Resource } from "../../policy/core/resource";
import { worstFirst, type Severity } from "../../report/severity";
import { Estate } from "../../policy/core/estate";
import { NOTABLE, variableIndex } from "../../policy/packs/google/programs/variable-index";

const resource = (type: string, address: string, env: readonly object[] = []): Resource => ({
  stack: "s",
  address,
  type,
  values: { template: [{ containers: [{ env }] }] } as unknown as Resource["values"],
  references: new Map(),
});

test.each([
  // eslint-disable-next-line no-control-regex -- control characters are what this is about
  ["a control character", /^[a-z]{0,5}[\x00-\x1f\x7f][a-z]{0,5}$/],
  ["a URL with a password", /^[a-z][a-z0-9+.-]{0,8}:\/\/[^/\s:@]{0,5}:[^/\s@]{1,5}@[a-z]{0,5}$/],
  [
    "a text that keeps a place",
    /^(placeholder|change[-_ ]?me|replace[-_ ]?(me|this)|todo|<[a-z]{1,5}>|[a-z]{1,5}\.invalid|your[-_][a-z]{1,5})$/,
  ],
  ["a URL of the machine itself", /^(([a-z][a-z0-9+.-]{0,5}:\/\/)?(localhost|127\.0\.0\.1|\[::1\])(:\d{1,4})?)$/],
])("%s has a sign of what rules look for in texts", (_, pattern) => {
  fc.assert(
    fc.property(fc.stringMatching(pattern), (text) => {
      expect([text, text.toUpperCase()].map((each) => NOTABLE.test(each))).toEqual([true, true]);
    }),
  );
});

test("one walk finds who has which names, signs, sources and repetitions", () => {
  const resources = [
    resource("google_cloud_run_v2_service", "a", [{ name: "A", value: "x" }]),
    resource("google_cloud_run_v2_service", "b", [{ name: "A", value: "user@host" }, { name: "A" }]),
    resource("google_cloud_run_v2_service", "c", [
      { name: "B", value_source: [{}] },
      { name: "C", value_from: [{}] },
    ]),
  ];
  const index = variableIndex(new Estate({ stacks: [], resources }));
  expect(index.names.get("A")).toEqual([0, 1]);
  expect(index.names.get("C")).toEqual([2]);
  expect([index.notable, index.repeated, index.sourced]).toEqual([[1], [1], [2]]);
});

test("resources of some types keep the order of the estate", () => {
  const resources = ["a", "b", "c", "a", "b"].map((type, index) => resource(type, `${type}.${index}`));
  const estate = new Estate({ stacks: [], resources });
  const addresses = (...types: string[]) =>
    estate.ofTypes((type) => types.includes(type)).map(({ address }) => address);
  expect(addresses("a", "b")).toEqual(["a.0", "b.1", "a.3", "b.4"]);
  expect(addresses("b")).toEqual(["b.1", "b.4"]);
  expect(addresses("none")).toEqual([]);
});

test("the worst come first, equal ones in their order", () => {
  const severities: readonly Severity[] = ["low", "high", "critical", "high", "medium"];
  const items = severities.map((severity, index) => ({ severity, index }));
  expect(worstFirst(items).map(({ index }) => index)).toEqual([2, 1, 3, 4, 0]);
});
