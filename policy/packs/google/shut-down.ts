import { shutDownOf } from "../../../google/shut-down";
import { violation, type Rule } from "../../core/rule";

/** What Google has ended, and takes no new ones of. */
export const shutDown: Rule = {
  id: "service-shut-down",
  kind: "refused",
  severity: "high",
  title: "A resource is of a service that Google still has",
  why: "Google refuses it at apply.",
  fix: "take what Google names instead",
  source: "https://cloud.google.com/terms/deprecation",
  check: (estate) =>
    estate.resources.flatMap((resource) => {
      const ended = resource.isNew ? shutDownOf(resource.type) : undefined;
      if (ended === undefined) return [];
      return [violation(resource, `${ended.what} ended on ${ended.day}, ${ended.instead} allowed`)];
    }),
};
