import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { RUNBOOK_PAGES, runbookFile, runbookFolder } from "../environments/runbook-links";
import { resolveEnvironments } from "../stacks/synthesis";
import { CommandLine, today, type ExitCode, type Subcommand } from "./shared/command";
import { runWhole } from "./shared/interruption";
import { judgedEnvironments } from "./shared/judged-environments";
import { ROOT, callerView } from "./shared/place";
import { runbookPages } from "../runbook";
import { successMetricsText } from "../runbook/success-metrics";

const command = new CommandLine("docs").description(
  "Writes docs/runbooks/<environment>/ and docs/success-metrics.md from what is declared.",
);

function writePages(): void {
  const day = today();
  const environments = judgedEnvironments(day, undefined);
  for (const { environment, estate } of resolveEnvironments(environments, day)) {
    const pages = runbookPages(environment, estate);
    mkdirSync(join(ROOT, runbookFolder(environment)), { recursive: true });
    for (const page of RUNBOOK_PAGES) writePage(join(ROOT, runbookFile(environment, page)), pages[page]);
  }
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
