import type { FailureRows } from "./row";

/** Errors of Terraform itself, before or after it has asked Google. */
export const TERRAFORM_FAILURES = {
  planStale: {
    patterns: [/Saved plan is stale/],
    title: "the state was changed after the plan was made",
    meaning: "Somebody else has applied in between.",
    remedy: "review again",
    source: "https://developer.hashicorp.com/terraform/cli/commands/apply",
  },
  lockFileDiffers: {
    patterns: [/Inconsistent dependency lock file/],
    title: "the lock file of the providers does not fit what is declared",
    meaning: "Providers are taken as the lock file names them, and it names others.",
    remedy: "make the lock file anew",
    source: "https://developer.hashicorp.com/terraform/language/files/dependency-lock",
  },
  providersNotInstalled: {
    patterns: [
      /Failed to query available provider packages|Failed to install provider|provider registry .{0,100}? does not have a provider/i,
    ],
    title: "the providers cannot be installed",
    meaning: "Neither the registry nor a mirror has answered with them.",
    remedy: "look at the connection, and at the mirror that TF_CLI_CONFIG_FILE names",
    source: "https://developer.hashicorp.com/terraform/cli/config/config-file#provider-installation",
  },
  providerInconsistent: {
    patterns: [/Provider produced (?:inconsistent|invalid)/],
    title: "the provider has not kept to its own plan",
    meaning: "What it has made differs from what it had planned; this is a fault of the provider.",
    remedy: "review again: a second plan shows what is left",
    source: "https://developer.hashicorp.com/terraform/language/providers",
  },
  pluginEnded: {
    patterns: [/Plugin did not respond|plugin (?:process )?(?:crashed|exited)|plugin encountered an error/i],
    title: "the provider's program ended in the middle",
    meaning: "It crashed or was killed, most often because memory ran out.",
    remedy: "look at the machine's memory, then review again",
    source: "https://developer.hashicorp.com/terraform/internals/debugging",
  },
  backendNotInitialised: {
    patterns: [/Backend initialization required|Backend configuration changed/],
    title: "the stack's folder is of another backend",
    meaning: "The place of the state was changed after the folder was prepared.",
    remedy: "terraform init -reconfigure in the stack's folder",
    source: "https://developer.hashicorp.com/terraform/language/backend",
  },
  stateNotSaved: {
    patterns: [/Failed to (?:save|persist) state/],
    title: "the state could not be written to its bucket",
    meaning: "What was made exists, and the bucket does not say so.",
    remedy: "put the kept state there before anything else is deployed",
    source: "https://developer.hashicorp.com/terraform/cli/commands/state/push",
  },
  provisionerFailed: {
    patterns: [/(?:local|remote)-exec provisioner error/],
    title: "a provisioner's command failed",
    meaning: "The resource is made, and marked as tainted.",
    remedy: "the whole error has its exit status",
    source: "https://developer.hashicorp.com/terraform/language/resources/provisioners/syntax#failure-behavior",
  },
} as const satisfies FailureRows;
