import { formProblems, type FormProblem } from "../../google/dashboard-form";
import { layoutProblems } from "../../google/dashboard-layout";
import { firstRefusal, invalidArgument, type Refusal } from "../core/answer";
import type { Draft } from "../core/collection";
import { asText, pickMembers } from "../core/json";

const LAYOUTS = ["gridLayout", "mosaicLayout", "rowLayout", "columnLayout"];

/**
 * A dashboard has a name, one layout, and nothing that the API does not know; its tiles lie within the layout and not on one
 * another (https://cloud.google.com/monitoring/api/ref_v3/rest/v1/projects.dashboards). The texts on members and words are
 * Google's, from public reports; the others are ours.
 */
export function checkDashboard({ id, next }: Draft): Refusal | undefined {
  const misread = firstRefusal(formProblems(next).map(formRefusal));
  if (misread !== undefined) return misread;
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

/** `mosaicLayout.tiles[0].xPos` as Google's messages write it. */
const protoPath = (path: string): string =>
  ["dashboard", ...(path === "" ? [] : [path])].join(".").replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** What Google's reader of JSON says (https://github.com/GoogleCloudPlatform/monitoring-dashboard-samples/pull/694). */
function formRefusal({ path, wrong, found, allowed }: FormProblem): Refusal {
  return wrong === "member"
    ? invalidArgument(
        `Invalid JSON payload received. Unknown name "${found}" at '${protoPath(path)}': Cannot find field.`,
      )
    : invalidArgument(
        `Invalid value at '${protoPath(path)}' (${wrong === "word" ? "an enum" : allowed.join()}), ${found}`,
      );
}
