import { LIVE } from "./synthesized";

/** What changed in a stack, whole. Read it before it is accepted; what may not change is in hardened.test.ts. */

test("there are five stacks per environment", () => {
  expect(LIVE.stackNames()).toEqual([
    "bootstrap-production",
    "bootstrap-staging",
    "production-edge",
    "production-foundation",
    "production-monitoring",
    "production-services",
    "staging-edge",
    "staging-foundation",
    "staging-monitoring",
    "staging-services",
  ]);
});

test.each(LIVE.stackNames())("%s", (name) => {
  // cdktf's own metadata repeats paths and versions; the addresses are tested by themselves.
  const json: unknown = JSON.parse(LIVE.stackText(name), (key, value: unknown) => (key === "//" ? undefined : value));
  expect(json).toMatchSnapshot();
});
