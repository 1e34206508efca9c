import { parseCondition } from "../../google/identity-condition";
import { judgeCondition, type Admission } from "../../google/identity-verdict";

const MAPPING = {
  "google.subject": "assertion.sub",
  "attribute.repo": "assertion.repository",
  "attribute.owner": "assertion['repository_owner']",
};

const NARROW_ID = "assertion.repository_id == '123' && assertion.ref == 'refs/heads/main'";

test.each<[condition: string, admission: Admission, isNarrow: boolean]>([
  [NARROW_ID, "by number", true],
  [`assertion.repository_owner_id == "7" && assertion.environment == "prod"`, "by number", true],
  ["assertion.repository_owner_id == '7'", "by number", false],
  [
    "assertion.repository_owner_id in ['7', '8'] && assertion.ref in ['refs/heads/main', 'refs/heads/release']",
    "by number",
    true,
  ],
  ["'7' == assertion.repository_owner_id", "by number", false],
  ["assertion.repository == 'acme/infra'", "by name", false],
  ["assertion.repository_owner == 'acme' && assertion.ref == 'refs/heads/main'", "by name", true],
  ["attribute.repo == 'acme/infra'", "by name", false],
  ["google.subject == 'repo:acme/infra:ref:refs/heads/main'", "by name", true],
  ["assertion.sub.startsWith('repo:acme/')", "by name", false],
  ["assertion.repository.startsWith('acme/')", "by name", false],
  ["assertion.repository.matches('^acme/.*$')", "by name", false],
  ["assertion.repository.startsWith('acme')", "open", false],
  ["assertion.sub.startsWith('repo:')", "open", false],
  ["assertion.repository.contains('acme/')", "open", false],
  ["assertion.repository.endsWith('/infra')", "open", false],
  ["assertion.repository.matches('acme/.*')", "open", false],
  ["assertion.repository_owner != 'evil'", "open", false],
  ["!(assertion.repository_owner == 'evil')", "open", false],
  ["assertion.ref == 'refs/heads/main'", "open", true],
  ["assertion.aud == 'x' && assertion.event_name == 'push'", "open", false],
  ["true", "open", false],
  [`(${NARROW_ID}) || assertion.ref == 'refs/heads/main'`, "open", true],
  [`${NARROW_ID} || assertion.repository_owner == 'acme'`, "by name", false],
  [`assertion.repository_owner_id == '7' && (assertion.ref == 'a' || assertion.environment == 'b')`, "by number", true],
  ["assertion.sub == 'repo:acme/*'", "nobody", false],
  ["false", "nobody", true],
  ["assertion.sub.split(':')[0] == 'repo'", "unreadable", false],
  ["size(assertion.sub) > 3", "unreadable", false],
  ["assertion.a ? true : false", "unreadable", false],
  ["assertion.tid == '0f3c' && assertion.groups == 'x'", "by number", false],
])("%s lets in: %s, narrow %s", (condition, admission, isNarrow) => {
  const verdict = judgeCondition(condition, MAPPING);
  expect([verdict.admission, verdict.isNarrow]).toEqual([admission, isNarrow]);
  expect(verdict.reason === "").toBe(admission === "by number");
});

test("a reason names the claim and the method, and quotes no text", () => {
  expect(judgeCondition("assertion.repository.startsWith('acme')").reason).toMatch(
    /a beginning of repository .*startsWith/,
  );
  expect(judgeCondition("assertion.ref == 'x' || assertion.repository_id == '1'").reason).toMatch(/^of 2 ways in/);
  expect(judgeCondition("assertion.repository.contains('hunter2')").reason).not.toContain("hunter2");
});

test("what is pinned is what every way in compares", () => {
  expect(judgeCondition(`${NARROW_ID} || assertion.repository_id == '2'`).pinned).toEqual(["repository_id"]);
});

test.each(["((((", "'", "a == ", "a in [1, ", "&&", "a.b(", "\u0000", "(".repeat(10_000), "a||".repeat(2000)])(
  "what is no condition is read as other: %j",
  (text) => {
    expect(parseCondition(text.slice(0, 5000)).kind).toBe("other");
  },
);
