import type { AttributeChange, Change } from "../change";
import type { AttributeRow } from "../consequence";
import { itemOf, nameOf, type Item, type Judged } from "./row";
import { valueAtPath } from "../../policy/core/path";

const SERVICE = "google_cloud_run_v2_service";

const isFromSecret = (variable: unknown): boolean => valueAtPath(variable, "value_source[0]") !== undefined;

const reference = (variable: unknown, key: string): unknown =>
  valueAtPath(variable, `value_source[0].secret_key_ref[0].${key}`);

/** What one variable's change means. Its name may be said, its value never. */
function variable(attribute: AttributeChange, change: Change): Judged | undefined {
  const item = itemOf("env", attribute, change);
  if (!item || (attribute.unknownAfter && attribute.path.endsWith("]"))) {
    return {
      severity: "high",
      text: "the service's variables are known only after apply: any of them may be missing",
      undo: "redeploy",
    };
  }
  // The container as a whole is not known: its revision says so.
  if (item.before === undefined && item.after === undefined) return undefined;
  const name = nameOf(item, "of another name");
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
  return changed(name, item, attribute);
}

function changed(name: string, { before, after }: Item, { path, unknownAfter }: AttributeChange): Judged {
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
  if (reference(before, "secret") !== reference(after, "secret")) {
    return { severity: "high", text: `variable ${name} reads another secret`, undo: "redeploy" };
  }
  return reference(after, "version") === "latest"
    ? {
        severity: "high",
        text: `variable ${name} reads the latest version: a rotation reaches each instance at its next start, unreviewed`,
        undo: "redeploy",
      }
    : { severity: "medium", text: `variable ${name} reads another version of its secret`, undo: "redeploy" };
}

/** Variables of a Cloud Run service. */
export const CLOUD_RUN_ENV: readonly AttributeRow[] = [
  { type: SERVICE, paths: ["template.containers.env.*"], everywhere: true, judge: variable },
];
