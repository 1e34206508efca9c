import { textAt, valueAt } from "../../../core/resource";
import { violation, type Rule, type Verdict } from "../../../core/rule";
import { armorRules } from "./armor-rules";

/** Rules that only log. */
export const armorPreview: Rule = {
  id: "armor-only-logs",
  kind: "no effect",
  severity: "low",
  onlyAbroad: true,
  title: "A rule of Cloud Armor acts, or somebody looks at what it would do",
  why: "In preview it refuses and limits nothing: it is for the days in which somebody reads what it would have refused.",
  fix: "set preview to false when its log shows no honest request",
  source: "https://cloud.google.com/armor/docs/security-policy-overview#preview_mode",
  check: (estate) => {
    const verdicts = armorRules(estate).flatMap(({ resource, at }): readonly Verdict[] => {
      const isActing = textAt(resource, at("action")) !== "allow";
      return isActing && valueAt(resource, at("preview")) === true
        ? [violation(resource, `${at("preview")}: true found, false allowed`)]
        : [];
    });
    // One of each policy says it.
    return [...new Map(verdicts.map((verdict) => [`${verdict.stack} ${verdict.address}`, verdict])).values()];
  },
};
