import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readBackend, readEndpointGroup } from "../../live/backends";
import { asDeclared, setting } from "../admin/settings";

/** A backend service leads to one serverless endpoint group, and that to the Cloud Run service of its name. */
export const endpointGroupCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `load-balancer/${service}/endpoint-group`,
    title: `${service}: its backend service leads to it alone`,
    gone: "not-as-declared",
    ask: async (live) => {
      const { backends } = await readBackend(live, context.environment, service);
      const groups = await Promise.all(backends.map(({ group }) => readEndpointGroup(live, group)));
      return asDeclared([
        setting("networkEndpointType", groups.map((group) => group.networkEndpointType).join(", "), "SERVERLESS"),
        setting("cloudRun.service", groups.map(({ cloudRun }) => cloudRun.service).join(", "), service),
      ]);
    },
  });
