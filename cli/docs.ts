import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { resolveEnvironments } from "../stacks/synthesis";
import { CommandLine, today, type ExitCode, type Subcommand } from "./shared/command";
import { runWhole } from "./shared/interruption";
import { judgedEnvironments } from "./shared/judged-environments";
import { ROOT, callerView } from "./shared/place";
import { runbookText } from "../runbook";

const command = new CommandLine("docs").description("Writes docs/runbooks/<environment>.md from what is declared.");

function writeRunbooks(): void {
  const day = today();
  const environments = judgedEnvironments(day, undefined);
  const folder = join(ROOT, "docs", "runbooks");
  mkdirSync(folder, { recursive: true });
  resolveEnvironments(environments, day).forEach(({ environment, estate }) => {
    const file = join(folder, `${environment.name}.md`);
    writeFileSync(file, runbookText(environment, estate));
    process.stdout.write(`${callerView(file)}\n`);
  });
}

async function docs(): Promise<ExitCode> {
  await runWhole(writeRunbooks);
  return 0;
}

/** `netra docs`. */
export const subcommand: Subcommand = { command, action: docs };
