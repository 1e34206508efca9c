import { Estate } from "../../policy/core/estate";
import type { Resource, Values } from "../../policy/core/resource";
import type { ChangeReport, StackReport } from "../../review/report";
import type { Severity } from "../../report/severity";

/** A resource of somebody's plan, by what its arguments say and refer to. */
export const anyResource = (
  type: string,
  name: string,
  values: Values = {},
  references: Readonly<Record<string, readonly string[]>> = {},
  stack = "plan",
): Resource => ({
  stack,
  address: `${type}.${name}`,
  type,
  values: { name, ...values },
  references: new Map(Object.entries(references)),
});

export const anyEstate = (resources: readonly Resource[]): Estate => new Estate({ stacks: [], resources });

/** What a review says of a change, as far as a picture shows it. */
export const anyChange = (
  address: string,
  severity: Severity,
  action: ChangeReport["actions"][number],
): ChangeReport => ({
  ...{ address, severity, actions: [action], consequence: `${action} it; and more`, undo: "redeploy" },
  ...{ paths: [], replacePaths: [] },
});

/** The review of a stack with these changes alone. */
export const anyStack = (
  name: string,
  changes: readonly ChangeReport[],
): Pick<StackReport, "name" | "changes" | "findings"> => ({
  name,
  changes,
  findings: [],
});
