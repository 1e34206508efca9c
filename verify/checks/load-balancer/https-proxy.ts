import { TLS_POLICY } from "../../../google/hardened";
import { tlsPolicyName, urlMapName } from "../../../environments/names";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { resourceName } from "../../live/links";
import { readHttpsProxy, readTlsPolicy } from "../../live/frontends";
import { asDeclared, setting } from "../admin/settings";

/** The HTTPS proxy follows the URL map and accepts what the TLS policy allows, which is what it is declared to be. */
export const httpsProxyCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "load-balancer/https-proxy",
    title: "the HTTPS proxy has the URL map and the TLS policy",
    gone: "not-as-declared",
    ask: async (live) => {
      const { environment } = context;
      const [{ urlMap, sslPolicy }, { minTlsVersion, profile }] = await Promise.all([
        readHttpsProxy(live, environment),
        readTlsPolicy(live, environment),
      ]);
      return asDeclared([
        setting("targetHttpsProxies.urlMap", resourceName(urlMap), urlMapName(environment)),
        setting("targetHttpsProxies.sslPolicy", resourceName(sslPolicy), tlsPolicyName(environment)),
        setting("sslPolicies.minTlsVersion", minTlsVersion, TLS_POLICY.minTlsVersion),
        setting("sslPolicies.profile", profile, TLS_POLICY.profile),
      ]);
    },
  });
