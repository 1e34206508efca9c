import { SEVERITY_OF, alertAnchor, alertsOf, type Alert } from "../../../monitoring/alerts";
import { RENOTIFY_SECONDS } from "../../../google/alerting";
import { contactChannels, escalationState } from "../../../environments/channels";
import type { Environment } from "../../../environments/environment";
import { runbookLink } from "../../../environments/runbook-links";
import type { Estate } from "../../core/estate";
import { UNKNOWN, blockPaths, textAt, valueAt, type Resource } from "../../core/resource";
import { forEveryDeclared, isOneOf, judgeValue, type Known } from "../../core/judge";
import { violation, type SpecRule, type Verdict } from "../../core/rule";
import { alertConditionRules } from "../google/alerts/alert-conditions";
import { alertFitRules } from "../google/alerts/alert-fit";
import { alertLabelRules } from "../google/alerts/alert-labels";
import { alertNameRules } from "../google/alerts/alert-names";
import { isWanted, wantedOf } from "./alert-wanted";
import { targetsOf } from "../../core/relations/targets";
import { ALERT, CHANNEL } from "../google/alerts/watched";

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
  check: everyRow(({ policy, row }) =>
    Object.entries(wantedOf(row.conditions)).flatMap(([path, values]) =>
      judgeValue(policy, path, isWanted(values), allowedText(values)),
    ),
  ),
};

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

const linkOf = (environment: Environment, { id }: Alert): string => runbookLink(environment, "alerts", alertAnchor(id));

/** Whether a policy lists channels, known or not. */
function namesChannels(policy: Resource): boolean {
  const channels = valueAt(policy, "notification_channels");
  return channels === UNKNOWN || (Array.isArray(channels) && channels.length > 0);
}

/** The channels of this stack that a policy names, and the numbers of those that a person made. */
function toldBy(estate: Estate, policy: Resource): ReadonlySet<string> {
  const named = valueAt(policy, "notification_channels");
  const own = targetsOf(estate, policy, "notification_channels", [CHANNEL]);
  // Once they are applied, our own channels stand there by their numbers too.
  const ownNames = new Set(own.map((channel) => textAt(channel, "name")));
  const others = Array.isArray(named) ? named.filter((name) => typeof name === "string" && !ownNames.has(name)) : [];
  return new Set([...own.map(({ address }) => address), ...others.map((name) => String(name).split("/").at(-1) ?? "")]);
}

const contact: SpecRule = {
  id: "alert-contact",
  kind: "house",
  severity: "medium",
  title:
    "Every alert is sent to its class's contact, by the channels of its kind: those that wake, or those that are read",
  why: "Another team reads it in the morning and wonders, or a page waits in a mailbox.",
  fix: "name the channels of the contact's page or ticket",
  yieldsTo: ["alert-channel", "alert-enabled"],
  check: everyRow(({ policy, row }, environment, estate) => {
    const told = toldBy(estate, policy);
    // Channels of another state have no address here.
    if (told.size === 0 && namesChannels(policy)) return [];
    const wanted = contactChannels(environment, row.class, row.response);
    const missing = wanted.filter(({ key, madeAs }) => !told.has(madeAs ?? `${CHANNEL}.channel-${key}`));
    return missing.length === 0 && told.size === wanted.length
      ? []
      : [
          violation(
            policy,
            `notification_channels: other channels found, those of a ${row.response} for ${row.class} needed: ${wanted.map(({ key }) => key).join(", ")}`,
          ),
        ];
  }),
};

const severity: SpecRule = {
  id: "alert-severity",
  kind: "house",
  severity: "medium",
  title: "A page is CRITICAL and is sent again, a ticket is neither",
  why: "A page that was slept through is nobody's; a ticket that comes again every half hour teaches people to mute it.",
  fix: "take severity and alert_strategy from the alert's row",
  yieldsTo: ["alert-enabled"],
  check: everyRow(({ policy, row }) => {
    const repeated = "alert_strategy[0].notification_channel_strategy[0].renotify_interval";
    const isAllowed =
      row.response === "page"
        ? (value: Known) => value === `${RENOTIFY_SECONDS.min}s`
        : (value: Known) => value === undefined || value === "";
    return [
      ...judgeValue(policy, "severity", isOneOf(SEVERITY_OF[row.response]), SEVERITY_OF[row.response]),
      ...judgeValue(policy, repeated, isAllowed, row.response === "page" ? `${RENOTIFY_SECONDS.min}s` : "nothing"),
    ];
  }),
};

const escalation: SpecRule = {
  id: "alert-escalation",
  kind: "house",
  severity: "high",
  title: "In production a page says whom to call when nobody answers: a number or a link",
  why: "Words reach nobody at night, and whoever waits for an answer does not look for another number.",
  fix: "give the contact's escalation in the environment file a telephone number or a link",
  yieldsTo: ["alert-runbook", "alert-enabled"],
  check: everyRow(({ policy, row }, { kind, contacts }) => {
    if (kind === "staging" || row.response === "ticket") return [];
    const { escalation: whom } = contacts[row.class];
    return escalationState(whom) === "none"
      ? [violation(policy, `contacts.${row.class}.escalation: no number and no link found, one needed`)]
      : judgeValue(
          policy,
          "documentation[0].content",
          (text) => typeof text === "string" && text.includes(whom),
          "a text with the contact's escalation",
        );
  }),
};

const conditionCount: SpecRule = {
  id: "alert-one-condition",
  kind: "house",
  severity: "medium",
  title: "An alert has the conditions of its row and no other",
  why: "Another one, joined by OR, opens incidents that the runbook does not explain; by AND it hides those that it does.",
  fix: "give the condition a row of its own",
  check: everyRow(({ policy, row }) => {
    const count = blockPaths(policy, "conditions").length;
    return count <= row.conditions.length
      ? []
      : [violation(policy, `conditions: ${count} found, ${row.conditions.length} allowed`)];
  }),
};

/** What the environment's alert table promises of each policy. */
export const alertTableRules: readonly SpecRule[] = [
  asDeclared,
  runbook,
  runbookAnchor,
  contact,
  severity,
  escalation,
  conditionCount,
];
