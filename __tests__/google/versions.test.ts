import { constraintText, isOlder, isWithin } from "../../google/versions";

const RANGE = { oldest: "1.11.0", below: "2.0.0" };

test("a range in Terraform's words", () => {
  expect(constraintText(RANGE)).toBe(">= 1.11.0, < 2.0.0");
});

test.each([
  ["1.10.99", false],
  ["1.11.0", true],
  ["1.11.0-rc1", true],
  ["1.100.3", true],
  ["2.0.0", false],
  ["2.0.0-alpha20270101", false],
  ["0.12.31", false],
])("%s is within it: %s", (version, expected) => {
  expect(isWithin(version, RANGE)).toBe(expected);
});

test.each([
  ["1.9.0", "1.10.0", true],
  ["1.10.0", "1.9.0", false],
  ["1.9", "1.9.1", true],
  ["7.45.0", "7.45.0", false],
])("%s is older than %s: %s", (version, other, expected) => {
  expect(isOlder(version, other)).toBe(expected);
});
