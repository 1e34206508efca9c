import { forceNewCondition } from "../../google/force-new-when";
import { plainPath } from "../../google/paths";
import { knownPath } from "../../google/provider/facts";
import type { Action, Change } from "../change";
import { isPrevented, isProtected, isStuck } from "../protected";
import { grantConsequence, isGrant } from "./grants";
import { lossOf } from "./losses";
import type { Loss } from "./losses/loss";
import type { UnweighedConsequence } from "./row";
import { valueAtPath } from "../../policy/core/path";

const SECRET_VERSION = "google_secret_manager_secret_version";

/** Terraform's `action_reason` → the reason for people (https://developer.hashicorp.com/terraform/internals/json-format). */
const TERRAFORM_REASONS: Readonly<Record<string, string>> = {
  replace_because_tainted: "its creation failed half-way, or someone tainted it",
  replace_by_request: "the plan was asked for it",
  replace_by_triggers: "something that it is tied to changes",
  delete_because_no_resource_config: "it is no longer declared",
  delete_because_no_module: "its module is no longer declared",
  delete_because_wrong_repetition: "it is repeated otherwise",
  delete_because_count_index: "its index is no longer counted",
  delete_because_each_key: "its key is no longer in for_each",
  delete_because_no_move_target: "it was moved to where nothing is declared",
};

const UNKNOWN_LOSS: Loss = {
  severity: "high",
  undo: "redeploy",
  lost: "what goes with it this reviewer cannot tell",
};

/**
 * Why a path forces a replacement: `name cannot be changed in place`. Of a path that the provider's schema does not have,
 * only the top-level attribute is named, because the rest may be a key of a map and so a value.
 */
export function replacementReason(type: string, path: string): string {
  const plain = plainPath(path);
  const condition = forceNewCondition(type, plain);
  if (condition) return `${plain} ${condition.text}`;
  const name = knownPath(type, plain) ?? /^[a-z0-9_]+/.exec(plain)?.[0] ?? "an attribute";
  return `${name} cannot be changed in place`;
}

function reasonTexts({ type, replacePaths, reason = "" }: Change): readonly string[] {
  const forced = [...new Set(replacePaths.map((path) => replacementReason(type, path)))];
  if (forced.length > 0) return forced;
  const [known] = Object.entries(TERRAFORM_REASONS).filter(([word]) => word === reason);
  return known ? [known[1]] : [];
}

/** Why the apply will fail at a delete or a replacement; nothing where it will not. */
function protectionTexts(change: Change): readonly string[] {
  if (isPrevented(change)) return ["its deletion_policy is PREVENT, so the apply will fail here, half-way"];
  if (isStuck(change)) return ["deletion protection is on, so the apply will fail here until it is untainted"];
  return isProtected(change) ? ["deletion protection is on, so the apply fails here until it is off"] : [];
}

/** The text of a delete or a replacement, with its reasons and with the protection that stops it. */
const textWithReasons = (change: Change, text: string): string =>
  [text, ...reasonTexts(change), ...protectionTexts(change)].join("; ");

function lossConsequence(change: Change, { severity, undo, everywhere }: Loss, text: string): UnweighedConsequence {
  const [fails] = protectionTexts(change);
  return {
    severity,
    undo,
    text: textWithReasons(change, text),
    ...(everywhere && { everywhere }),
    ...(fails !== undefined && { fails }),
  };
}

function forgetConsequence({ type }: Change): UnweighedConsequence {
  return {
    severity: lossOf(type)?.severity === "critical" ? "high" : "medium",
    text: "Terraform stops managing it: it stays, and nobody watches it any more",
    undo: "redeploy",
  };
}

function deletionConsequence(change: Change): UnweighedConsequence {
  if (isGrant(change.type)) return grantConsequence(change);
  if (change.type === "google_project_service" && valueAtPath(change.before, "disable_on_destroy") === false) {
    return { severity: "low", text: "no longer declared: the API stays on", undo: "instant" };
  }
  if (valueAtPath(change.before, "deletion_policy") === "ABANDON") return forgetConsequence(change);
  const loss = lossOf(change.type) ?? UNKNOWN_LOSS;
  return lossConsequence(change, loss, `deleted: ${loss.lost}`);
}

/** A rotation. The `deletion_policy` of the old version decides what happens to it. */
function rotationConsequence(change: Change): UnweighedConsequence {
  const [severity, undo, old] = {
    ABANDON: ["high", "redeploy", "the old one stays, running revisions keep the version they pin"] as const,
    DISABLE: ["critical", "instant", "the old one is disabled, instances that pin it cannot start"] as const,
    DELETE: ["critical", "data lost", "the old one is destroyed, instances that pin it cannot start"] as const,
  }[deletionPolicyOf(change)];
  const text = `a new version of the secret: ${old}; readers of latest change at their next instance start`;
  return { severity, undo, text: textWithReasons(change, text) };
}

const deletionPolicyOf = ({ before }: Change): "ABANDON" | "DISABLE" | "DELETE" => {
  const policy = valueAtPath(before, "deletion_policy");
  return policy === "ABANDON" || policy === "DISABLE" ? policy : "DELETE";
};

const isMadeFirstUnderAnotherName = ({ actions, before, after }: Change): boolean =>
  actions.includes("replace (create first)") && valueAtPath(before, "name") !== valueAtPath(after, "name");

function replacementConsequence(change: Change, order: string): UnweighedConsequence {
  if (isGrant(change.type)) return grantConsequence(change);
  if (change.type === SECRET_VERSION) return rotationConsequence(change);
  const loss = lossOf(change.type) ?? UNKNOWN_LOSS;
  if (loss.isSwapped && isMadeFirstUnderAnotherName(change)) {
    return {
      severity: "medium",
      undo: "redeploy",
      text: textWithReasons(
        change,
        `replaced, ${order}: what leads to it here moves to the new one before the old one goes`,
      ),
    };
  }
  return lossConsequence(change, loss, `replaced, ${order}: ${loss.replaced ?? loss.lost}`);
}

function creationConsequence(change: Change): UnweighedConsequence {
  if (isGrant(change.type)) return grantConsequence(change);
  const text =
    change.type === SECRET_VERSION
      ? "a new version of the secret: running revisions keep the version they pin"
      : "new; nothing that exists changes";
  return { severity: "low", text, undo: "redeploy" };
}

/** The deletion of an object that a failed replacement left over. A stateful one still holds the data. */
function deposedConsequence({ type }: Change): UnweighedConsequence {
  const loss = lossOf(type);
  return loss?.isStateful
    ? {
        severity: "high",
        text: `the leftover of a failed replacement is deleted: ${loss.lost}`,
        undo: loss.undo,
      }
    : { severity: "low", text: "the leftover of a failed replacement is deleted", undo: "redeploy" };
}

const ACTION_CONSEQUENCES: Readonly<Record<Action, (change: Change) => UnweighedConsequence | undefined>> = {
  create: creationConsequence,
  update: (change) => (isGrant(change.type) ? grantConsequence(change) : undefined),
  delete: deletionConsequence,
  "replace (destroy first)": (change) => replacementConsequence(change, "the old one destroyed first"),
  "replace (create first)": (change) => replacementConsequence(change, "the new one made first"),
  forget: forgetConsequence,
  move: () => ({ severity: "low", text: "only its address in the state changes", undo: "instant" }),
  import: () => ({ severity: "low", text: "Terraform takes over what exists already", undo: "instant" }),
  read: () => ({ severity: "low", text: "only read, during the apply", undo: "instant" }),
  deferred: () => ({
    severity: "medium",
    text: "not in this plan: what it depends on is not known yet, a later plan will show it",
    undo: "redeploy",
  }),
  "unknown action": () => ({
    severity: "high",
    text: "Terraform does something that this reviewer does not know: read the plan itself",
    undo: "one-way",
  }),
};

/** The consequences of the actions on a resource as a whole; none for an update, which its attributes tell. */
export function actionConsequences(change: Change): readonly UnweighedConsequence[] {
  if (change.deposed !== undefined && change.actions.includes("delete")) return [deposedConsequence(change)];
  return change.actions.flatMap((action) => {
    const consequence = ACTION_CONSEQUENCES[action](change);
    return consequence ? [consequence] : [];
  });
}
