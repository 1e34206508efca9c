import { StoppedByPolicy } from "../stacks/synthesis";
import { CommandLine, today, type ExitCode, type Subcommand } from "./shared/command";
import { judgedEnvironments } from "./shared/judged-environments";
import { ROOT } from "./shared/place";
import { writableOutput } from "./shared/project";
import { writeStacks } from "./shared/written-stacks";

const command = new CommandLine("synth").description(
  "Writes every stack as Terraform configuration to cdktf.out, or to the folder that CDKTF_OUTDIR names. Exit 0 written, 1 the policy has findings and nothing was written, 2 could not be written.",
);

async function synth(): Promise<ExitCode> {
  const output = writableOutput(ROOT);
  const day = today();
  try {
    await writeStacks(judgedEnvironments(day, undefined), day, output);
    return 0;
  } catch (error) {
    if (!(error instanceof StoppedByPolicy)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** `netra synth`. */
export const subcommand: Subcommand = { command, action: synth };
