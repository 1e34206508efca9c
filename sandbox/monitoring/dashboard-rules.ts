import { layoutProblems } from "../../google/dashboard-layout";
import { firstRefusal, invalidArgument, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asText, pickMembers } from "../core/json";

const LAYOUTS = ["gridLayout", "mosaicLayout", "rowLayout", "columnLayout"];

/**
 * A dashboard has a name and one layout; its tiles lie within the layout and not on one another
 * (https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards). The texts on tiles are ours. What the API
 * does not know, the gate has refused before (`sandbox/schema/`).
 */
export function checkDashboard({ id, next }: Draft): Refusal | undefined {
  if (!/^[a-zA-Z0-9._~-]{1,100}$/.test(id))
    return invalidArgument(`Field dashboard.name had an invalid value of "${id}".`);
  if (asText(next.displayName) === "") {
    return invalidArgument('Field dashboard.displayName had an invalid value of "": must not be empty.');
  }
  const layouts = Object.keys(pickMembers(next, ...LAYOUTS));
  if (layouts.length !== 1) {
    return invalidArgument(
      `Field dashboard.layout: exactly one of ${LAYOUTS.join(", ")} is needed, found ${layouts.length}.`,
    );
  }
  return firstRefusal(
    layoutProblems(next).map(({ path, found, allowed }) =>
      invalidArgument(`Field dashboard.${path}: ${allowed}; found ${found}.`),
    ),
  );
}
