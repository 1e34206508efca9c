import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { SecretManagerSecretIamMember } from "@cdktf/provider-google/lib/secret-manager-secret-iam-member";
import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import type { ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { preventDeletion } from "./later-arguments";

/** A secret as services mount it. */
export interface SecretReference {
  /** What it is for; the same in every environment, so that addresses are too. */
  readonly role: string;
  readonly secretId: string;
  /** A number or a reference to a version; never `latest`. */
  readonly version: string;
  /** What must exist before a service can read it. */
  readonly dependsOn: readonly ITerraformDependable[];
}

/** Props of {@link OperatorSecret}. */
export interface OperatorSecretProps {
  readonly secretId: string;
  readonly dependsOn: readonly ITerraformDependable[];
}

/** A secret whose versions an operator adds: declared without a value, so that none can reach code or state. */
export class OperatorSecret extends Construct {
  constructor(scope: Construct, id: string, props: OperatorSecretProps) {
    super(scope, id);
    declareSecret(this, props.secretId, props.dependsOn);
  }
}

/** Props of {@link GeneratedSecret}. */
export interface GeneratedSecretProps {
  readonly role: string;
  readonly secretId: string;
  /** Expression of an ephemeral value (`ephemeral-password.ts`). */
  readonly value: string;
  /** Raise to write a new value: without it, a write-only argument is never sent again. */
  readonly version: number;
  /**
   * What people read beside the secret.
   *
   * @default none
   */
  readonly annotations?: Readonly<Record<string, string>>;
}

/** A secret with a value that Terraform generates and forgets. */
export class GeneratedSecret extends Construct {
  readonly reference: SecretReference;

  constructor(scope: Construct, id: string, props: GeneratedSecretProps) {
    super(scope, id);
    const secret = declareSecret(this, props.secretId, [], props.annotations);
    const version = new SecretManagerSecretVersion(this, "version", {
      secret: secret.id,
      secretDataWo: props.value,
      secretDataWoVersion: props.version,
      enabled: true,
      // Running revisions pin the old version: it must outlive its successor's first minutes.
      deletionPolicy: "ABANDON",
      lifecycle: { createBeforeDestroy: true },
    });
    this.reference = { role: props.role, secretId: props.secretId, version: version.version, dependsOn: [version] };
  }
}

const declareSecret = (
  scope: Construct,
  secretId: string,
  dependsOn: readonly ITerraformDependable[],
  annotations?: GeneratedSecretProps["annotations"],
): SecretManagerSecret => {
  const secret = new SecretManagerSecret(scope, "Default", {
    secretId,
    ...(annotations && { annotations: { ...annotations } }),
    replication: { auto: {} },
    deletionProtection: true,
    dependsOn: [...dependsOn],
  });
  preventDeletion(secret);
  return secret;
};

/** Lets one account read one secret's values. */
export const grantAccess = (
  scope: Construct,
  id: string,
  props: {
    readonly project: string;
    readonly secret: SecretReference;
    readonly email: string;
  },
): ITerraformDependable =>
  new SecretManagerSecretIamMember(scope, id, {
    project: props.project,
    secretId: props.secret.secretId,
    role: "roles/secretmanager.secretAccessor",
    member: `serviceAccount:${props.email}`,
    dependsOn: [...props.secret.dependsOn],
  });

/**
 * Lets the account of a service or a job read exactly the secrets that it mounts; one that is mounted twice is granted
 * once. A shared account would read the other's secrets, a project-wide role everyone's.
 *
 * @returns what must exist before it starts
 */
export function grantMounted(
  scope: Construct,
  props: { readonly project: string; readonly email: string; readonly secrets: readonly SecretReference[] },
): readonly ITerraformDependable[] {
  const byRole = new Map(props.secrets.map((secret) => [secret.role, secret]));
  return [...byRole].map(([role, secret]) =>
    grantAccess(scope, `reads-${role}`, { project: props.project, secret, email: props.email }),
  );
}
