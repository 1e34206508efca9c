import { environmentAt } from "../../cli/shared/applied";
import { ROOT } from "../../cli/shared/place";
import { selectEnvironments } from "../../environments";

/** An environment as another commit declares it, for a verification: the latest commit's is this checkout's, but for edits. */

const TODAY = "2026-12-01";

test("is read as data from the commit's own files", async () => {
  const found = await environmentAt(ROOT, "HEAD", "staging", TODAY);
  const own = selectEnvironments(TODAY, "staging");
  expect([found.name, found.project, Object.keys(found)]).toEqual(
    own.ok ? ["staging", own.environments[0]!.project, Object.keys(own.environments[0]!)] : own.problems,
  );
});

test.each([
  ["no-such-commit", "staging", "--applied no-such-commit: no name of a commit; give a branch, tag or commit"],
  ["HEAD", "atlantis", '--applied HEAD: its environment could not be read (unknown environment "atlantis"; known:'],
])("%s, %s: one line says what is wrong", async (ref, name, said) => {
  await expect(environmentAt(ROOT, ref, name, TODAY)).rejects.toThrow(said);
});
