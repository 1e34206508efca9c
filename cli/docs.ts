import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { resolveEnvironments } from "../stacks/synthesis";
import { runCommand, today, type ExitCode } from "./shared/command";
import { environmentsFor } from "./shared/environments";
import { runbookText } from "../runbook";

const command = new Command("docs").description("Writes docs/runbooks/<environment>.md from what is declared.");

function docs(): ExitCode {
  const day = today();
  const environments = environmentsFor(day, undefined);
  const folder = join("docs", "runbooks");
  mkdirSync(folder, { recursive: true });
  resolveEnvironments(environments, day).forEach(({ environment, estate }) => {
    const file = join(folder, `${environment.name}.md`);
    writeFileSync(file, runbookText(environment, estate));
    process.stdout.write(`${file}\n`);
  });
  return 0;
}

void runCommand(command, docs);
