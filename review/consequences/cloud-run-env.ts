import type { AttributeChange } from "../attribute-changes";
import type { Change } from "../change";
import type { AttributeRow } from "../consequence";
import { findChangedItem, itemName, type ChangedItem, type UnweighedConsequence } from "./row";
import { member } from "../../policy/core/json";
import { valueAtPath } from "../../policy/core/path";

const SERVICE = "google_cloud_run_v2_service";

const isFromSecret = (variable: unknown): boolean => valueAtPath(variable, "value_source[0]") !== undefined;

const secretReference = (variable: unknown, key: string): unknown =>
  valueAtPath(variable, `value_source[0].secret_key_ref[0].${key}`);

/** The consequence of a change of one variable. The text names the variable and never quotes its value. */
function variableConsequence(attribute: AttributeChange, change: Change): UnweighedConsequence | undefined {
  if (isHiddenList(attribute)) return hiddenListConsequence(attribute);
  const item = findChangedItem("env", attribute, change);
  if (!item || (attribute.unknownAfter && attribute.path.endsWith("]"))) {
    return {
      severity: "high",
      text: "the service's variables are known only after apply: any of them may be missing",
      undo: "redeploy",
    };
  }
  // The whole container is unknown, and the row of the template says so.
  if (item.before === undefined && item.after === undefined) return undefined;
  const name = itemName(item, "of another name");
  if (item.after === undefined) {
    return {
      severity: "high",
      text: `the service loses variable ${name}: code that needs it fails at start or at its first use`,
      undo: "redeploy",
    };
  }
  if (item.before === undefined) {
    return { severity: "low", text: `the next revision gets variable ${name}`, undo: "redeploy" };
  }
  return changedVariableConsequence(name, item, attribute);
}

/** Whether Terraform marks all variables together as sensitive, as it does where one of them is. */
const isHiddenList = ({ path, sensitive, unknownAfter }: AttributeChange): boolean =>
  sensitive && !unknownAfter && path.endsWith(".env");

/** Of variables that are hidden together: no name is told, and what would be worst is looked for all the same. */
function hiddenListConsequence({ before, after }: AttributeChange): UnweighedConsequence {
  const list = (side: unknown): readonly unknown[] => (Array.isArray(side) ? side : []);
  const secrets = new Set(
    list(before)
      .filter(isFromSecret)
      .map((variable) => member(variable, "name")),
  );
  const isUncovered = list(after).some((variable) => secrets.has(member(variable, "name")) && !isFromSecret(variable));
  return isUncovered
    ? {
        severity: "critical",
        text: "a variable becomes plain text: in plan, state, console; the secret has to be changed afterwards",
        undo: "one-way",
        everywhere: true,
      }
    : {
        severity: "high",
        text: "the service's variables change, and Terraform hides which: any of them may be missing",
        undo: "redeploy",
      };
}

function changedVariableConsequence(
  name: string,
  { before, after }: ChangedItem,
  { path, unknownAfter }: AttributeChange,
): UnweighedConsequence {
  const [was, is] = [isFromSecret(before), isFromSecret(after)];
  if (!was && is) {
    return { severity: "low", text: `variable ${name} moves from plain text into a secret`, undo: "redeploy" };
  }
  if (was && !is) {
    const isKnownEmpty = !(unknownAfter && path.endsWith(".value")) && (valueAtPath(after, "value") ?? "") === "";
    return isKnownEmpty
      ? { severity: "high", text: `variable ${name} loses its secret and becomes empty`, undo: "redeploy" }
      : {
          severity: "critical",
          text: `${name} becomes plain text: in plan, state, console; the secret has to be changed afterwards`,
          undo: "one-way",
          everywhere: true,
        };
  }
  if (!is) return { severity: "medium", text: `variable ${name} gets another value`, undo: "redeploy" };
  if (secretReference(before, "secret") !== secretReference(after, "secret")) {
    return { severity: "high", text: `variable ${name} reads another secret`, undo: "redeploy" };
  }
  return secretReference(after, "version") === "latest"
    ? {
        severity: "high",
        text: `variable ${name} reads the latest version: a rotation reaches each instance at its next start, unreviewed`,
        undo: "redeploy",
      }
    : { severity: "medium", text: `variable ${name} reads another version of its secret`, undo: "redeploy" };
}

/** Rows of the variables of a Cloud Run service. */
export const CLOUD_RUN_ENV: readonly AttributeRow[] = [
  { type: SERVICE, paths: ["template.containers.env.*"], everywhere: true, consequenceOf: variableConsequence },
];
