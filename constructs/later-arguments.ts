import type { TerraformResource } from "cdktf";

/** What a resource does when Terraform would destroy it: nothing but fail, or go. */
export type DeletionPolicy = "PREVENT" | "DELETE";

/** An HTTP readiness probe, in the words of the provider; seconds. */
export interface ReadinessProbeArguments {
  readonly http_get: { readonly path: string; readonly port: number };
  readonly period_seconds: number;
  readonly timeout_seconds: number;
  readonly failure_threshold: number;
  readonly success_threshold: number;
}

/** Every type that {@link DeletionPolicy} was added to, and that holds what must not be lost. */
type KeptType =
  | "google_artifact_registry_repository"
  | "google_compute_global_address"
  | "google_secret_manager_secret"
  | "google_storage_bucket";

/**
 * Arguments that the provider has learnt since the bindings were made, by the resource's type
 * (https://github.com/hashicorp/terraform-provider-google/blob/v7.45.0/CHANGELOG.md). Keys are paths in the synthesized
 * resource.
 */
interface LaterArguments extends Record<KeptType, { readonly deletion_policy: DeletionPolicy }> {
  readonly google_cloud_run_v2_service: {
    readonly default_uri_disabled: boolean;
    /** Instances of all revisions together. */
    readonly "scaling.max_instance_count": number;
    readonly "template.containers.0.readiness_probe": ReadinessProbeArguments;
  };
  readonly google_redis_instance: {
    readonly deletion_protection: boolean;
    readonly deletion_policy: DeletionPolicy;
  };
  readonly google_sql_database_instance: {
    readonly deletion_policy: DeletionPolicy;
    /** Text of the backup that Cloud SQL makes when it deletes the instance. */
    readonly final_backup_description: string;
    /** `retention_days`: 1 to 365. */
    readonly "settings.final_backup_config": { readonly enabled: boolean; readonly retention_days: number };
  };
}

/**
 * Declares arguments that the bindings do not know.
 *
 * @param type - the resource's own type, which says what may be declared
 * @throws where the resource is of another type: a mistake in a construct, which no environment can cause
 */
export function addLaterArguments<Type extends keyof LaterArguments>(
  resource: TerraformResource,
  type: Type,
  values: LaterArguments[Type],
): void {
  if (resource.terraformResourceType !== type) {
    throw new Error(`${resource.node.path} is a ${resource.terraformResourceType}, not a ${type}`);
  }
  for (const [path, value] of Object.entries(values)) resource.addOverride(path, value);
}
