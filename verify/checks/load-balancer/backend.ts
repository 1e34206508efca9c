import { BACKEND_HEADER } from "../../../environments/backend-header";
import { BACKEND } from "../../../google/hardened";
import { armorPolicyName } from "../../../environments/names";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { resourceName } from "../../live/links";
import { readBackend } from "../../live/backends";
import { asDeclared, setting } from "../admin/settings";

/** A backend service: its timeouts, Cloud Armor, its log, and the header by which its answers are known. */
export const backendCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `load-balancer/${service}/backend`,
    title: `${service}: its backend service is as declared`,
    gone: "not-as-declared",
    ask: async (live) => {
      const { environment } = context;
      const found = await readBackend(live, environment, service);
      return asDeclared([
        setting("timeoutSec", found.timeoutSec, BACKEND.timeoutSec),
        setting(
          "connectionDraining.drainingTimeoutSec",
          found.connectionDraining.drainingTimeoutSec,
          BACKEND.drainingTimeoutSec,
        ),
        setting("loadBalancingScheme", found.loadBalancingScheme, BACKEND.loadBalancingScheme),
        setting("protocol", found.protocol, BACKEND.protocol),
        setting("securityPolicy", resourceName(found.securityPolicy), armorPolicyName(environment)),
        setting("logConfig.enable", found.logConfig.enable, BACKEND.logging),
        setting("iap.enabled", found.iap.enabled, BACKEND.iap),
        setting("customResponseHeaders", headersOf(found.customResponseHeaders), `${BACKEND_HEADER}: ${service}`),
      ]);
    },
  });

/** Google may answer a header without the blank behind its colon. */
const headersOf = (headers: readonly string[]): string =>
  headers.map((header) => header.replace(/:\s*/, ": ")).join(", ");
