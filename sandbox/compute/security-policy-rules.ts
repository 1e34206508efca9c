import { isRuleAction } from "../../google/load-balancing";
import { LOAD_BALANCING_REFUSALS as REFUSALS } from "../../google/refusals/load-balancing";
import { celProblem } from "./cel";
import { firstRefusal, invalidArgument, refuse, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asList, asNumber, asObject, asText, type Json, type JsonObject } from "../core/json";

/** The priority of a rule; 0 where none is sent, as for every number of Compute. */
export const priorityOf = (rule: Json): number => asNumber(asObject(rule).priority ?? 0);

/** Each rule of a policy has a priority of its own, a match, and limits where its action needs them. */
export function checkSecurityPolicy({ next }: Draft): Refusal | undefined {
  const rules = asList(next.rules).map(asObject);
  const priorities = rules.map(priorityOf);
  const wrong = priorities.find(
    (priority) => !(Number.isInteger(priority) && priority >= 0 && priority <= 2_147_483_647),
  );
  if (wrong !== undefined) {
    return invalidArgument(
      `Invalid value for field 'resource.rules.priority': '${wrong}'. Must be between 0 and 2147483647.`,
    );
  }
  return (
    refuse(REFUSALS.priorities, { priorities }, "Invalid value for field 'resource.rules'") ??
    firstRefusal(rules.map(checkRule))
  );
}

function checkRule(rule: JsonObject): Refusal | undefined {
  const at = `resource.rules[priority=${priorityOf(rule)}]`;
  const action = asText(rule.action);
  const match = asObject(rule.match);
  if (!isRuleAction(action)) {
    return invalidArgument(`Invalid value for field '${at}.action': '${action}'. There is no such action.`);
  }
  const expression = asText(asObject(match.expr).expression);
  const problem = expression === "" ? undefined : celProblem(expression);
  if (problem !== undefined) {
    return invalidArgument(`Invalid value for field '${at}.match.expr.expression': '${expression}'. ${problem}`);
  }
  if (rule.match !== undefined && match.expr === undefined && match.versionedExpr === undefined) {
    return invalidArgument(`Invalid value for field '${at}.match': One of expr, versionedExpr is required.`);
  }
  const limits = refuse(
    REFUSALS.rateLimit,
    { action, hasOptions: rule.rateLimitOptions !== undefined },
    `Invalid value for field '${at}.rateLimitOptions'`,
  );
  if (limits !== undefined) return limits;
  return match.expr !== undefined && asText(asObject(match.expr).expression) === ""
    ? invalidArgument(`Invalid value for field '${at}.match.expr.expression': The expression is empty.`)
    : undefined;
}
