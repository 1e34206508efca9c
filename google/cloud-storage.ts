/**
 * Seconds for which Google can bring back a deleted object where a bucket declares nothing: a week
 * (https://cloud.google.com/storage/docs/soft-delete).
 */
export const DEFAULT_SOFT_DELETE_SECONDS = 7 * 24 * 3600;
