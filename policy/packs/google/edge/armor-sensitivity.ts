import { UNKNOWN, textAt, valueAt } from "../../../core/resource";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { armorRules } from "./armor-rules";

const PRECONFIGURED = /evaluatePreconfigured(?:Waf|Expr)\(\s*(['"])[^'"]+\1\s*(?:,([^)]*))?/g;

/** The sensitivity at which every signature counts. */
const WIDEST = 4;

/** Whether some prepared set of rules in an expression asks for all of its signatures, by saying so or by saying nothing. */
const isWidest = (expression: string): boolean =>
  [...expression.matchAll(PRECONFIGURED)].some(([, , options]) => {
    const [, level] = /'sensitivity'\s*:\s*(\d)/.exec(options ?? "") ?? [];
    return options === undefined || Number(level) === WIDEST;
  });

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
  title: "A prepared set of rules that refuses requests is less sensitive than it can be",
  why: "At 4, and where nothing is said, every signature counts, also those that Google knows to match honest requests: users with such a form or cookie are refused.",
  fix: "write evaluatePreconfiguredWaf with {'sensitivity': 1} and raise it while the rule is in preview, or leave single signatures out",
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
          ? [violation(resource, `${path}: a prepared set at its widest found, a sensitivity below ${WIDEST} allowed`)]
          : [];
      }),
    ),
};
