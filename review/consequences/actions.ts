import type { Action, Change } from "../change";
import { replacementReason } from "./replacement-reason";
import { grantConsequence, isGrant } from "./grants";
import { lossOf, type Loss } from "./losses";
import { type Judged } from "./row";
import { valueAtPath } from "../../policy/core/path";

const VERSION = "google_secret_manager_secret_version";

/** Terraform's words for why it replaces or deletes. */
const REASONS: Readonly<Record<string, string>> = {
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

const UNNAMED: Loss = {
  severity: "high",
  undo: "redeploy",
  lost: "what goes with it this reviewer cannot tell",
};

function reasonsOf({ type, replacePaths, reason = "" }: Change): readonly string[] {
  const forced = [...new Set(replacePaths.map((path) => replacementReason(type, path)))];
  if (forced.length > 0) return forced;
  const [known] = Object.entries(REASONS).filter(([word]) => word === reason);
  return known ? [known[1]] : [];
}

const isProtected = ({ before }: Change): boolean =>
  valueAtPath(before, "deletion_protection") === true ||
  valueAtPath(before, "settings[0].deletion_protection_enabled") === true;

/** What follows every delete and replacement: why, and whether Google lets it. */
const withReasons = (change: Change, text: string): string =>
  [
    text,
    ...reasonsOf(change),
    ...(isProtected(change) ? ["deletion protection is on, so the apply fails here until it is off"] : []),
  ].join("; ");

const judged = (change: Change, { severity, undo, everywhere }: Loss, text: string): Judged => ({
  severity,
  undo,
  text: withReasons(change, text),
  ...(everywhere && { everywhere }),
});

function forgotten({ type }: Change): Judged {
  return {
    severity: lossOf(type)?.severity === "critical" ? "high" : "medium",
    text: "Terraform stops managing it: it stays, and nobody watches it any more",
    undo: "redeploy",
  };
}

function deleted(change: Change): Judged {
  if (isGrant(change.type)) return grantConsequence(change);
  const isKept =
    valueAtPath(change.before, "deletion_policy") === "ABANDON" ||
    (change.type === "google_project_service" && valueAtPath(change.before, "disable_on_destroy") === false);
  if (isKept) return forgotten(change);
  const loss = lossOf(change.type) ?? UNNAMED;
  return judged(change, loss, `deleted: ${loss.lost}`);
}

/** A rotation; what becomes of the old version its `deletion_policy` says. */
function rotated(change: Change): Judged {
  const [severity, undo, old] = {
    ABANDON: ["high", "redeploy", "the old one stays, running revisions keep the version they pin"] as const,
    DISABLE: ["critical", "instant", "the old one is disabled, instances that pin it cannot start"] as const,
    DELETE: ["critical", "data lost", "the old one is destroyed, instances that pin it cannot start"] as const,
  }[policyOf(change)];
  const text = `a new version of the secret: ${old}; readers of latest change at their next instance start`;
  return { severity, undo, text: withReasons(change, text) };
}

const policyOf = ({ before }: Change): "ABANDON" | "DISABLE" | "DELETE" => {
  const policy = valueAtPath(before, "deletion_policy");
  return policy === "ABANDON" || policy === "DISABLE" ? policy : "DELETE";
};

function replaced(change: Change, order: string): Judged {
  if (isGrant(change.type)) return grantConsequence(change);
  if (change.type === VERSION) return rotated(change);
  const loss = lossOf(change.type) ?? UNNAMED;
  return judged(change, loss, `replaced, ${order}: ${loss.replaced ?? loss.lost}`);
}

function created(change: Change): Judged {
  if (isGrant(change.type)) return grantConsequence(change);
  const text =
    change.type === VERSION
      ? "a new version of the secret: running revisions keep the version they pin"
      : "new; nothing that exists changes";
  return { severity: "low", text, undo: "redeploy" };
}

/** The leftover of a replacement that failed half-way is deleted; of what holds data, the data are in it. */
function deposed({ type }: Change): Judged {
  const loss = lossOf(type);
  return loss?.isStateful
    ? {
        severity: "high",
        text: `the leftover of a failed replacement is deleted: ${loss.lost}`,
        undo: loss.undo,
      }
    : { severity: "low", text: "the leftover of a failed replacement is deleted", undo: "redeploy" };
}

const JUDGES: Readonly<Record<Action, (change: Change) => Judged | undefined>> = {
  create: created,
  update: (change) => (isGrant(change.type) ? grantConsequence(change) : undefined),
  delete: deleted,
  "replace (destroy first)": (change) => replaced(change, "the old one destroyed first"),
  "replace (create first)": (change) => replaced(change, "the new one made first"),
  forget: forgotten,
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

/** What the actions on a resource as a whole mean. */
export function actionConsequences(change: Change): readonly Judged[] {
  if (change.deposed && change.actions.includes("delete")) return [deposed(change)];
  return change.actions.flatMap((action) => {
    const consequence = JUDGES[action](change);
    return consequence ? [consequence] : [];
  });
}
