import { RedisInstance } from "@cdktf/provider-google/lib/redis-instance";
import { SecretManagerSecret } from "@cdktf/provider-google/lib/secret-manager-secret";
import { SecretManagerSecretVersion } from "@cdktf/provider-google/lib/secret-manager-secret-version";
import { TerraformLocal, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import { CACHE_ACCESS, CACHE_MEMORY, CACHE_PROTECTION } from "../google/hardened/memorystore";
import { addLaterArguments, preventDeletion } from "./later-arguments";

/** Props of {@link Redis}. */
export interface RedisProps {
  readonly name: string;
  readonly region: string;
  readonly networkId: string;
  readonly peeringRangeName: string;
  readonly authSecretId: string;
  readonly version: string;
  readonly tier: "BASIC" | "STANDARD_HA";
  readonly memoryGiB: number;
  readonly authVersion: number;
  readonly maintenance: { readonly day: string; readonly hour: number };
  /** The network peering and the Redis API. */
  readonly dependsOn: readonly ITerraformDependable[];
  /** The Secret Manager API. */
  readonly secretDependsOn: readonly ITerraformDependable[];
}

/**
 * Memorystore for Redis with AUTH and TLS, and the secret of its AUTH string. The string is a computed attribute
 * and so stands in this stack's state, the one secret that does; the secret version is written through a
 * write-only argument, so that it does not stand there twice.
 */
export class Redis extends Construct {
  /** Address of the primary, known once the instance exists. */
  readonly host: string;
  /** 6378 with TLS. Services read it from here, never from a literal. */
  readonly port: number;
  /** PEM, all certificates: two are valid at once when Google renews its authority. */
  readonly certificateAuthorities: string;
  /** Version of the AUTH secret that goes with this instance. */
  readonly authSecretVersion: string;

  constructor(scope: Construct, id: string, props: RedisProps) {
    super(scope, id);
    const instance = new RedisInstance(this, "Default", {
      name: props.name,
      region: props.region,
      tier: props.tier,
      memorySizeGb: props.memoryGiB,
      redisVersion: props.version,
      authEnabled: CACHE_ACCESS.authEnabled.value,
      transitEncryptionMode: CACHE_ACCESS.transitEncryptionMode.value,
      connectMode: CACHE_ACCESS.connectMode.value,
      authorizedNetwork: props.networkId,
      reservedIpRange: props.peeringRangeName,
      replicaCount: 1,
      readReplicasMode: "READ_REPLICAS_DISABLED",
      persistenceConfig: { persistenceMode: CACHE_MEMORY.persistenceMode.value },
      redisConfigs: { "maxmemory-policy": CACHE_MEMORY.maxmemoryPolicy.value },
      maintenancePolicy: {
        weeklyMaintenanceWindow: [
          {
            day: props.maintenance.day,
            startTime: { hours: props.maintenance.hour, minutes: 0, seconds: 0, nanos: 0 },
          },
        ],
      },
      // The provider never reads the range back: without this, it would replace an imported instance.
      lifecycle: { preventDestroy: true, ignoreChanges: ["reserved_ip_range"] },
      dependsOn: [...props.dependsOn],
    });
    preventDeletion(instance);
    addLaterArguments(instance, "google_redis_instance", {
      deletion_protection: CACHE_PROTECTION.deletionProtection.value,
    });
    // `fqn` is wrapped in an interpolation, which a lifecycle argument does not take.
    const address = `${instance.terraformResourceType}.${instance.friendlyUniqueId}`;
    const secret = new SecretManagerSecret(this, "auth-secret", {
      secretId: props.authSecretId,
      replication: { auto: {} },
      deletionProtection: true,
      dependsOn: [...props.secretDependsOn],
    });
    preventDeletion(secret);
    const version = new SecretManagerSecretVersion(this, "auth-version", {
      secret: secret.id,
      secretDataWo: instance.authString,
      secretDataWoVersion: props.authVersion,
      enabled: true,
      deletionPolicy: "ABANDON",
      // Not create_before_destroy: Terraform would carry it over to the instance, whose successor has the same name.
      lifecycle: {
        // A write-only value cannot be compared: a new instance has a new create_time, nothing else changes it.
        replaceTriggeredBy: [`${address}.create_time`],
      },
    });
    const authorities = new TerraformLocal(
      this,
      "certificate-authorities",
      `\${join("\\n", ${address}.server_ca_certs[*].cert)}`,
    );
    this.host = instance.host;
    this.port = instance.port;
    this.certificateAuthorities = authorities.asString;
    this.authSecretVersion = version.version;
  }
}
