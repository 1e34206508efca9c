import type { Environment } from "../environments/environment";
import { isOpen } from "../policy/core/finding";
import { environmentFindings } from "../stacks/policy-validation";
import { PAINT } from "../report/colour";
import { resolveEnvironments } from "../stacks/synthesis";
import { CommandLine, today, type ExitCode, type Subcommand } from "./shared/command";
import { demonstrate } from "./shared/demonstration";
import { judgedEnvironments } from "./shared/judged-environments";
import { findingsText, verdictText } from "./shared/findings";
import { ROOT, callerView } from "./shared/place";
import { writableOutput } from "./shared/project";
import { summaryText } from "./shared/summary";
import { writeStacks } from "./shared/written-stacks";

const command = new CommandLine("start").description(
  "Synthesizes every environment, checks it, prints what is declared, and deploys staging into a sandbox where Terraform and the provider can be had. Exit 0 clean, 1 findings, 2 could not tell.",
);

/** What to run next, with the environment that changes reach first. */
function nextText([first]: readonly Environment[]): string {
  if (first === undefined) return "";
  const lines = [
    ["./netra check", "the policy alone, --format json for machines"],
    ["npm test", "every promise of this program"],
    [`npx cdktf diff ${first.name}-foundation`, "what Google has against what is declared (needs an account)"],
    [
      `npx cdktf deploy '${first.name}-*'`,
      `deploy ${first.name} in order; docs/first-deploy.md says what must exist first`,
    ],
  ];
  return [PAINT.strong("Next"), ...lines.map(([line = "", text = ""]) => `  ${line.padEnd(36)} ${text}`)].join("\n");
}

async function start(): Promise<ExitCode> {
  const output = writableOutput(ROOT);
  const day = today();
  const environments = judgedEnvironments(day, undefined);
  const estates = resolveEnvironments(environments, day);
  const findings = estates.flatMap((estate) => environmentFindings(estate, day));
  const isClean = !findings.some(isOpen);
  if (isClean) await writeStacks(environments, day, output);
  const written = isClean
    ? `Written to ${callerView(output)}.`
    : "Nothing was written: synthesis stops while there are findings.";
  const parts = [
    summaryText(environments, estates),
    findingsText(findings),
    `${PAINT.strong("Verdict")}\n  ${verdictText(findings, estates)} ${written}`,
    isClean ? nextText(environments) : "",
  ];
  process.stdout.write(`${parts.filter(Boolean).join("\n\n")}\n`);
  if (!isClean) return 1;
  await demonstrateStaging(environments, output);
  return 0;
}

async function demonstrateStaging(environments: readonly Environment[], output: string): Promise<void> {
  const staging = environments.find(({ kind }) => kind === "staging");
  if (staging === undefined) return;
  await demonstrate(ROOT, output, staging);
}

/** `netra start`. */
export const subcommand: Subcommand = { command, action: start };
