import { UNKNOWN, textAt, valueAt } from "../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../core/rule";
import { armorRules } from "./armor-rules";

const PRECONFIGURED = /evaluatePreconfigured(?:Waf|Expr)\(\s*(['"])[^'"]+\1\s*(,?)/g;

/** Whether some prepared set of rules in an expression says neither how sensitive it is nor what is left out of it. */
const isWidest = (expression: string): boolean =>
  [...expression.matchAll(PRECONFIGURED)].some(([, , more]) => more === "");

/** The first of what is said of each resource: rules of one policy are written alike. */
const onceEach = (verdicts: readonly Verdict[]): readonly Verdict[] =>
  verdicts.filter(
    ({ stack, address }, index) =>
      verdicts.findIndex((one) => one.stack === stack && one.address === address) === index,
  );

export const armorSensitivity: Rule = {
  id: "armor-sensitivity",
  kind: "down",
  severity: "low",
  title: "A prepared set of rules that refuses requests says how sensitive it is",
  why: "Left out, every signature counts, also those that Google knows to match honest requests: users with such a form or cookie are refused.",
  fix: "write {'sensitivity': 1} and raise it while the rule is in preview, or leave single signatures out",
  source: "https://cloud.google.com/armor/docs/rule-tuning",
  check: (estate) =>
    onceEach(
      armorRules(estate).flatMap(({ resource, at }) => {
        const path = at("match[0].expr[0].expression");
        const isRefusing =
          (textAt(resource, at("action")) ?? "").startsWith("deny") && valueAt(resource, at("preview")) !== true;
        if (!isRefusing) return [];
        if (valueAt(resource, path) === UNKNOWN) return [unknown(resource, path)];
        return isWidest(textAt(resource, path) ?? "")
          ? [violation(resource, `${path}: a prepared set without a sensitivity found, one needed`)]
          : [];
      }),
    ),
};
