import type { Environment } from "../../environments/environment";
import { accessAlerts } from "./access";
import type { Alert } from "./alert";
import { budgetAlerts } from "./budgets";
import { cacheAlerts } from "./cache";
import { certificateAlert } from "./certificates";
import { databaseAlerts } from "./database";
import { endToEndAlerts } from "./end-to-end";
import { outageAlert } from "./outage";
import { serviceAlerts } from "./services";
import { socketAlerts } from "./sockets";
import { verificationAlerts } from "./verification";

export { SEVERITY_OF, alertAnchor, type Alert, type AlertResponse, type Condition } from "./alert";

/** An environment is data and does not change: rules and the dashboard ask for its table more often than once. */
const tables = new WeakMap<Environment, readonly Alert[]>();

/**
 * The alert table of an environment, pages first: every threshold follows from the spec, and
 * says from what. The monitoring stack declares each row, the runbook explains it.
 */
export function alertsOf(environment: Environment): readonly Alert[] {
  const table = tables.get(environment) ?? makeTable(environment);
  tables.set(environment, table);
  return table;
}

const makeTable = (environment: Environment): readonly Alert[] => {
  const rows = [
    outageAlert(environment),
    ...socketAlerts(environment),
    ...databaseAlerts(environment),
    ...cacheAlerts(environment),
    ...accessAlerts(environment),
    ...budgetAlerts(environment),
    ...serviceAlerts(environment),
    certificateAlert,
    ...verificationAlerts(environment),
    ...endToEndAlerts(environment),
  ];
  return [...rows.filter(({ response }) => response === "page"), ...rows.filter(({ response }) => response !== "page")];
};
