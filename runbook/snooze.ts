import { LONGEST_SNOOZE_HOURS } from "../environments/snoozes";
import type { Environment } from "../environments/environment";
import { alertsOf } from "../monitoring/alerts";
import { commandBlock, type Section } from "./markdown";

/** How an alert is silenced for a while. */
export function snoozeSection(environment: Environment): Section {
  const snooze = `./netra snooze --environment ${environment.name}`;
  const maintained = ["database-down", "database-load", "cache-failover"];
  const known = alertsOf(environment).map(({ id }) => id);
  return {
    title: "Silence an alert",
    lines: [
      "For planned work, or for an alert whose cause is known and being repaired. Named alerts, a reason, four hours at most; renew it where",
      "that is too short. The last page that is left is never silenced: somebody can always be woken. Google closes what is open of them,",
      "and opens it again afterwards where the trouble is still there.",
      ...commandBlock(
        `${snooze} --alert ${maintained.filter((id) => known.includes(id)).join(" ")} --hours 2 --reason "restart of the database for a flag"`,
      ),
      "What is silent now, and how it ends before its time:",
      ...commandBlock(snooze),
      ...commandBlock(`${snooze} --end`),
      `An alert's id is its heading in [alerts](alerts.md), without \`alert-\`. \`--hours\` takes up to ${LONGEST_SNOOZE_HOURS}.`,
    ],
  };
}
