import { isRecord, member } from "../policy/core/json";
import { configuredEntries, isName, provisionersIn, type Provisioner } from "../policy/core/plan-configuration";
import { configurationAddress } from "../policy/core/plan-references";
import type { ActionInvocationJson, PlanJson } from "../policy/core/plan";
import type { Change } from "./change";
import { runsProgram } from "./data-programs";
import type { UnweighedConsequence } from "./consequences/row";
import type { ChangeReport } from "./report";

/**
 * What a plan runs beside changing resources: provisioners and data sources run programs on the machine that applies,
 * with its credentials, and actions do whatever their provider does. Neither a state nor a later plan shows it.
 */

/** The provisioners that a plan runs, by the address of their resource in the configuration. */
export type ActingProvisioners = ReadonlyMap<string, readonly Provisioner[]>;

/** The provisioners of resources that a plan makes, replaces or ends, by the resource's address in the configuration. */
export function actingProvisioners(plan: PlanJson, changes: readonly Change[]): ActingProvisioners {
  const configured = configuredEntries(plan.configuration);
  const found = new Map<string, readonly Provisioner[]>();
  for (const { address, actions, deposed } of changes) {
    // What a failed replacement has left is only destroyed.
    if (deposed !== undefined) continue;
    const at = configurationAddress(address);
    const list = provisionersIn(configured.get(at)?.json ?? {});
    // An update in place runs none (https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax).
    const isRun = actions.some((action) => /^(create|delete|replace|deferred)/.test(action));
    if (list.length > 0 && isRun) found.set(at, list);
  }
  return found;
}

/** Names of the variables that a provisioner's command gets. */
function environmentNames({ expressions }: Provisioner): readonly string[] {
  const environment = member(expressions, "environment");
  const names = member(environment, "constant_value") ?? environment;
  return isRecord(names) && !("references" in names) ? Object.keys(names).filter(isName) : [];
}

function provisionerText(provisioner: Provisioner): string {
  const names = environmentNames(provisioner);
  const given = names.length === 0 ? "" : `, with the variables ${names.join(", ")}`;
  const where = provisioner.type === "local-exec" ? "on the machine that applies" : "through a connection of its own";
  return `its provisioner ${provisioner.type} runs ${where}${given}, when it is made or when it ends: read its command in the code`;
}

/** What a change runs beside changing its resource. */
export function codeConsequences(
  { type, address, actions, deposed }: Change,
  provisioners: ActingProvisioners,
): readonly UnweighedConsequence[] {
  const acting = deposed !== undefined ? [] : (provisioners.get(configurationAddress(address)) ?? []);
  const texts = acting.map(provisionerText);
  const reads = actions.includes("read") && runsProgram(type);
  return [...new Set([...texts, ...(reads ? ["the apply runs a program of the configuration"] : [])])].map((text) => ({
    severity: "high",
    text,
    undo: "one-way",
    everywhere: true,
  }));
}

/** `AfterCreate`: when an action is run. A word of another form is no part of our text. */
const EVENT = /^(Before|After)(Create|Update|Destroy)$/;

/** `after create of google_sql_database_instance.db`; by hand where no change of a resource asks for it. */
function triggerText({ lifecycle_action_trigger: trigger }: ActionInvocationJson): string {
  if (trigger === undefined || trigger === null) return "because whoever planned asked for it";
  const [, moment, step] = EVENT.exec(trigger.action_trigger_event ?? "") ?? [];
  const event = moment === undefined || step === undefined ? "a change" : `${moment} ${step}`.toLowerCase();
  return `${event} of ${trigger.triggering_resource_address ?? "a resource"}`;
}

const actionReport = (invocation: ActionInvocationJson, isDeferred: boolean): ChangeReport => ({
  address: invocation.address,
  actions: isDeferred ? ["run action", "deferred"] : ["run action"],
  severity: "high",
  consequence: `runs an action, ${triggerText(invocation)}: what it does is not in the plan, and no later plan shows it`,
  undo: "one-way",
  paths: [],
  replacePaths: [],
});

/** The actions that a plan runs (https://developer.hashicorp.com/terraform/language/invoke-actions). */
export const actionReports = (plan: PlanJson): readonly ChangeReport[] => [
  ...plan.action_invocations.map((invocation) => actionReport(invocation, false)),
  ...plan.deferred_action_invocations.map(({ action_invocation: invocation }) => actionReport(invocation, true)),
];
