import type { AcceptedDrift } from "../environments/drift-ledger";
import { RUN_SERVICE, TRAFFIC_RULE } from "../policy/packs/google/cloud-run";
import { adoptField } from "./adopt-field";
import type { ChangeReport, DriftReport, Report, StackReport } from "./report";

/** Classes of changes that somebody made outside. They make the report fail. */
const OUTSIDE: ReadonlySet<string> = new Set(["reverted", "overwritten", "accepted silently", "deleted outside"]);

/** Whether a class of drift is a change that somebody made outside. */
export const isOutsideClass = (kind: string): boolean => OUTSIDE.has(kind);

/** The three ways to treat a change outside (revert, adopt, accept), each with its place in the code. */
function remedyText(entry: DriftReport, environment: string | undefined): string {
  if (environment === undefined) return foreignRemedyText(entry);
  if (entry.class === "deleted outside") return "revert: deploy makes it again; or take it out of the code";
  const field = adoptField(entry.address, entry.path);
  const adopt =
    field === undefined
      ? "declare the live value where the construct sets it"
      : `set ${field} in environments/${environment}.ts`;
  const revert = entry.class === "accepted silently" ? "undo it by hand" : `./netra deploy${unpinText(entry)}`;
  return `revert: ${revert}; adopt: ${adopt}; accept: environments/drift-ledger.ts`;
}

/** The same for somebody else's estate, in Terraform's words. */
function foreignRemedyText(entry: DriftReport): string {
  if (entry.class === "deleted outside") return "revert: terraform apply makes it again; or take its block out";
  const revert = entry.class === "accepted silently" ? "undo it by hand" : "terraform apply";
  return `revert: ${revert}; adopt: write the live value of ${entry.path} into the configuration; accept: lifecycle ignore_changes`;
}

/** The command that unpins traffic at once: after a rollback nobody has to wait for a deploy. */
function unpinText({ address, path }: DriftReport): string {
  const [type, name = ""] = address.split(".");
  return type === RUN_SERVICE && path.startsWith("traffic")
    ? ` or gcloud run services update-traffic ${name} --to-latest`
    : "";
}

const findAcceptance = (ledger: readonly AcceptedDrift[], stack: string, entry: DriftReport, today: string) =>
  ledger.find(
    ({ stack: of, address, path, expires }) =>
      of === stack && address === entry.address && path === entry.path && expires >= today,
  );

/** The entry of a planned change that no change outside explains. */
const unappliedEntry = (change: ChangeReport): DriftReport => ({
  address: change.address,
  path: change.paths[0]?.path ?? "",
  class: "code not applied yet",
  severity: "low",
  consequence: `${change.actions.join(", ")}: the code is ahead of what is applied; deploy it`,
});

/**
 * Turns a review into a drift report: changes outside with their remedies, changes that the ledger accepts, and code that
 * is not applied yet. It leaves out changes, outputs, budgets and all findings but pinned traffic, because a drift report
 * is not a review.
 *
 * @param environment - undefined for somebody else's plans
 * @param today - YYYY-MM-DD in UTC
 */
export function driftReport(
  report: Report,
  environment: string | undefined,
  ledger: readonly AcceptedDrift[],
  today: string,
): Report {
  const stacks = report.stacks.map((stack): StackReport => {
    const outside = stack.drift.map((entry): DriftReport => {
      const acceptance = findAcceptance(ledger, stack.name, entry, today);
      if (acceptance) {
        const { owner, expires } = acceptance;
        return {
          ...entry,
          class: "accepted in the ledger",
          severity: "low",
          consequence: `accepted by ${owner} until ${expires}`,
        };
      }
      return OUTSIDE.has(entry.class)
        ? { ...entry, consequence: `${entry.consequence}. ${remedyText(entry, environment)}` }
        : entry;
    });
    const explained = new Set(stack.drift.map(({ address }) => address));
    const ahead = stack.changes.filter(({ address }) => !explained.has(address)).map(unappliedEntry);
    // A pin that the code has adopted is no drift, but its owner and its last day must stay visible.
    const findings = stack.findings.filter(({ rule }) => rule === TRAFFIC_RULE);
    return { ...stack, changes: [], outputs: [], findings, budgets: [], drift: [...outside, ...ahead] };
  });
  const found = stacks.flatMap(({ drift }) => drift).filter(isOutsideEntry);
  const severity =
    (["critical", "high", "medium", "low"] as const).find((level) => found.some((entry) => entry.severity === level)) ??
    "none";
  const ahead = stacks.flatMap(({ drift }) => drift).filter((entry) => entry.class === "code not applied yet").length;
  const name = environment ?? report.stacks.map((stack) => stack.name).join(", ");
  const summary = `${name}: ${found.length === 0 ? "nothing changed outside" : `${found.length} changed outside`}${ahead > 0 ? `, ${ahead} not applied yet` : ""}`;
  return { ...report, severity, summary, sentence: summary, stacks };
}

/** Whether an entry is a change outside that the ledger does not accept. */
export const isOutsideEntry = ({ class: kind }: DriftReport): boolean => isOutsideClass(kind);
