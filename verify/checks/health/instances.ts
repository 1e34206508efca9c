import type { ServiceSpec } from "../../../environments/environment";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readService } from "../../live/run";
import { asDeclared, setting } from "../admin/settings";

/** Instances, requests at once and the time of a request: what the budgets are computed from. */
export const instancesCheck = (context: AdminContext, service: string, spec: ServiceSpec): Check =>
  adminCheck(context, {
    id: `health/${service}/instances`,
    title: `${service}: instances, concurrency and request timeout are as declared`,
    gone: "not-ready",
    ask: async (live) => {
      const { scaling, template } = await readService(live, context.environment, service);
      return asDeclared([
        setting("scaling.minInstanceCount", scaling.minInstanceCount, spec.scaling.min),
        setting("template.scaling.minInstanceCount", template.scaling.minInstanceCount, spec.scaling.min),
        setting("template.scaling.maxInstanceCount", template.scaling.maxInstanceCount, spec.scaling.max),
        setting("template.maxInstanceRequestConcurrency", template.maxInstanceRequestConcurrency, spec.concurrency),
        setting("template.timeout", template.timeout, `${spec.requestTimeoutSeconds}s`),
      ]);
    },
  });
