/**
 * Where the provider and Google keep something from being deleted: on while it is true
 * (https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/sql_database_instance#deletion_protection).
 */
export const DELETION_PROTECTIONS: readonly string[] = [
  "deletion_protection",
  "deletion_protection_enabled",
  "settings[0].deletion_protection_enabled",
];

/**
 * What stops Terraform itself from deleting or replacing a resource of provider google 7.x: its `deletion_policy` in the state.
 * The provider asks for it when it deletes, so that the plan is clean and the apply stops half-way
 * (https://registry.terraform.io/providers/hashicorp/google/7.45.0/docs/resources/redis_instance#deletion_policy).
 */
export const PREVENTED = { path: "deletion_policy", value: "PREVENT" } as const;
