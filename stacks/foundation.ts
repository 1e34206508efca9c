import type { Construct } from "constructs";
import { ImageRepository } from "../constructs/artifact-registry";
import { Postgres } from "../constructs/postgres";
import { PrivateNetwork } from "../constructs/private-network";
import { ProjectServices } from "../constructs/project-services";
import { Redis } from "../constructs/redis";
import { OperatorSecret } from "../constructs/secret";
import {
  IMAGE_REPOSITORY,
  cacheAuthSecretId,
  cacheName,
  databaseInstanceName,
  networkId,
  networkName,
  peeringRangeName,
  secretId,
  subnetName,
} from "../environments/names";
import { EnvironmentStack, labelsOf, type EnvironmentStackProps } from "./environment-stack";

/** The APIs that the stacks of an environment call, beyond those of bootstrap. */
const APIS = [
  "artifactregistry",
  "compute",
  "logging",
  "monitoring",
  "redis",
  "run",
  "secretmanager",
  "servicenetworking",
  "sqladmin",
] as const;

/**
 * What changes rarely and loses data when it is replaced: network, database, cache, images, and the secrets that an
 * operator fills before the services first start.
 */
export class FoundationStack extends EnvironmentStack {
  readonly redis: Redis;

  constructor(scope: Construct, props: EnvironmentStackProps) {
    super(scope, "foundation", props);
    const { environment } = props;
    const apis = new ProjectServices(this, "api", { project: environment.project, apis: APIS });
    const network = new PrivateNetwork(this, "network", {
      region: environment.region,
      networkName: networkName(environment),
      subnetName: subnetName(environment),
      subnetCidr: environment.network.subnetCidr,
      peeringRangeName: peeringRangeName(environment),
      peering: environment.network.peering,
      dependsOn: apis.declaredServices("compute"),
      peeringDependsOn: apis.declaredServices("servicenetworking"),
    });
    const privateService = {
      region: environment.region,
      networkId: networkId(environment),
      peeringRangeName: peeringRangeName(environment),
    };
    const { name: databaseName, users: _users, ...database } = environment.database;
    new Postgres(this, "database", {
      ...privateService,
      ...database,
      databaseName,
      instanceName: databaseInstanceName(environment),
      labels: labelsOf(environment),
      dependsOn: [network.connection, ...apis.declaredServices("sqladmin")],
    });
    this.redis = new Redis(this, "redis", {
      ...privateService,
      ...environment.cache,
      name: cacheName(environment),
      authSecretId: cacheAuthSecretId(environment),
      dependsOn: [network.connection, ...apis.declaredServices("redis")],
      secretDependsOn: apis.declaredServices("secretmanager"),
    });
    new ImageRepository(this, "images", {
      repositoryId: IMAGE_REPOSITORY,
      region: environment.region,
      dependsOn: apis.declaredServices("artifactregistry"),
    });
    for (const role of Object.keys(environment.secrets.operatorProvided)) {
      new OperatorSecret(this, `secret-${role}`, {
        secretId: secretId(environment, role),
        dependsOn: apis.declaredServices("secretmanager"),
      });
    }
  }
}
