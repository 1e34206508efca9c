import type { Construct } from "constructs";
import { CloudArmor } from "../constructs/cloud-armor";
import { HttpsLoadBalancer } from "../constructs/https-load-balancer";
import { BACKEND_HEADER } from "../environments/backend-header";
import { routedServices } from "../environments/hosts";
import {
  addressName,
  armorPolicyName,
  backendServiceName,
  certificateBaseName,
  httpProxyName,
  httpRuleName,
  httpsProxyName,
  httpsRuleName,
  negBaseName,
  redirectUrlMapName,
  tlsPolicyName,
  urlMapName,
} from "../environments/names";
import { RATE_LIMIT_INTERVAL_SECONDS, rateLimitPerMinute } from "../environments/rate-limit";
import { EnvironmentStack, type EnvironmentStackProps } from "./environment-stack";

/** What changes weekly: the way in. */
export class EdgeStack extends EnvironmentStack {
  constructor(scope: Construct, props: EnvironmentStackProps) {
    super(scope, "edge", props);
    const { environment } = props;
    const armor = new CloudArmor(this, "armor", {
      name: armorPolicyName(environment),
      requests: rateLimitPerMinute(environment),
      intervalSeconds: RATE_LIMIT_INTERVAL_SECONDS,
    });
    const services = routedServices(environment);
    const hosts = Object.entries(environment.hosts);
    const [firstHost] = hosts;
    if (!firstHost) throw new Error(`${environment.name}.hosts: no host; name one`);
    new HttpsLoadBalancer(this, "lb", {
      names: {
        address: addressName(environment),
        urlMap: urlMapName(environment),
        redirectUrlMap: redirectUrlMapName(environment),
        tlsPolicy: tlsPolicyName(environment),
        httpsProxy: httpsProxyName(environment),
        httpProxy: httpProxyName(environment),
        httpsRule: httpsRuleName(environment),
        httpRule: httpRuleName(environment),
      },
      region: environment.region,
      backends: Object.fromEntries(
        services.map((service) => [
          service,
          { backendName: backendServiceName(environment, service), negBaseName: negBaseName(environment, service) },
        ]),
      ),
      hosts: Object.fromEntries(
        hosts.map(([key, { host, service, paths = [] }]) => [
          key,
          { host, service, paths, certificateBaseName: certificateBaseName(environment, key) },
        ]),
      ),
      // The first row of the table is what an unknown host sees.
      defaultService: firstHost[1].service,
      securityPolicyId: armor.policyId,
      serviceHeader: BACKEND_HEADER,
    });
  }
}
