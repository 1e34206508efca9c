import { forEveryResource } from "../../../core/judge";
import { UNKNOWN, blockPaths, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule } from "../../../core/rule";

/** Comments of a text in the language of Firebase's rules. */
const COMMENT = /\/\*[\s\S]*?\*\/|\/\/[^\n]*/g;
/** A statement that lets everyone change something: without a condition, or with one that always holds. */
const OPEN = /\ballow\s+[\w,\s]*\b(write|create|update|delete)\b[\w,\s]*(:\s*if\s+true\s*)?;/;

export const openRules: Rule = {
  id: "firebase-rules-open",
  kind: "exposed",
  severity: "high",
  title: "Rules of Firestore and Cloud Storage let nobody write unasked",
  why: "Browsers and phones come by these rules alone: whoever knows the name of the project, which every page of the app tells, changes and deletes what it likes.",
  fix: "let a rule ask who it is: if request.auth != null && request.auth.uid == userId",
  source: "https://firebase.google.com/docs/rules/insecure-rules",
  check: forEveryResource("google_firebaserules_ruleset", (rules) =>
    blockPaths(rules, "source[0].files").flatMap((file) => {
      if (valueAt(rules, `${file}.content`) === UNKNOWN) return [unknown(rules, `${file}.content`)];
      const text = (textAt(rules, `${file}.content`) ?? "").replace(COMMENT, "");
      return OPEN.test(text)
        ? [violation(rules, `${file}.content: a write that everyone is allowed found, a condition needed`)]
        : [];
    }),
  ),
};
