import { shutDownOf } from "../../../google/shut-down";
import { milder, violation, type Rule } from "../../core/rule";

/** What Google has ended, and takes no new ones of. */
export const shutDown: Rule = {
  id: "service-shut-down",
  kind: "refused",
  severity: "high",
  title: "A resource is of a service that Google still has",
  why: "Google refuses it at apply, or lets nobody in who was not there before.",
  fix: "take what Google names instead",
  source: "https://cloud.google.com/terms/deprecation",
  check: (estate) =>
    estate.resources.flatMap((resource) => {
      const ended = resource.isNew ? shutDownOf(resource.type) : undefined;
      if (ended === undefined) return [];
      const found = [violation(resource, `${ended.what} ended on ${ended.day}, ${ended.instead} allowed`)];
      return ended.forNewCustomers ? milder("medium", found) : found;
    }),
};
