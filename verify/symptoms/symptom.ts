import type { ContactClass } from "../../environments/environment";

/** Whose a failure is. */
export type FailureClass = "infrastructure" | "authentication" | "application" | "test-setup" | "test-dependencies";

/**
 * Who is called about a class of failure. The remediation plan names three contacts: what the backend's own code does
 * wrong is its team's, as authentication is.
 */
export const CONTACT_OF: Readonly<Record<FailureClass, ContactClass>> = {
  infrastructure: "infrastructure",
  authentication: "authentication",
  application: "authentication",
  "test-setup": "test-framework",
  "test-dependencies": "test-framework",
};

/**
 * How a failure travels. `page`: users lose something now, and it does not pass by itself. `ticket`: the next working day
 * is soon enough. `report`: it is written down, and nobody has to act on it.
 */
export type SymptomSeverity = "page" | "ticket" | "report";

/** One way in which an environment fails to answer. */
export interface Symptom {
  readonly class: FailureClass;
  readonly severity: SymptomSeverity;
  readonly title: string;
  /** What it tells, in the field's words. */
  readonly means: string;
  /** The next step, as an imperative; the runbook goes on from there. */
  readonly next: string;
  /** Whether another attempt may find it gone. */
  readonly retry: boolean;
}
