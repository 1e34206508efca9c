import type { TerraformResource } from "cdktf";
import { DELETION_POLICY } from "../google/hardened/deletion-policy";

/** An HTTP readiness probe, in the words of the provider; seconds. */
export interface ReadinessProbeArguments {
  readonly http_get: { readonly path: string; readonly port: number };
  readonly period_seconds: number;
  readonly timeout_seconds: number;
  readonly failure_threshold: number;
  readonly success_threshold: number;
}

/**
 * Arguments that the provider has learnt since the bindings were made, by the resource's type
 * (https://github.com/hashicorp/terraform-provider-google/blob/v7.45.0/CHANGELOG.md). Keys are paths in the synthesized
 * resource.
 */
interface LaterArguments {
  readonly google_cloud_run_v2_service: {
    readonly default_uri_disabled: boolean;
    /** Instances of all revisions together. */
    readonly "scaling.max_instance_count": number;
    readonly "template.containers.0.readiness_probe": ReadinessProbeArguments;
  };
  readonly google_redis_instance: {
    readonly deletion_protection: boolean;
  };
  readonly google_sql_database_instance: {
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

/**
 * Lets the provider refuse to delete a resource (`google/hardened/deletion-policy.ts`).
 *
 * @throws where nothing is lost with a resource of its type: a mistake in a construct
 */
export function preventDeletion(resource: TerraformResource): void {
  const type = resource.terraformResourceType;
  const row = Object.values(DELETION_POLICY).find((each) => each.type === type);
  if (row === undefined) throw new Error(`${resource.node.path}: a ${type} is not kept from deletion`);
  resource.addOverride(row.path, row.value);
}
