import type { AttributeRow } from "../consequence";
import { attributeRows, isExisting, isSetTo } from "./row";

const itemsOf = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? (value as readonly unknown[]) : [value];

/** Whether one side of a list has what the other has not. */
function hasMore(before: unknown, after: unknown): boolean {
  const kept = new Set(itemsOf(after));
  return itemsOf(before).some((item) => item !== undefined && item !== null && !kept.has(item));
}

const ROLES: readonly AttributeRow[] = attributeRows(
  ["google_project_iam_custom_role", "google_organization_iam_custom_role"],
  [
    {
      paths: ["permissions", "permissions.*"],
      when: ({ before, after, unknownAfter }) => !unknownAfter && hasMore(before, after),
      severity: "high",
      text: "whoever holds the role may do less: what needs what is taken away fails with 403",
      undo: "instant",
    },
    {
      paths: ["permissions", "permissions.*"],
      when: isExisting,
      severity: "medium",
      text: "whoever holds the role may do more",
      undo: "instant",
      everywhere: true,
    },
    {
      paths: ["stage"],
      when: isSetTo("DISABLED"),
      severity: "high",
      text: "the role allows nothing any more",
      undo: "instant",
    },
  ],
);

const RULES_ABOVE: readonly AttributeRow[] = attributeRows(
  [
    "google_org_policy_policy",
    "google_project_organization_policy",
    "google_folder_organization_policy",
    "google_organization_policy",
    "google_iam_deny_policy",
  ],
  [
    {
      paths: ["spec.*", "boolean_policy.*", "list_policy.*", "restore_policy.*", "rules", "rules.*"],
      when: isExisting,
      severity: "high",
      text: "other things are allowed or refused below it, for everyone: what was refused may pass, and what runs may not be changed any more",
      undo: "instant",
      everywhere: true,
    },
  ],
);

const PROJECT: readonly AttributeRow[] = attributeRows("google_project", [
  {
    paths: ["billing_account"],
    severity: "critical",
    text: "another account pays, or none: without one everything in the project stops",
    undo: "instant",
  },
  {
    paths: ["org_id", "folder_id"],
    severity: "high",
    text: "the project moves: it inherits other grants and policies",
    undo: "instant",
  },
]);

/** Rows of what stands above the product: roles, policies and the project itself. */
export const GOVERNANCE: readonly AttributeRow[] = [...ROLES, ...RULES_ABOVE, ...PROJECT];
