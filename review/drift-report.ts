import type { AcceptedDrift } from "../environments/drift-ledger";
import { environmentFile } from "../environments/environment-file";
import { bootstrapStack } from "../environments/stack-names";
import { RUN_SERVICE, TRAFFIC_RULE } from "../policy/packs/google/programs/cloud-run";
import { severestOf } from "../report/severity";
import { countText } from "../report/text";
import { adoptField } from "./adopt-field";
import { isCreation } from "./change";
import type { ChangeReport, DriftReport, Report, StackReport } from "./report";

/** Classes of changes that somebody made outside. They make the report fail. */
const OUTSIDE: ReadonlySet<string> = new Set(["reverted", "overwritten", "accepted silently", "deleted outside"]);

/** Whether a class of drift is a change that somebody made outside. */
export const isOutsideClass = (kind: string): boolean => OUTSIDE.has(kind);

/** Who can bring a stack in line, and how: of bootstrap's, no account of CI may. */
function deployText(stack: string, environment: string | undefined): string {
  if (environment === undefined) return "terraform apply";
  return stack === bootstrapStack({ name: environment })
    ? `a person with an owner's rights runs npx cdktf deploy ${stack}, because no account of CI may`
    : "./netra deploy";
}

/** The three ways to treat a change outside (revert, adopt, accept), each with its place in the code. */
function remedyText(entry: DriftReport, stack: string, environment: string | undefined): string {
  if (environment === undefined) return foreignRemedyText(entry);
  const deploy = deployText(stack, environment);
  if (entry.class === "deleted outside") return `make it again: ${deploy}; or take it out of the code`;
  const field = adoptField(entry.address, entry.path);
  const adopt =
    field === undefined
      ? "declare the live value where the construct sets it"
      : `set ${field} in ${environmentFile(environment)}`;
  const revert = entry.class === "accepted silently" ? "undo it by hand" : `${deploy}${unpinText(entry)}`;
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

/** Changes that the code has and no apply has made, with the attribute that tells it. */
function codeAhead({ changes, drift }: StackReport): readonly { change: ChangeReport; path: string }[] {
  const explained = new Set(drift.map(({ address }) => address));
  return changes.flatMap((change) => {
    const { address, actions, paths, unapplied } = change;
    const [first] = unapplied ?? paths;
    const isCode =
      first !== undefined || actions.join() === "delete" || (paths.length === 0 && !explained.has(address));
    return isCode && !(isCreation(change) && explained.has(address)) ? [{ change, path: first?.path ?? "" }] : [];
  });
}

/** The entries of what is not applied yet. A deploy that has not come to its end leaves many creations: they are one. */
function aheadEntries(stack: StackReport, environment: string | undefined): readonly DriftReport[] {
  const ahead = codeAhead(stack);
  const creations = ahead.filter(({ change }) => isCreation(change));
  const isFolded = creations.length > 1;
  const rows = ahead.filter(({ change }) => !(isFolded && isCreation(change)));
  const entry = (address: string, path: string, what: string): DriftReport => ({
    address,
    path,
    class: "code not applied yet",
    severity: "low",
    consequence: `${what}; deploy: ${deployText(stack.name, environment)}`,
  });
  return [
    ...(isFolded ? [entry(countText(creations.length, "resource"), "", "create: not made yet")] : []),
    ...rows.map(({ change: { address, actions }, path }) =>
      entry(address, path, `${actions.join(", ")}: the code is ahead of what is applied`),
    ),
  ];
}

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
        ? { ...entry, consequence: `${entry.consequence}. ${remedyText(entry, stack.name, environment)}` }
        : entry;
    });
    // A pin that the code has adopted is no drift, but its owner and its last day must stay visible.
    const findings = stack.findings.filter(({ rule }) => rule === TRAFFIC_RULE);
    return {
      ...stack,
      changes: [],
      outputs: [],
      findings,
      budgets: [],
      drift: [...outside, ...aheadEntries(stack, environment)],
    };
  });
  const found = stacks.flatMap(({ drift }) => drift).filter(isOutsideEntry);
  const severity = severestOf(found) ?? "none";
  const ahead = report.stacks.reduce((sum, stack) => sum + codeAhead(stack).length, 0);
  const name = environment ?? report.stacks.map((stack) => stack.name).join(", ");
  const summary = `${name}: ${found.length === 0 ? "nothing changed outside" : `${found.length} changed outside`}${ahead > 0 ? `, ${ahead} not applied yet` : ""}`;
  return { ...report, severity, summary, sentence: summary, stacks };
}

/** Whether an entry is a change outside that the ledger does not accept. */
export const isOutsideEntry = ({ class: kind }: DriftReport): boolean => isOutsideClass(kind);
