import { DELETION_POLICY } from "../../../google/hardened/deletion-policy";
import { judgeHardened } from "../../core/hardened";
import type { SpecRule } from "../../core/rule";

const declared: SpecRule = {
  id: "deletion-policy-declared",
  kind: "lost",
  severity: "high",
  title: "The provider refuses to delete what the next apply cannot bring back",
  why: "prevent_destroy goes with the line that declares it: a plan of a branch without that line deletes, and only this lock, which stands in the state, stops it.",
  fix: 'set deletion_policy to "PREVENT"',
  check: (estate) =>
    Object.values(DELETION_POLICY).flatMap((row) =>
      estate.ofType(row.type).flatMap((resource) => judgeHardened(resource, row)),
    ),
};

/** The lock that stands in the state, beside `prevent_destroy`, which stands in the code. */
export const deletionPolicyRules: readonly SpecRule[] = [declared];
