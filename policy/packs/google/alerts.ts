import { UNKNOWN, valueAt } from "../../core/resource";
import { forEveryResource, judgeValue, isOneOf } from "../../core/judge";
import { unknown, violation, type Rule } from "../../core/rule";
import { alertConditionRules } from "./alert-conditions";
import { alertFitRules } from "./alert-fit";
import { alertKnownRules } from "./alert-known";
import { alertLabelRules } from "./alert-labels";
import { alertNameRules } from "./alert-names";
import { alertRefusedRules } from "./alert-refused";
import { ALERT, CHANNEL } from "./watched";

const enabled: Rule = {
  id: "alert-enabled",
  kind: "no effect",
  severity: "medium",
  title: "Alerts and their channels are on",
  why: "One that is switched off stands in the list and looks as if it watched.",
  fix: "set enabled to true, or remove the resource",
  check: (estate) =>
    [ALERT, CHANNEL]
      .flatMap((type) => estate.ofType(type))
      .flatMap((resource) => judgeValue(resource, "enabled", isOneOf(true, undefined), "true")),
};

/** Labels of a channel for which the provider has a sensitive argument. */
const SENSITIVE = ["auth_token", "password", "service_key"] as const;

const channelSecret: Rule = {
  id: "alert-channel-secret",
  kind: "exposed",
  severity: "critical",
  title: "The key of a notification channel is a sensitive label",
  why: "Among the plain labels it stands in plan and console; Google masks it in its answer, so every plan changes it again.",
  fix: "move it to sensitive_labels",
  check: forEveryResource(CHANNEL, (channel) => {
    if (valueAt(channel, "labels") === UNKNOWN) return [unknown(channel, "labels")];
    return SENSITIVE.map((name) => `labels.${name}`)
      .filter((path) => valueAt(channel, path) !== undefined)
      .map((path) => violation(channel, `${path}: found, only sensitive_labels allowed`));
  }),
};

export const alertRules: readonly Rule[] = [
  enabled,
  channelSecret,
  ...alertConditionRules,
  ...alertFitRules,
  ...alertRefusedRules,
  ...alertKnownRules,
  ...alertLabelRules,
  ...alertNameRules,
];
