import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { PROVIDERS } from "../google/versions";

/** Characters of a generated password: above the 32 that the bypass key and the JWT key ask for. */
const PASSWORD_LENGTH = 48;

/**
 * Declares a password that exists only while Terraform runs: never in state, plan file or output. Every
 * run makes a new one, so only write-only arguments may read it. If two resources need the same value, one apply must
 * write both.
 *
 * @param name - Terraform name, unique in the stack
 * @returns the expression to give to write-only arguments
 */
export function declareEphemeralPassword(scope: Construct, name: string): string {
  const stack = TerraformStack.of(scope);
  // By override: cdktf 0.21 has no binding for an ephemeral resource.
  stack.addOverride("terraform.required_providers.random", PROVIDERS.random);
  // Letters and digits only: some consumers put the value into a URL.
  stack.addOverride(`ephemeral.random_password.${name}`, { length: PASSWORD_LENGTH, special: false });
  return `\${ephemeral.random_password.${name}.result}`;
}
