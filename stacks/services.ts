import type { Construct } from "constructs";
import { CloudRunService, type EnvironmentValue } from "../constructs/cloud-run-service";
import { DatabaseUserAccount } from "../constructs/database-user";
import { ephemeralPassword } from "../constructs/ephemeral-password";
import type { Redis } from "../constructs/redis";
import { GeneratedSecret, type SecretReference } from "../constructs/secret";
import { usesVpc } from "../environments/budgets";
import type { DatabaseUser, ServiceSpec } from "../environments/environment";
import {
  BYPASS_SECRET_ROLE,
  cacheAuthSecretId,
  databaseConnectionName,
  databaseInstanceName,
  databasePasswordRole,
  imageReference,
  networkId,
  secretId,
  serviceAccountEmail,
  subnetId,
} from "../environments/names";
import { PIPELINE_OWNED } from "../environments/ownership";
import { CACHE_AUTH_ROLE, variablesOf, type Variable } from "../environments/variables";
import { EnvironmentStack, type EnvironmentStackProps } from "./environment-stack";

/** Props of {@link ServicesStack}. */
export interface ServicesStackProps extends EnvironmentStackProps {
  /** The cache's address and AUTH version: the only values that cross from foundation, everything else is in the spec. */
  readonly redis: Redis;
}

/** What changes daily: the services, and the generated secrets, so that a rotation and the revision that uses it are one apply. */
export class ServicesStack extends EnvironmentStack {
  protected override readonly readsOtherStacks = true;
  private readonly secretsByRole = new Map<string, SecretReference>();

  constructor(scope: Construct, props: ServicesStackProps) {
    super(scope, "services", props);
    const { environment, redis } = props;
    this.declareGeneratedSecrets();
    this.declareDatabaseUsers();
    for (const [role, { version }] of Object.entries(environment.secrets.operatorProvided)) {
      this.secretsByRole.set(role, {
        role,
        secretId: secretId(environment, role),
        version: String(version),
        dependsOn: [],
      });
    }
    this.secretsByRole.set(CACHE_AUTH_ROLE, {
      role: CACHE_AUTH_ROLE,
      secretId: cacheAuthSecretId(environment),
      version: redis.authSecretVersion,
      dependsOn: [],
    });
    for (const [name, spec] of Object.entries(environment.services)) this.declareService(name, spec, redis);
  }

  private declareGeneratedSecrets(): void {
    const { environment } = this;
    for (const [role, { version }] of Object.entries(environment.secrets.generated)) this.generate(role, version);
    if (environment.kind === "staging") this.generate(BYPASS_SECRET_ROLE, environment.e2e.keyVersion);
  }

  private declareDatabaseUsers(): void {
    const { environment } = this;
    const versions = Object.entries(environment.database.users.passwordVersions) as [DatabaseUser, number][];
    for (const [user, version] of versions) {
      const password = this.generate(databasePasswordRole(user), version);
      new DatabaseUserAccount(this, `database-user-${user.replace("_", "-")}`, {
        name: user,
        instanceName: databaseInstanceName(environment),
        password,
        passwordVersion: version,
      });
    }
  }

  private generate(role: string, version: number): string {
    const value = ephemeralPassword(this, role);
    const secret = new GeneratedSecret(this, `secret-${role}`, {
      role,
      secretId: secretId(this.environment, role),
      value,
      version,
    });
    this.secretsByRole.set(role, secret.reference);
    return value;
  }

  private declareService(name: string, spec: ServiceSpec, redis: Redis): void {
    const { environment } = this;
    new CloudRunService(this, name, {
      name,
      project: environment.project,
      region: environment.region,
      serviceAccountEmail: serviceAccountEmail(environment, name),
      roles: spec.databasePool ? ["cloudsql.client"] : [],
      image: imageReference(environment, name, spec.image.firstTag),
      port: spec.port,
      cpu: spec.cpu,
      memoryMiB: spec.memoryMiB,
      scaling: spec.scaling,
      concurrency: spec.concurrency,
      requestTimeoutSeconds: spec.requestTimeoutSeconds,
      servesSockets: spec.sockets !== undefined,
      probes: spec.probes,
      variables: Object.fromEntries(
        variablesOf(environment, name).map((variable) => [variable.name, this.environmentValue(variable, redis)]),
      ),
      ...(usesVpc(spec) && { vpc: { networkId: networkId(environment), subnetId: subnetId(environment) } }),
      ...(spec.databasePool && { databaseConnection: databaseConnectionName(environment) }),
      ...(spec.pinnedRevision !== undefined && { pinnedRevision: spec.pinnedRevision }),
      ignoreChanges: PIPELINE_OWNED.map(({ path }) => path),
    });
  }

  private environmentValue(variable: Variable, redis: Redis): EnvironmentValue {
    switch (variable.kind) {
      case "plain":
        return { value: variable.value };
      case "cache":
        return { value: String(redis[variable.output]) };
      case "secret": {
        const secret = this.secretsByRole.get(variable.role);
        if (!secret)
          throw new Error(`no secret "${variable.role}" for ${variable.name}; declare it in the environment`);
        return { secret };
      }
    }
  }
}
