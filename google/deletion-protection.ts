/**
 * Where the provider and Google keep something from being deleted: on while it is true
 * (https://registry.terraform.io/providers/hashicorp/google/6.50.0/docs/resources/sql_database_instance#deletion_protection).
 */
export const DELETION_PROTECTIONS: readonly string[] = [
  "deletion_protection",
  "deletion_protection_enabled",
  "settings[0].deletion_protection_enabled",
];
