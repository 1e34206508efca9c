import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveEnvironments } from "../stacks/synthesis";
import { CommandLine, today, type ExitCode, type Subcommand } from "./shared/command";
import { runWhole } from "./shared/interruption";
import { judgedEnvironments } from "./shared/judged-environments";
import { ROOT, callerView } from "./shared/place";
import { runbookText } from "../runbook";
import { successMetricsText } from "../runbook/success-metrics";

const command = new CommandLine("docs").description(
  "Writes docs/runbooks/<environment>.md and docs/success-metrics.md from what is declared.",
);

function writePages(): void {
  const day = today();
  const environments = judgedEnvironments(day, undefined);
  const folder = join(ROOT, "docs", "runbooks");
  mkdirSync(folder, { recursive: true });
  resolveEnvironments(environments, day).forEach(({ environment, estate }) => {
    writePage(join(folder, `${environment.name}.md`), runbookText(environment, estate));
  });
  writePage(join(ROOT, "docs", "success-metrics.md"), successMetricsText(environments));
}

function writePage(file: string, text: string): void {
  writeFileSync(file, text);
  process.stdout.write(`${callerView(file)}\n`);
}

async function docs(): Promise<ExitCode> {
  await runWhole(writePages);
  return 0;
}

/** `netra docs`. */
export const subcommand: Subcommand = { command, action: docs };
