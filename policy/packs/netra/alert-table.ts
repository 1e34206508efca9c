import { alertAnchor, alertsOf, type Alert, type BurnRateCondition } from "../../../monitoring/alerts";
import type { Environment } from "../../../environments/environment";
import { monitoredServiceId } from "../../../environments/names";
import { runbookLink } from "../../../environments/runbook-links";
import type { Estate } from "../../core/estate";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../core/resource";
import { forEveryDeclared, judgeValue, type Known } from "../../core/judge";
import { violation, type SpecRule, type Verdict } from "../../core/rule";
import { alertConditionRules } from "../google/alert-conditions";
import { alertFitRules } from "../google/alert-fit";
import { alertLabelRules } from "../google/alert-labels";
import { alertNameRules } from "../google/alert-names";
import { isWanted, wantedOf } from "./alert-wanted";
import { targetsOf } from "../google/references";
import { ALERT, CHANNEL, SLO } from "../google/watched";

/** A declared policy and its row of the environment's alert table. */
interface Declared {
  readonly policy: Resource;
  readonly row: Alert;
}

/** The declared policies of an environment, each with its row. */
function declaredRows(estate: Estate, environment: Environment): readonly Declared[] {
  const rows = new Map(alertsOf(environment).map((row) => [row.id, row]));
  return estate.ofType(ALERT).flatMap((policy) => {
    const row = rows.get(alertIdOf(policy) ?? "");
    return row ? [{ policy, row }] : [];
  });
}

/** Id of a policy's row, which it carries as a label. */
export const alertIdOf = (policy: Resource): string | undefined => textAt(policy, "user_labels.alert");

/** The check "for every policy with a row, this". */
const everyRow =
  (check: (declared: Declared, environment: Environment, estate: Estate) => readonly Verdict[]): SpecRule["check"] =>
  (estate, { environment }) =>
    declaredRows(estate, environment).flatMap((declared) => check(declared, environment, estate));

const allowedText = ([value]: readonly Known[]): string =>
  value === undefined ? "nothing" : typeof value === "number" ? `${value}` : "the alert table's own";

/** Rules that say what is wrong with a condition better than that it is another one. */
const CONDITION_RULES = [...alertConditionRules, ...alertFitRules, ...alertLabelRules, ...alertNameRules];

const asDeclared: SpecRule = {
  id: "alert-as-declared",
  kind: "house",
  severity: "medium",
  title: "An alert watches what its row of the alert table says, at the threshold that follows from the spec",
  why: "A threshold that does not follow a changed spec fires always or never: 320 connections of 400 are none of 500.",
  fix: "take the condition from monitoring/alerts",
  yieldsTo: [...CONDITION_RULES.map(({ id }) => id), "alert-metric-known"],
  check: everyRow(({ policy, row }, environment, estate) => [
    ...Object.entries(wantedOf(row.condition)).flatMap(([path, values]) =>
      judgeValue(policy, path, isWanted(values), allowedText(values)),
    ),
    ...(row.condition.kind === "burn-rate" ? judgeObjective(estate, environment, policy, row.condition) : []),
  ]),
};

/** A burn rate's filter holds the objective's name, which is known only with it: what it refers to tells. */
function judgeObjective(
  estate: Estate,
  environment: Environment,
  policy: Resource,
  { of, objective, lookbackSeconds }: BurnRateCondition,
): readonly Verdict[] {
  const path = "conditions[0].condition_threshold[0].filter";
  const filter = textAt(policy, path);
  if (filter !== undefined && !filter.endsWith(`"${lookbackSeconds}s")`)) {
    return [violation(policy, `${path}: another time to look back over found, ${lookbackSeconds} s needed`)];
  }
  const serviceId = monitoredServiceId(environment, of);
  const meant = estate
    .ofType(SLO)
    .find((slo) => textAt(slo, "slo_id") === objective && textAt(slo, "service") === serviceId);
  // Nothing can refer to an objective that is not declared.
  return meant === undefined || targetsOf(estate, policy, path, [SLO]).includes(meant)
    ? []
    : [violation(policy, `${path}: another objective found, "${objective}" of ${of} needed`)];
}

const runbook: SpecRule = {
  id: "alert-runbook",
  kind: "house",
  severity: "low",
  title: "Every alert says what to do",
  why: "Whoever is woken by it at night starts from nothing.",
  fix: "write documentation.content with a link to the runbook",
  check: forEveryDeclared(ALERT, (policy) =>
    judgeValue(
      policy,
      "documentation[0].content",
      (value) => typeof value === "string" && value.trim() !== "",
      "a text",
    ),
  ),
};

const runbookAnchor: SpecRule = {
  id: "alert-runbook-anchor",
  kind: "house",
  severity: "low",
  title: "Every alert links to its own place in the runbook",
  why: "Whoever is woken by it searches the runbook for it, at night.",
  fix: "write the link of runbookLink into documentation.content",
  yieldsTo: ["alert-runbook"],
  check: everyRow(({ policy, row }, environment) =>
    judgeValue(
      policy,
      "documentation[0].content",
      (text) => typeof text === "string" && text.includes(`(${linkOf(environment, row)})`),
      "a text with the link to its anchor",
    ),
  ),
};

const linkOf = (environment: Environment, { id }: Alert): string => runbookLink(environment, alertAnchor(id));

/** Whether a policy lists channels, known or not. */
function namesChannels(policy: Resource): boolean {
  const channels = valueAt(policy, "notification_channels");
  return channels === UNKNOWN || (Array.isArray(channels) && channels.length > 0);
}

const contact: SpecRule = {
  id: "alert-contact",
  kind: "house",
  severity: "medium",
  title: "Every alert is sent to the contact of its class",
  why: "Another team reads it in the morning, and wonders.",
  fix: "name the notification channel of the alert's class",
  yieldsTo: ["alert-channel", "alert-enabled"],
  check: everyRow(({ policy, row }, { contacts }, estate) => {
    const channels = targetsOf(estate, policy, "notification_channels", [CHANNEL]);
    // Channels of another state have no address here.
    if (channels.length === 0 && namesChannels(policy)) return [];
    return channels.some((channel) => textAt(channel, "labels.email_address") === contacts[row.class].email)
      ? []
      : [violation(policy, `notification_channels: another class's channel found, the one of ${row.class} needed`)];
  }),
};

const single: SpecRule = {
  id: "alert-one-condition",
  kind: "house",
  severity: "medium",
  title: "An alert of the table has no second condition",
  why: "A second one, joined by OR, opens incidents that the runbook does not explain; by AND it hides those that it does.",
  fix: "give the second condition a row of its own",
  check: everyRow(({ policy }) => {
    const count = blockPaths(policy, "conditions").length;
    return count < 2 ? [] : [violation(policy, `conditions: ${count} found, 1 allowed`)];
  }),
};

/** What the environment's alert table promises of each policy. */
export const alertTableRules: readonly SpecRule[] = [asDeclared, runbook, runbookAnchor, contact, single];
