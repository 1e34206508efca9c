import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { staging } from "../../environments/staging";
import { stateBucketName } from "../../environments/names";
import { roleOf, stacksInOrder } from "../../environments/stack-names";
import { runChild, type ChildResult } from "../../cli/shared/child";
import { terraformBinary } from "../../cli/shared/terraform-binary";
import { readRun } from "./run";
import { ROOT } from "./terraform";

/**
 * The real Terraform and its `gcs` backend with stacks that need no provider: in the place of staging's, as soon as a
 * command initialises their folders.
 */

/** Why it cannot be had; undefined where it can. */
export const MISSING_TERRAFORM =
  spawnSync(terraformBinary(), ["version"]).status === 0 ? undefined : "terraform is not on PATH";

/** A test that is skipped by name where there is no Terraform. */
export const terraformTest = (name: string, body: jest.ProvidesCallback): void => {
  if (MISSING_TERRAFORM === undefined) test(name, body);
  else test.skip(`${name} (skipped: ${MISSING_TERRAFORM})`, body);
};

/** What stands in a stack's place: resources, variables, outputs. */
export type SwappedStack = Readonly<Record<string, unknown>>;

/** Every output that other stacks read of foundation, so that nothing is missing there. */
export function foundationOutputs(): Readonly<Record<string, { readonly value: string }>> {
  const services = JSON.stringify(readRun().stacks["staging-services"]);
  const names = [...services.matchAll(/outputs\.([A-Za-z0-9_-]+)/g)].map(([, name = ""]) => name);
  return Object.fromEntries(names.map((name) => [name, { value: "x" }]));
}

/** Staging with stacks that need no provider, in a folder. */
export class SwappedStaging {
  /**
   * @param folder - empty
   * @param variables - that lead to a sandbox
   */
  constructor(
    private readonly folder: string,
    private readonly variables: NodeJS.ProcessEnv,
  ) {
    const real = execFileSync("/bin/sh", ["-c", "command -v terraform"], { encoding: "utf8" }).trim();
    mkdirSync(join(folder, "bin"));
    const script = [
      "#!/bin/sh",
      'stack=$(basename "$PWD")',
      // The providers of the stacks whose place is taken.
      '[ "$stack" != providers ] || exit 0',
      // All of them, because a stack is read before its own folder is initialised.
      `[ "$1" != init ] || for file in "${folder}"/*.json; do [ ! -d "../$(basename "$file" .json)" ] || cp "$file" "../$(basename "$file" .json)/cdk.tf.json"; done`,
      `exec "${real}" "$@"`,
    ];
    writeFileSync(join(folder, "bin", "terraform"), `${script.join("\n")}\n`);
    chmodSync(join(folder, "bin", "terraform"), 0o755);
    for (const stack of stacksInOrder(staging)) this.swap(stack, {});
    this.swap("staging-foundation", { output: foundationOutputs() });
  }

  /** Puts something in a stack's place. */
  swap(stack: string, content: SwappedStack): void {
    const gcs = { bucket: stateBucketName(staging), prefix: roleOf(staging, stack) };
    writeFileSync(join(this.folder, `${stack}.json`), JSON.stringify({ ...content, terraform: { backend: { gcs } } }));
  }

  private get env(): NodeJS.ProcessEnv {
    const { TF_CLI_CONFIG_FILE: _mirror, ...own } = process.env;
    return {
      ...own,
      ...this.variables,
      NO_COLOR: "1",
      PATH: [join(this.folder, "bin"), process.env.PATH].join(delimiter),
      CDKTF_OUTDIR: join(this.folder, "out"),
      XDG_STATE_HOME: join(this.folder, "user-state"),
      NETRA_REVIEW_KEY: "a key of these tests",
    };
  }

  /** Runs one of our commands. */
  netra(...args: string[]): Promise<ChildResult> {
    return runChild(process.execPath, ["./netra", ...args], { cwd: ROOT, env: this.env, deadlineSeconds: 170 });
  }

  /** Runs Terraform with a stack's state, as a person would by hand. */
  async terraform(stack: string, ...args: string[]): Promise<ChildResult> {
    const cwd = join(this.folder, "by-hand", stack);
    const options = { cwd, env: this.env, deadlineSeconds: 60 };
    if (!existsSync(cwd)) {
      mkdirSync(cwd, { recursive: true });
      await runChild(terraformBinary(), ["init", "-no-color"], options);
    }
    return runChild(terraformBinary(), args, options);
  }

  /** Reviews all stacks and deploys what was reviewed. */
  async deploy(): Promise<ChildResult> {
    const { stdout } = await this.netra("review", "--environment", "staging", "--format", "json");
    const { digest } = JSON.parse(stdout) as { digest: string };
    return this.netra("deploy", "--environment", "staging", "--digest", digest, "--first");
  }
}
