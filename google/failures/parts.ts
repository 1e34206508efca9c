/** Forms of the parts of an error that may be shown: names by which Google calls things, and nothing that could be a value. */

/** `run.services.create` */
export const PERMISSION = "(?<permission>[a-z][A-Za-z]{1,30}(?:\\.[A-Za-z]{2,40}){2,3})";

/** `websocket-service@netra-staging.iam.gserviceaccount.com` */
export const ACCOUNT = "(?<account>[a-z0-9][a-z0-9-]{1,62}@[a-z0-9.-]{1,80}\\.gserviceaccount\\.com)";

/** `run.googleapis.com` */
export const SERVICE = "(?<service>[a-z0-9-]{2,40}\\.googleapis\\.com)";

/** `us-central1-docker.pkg.dev/netra-staging/netra/frontend:1.0` */
export const IMAGE =
  "(?<image>[a-z0-9-]{2,40}(?:\\.[a-z0-9-]{2,40}){1,3}(?:/[a-z0-9][a-z0-9._-]{0,127}){1,6}(?::\\w(?:[\\w.-]{0,126}\\w)?)?(?:@sha256:[0-9a-f]{64})?)";

/** `projects/netra-staging/secrets/netra-staging-llm-api-key/versions/1` */
export const SECRET_VERSION =
  "projects/[a-z0-9.:-]{1,80}/secrets/(?<secret>[\\w-]{1,255})/versions/(?<version>\\d{1,9}|latest)";

/** `projects/netra-staging/global/networks/netra-staging-vpc` */
export const RESOURCE = "(?<resource>projects(?:/[A-Za-z0-9][A-Za-z0-9._-]{0,127}){1,9})";

/** `resource.backends[0].group` */
export const FIELD = "(?<field>[A-Za-z_]{2,60}(?:\\[\\d{1,4}\\])?(?:\\.[A-Za-z_]{1,60}(?:\\[\\d{1,4}\\])?){1,12})";

/** A text between single or double quotes. */
export const quoted = (form: string): string => `['"]${form}['"]`;
