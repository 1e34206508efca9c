import { BACKEND_HEADER } from "../../../environments/backend-header";
import { channelsOf } from "../../../environments/channels";
import type { Environment } from "../../../environments/environment";
import { routedServices } from "../../../environments/hosts";
import {
  addressName,
  armorPolicyName,
  backendServiceName,
  cachePath,
  databaseInstanceName,
  httpProxyName,
  httpRuleName,
  httpsProxyName,
  httpsRuleName,
  networkId,
  redirectUrlMapName,
  tlsPolicyName,
  urlMapName,
} from "../../../environments/names";
import { alertsOf } from "../../../monitoring/alerts";
import type { JsonObject } from "../../../sandbox/core/json";
import { healthyServices, type Entry, type Resources } from "./healthy-services";

const ADDRESS = "203.0.113.7";
const CREATED = "2026-01-01T00:00:00Z";
const EXTERNAL = "EXTERNAL_MANAGED";

export const databaseName = (environment: Environment): string =>
  `sql/projects/${environment.project}/instances/${databaseInstanceName(environment)}`;

export const cacheName = (environment: Environment): string => `redis/${cachePath(environment)}`;

/** Name in the store of something global of Compute's. */
export const computeName = ({ project }: Environment, collection: string, name: string): string =>
  `compute/projects/${project}/global/${collection}/${name}`;

export const endpointGroupName = ({ project, region }: Environment, service: string): string =>
  `compute/projects/${project}/regions/${region}/networkEndpointGroups/${service}-neg`;

export const certificateName = (environment: Environment, key: string): string =>
  computeName(environment, "sslCertificates", `cert-${key}`);

/** As the API links to it. */
const link = (name: string): string => name.replace(/^compute/, "https://www.googleapis.com/compute/v1");

/** Everything that the checks read, as it is in an environment that is as declared. */
export const healthy = (environment: Environment): Resources => ({
  ...healthyServices(environment),
  [databaseName(environment)]: database(environment),
  [cacheName(environment)]: cache(environment),
  ...loadBalancer(environment),
  ...alerting(environment),
});

/** Name in the store of something of Monitoring's. */
export const monitoringName = ({ project }: Environment, collection: string, id: string): string =>
  `monitoring/projects/${project}/${collection}/${id}`;

/** Channels by their keys, and policies by their alerts. */
const alerting = (environment: Environment): Resources =>
  Object.fromEntries([
    ...channelsOf(environment).map(({ key, spec: { type }, madeAs }): [string, JsonObject] => {
      const name = monitoringName(environment, "notificationChannels", madeAs ?? key);
      return [name, { name: name.replace("monitoring/", ""), type, enabled: true, userLabels: { channel: key } }];
    }),
    ...alertsOf(environment).map(({ id }): [string, JsonObject] => {
      const name = monitoringName(environment, "alertPolicies", id);
      return [name, { name: name.replace("monitoring/", ""), enabled: true, userLabels: { alert: id } }];
    }),
  ]);

function database({ database: spec, ...environment }: Environment): JsonObject {
  return {
    createTime: CREATED,
    state: "RUNNABLE",
    databaseVersion: spec.version,
    gceZone: spec.zone,
    ipAddresses: [{ type: "PRIVATE", ipAddress: "10.20.0.88" }],
    serverCaCert: { expirationTime: "2036-01-01T00:00:00Z", cert: "a certificate" },
    settings: {
      tier: spec.tier,
      edition: spec.edition,
      activationPolicy: "ALWAYS",
      availabilityType: spec.availability,
      deletionProtectionEnabled: true,
      retainBackupsOnDelete: true,
      finalBackupConfig: { enabled: true, retentionDays: 30 },
      storageAutoResizeLimit: String(spec.diskLimitGiB),
      locationPreference: { zone: spec.zone, ...(spec.standbyZone && { secondaryZone: spec.standbyZone }) },
      maintenanceWindow: { ...spec.maintenance, updateTrack: "stable" },
      databaseFlags: [
        { name: "log_statement", value: "ddl" },
        { name: "max_connections", value: String(spec.maxConnections) },
      ],
      insightsConfig: { queryInsightsEnabled: true },
      ipConfiguration: {
        ipv4Enabled: false,
        privateNetwork: networkId(environment),
        sslMode: "ENCRYPTED_ONLY",
        serverCaMode: "GOOGLE_MANAGED_INTERNAL_CA",
      },
      backupConfiguration: {
        enabled: true,
        pointInTimeRecoveryEnabled: true,
        startTime: spec.backups.startTime,
        transactionLogRetentionDays: spec.backups.logDays,
        backupRetentionSettings: { retainedBackups: spec.backups.retained, retentionUnit: "COUNT" },
      },
    },
  };
}

function cache({ cache: spec, ...environment }: Environment): JsonObject {
  return {
    createTime: CREATED,
    state: "READY",
    tier: spec.tier,
    redisVersion: spec.version,
    memorySizeGb: spec.memoryGiB,
    authEnabled: true,
    transitEncryptionMode: "SERVER_AUTHENTICATION",
    connectMode: "PRIVATE_SERVICE_ACCESS",
    authorizedNetwork: networkId(environment),
    host: "10.20.0.83",
    redisConfigs: { "maxmemory-policy": "volatile-lru" },
    persistenceConfig: { persistenceMode: "DISABLED" },
    maintenancePolicy: {
      weeklyMaintenanceWindow: [{ day: spec.maintenance.day, startTime: { hours: spec.maintenance.hour } }],
    },
    serverCaCerts: [{ expireTime: "2036-01-01T00:00:00Z", cert: "a certificate" }],
  };
}

function loadBalancer(environment: Environment): Resources {
  const hosts = Object.entries(environment.hosts);
  const name = (collection: string, id: string): string => computeName(environment, collection, id);
  const backend = (service: string): string => link(name("backendServices", backendServiceName(environment, service)));
  const rule = (port: number, proxies: string, proxy: string): JsonObject => ({
    IPAddress: ADDRESS,
    portRange: `${port}-${port}`,
    loadBalancingScheme: EXTERNAL,
    target: link(name(proxies, proxy)),
  });
  return {
    [name("addresses", addressName(environment))]: { address: ADDRESS },
    [name("forwardingRules", httpsRuleName(environment))]: rule(443, "targetHttpsProxies", httpsProxyName(environment)),
    [name("forwardingRules", httpRuleName(environment))]: rule(80, "targetHttpProxies", httpProxyName(environment)),
    [name("targetHttpsProxies", httpsProxyName(environment))]: {
      urlMap: link(name("urlMaps", urlMapName(environment))),
      sslPolicy: link(name("sslPolicies", tlsPolicyName(environment))),
      sslCertificates: hosts.map(([key]) => link(certificateName(environment, key))),
    },
    [name("targetHttpProxies", httpProxyName(environment))]: {
      urlMap: link(name("urlMaps", redirectUrlMapName(environment))),
    },
    [name("sslPolicies", tlsPolicyName(environment))]: { minTlsVersion: "TLS_1_2", profile: "MODERN" },
    [name("urlMaps", redirectUrlMapName(environment))]: {
      defaultUrlRedirect: { httpsRedirect: true, redirectResponseCode: "MOVED_PERMANENTLY_DEFAULT" },
    },
    [name("urlMaps", urlMapName(environment))]: {
      defaultService: backend(hosts[0]![1].service),
      hostRules: hosts.map(([key, { host }]) => ({ hosts: [host], pathMatcher: key })),
      pathMatchers: hosts.map(([key, { service, paths = [] }]) => ({
        name: key,
        defaultService: backend(service),
        ...(paths.length > 0 && {
          pathRules: paths.map((route) => ({ paths: [route.path], service: backend(route.service) })),
        }),
      })),
    },
    ...Object.fromEntries(
      hosts.map(([key, { host }]): Entry => [
        certificateName(environment, key),
        { type: "MANAGED", managed: { domains: [host], status: "ACTIVE", domainStatus: { [host]: "ACTIVE" } } },
      ]),
    ),
    ...Object.fromEntries(
      routedServices(environment).flatMap((service): readonly Entry[] => [
        [
          name("backendServices", backendServiceName(environment, service)),
          {
            protocol: "HTTPS",
            portName: "http",
            sessionAffinity: "NONE",
            timeoutSec: 30,
            loadBalancingScheme: EXTERNAL,
            connectionDraining: { drainingTimeoutSec: 60 },
            securityPolicy: link(name("securityPolicies", armorPolicyName(environment))),
            customResponseHeaders: [`${BACKEND_HEADER}: ${service}`],
            logConfig: { enable: true, sampleRate: 1 },
            iap: { enabled: false },
            backends: [{ group: link(endpointGroupName(environment, service)) }],
          },
        ],
        [endpointGroupName(environment, service), { networkEndpointType: "SERVERLESS", cloudRun: { service } }],
      ]),
    ),
  };
}
