import { basename } from "node:path";
import { TERRAFORM, constraintText, isWithin } from "../../google/versions";
import { firstLine } from "../../report/text";
import { runChild } from "./child";

/** The variable that names the program which plans and applies. cdktf reads the same one. */
export const BINARY_VARIABLE = "TERRAFORM_BINARY_NAME";

/**
 * The program that plans and applies, Terraform or OpenTofu: a name on PATH, or an absolute path.
 *
 * @param variables - @default this process's
 */
export const terraformBinary = (variables: NodeJS.ProcessEnv = process.env): string =>
  // As cdktf takes it: an empty value names nothing.
  variables[BINARY_VARIABLE] || "terraform";

/** What people call that program in a message: `terraform`, `tofu`. */
export const terraformName = (variables?: NodeJS.ProcessEnv): string => basename(terraformBinary(variables));

/** The program as it was found, or one line that says why it cannot be used: what was found, what is allowed. */
export type BinaryReading =
  | { readonly ok: true; readonly product: "Terraform" | "OpenTofu"; readonly version: string }
  | {
      readonly ok: false;
      /** It is not there; of a version outside the range; none of both; it could not be run. */
      readonly kind: "absent" | "unfit" | "stranger" | "broken";
      readonly problem: string;
    };

const DEADLINE_SECONDS = 10;

/** The first line of `terraform version`, and of `tofu version`. */
const VERSION_LINE = /^(Terraform|OpenTofu) v(\d+\.\d+\.\d+\S*)$/m;

/**
 * Reads what `terraform version` printed.
 *
 * @param name - what the program is called in the message
 */
export function readVersion(name: string, printed: string): BinaryReading {
  const [, product, version] = VERSION_LINE.exec(printed) ?? [];
  const allowed = `Terraform or OpenTofu ${constraintText(TERRAFORM)} needed`;
  if (version === undefined) {
    return { ok: false, kind: "stranger", problem: `${name} tells no version of Terraform or OpenTofu; ${allowed}` };
  }
  if (!isWithin(version, TERRAFORM)) {
    return { ok: false, kind: "unfit", problem: `${name}: ${product} ${version} found, ${allowed}` };
  }
  return { ok: true, product: product === "OpenTofu" ? product : "Terraform", version };
}

/**
 * Asks the program for its version. It needs no network.
 *
 * @param cwd - a folder without a configuration
 * @param env - its variables
 */
export async function probeBinary(cwd: string, env: NodeJS.ProcessEnv): Promise<BinaryReading> {
  const [binary, name] = [terraformBinary(), terraformName()];
  const { stdout, failure } = await runChild(binary, ["version"], { cwd, env, deadlineSeconds: DEADLINE_SECONDS });
  if (failure === undefined) return readVersion(name, stdout);
  if (failure.endsWith("ENOENT")) {
    const problem = binary === name ? `${name} is not on PATH` : `${name} is not where ${BINARY_VARIABLE} says`;
    return { ok: false, kind: "absent", problem };
  }
  return { ok: false, kind: "broken", problem: `${name} cannot be run: ${publicText(failure)}` };
}

/** The first line without hosts and paths, because it appears in public logs. */
export const publicText = (text: string): string =>
  firstLine(text)
    .replace(/\S*(?:\/|\w\.\w)\S*/g, "…")
    .slice(0, 100);
