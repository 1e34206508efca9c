import type { Versions } from "../google/provider/facts";
import type { Severity } from "../report/severity";
import { pathReport } from "./change-report";
import type { Drift, DriftClass } from "./drift";
import type { DriftReport } from "./report";

/** The classes that a plan alone gives, without noise. */
type JoinedClass = Exclude<DriftClass, "noise" | "accepted in the ledger" | "code not applied yet">;

/** What each class means for the plan, and what to do. */
const DRIFT_CONSEQUENCES: Readonly<Record<JoinedClass, { readonly severity: Severity; readonly text: string }>> = {
  reverted: {
    severity: "high",
    text: "changed outside; applying takes it back. If it was a fix in the night, put it into the code first",
  },
  overwritten: {
    severity: "high",
    text: "changed outside; applying replaces it by a third value. Find out who changed it and why before applying",
  },
  "deleted outside": { severity: "high", text: "deleted outside; applying makes a new one" },
  "accepted silently": {
    severity: "medium",
    text: "changed outside, and the code does not mention it: it stays. Declare it, with the old value or the new one",
  },
  adopted: { severity: "low", text: "changed outside, and the code now says the same; nothing to do" },
  ignored: { severity: "low", text: "changed by its owner, the service's own pipeline; nothing to do" },
};

/** An attribute that changed outside, with what the plan does about it. */
export function driftEntry({ address, type, class: kind, attribute }: Drift, versions: Versions): DriftReport {
  const { severity, text } = DRIFT_CONSEQUENCES[kind as JoinedClass];
  const path = attribute ? pathReport(type, attribute, versions) : { path: "" };
  return { ...path, address, class: kind, severity, consequence: text };
}
