import { REDIRECT } from "../../../google/hardened";
import { redirectUrlMapName } from "../../../environments/names";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { resourceName } from "../../live/links";
import { readHttpProxy } from "../../live/frontends";
import { readUrlMap } from "../../live/url-maps";
import { asDeclared, setting } from "../admin/settings";

/** Everything that comes in over HTTP is sent to HTTPS. */
export const redirectMapCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "load-balancer/redirect",
    title: "the HTTP proxy sends everything to HTTPS",
    gone: "not-as-declared",
    ask: async (live) => {
      const { environment } = context;
      const name = redirectUrlMapName(environment);
      const [{ urlMap }, { defaultUrlRedirect, hostRules }] = await Promise.all([
        readHttpProxy(live, environment),
        readUrlMap(live, environment, name),
      ]);
      return asDeclared([
        setting("targetHttpProxies.urlMap", resourceName(urlMap), name),
        setting("defaultUrlRedirect.httpsRedirect", defaultUrlRedirect?.httpsRedirect, REDIRECT.httpsRedirect),
        setting("defaultUrlRedirect.redirectResponseCode", defaultUrlRedirect?.redirectResponseCode, REDIRECT.code),
        setting("defaultUrlRedirect.stripQuery", defaultUrlRedirect?.stripQuery, REDIRECT.stripQuery),
        setting("hostRules", hostRules.length, 0),
      ]);
    },
  });
