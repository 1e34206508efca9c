import type { Environment } from "../../environments/environment";
import { stateBucketName } from "../../environments/names";
import type { SandboxOptions } from "../../sandbox/start";
import { sandboxVariables } from "../../sandbox/variables";
import { callerEnvironment } from "./provider";

/** The projects of the environments, each with its bucket for states, as a sandbox starts with them. */
export const sandboxProjects = (environments: readonly Environment[]): SandboxOptions["projects"] =>
  environments.map((environment) => ({
    id: environment.project,
    region: environment.region,
    stateBucket: stateBucketName(environment),
  }));

/**
 * Variables for Terraform against a sandbox. They hold nothing of the caller's account, and Terraform needs no network,
 * because the providers are installed.
 *
 * @param providers - folder with installed providers, as the probe leaves it
 */
export function sandboxedEnvironment(url: string, providers: string): NodeJS.ProcessEnv {
  // The provider mostly waits, so more resources at once save time.
  const parallel = "-parallelism=20";
  return {
    ...callerEnvironment(),
    ...sandboxVariables(url),
    TF_CLI_ARGS_init: `-plugin-dir=${JSON.stringify(providers)}`,
    TF_CLI_ARGS_plan: parallel,
    TF_CLI_ARGS_apply: parallel,
    TF_CLI_ARGS_destroy: parallel,
  };
}
