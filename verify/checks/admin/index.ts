import type { Environment } from "../../../environments/environment";
import { routedHosts, routedServices } from "../../../environments/hosts";
import type { Check } from "../../engine/check";
import type { GoogleApi } from "../../google-api";
import type { AdminContext } from "./admin-check";
import { cacheAccessCheck } from "../cache/access";
import { cacheCertificateCheck } from "../cache/certificate";
import { cacheClientsCheck } from "../cache/clients";
import { cacheEvictionsCheck } from "../cache/evictions";
import { cacheLatencyCheck } from "../cache/latency";
import { cacheMemoryCheck } from "../cache/memory";
import { cacheSettingsCheck } from "../cache/settings";
import { cacheStateCheck } from "../cache/state";
import { databaseAvailabilityCheck } from "../database/availability";
import { databaseCertificateCheck } from "../database/certificate";
import { databaseConnectionsCheck } from "../database/connections";
import { databaseLatencyCheck } from "../database/latency";
import { databaseNetworkCheck } from "../database/network";
import { databaseProtectionsCheck } from "../database/protections";
import { databaseSettingsCheck } from "../database/settings";
import { databaseStateCheck } from "../database/state";
import { accessCheck } from "../health/access";
import { conditionsCheck } from "../health/conditions";
import { instancesCheck } from "../health/instances";
import { probesCheck } from "../health/probes";
import { resourcesCheck } from "../health/resources";
import { revisionCheck } from "../health/revision";
import { liveRounds } from "../../live/live";
import { backendCheck } from "../load-balancer/backend";
import { certificateCheck } from "../load-balancer/certificate";
import { endpointGroupCheck } from "../load-balancer/endpoint-group";
import { forwardingRuleChecks } from "../load-balancer/forwarding-rules";
import { httpsProxyCheck } from "../load-balancer/https-proxy";
import { redirectMapCheck } from "../load-balancer/redirect";
import { urlMapCheck } from "../load-balancer/url-map";
import { authAnswersCheck } from "../service-to-service/auth-answers";
import { authCallers } from "../service-to-service/auth-host";
import { authUrlCheck } from "../service-to-service/auth-url";
import { sharedSecretChecks } from "../service-to-service/shared-secret";
import { secretAccessCheck } from "../variables/access";
import { bypassKeyCheck } from "../variables/bypass-key";
import { namesCheck } from "../variables/names";
import { referencesCheck } from "../variables/references";
import { versionsCheck } from "../variables/versions";

/** What the checks of the Admin APIs need beside the APIs. */
export type AdminOptions = Pick<AdminContext, "now" | "answers">;

/** Every check that asks Google's Admin APIs. What they read of the environment, they share. */
export function adminChecks(environment: Environment, google: GoogleApi, options: AdminOptions): readonly Check[] {
  const context: AdminContext = { ...options, environment, round: liveRounds(google) };
  return [
    ...healthChecks(context),
    ...variableChecks(context),
    ...DATABASE.map((check) => check(context)),
    ...CACHE.map((check) => check(context)),
    ...authCallers(environment).flatMap((service) => [
      authUrlCheck(context, service),
      authAnswersCheck(context, service),
    ]),
    ...sharedSecretChecks(context),
    ...loadBalancerChecks(context),
  ];
}

const healthChecks = (context: AdminContext): readonly Check[] =>
  Object.entries(context.environment.services).flatMap(([service, spec]) => [
    revisionCheck(context, service),
    conditionsCheck(context, service),
    instancesCheck(context, service, spec),
    resourcesCheck(context, service, spec),
    probesCheck(context, service, spec),
    accessCheck(context, service),
  ]);

const variableChecks = (context: AdminContext): readonly Check[] =>
  Object.keys(context.environment.services).flatMap((service) => [
    namesCheck(context, service),
    bypassKeyCheck(context, service),
    referencesCheck(context, service),
    versionsCheck(context, service),
    secretAccessCheck(context, service),
  ]);

const DATABASE: readonly ((context: AdminContext) => Check)[] = [
  databaseStateCheck,
  databaseSettingsCheck,
  databaseProtectionsCheck,
  databaseNetworkCheck,
  databaseAvailabilityCheck,
  databaseCertificateCheck,
  databaseConnectionsCheck,
  databaseLatencyCheck,
];

const CACHE: readonly ((context: AdminContext) => Check)[] = [
  cacheStateCheck,
  cacheSettingsCheck,
  cacheAccessCheck,
  cacheCertificateCheck,
  cacheClientsCheck,
  cacheMemoryCheck,
  cacheEvictionsCheck,
  cacheLatencyCheck,
];

const loadBalancerChecks = (context: AdminContext): readonly Check[] => [
  urlMapCheck(context),
  redirectMapCheck(context),
  httpsProxyCheck(context),
  ...forwardingRuleChecks(context),
  ...routedServices(context.environment).flatMap((service) => [
    backendCheck(context, service),
    endpointGroupCheck(context, service),
  ]),
  ...routedHosts(context.environment).map((host) => certificateCheck(context, host)),
];
