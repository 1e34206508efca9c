import type { Construct } from "constructs";
import type { EnvironmentValue } from "../constructs/cloud-run-container";
import { CloudRunJob } from "../constructs/cloud-run-job";
import { CloudRunService } from "../constructs/cloud-run-service";
import { DatabaseUserAccount } from "../constructs/database-user";
import { declareEphemeralPassword } from "../constructs/ephemeral-password";
import type { Redis } from "../constructs/redis";
import { ResultsBucket } from "../constructs/results-bucket";
import { GeneratedSecret, grantAccess, type SecretReference } from "../constructs/secret";
import { E2E_TASKS, usesVpc } from "../environments/budgets";
import { KEY_AGE_ANNOTATION } from "../environments/end-to-end";
import type { DatabaseUser, ServiceSpec, StagingEnvironment } from "../environments/environment";
import {
  BYPASS_SECRET_ROLE,
  E2E_LOCK,
  E2E_RESULTS_FOLDER,
  E2E_RUNNER,
  VERIFIER_ACCOUNT,
  cacheAuthSecretId,
  databaseConnectionName,
  databaseInstanceName,
  databasePasswordRole,
  e2eResultsBucketName,
  imageReference,
  networkId,
  pinnedImage,
  secretId,
  serviceAccountEmail,
  subnetId,
} from "../environments/names";
import { PIPELINE_OWNED } from "../environments/ownership";
import { CACHE_AUTH_ROLE, runnerVariables, variablesOf, type Variable } from "../environments/variables";
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
    if (environment.kind === "staging") this.declareRunner(environment, redis);
  }

  private declareGeneratedSecrets(): void {
    const { environment } = this;
    for (const [role, { version }] of Object.entries(environment.secrets.generated)) this.generate(role, version);
    if (environment.kind !== "staging") return;
    const { keyVersion, keyMaxAgeDays } = environment.e2e;
    this.generate(BYPASS_SECRET_ROLE, keyVersion, { [KEY_AGE_ANNOTATION]: String(keyMaxAgeDays) });
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

  private generate(role: string, version: number, annotations?: Readonly<Record<string, string>>): string {
    const value = declareEphemeralPassword(this, role);
    const secret = new GeneratedSecret(this, `secret-${role}`, {
      role,
      secretId: secretId(this.environment, role),
      value,
      version,
      ...(annotations && { annotations }),
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
      image: imageReference(environment, name, spec.image.firstTag),
      port: spec.port,
      cpu: spec.cpu,
      memoryMiB: spec.memoryMiB,
      scaling: spec.scaling,
      concurrency: spec.concurrency,
      requestTimeoutSeconds: spec.requestTimeoutSeconds,
      servesSockets: spec.sockets !== undefined,
      probes: spec.probes,
      variables: this.environmentValues(variablesOf(environment, name), redis),
      ...(usesVpc(spec) && { vpc: { networkId: networkId(environment), subnetId: subnetId(environment) } }),
      ...(spec.databasePool && { databaseConnection: databaseConnectionName(environment) }),
      ...(spec.pinnedRevision !== undefined && { pinnedRevision: spec.pinnedRevision }),
      ignoreChanges: PIPELINE_OWNED.map(({ path }) => path),
    });
  }

  /** The end-to-end tests: their job, where it leaves its reports, and the key for whoever verifies. */
  private declareRunner(environment: StagingEnvironment, redis: Redis): void {
    const { image, cpu, memoryMiB, timeoutSeconds } = environment.e2e.runner;
    const email = serviceAccountEmail(environment, E2E_RUNNER);
    const verifier = serviceAccountEmail(environment, VERIFIER_ACCOUNT);
    new CloudRunJob(this, E2E_RUNNER, {
      name: E2E_RUNNER,
      project: environment.project,
      region: environment.region,
      serviceAccountEmail: email,
      image: pinnedImage(environment, image.name, image.version),
      cpu,
      memoryMiB,
      timeoutSeconds,
      tasks: E2E_TASKS,
      variables: this.environmentValues(runnerVariables(environment), redis),
      vpc: { networkId: networkId(environment), subnetId: subnetId(environment) },
    });
    new ResultsBucket(this, "e2e-results", {
      name: e2eResultsBucketName(environment),
      region: environment.region,
      folder: E2E_RESULTS_FOLDER,
      lock: E2E_LOCK,
      writer: email,
      reader: verifier,
    });
    grantAccess(this, "verifier-reads-e2e-bypass-key", {
      project: environment.project,
      secret: this.secret(BYPASS_SECRET_ROLE, VERIFIER_ACCOUNT),
      email: verifier,
    });
  }

  private environmentValues(variables: readonly Variable[], redis: Redis): Readonly<Record<string, EnvironmentValue>> {
    return Object.fromEntries(variables.map((variable) => [variable.name, this.environmentValue(variable, redis)]));
  }

  private environmentValue(variable: Variable, redis: Redis): EnvironmentValue {
    switch (variable.kind) {
      case "plain":
        return { value: variable.value };
      case "cache":
        return { value: String(redis[variable.output]) };
      case "secret":
        return { secret: this.secret(variable.role, variable.name) };
    }
  }

  private secret(role: string, consumer: string): SecretReference {
    const secret = this.secretsByRole.get(role);
    if (!secret) throw new Error(`no secret "${role}" for ${consumer}; declare it in the environment`);
    return secret;
  }
}
