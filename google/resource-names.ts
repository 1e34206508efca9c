/**
 * Longest names, characters: resources of Compute (https://cloud.google.com/compute/docs/naming-resources), instances of
 * Memorystore (https://cloud.google.com/memorystore/docs/redis/reference/rest/v1/projects.locations.instances/create),
 * service accounts (https://cloud.google.com/iam/docs/service-accounts-create) and secrets
 * (https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create).
 */
export const NAME_LENGTH = { resource: 63, cache: 40, serviceAccount: 30, secret: 255 } as const;

/**
 * Whether Secret Manager takes a secret's id
 * (https://cloud.google.com/secret-manager/docs/reference/rest/v1/projects.secrets/create).
 */
export const isSecretId = (id: string): boolean => /^[A-Za-z0-9_-]+$/.test(id) && id.length <= NAME_LENGTH.secret;

/** Shortest id of a service account, characters (https://cloud.google.com/iam/docs/service-accounts-create). */
export const MIN_SERVICE_ACCOUNT_ID = 6;
