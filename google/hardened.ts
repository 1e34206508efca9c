/**
 * Values that every environment has alike, because no other one is right: the constructs set them, and the verification
 * looks for them in what Google answers. A test holds the two together. Words and units are those of Google's APIs.
 */

/** A Cloud Run service: reached through the load balancer only, by whoever gets through it. */
export const SERVICE = {
  ingress: "INGRESS_TRAFFIC_INTERNAL_LOAD_BALANCER",
  invokerIamDisabled: true,
  executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
} as const;

/** A backend service in front of a Cloud Run service; 30 s is the only timeout that Google accepts there. */
export const BACKEND = {
  timeoutSec: 30,
  drainingTimeoutSec: 60,
  loadBalancingScheme: "EXTERNAL_MANAGED",
  protocol: "HTTPS",
  logging: true,
  iap: false,
} as const;

/** What the HTTPS proxy accepts. */
export const TLS_POLICY = { minTlsVersion: "TLS_1_2", profile: "MODERN" } as const;

/** What HTTP is answered. */
export const REDIRECT = { httpsRedirect: true, code: "MOVED_PERMANENTLY_DEFAULT", stripQuery: false } as const;

/** Cloud SQL: a private address only, encrypted only, backed up to the second, protected against everybody. */
export const DATABASE = {
  activationPolicy: "ALWAYS",
  ipv4Enabled: false,
  sslMode: "ENCRYPTED_ONLY",
  serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
  backups: true,
  pointInTimeRecovery: true,
  deletionProtection: true,
  retainBackupsOnDelete: true,
  queryInsights: true,
} as const;

/** Memorystore: AUTH and TLS, on the private network, nothing on disk. */
export const CACHE = {
  authEnabled: true,
  transitEncryptionMode: "SERVER_AUTHENTICATION",
  connectMode: "PRIVATE_SERVICE_ACCESS",
  persistenceMode: "DISABLED",
  maxmemoryPolicy: "volatile-lru",
} as const;
