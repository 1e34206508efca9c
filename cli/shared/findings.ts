import pc from "picocolors";
import { isOpen, type Finding } from "../../policy/core/evaluate";
import type { Severity } from "../../policy/core/rule";
import type { EnvironmentEstate } from "../../stacks/policy-validation";
import { RULES } from "../../policy/packs";

const COLOUR: Readonly<Record<Severity, (text: string) => string>> = {
  critical: (text) => pc.bold(pc.red(text)),
  high: pc.red,
  medium: pc.yellow,
  low: pc.dim,
};

/** Findings for people, grouped by stack, worst first within each. */
export function findingsText(findings: readonly Finding[]): string {
  const stacks = [...new Set(findings.map(({ stack, environment }) => stack || environment))].sort();
  return stacks
    .map((stack) => {
      const own = findings.filter((finding) => (finding.stack || finding.environment) === stack);
      return [pc.bold(stack), ...own.map(findingText)].join("\n");
    })
    .join("\n\n");
}

function findingText({ severity, status, rule, address, message }: Finding): string {
  const mark = status === "violation" ? "" : ` (${status})`;
  return `  ${COLOUR[severity](severity.padEnd(8))} ${rule}${mark}\n           ${address}\n           ${message}`;
}

/** One line that says how it ended. */
export function verdictText(findings: readonly Finding[], estates: readonly EnvironmentEstate[]): string {
  const open = findings.filter(isOpen).length;
  const waived = findings.length - open;
  const looked = `${RULES.length} rules over ${estates.map(({ resources, environment }) => `${resources.length} resources of ${environment}`).join(" and ")}`;
  const suffix = waived > 0 ? `, ${waived} waived` : "";
  return open === 0 ? pc.green(`No findings${suffix}: ${looked}.`) : pc.red(`${open} findings${suffix}: ${looked}.`);
}

/** The machine's form; its keys are a contract (README). */
export const findingsJson = (findings: readonly Finding[], estates: readonly EnvironmentEstate[]): string =>
  JSON.stringify(
    {
      environments: estates.map(({ environment }) => environment),
      stacks: estates.flatMap(({ environment, stacks, resources }) =>
        stacks.map(({ name }) => ({
          name,
          environment,
          resources: resources.filter(({ stack }) => stack === name).length,
        })),
      ),
      rules: RULES.map(({ id, severity, title }) => ({ id, severity, title })),
      findings,
    },
    undefined,
    2,
  );
