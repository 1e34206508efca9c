import { createRequire } from "node:module";
import { join } from "node:path";
import { readFileSync } from "node:fs";
import { missing, untold, works, type Found, type MachineFacts } from "../../verify/machine/facts";
import { judgeCredentials } from "../../verify/machine/google-credentials";
import { judgePackages } from "../../verify/machine/installed-packages";
import { tryCredentials } from "../../verify/google-api";
import { PROVIDERS } from "../../google/versions";
import { KEPT_LOCK_FILE, keptLock } from "../../stacks/lock-file";
import { runChild } from "./child";
import { childVariables } from "./child-variables";
import { callerEnvironment, installProviders, type Availability } from "./provider";
import { BINARY_VARIABLE, probeBinary, terraformName, type BinaryReading } from "./terraform-binary";

/** Asks this machine what commands need. It changes nothing, and asks Google for a token at most. */

const SECONDS = 20;

/** What a child that has not ended is said to be. */
const NO_ANSWER = "no answer within";

/** What cdktf-cli loads at every command to give Terraform a terminal, and what else runs where that is not to be had. */
const TERMINAL = "@cdktf/node-pty-prebuilt-multiarch";
const OTHER_CLI = "npx --yes --package=cdktn-cli@0.24.0 cdktn synth (Node 22.19 or newer), in place of npx cdktf synth";

const readText = (path: string): string => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
};

/** Node itself: whoever comes here has passed `tools/require-node.js`. */
const nodeFound = (root: string): Found => {
  const { engines } = JSON.parse(readText(join(root, "package.json"))) as {
    readonly engines: { readonly node: string };
  };
  return works(`${process.versions.node} (${engines.node} allowed)`);
};

async function askGit(root: string): Promise<Found> {
  const options = { cwd: root, env: childVariables("git"), deadlineSeconds: SECONDS };
  const version = await runChild("git", ["--version"], options);
  if (version.failure?.endsWith("ENOENT")) return missing("not on PATH", "install git");
  if (version.failure !== undefined) return untold(`git --version: ${version.failure}`, "see what it says by itself");
  const [, number = "of an unknown version"] = /(\d+\.\d+\S*)/.exec(version.stdout) ?? [];
  const inside = await runChild("git", ["rev-parse", "--is-inside-work-tree"], options);
  return inside.failure === undefined
    ? works(number)
    : missing(`${number}, and this is no git checkout`, "clone the repository instead of copying its files");
}

/** The program that plans, as a prerequisite. */
export function binaryFound(reading: BinaryReading): Found {
  if (reading.ok) return works(`${terraformName()}: ${reading.product} ${reading.version}`);
  const remedy = `install Terraform or OpenTofu, or name it in ${BINARY_VARIABLE}`;
  return reading.kind === "broken" ? untold(reading.problem, remedy) : missing(reading.problem, remedy);
}

/** The providers, as a prerequisite. */
export function providersFound(availability: Availability, root: string): Found {
  const names = Object.entries(PROVIDERS).map(([name, { version }]) => `${name} ${version}`);
  if ("reason" in availability) {
    const remedy = `have ${names.join(" and ")} in reach: in their registry, or in a mirror that the CLI configuration (TF_CLI_CONFIG_FILE) names`;
    return availability.reason.includes(NO_ANSWER)
      ? untold(availability.reason, remedy)
      : missing(availability.reason, remedy);
  }
  return works(
    keptLock(root) === ""
      ? `${names.join(", ")}; no ${KEPT_LOCK_FILE}, so their checksums are not compared`
      : `${names.join(", ")}, as ${KEPT_LOCK_FILE} has them`,
  );
}

async function askProviders(binary: BinaryReading, root: string, scratch: string): Promise<Found> {
  if (!binary.ok) return untold("Terraform or OpenTofu installs them", "that first");
  return providersFound(await installProviders(root, scratch, callerEnvironment()), root);
}

/** Loads cdktf's terminal in a child, as cdktf-cli does in itself: a binary for another Node may end the process. */
async function askCdktf(root: string): Promise<Found> {
  const load = createRequire(join(root, "package.json"));
  try {
    load.resolve("cdktf-cli/package.json");
  } catch {
    return missing("not installed, as after npm ci --omit=dev", "npm ci");
  }
  const options = { cwd: root, env: childVariables("synth"), deadlineSeconds: SECONDS };
  const { failure } = await runChild(process.execPath, ["-e", "require(process.argv[1])", TERMINAL], options);
  if (failure === undefined) return works("npx cdktf starts");
  const machine = `Node ${process.versions.node} on ${process.platform} ${process.arch}`;
  return missing(`npx cdktf cannot start: its terminal has no binary for ${machine}`, OTHER_CLI);
}

/**
 * Everything that commands need, as it is here.
 *
 * @param root - the checkout
 * @param scratch - a folder for what is tried
 */
export async function readMachine(root: string, scratch: string): Promise<MachineFacts> {
  const packages = judgePackages(
    readText(join(root, "package-lock.json")),
    readText(join(root, "node_modules", ".package-lock.json")),
  );
  const binary = await probeBinary(scratch, callerEnvironment());
  const [git, providers, credentials, cdktf] = await Promise.all([
    askGit(root),
    askProviders(binary, root, scratch),
    judgeCredentials(process.env, tryCredentials),
    askCdktf(root),
  ]);
  return { node: nodeFound(root), ...packages, git, terraform: binaryFound(binary), providers, credentials, cdktf };
}
