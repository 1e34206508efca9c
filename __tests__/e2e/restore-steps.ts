import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { runChild } from "../../cli/shared/child";
import type { Environment } from "../../environments/environment";
import { restoreSection } from "../../runbook/restore";
import { shellBlocks } from "../support/pages";

/** The commands of the runbook's section about a restore, typed as they are printed. */

/** Seconds until a block is killed: one call of gcloud takes a second, and on a busy machine ten. */
const DEADLINE_SECONDS = 230;

/** Whether gcloud is there at all; a test that needs it is skipped by name where it is not. */
export const hasGcloud = spawnSync("gcloud", ["--version"], { timeout: 60_000 }).status === 0;

/**
 * What a person does at the keyboard: answers a question with what stands in `answer_NAME`, says yes to gcloud, and calls
 * gh where there is an account of GitHub.
 */
const PERSON = `
read() { local name=\${!#}; local answer="answer_$name"; printf -v "$name" %s "\${!answer:?nobody has answered}"; }
gcloud() { command gcloud "$@" <<<y; }
gh() { echo "gh $*" >>gh.log; }
`;

/** gcloud keeps nothing of the caller's, and tells nobody that it ran. */
const GCLOUD = {
  CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: "1",
  CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: "1",
} as const;

/** Types blocks of the section in a folder. */
export class RestoreSteps {
  private readonly blocks: readonly string[];

  constructor(
    environment: Environment,
    private readonly folder: string,
    private readonly variables: NodeJS.ProcessEnv,
  ) {
    this.blocks = shellBlocks(restoreSection(environment).lines.join("\n"));
  }

  /**
   * Types the one block that holds some words, and returns what it printed.
   *
   * @param answers - to its questions, by the variable that is read
   * @param leftOut - lines that nobody can type here
   */
  async type(words: string, answers: Readonly<Record<string, string>> = {}, leftOut?: RegExp): Promise<string> {
    const [block, ...more] = this.blocks.filter((each) => each.includes(words));
    if (block === undefined || more.length > 0) throw new Error(`${more.length + 1} blocks or none hold "${words}"`);
    const lines = block.split("\n").filter((line) => !leftOut?.test(line));
    const { status, stdout, stderr } = await runChild("bash", ["-c", [PERSON, "set -e", ...lines].join("\n")], {
      cwd: this.folder,
      env: {
        ...this.variables,
        ...GCLOUD,
        CLOUDSDK_CONFIG: join(this.folder, ".gcloud"),
        NO_COLOR: "1",
        ...Object.fromEntries(Object.entries(answers).map(([name, answer]) => [`answer_${name}`, answer])),
      },
      deadlineSeconds: DEADLINE_SECONDS,
    });
    if (status !== 0) throw new Error([block, `status ${status}`, stdout, stderr].join("\n"));
    return stdout;
  }

  /** The first block of code that holds some words, for a person to paste. */
  static pasted(environment: Environment, words: string): string {
    const text = restoreSection(environment).lines.join("\n");
    const blocks = [...text.matchAll(/^( *)```ts\n([\s\S]*?)\n\1```$/gm)].map(([, indent = "", body = ""]) =>
      body.replaceAll(new RegExp(`^${indent}`, "gm"), ""),
    );
    const found = blocks.find((each) => each.includes(words));
    if (found === undefined) throw new Error(`no code holds "${words}"`);
    return found;
  }
}
