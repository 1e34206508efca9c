import { CACHE } from "../../../google/hardened";
import { networkId } from "../../../environments/names";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { resourcePath } from "../../live/links";
import { readCache } from "../../live/redis";
import { asDeclared, setting } from "../admin/settings";

/** How the instance is reached: with AUTH and TLS, on the environment's own network. */
export const cacheAccessCheck = (context: AdminContext): Check =>
  adminCheck(context, {
    id: "cache/access",
    title: "the cache asks for AUTH and TLS, on the private network",
    gone: "store-unhealthy",
    ask: async (live) => {
      const found = await readCache(live, context.environment);
      return asDeclared([
        setting("authEnabled", found.authEnabled, CACHE.authEnabled),
        setting("transitEncryptionMode", found.transitEncryptionMode, CACHE.transitEncryptionMode),
        setting("connectMode", found.connectMode, CACHE.connectMode),
        setting("authorizedNetwork", resourcePath(found.authorizedNetwork), networkId(context.environment)),
      ]);
    },
  });
