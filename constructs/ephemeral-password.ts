import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** Characters of a generated secret: above the 32 that the bypass key and the JWT key ask for. */
const LENGTH = 48;

/** The provider whose ephemeral resource makes the values; declared by override, cdktf 0.21 has no binding for it. */
const RANDOM_PROVIDER = { source: "hashicorp/random", version: "3.7.2" };

/**
 * Declares a password that exists only while Terraform runs: never in state, plan file or output. Every
 * run makes a new one, so it may feed write-only arguments alone, and two consumers of one value must be written
 * in the same apply.
 *
 * @param name - Terraform name, unique in the stack
 * @returns the expression to give to write-only arguments
 */
export function ephemeralPassword(scope: Construct, name: string): string {
  const stack = TerraformStack.of(scope);
  stack.addOverride("terraform.required_providers.random", RANDOM_PROVIDER);
  // Letters and digits only: some consumers put the value into a URL.
  stack.addOverride(`ephemeral.random_password.${name}`, { length: LENGTH, special: false });
  return `\${ephemeral.random_password.${name}.result}`;
}
