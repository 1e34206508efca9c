import { serviceAt } from "../../../environments/hosts";
import { skipped } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { PASSING_ATTEMPTS, adminCheck, type AdminContext } from "../admin/admin-check";
import { configuredHost } from "./auth-url";

/**
 * The auth host that a service is configured with answers its liveness path. It is asked from here and not from inside
 * the service, over the same way: the service too goes through the load balancer.
 */
export const authAnswersCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `service-to-service/${service}/auth-answers`,
    title: `${service}: the auth host that it calls answers`,
    attempts: PASSING_ATTEMPTS,
    gone: "not-ready",
    ask: async (live, signal) => {
      const { environment, answers } = context;
      const host = await configuredHost(context, live, service);
      const leads = host === undefined ? undefined : serviceAt(environment, host, "/");
      const path = leads === undefined ? undefined : environment.services[leads]?.probes.liveness.path;
      // A host that no row names is somebody else's: the other check says so.
      if (host === undefined || path === undefined) return skipped("it is configured with no routed host");
      return answers(host, path, signal);
    },
  });
