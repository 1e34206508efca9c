import { Option } from "commander";
import { isOpen } from "../policy/core/finding";
import { environmentFindings } from "../stacks/policy-validation";
import { resolveEnvironments } from "../stacks/synthesis";
import { CHECK_FORMATS, renderCheck, type CheckFormat } from "./shared/check-formats";
import { CommandLine, printReport, today, type ExitCode, type Subcommand } from "./shared/command";
import { judgedEnvironments } from "./shared/judged-environments";
import { ROOT } from "./shared/place";
import { readProject } from "./shared/project";

const command = new CommandLine("check")
  .description(
    "Synthesizes in memory and holds every stack against the policy: about what is declared, not about what is live. Exit 0 clean, 1 findings, 2 could not tell.",
  )
  .option("--environment <name>", "one environment; without it, all of them")
  .addOption(new Option("--format <format>", "report format").choices([...CHECK_FORMATS]).default("text"));

function check(): ExitCode {
  const { environment, format } = command.opts<{ environment?: string; format: CheckFormat }>();
  readProject(ROOT);
  const day = today();
  const estates = resolveEnvironments(judgedEnvironments(day, environment), day);
  const findings = estates.flatMap((estate) => environmentFindings(estate, day));
  printReport([renderCheck({ estates, findings }, format)]);
  return findings.some(isOpen) ? 1 : 0;
}

/** `netra check`. */
export const subcommand: Subcommand = { command, action: check };
