import type { AcceptedDrift } from "../environments/drift-ledger";
import { RUN_SERVICE, TRAFFIC_RULE } from "../policy/packs/google/cloud-run";
import { adoptField } from "./adopt-field";
import type { ChangeReport, DriftReport, Report, StackReport } from "./report";

/** Classes that are somebody's change outside, and so make the report fail. */
const OUTSIDE: ReadonlySet<string> = new Set(["reverted", "overwritten", "accepted silently", "deleted outside"]);

/** Whether a class of drift is somebody's change outside. */
export const isOutsideClass = (kind: string): boolean => OUTSIDE.has(kind);

/** What to do about a change outside: three ways, with the place in the code. */
function remedy(entry: DriftReport, environment: string): string {
  if (entry.class === "deleted outside") return "revert: deploy makes it again; or take it out of the code";
  const field = adoptField(entry.address, entry.path);
  const adopt =
    field === undefined
      ? "declare the live value where the construct sets it"
      : `set ${field} in environments/${environment}.ts`;
  const revert = entry.class === "accepted silently" ? "undo it by hand" : `npm run deploy${unpin(entry)}`;
  return `revert: ${revert}; adopt: ${adopt}; accept: environments/drift-ledger.ts`;
}

/** Traffic that a rollback has pinned need not wait for a deploy. */
function unpin({ address, path }: DriftReport): string {
  const [type, name = ""] = address.split(".");
  return type === RUN_SERVICE && path.startsWith("traffic")
    ? ` or gcloud run services update-traffic ${name} --to-latest`
    : "";
}

const accepted = (ledger: readonly AcceptedDrift[], stack: string, entry: DriftReport, today: string) =>
  ledger.find(
    ({ stack: of, address, path, expires }) =>
      of === stack && address === entry.address && path === entry.path && expires >= today,
  );

/** Code that is ahead: changes of a plan which no outside change explains. */
const notApplied = (change: ChangeReport): DriftReport => ({
  address: change.address,
  path: change.paths[0]?.path ?? "",
  class: "code not applied yet",
  severity: "low",
  consequence: `${change.actions.join(", ")}: the code is ahead of what is applied; deploy it`,
});

/**
 * A review turned into a drift report: what changed outside with what to do, what the ledger accepts, and apart from
 * both the code that is merely not applied yet. Findings (except pinned traffic), budgets and the changes themselves are
 * the review's matter.
 *
 * @param today - YYYY-MM-DD in UTC
 */
export function driftReport(
  report: Report,
  environment: string,
  ledger: readonly AcceptedDrift[],
  today: string,
): Report {
  const stacks = report.stacks.map((stack): StackReport => {
    const outside = stack.drift.map((entry): DriftReport => {
      const acceptance = accepted(ledger, stack.name, entry, today);
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
        ? { ...entry, consequence: `${entry.consequence}. ${remedy(entry, environment)}` }
        : entry;
    });
    const explained = new Set(stack.drift.map(({ address }) => address));
    const ahead = stack.changes.filter(({ address }) => !explained.has(address)).map(notApplied);
    // A pin that the code has adopted drifts no more; whose it is and until when has to stay in sight.
    const findings = stack.findings.filter(({ rule }) => rule === TRAFFIC_RULE);
    return { ...stack, changes: [], outputs: [], findings, budgets: [], drift: [...outside, ...ahead] };
  });
  const found = stacks.flatMap(({ drift }) => drift).filter(isOutside);
  const severity =
    (["critical", "high", "medium", "low"] as const).find((level) => found.some((entry) => entry.severity === level)) ??
    "none";
  const ahead = stacks.flatMap(({ drift }) => drift).filter((entry) => entry.class === "code not applied yet").length;
  const summary = `${environment}: ${found.length === 0 ? "nothing changed outside" : `${found.length} changed outside`}${ahead > 0 ? `, ${ahead} not applied yet` : ""}`;
  return { ...report, severity, summary, stacks };
}

/** Whether an entry is a change outside that nobody has accepted. */
export const isOutside = ({ class: kind }: DriftReport): boolean => isOutsideClass(kind);
