import { GoogleProvider } from "@cdktf/provider-google/lib/provider";
import { GcsBackend, TerraformStack, type TerraformElement } from "cdktf";
import type { Construct, Node } from "constructs";
import type { Environment } from "../environments/environment";
import { stateBucketName } from "../environments/names";
import { stackName, type StackRole } from "../environments/stack-names";
import { PROVIDERS, TERRAFORM, constraintText } from "../google/versions";
import { addPolicyValidation } from "./policy-validation";

/** Characters that a Terraform name cannot hold; cdktf's own cross-stack outputs carry dots in their ids. */
const NOT_IN_A_NAME = /[^A-Za-z0-9_-]/g;

/** What every stack is made of. */
export interface EnvironmentStackProps {
  readonly environment: Environment;
  /** YYYY-MM-DD in UTC: the day against which waivers expire. */
  readonly today: string;
}

/** Labels on everything that can carry them; Cloud SQL cannot take the provider's default and gets them itself. */
export const labelsOf = ({ name }: Pick<Environment, "name">): Readonly<Record<string, string>> => ({
  application: "netra",
  environment: name,
  managed_by: "cdktf",
});

/**
 * A stack of one environment: provider, required Terraform version, state in the environment's own bucket, default
 * labels, readable addresses, and the policy, which no stack can be synthesized without.
 */
export abstract class EnvironmentStack extends TerraformStack {
  readonly environment: Environment;
  private resolved?: object;

  constructor(scope: Construct, role: StackRole, { environment, today }: EnvironmentStackProps) {
    super(scope, stackName(environment, role));
    this.environment = environment;
    new GoogleProvider(this, "google", {
      project: environment.project,
      region: environment.region,
      defaultLabels: labelsOf(environment),
    });
    // Declared in every case: the implicit local backend would write a path of this machine into the JSON.
    new GcsBackend(this, { bucket: stateBucketName(environment), prefix: role });
    this.addOverride("terraform.required_version", constraintText(TERRAFORM));
    // The bindings pin the release that they were made from.
    this.addOverride("terraform.required_providers.google.version", PROVIDERS.google.version);
    addPolicyValidation(this, today);
  }

  /** Whether the stack refers to another one's resources: `true` in the class that does. */
  protected readonly readsOtherStacks: boolean = false;

  /**
   * cdktf resolves every stack once just to find references to other stacks: a sixth of a synthesis, for nothing where
   * there are none. A reference that this leaves dangling stops the synthesis (`policy-validation.ts`).
   */
  override prepareStack(): void {
    if (this.readsOtherStacks) super.prepareStack();
  }

  /**
   * What the policy has judged is what is written: resolved once, because resolving is most of a synthesis.
   * Aspects of a later stack would run in between, so the policy refuses them (`policy-validation.ts`).
   */
  override toTerraform(): object {
    return (this.resolved ??= super.toTerraform() as object);
  }

  /**
   * An address is a contract that people read at night: the construct path joined by `_`, without cdktf's hash.
   * Ids hold no `_` of their own, so two paths never meet; `Default` is the primary child and stays out.
   */
  protected override allocateLogicalId(element: TerraformElement | Node): string {
    const node = "node" in element ? element.node : element;
    const path = node.scopes.slice(node.scopes.findIndex((scope) => TerraformStack.isStack(scope)) + 1);
    return path
      .map((scope) => scope.node.id)
      .filter((id) => id !== "Default")
      .map((id) => id.replace(NOT_IN_A_NAME, "-"))
      .join("_");
  }
}
