import { UNKNOWN, valueAt, type Resource, type Value } from "../../../core/resource";
import { forEveryResource, judgeValue, isOneOf } from "../../../core/judge";
import { unknown, violation, type Rule, type Verdict } from "../../../core/rule";
import { alertConditionRules } from "./alert-conditions";
import { alertFitRules } from "./alert-fit";
import { alertKnownRules } from "./alert-known";
import { alertLabelRules } from "./alert-labels";
import { alertNameRules } from "./alert-names";
import { alertRefusedRules } from "./alert-refused";
import { alertUnitRules } from "./alert-units";
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

/** Types of channels that have no key at all (https://cloud.google.com/monitoring/support/notification-options). */
const KEYLESS: ReadonlySet<Value | undefined> = new Set(["email", "sms", "pubsub", "google_chat"]);

/** Labels that nobody knows before apply may hold a key, unless channels of the type have none. */
function judgeChannelLabels(channel: Resource): readonly Verdict[] {
  if (valueAt(channel, "labels") === UNKNOWN) {
    return KEYLESS.has(valueAt(channel, "type")) ? [] : [unknown(channel, "labels")];
  }
  return SENSITIVE.map((name) => `labels.${name}`)
    .filter((path) => valueAt(channel, path) !== undefined)
    .map((path) => violation(channel, `${path}: found, only sensitive_labels allowed`));
}

const channelSecret: Rule = {
  id: "alert-channel-secret",
  kind: "exposed",
  severity: "critical",
  abroad: "high",
  title: "The key of a notification channel is a sensitive label",
  why: "Among the plain labels it stands in plan and console; Google masks it in its answer, so every plan changes it again.",
  fix: "move it to sensitive_labels",
  check: forEveryResource(CHANNEL, judgeChannelLabels),
};

export const alertRules: readonly Rule[] = [
  enabled,
  channelSecret,
  ...alertConditionRules,
  ...alertFitRules,
  ...alertRefusedRules,
  ...alertUnitRules,
  ...alertKnownRules,
  ...alertLabelRules,
  ...alertNameRules,
];
