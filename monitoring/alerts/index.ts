import type { Environment } from "../../environments/environment";
import { accessAlerts } from "./access";
import type { Alert } from "./alert";
import { edgeAlerts } from "./edge";
import { endToEndAlerts } from "./end-to-end";
import { objectiveAlerts } from "./objectives";
import { serviceAlerts } from "./services";
import { socketAlerts } from "./sockets";
import { storeAlerts } from "./stores";
import { verificationAlerts } from "./verification";

export { alertAnchor, type Alert, type AlertSeverity, type BurnRateCondition, type Condition } from "./alert";

/** An environment is data and does not change: rules and the dashboard ask for its table more often than once. */
const tables = new WeakMap<Environment, readonly Alert[]>();

/**
 * The alert table of an environment, in the order in which people read it: every threshold follows from the spec, and
 * says from what. The monitoring stack declares each row, the runbook explains it.
 */
export function alertsOf(environment: Environment): readonly Alert[] {
  const table = tables.get(environment) ?? makeTable(environment);
  tables.set(environment, table);
  return table;
}

const makeTable = (environment: Environment): readonly Alert[] => [
  ...edgeAlerts(environment),
  ...serviceAlerts(environment),
  ...storeAlerts(environment),
  ...accessAlerts(environment),
  ...socketAlerts(environment),
  ...verificationAlerts(),
  ...endToEndAlerts(environment),
  ...objectiveAlerts(environment),
];
