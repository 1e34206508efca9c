import { SERVICE } from "../../../google/hardened";
import { serviceAccountEmail } from "../../../environments/names";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readService } from "../../live/run";
import { asDeclared, setting } from "../admin/settings";

/** Who may call the service, and as whom it runs. */
export const accessCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `health/${service}/access`,
    title: `${service}: reached through the load balancer only, by everybody, under its own account`,
    gone: "not-ready",
    ask: async (live) => {
      const { ingress, invokerIamDisabled, template } = await readService(live, context.environment, service);
      return asDeclared([
        setting("ingress", ingress, SERVICE.ingress),
        setting("invokerIamDisabled", invokerIamDisabled, SERVICE.invokerIamDisabled),
        setting("template.serviceAccount", template.serviceAccount, serviceAccountEmail(context.environment, service)),
        setting("template.executionEnvironment", template.executionEnvironment, SERVICE.executionEnvironment),
      ]);
    },
  });
