import type { ProbeSpec, ServiceSpec } from "../../../environments/environment";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readService, servingContainer, type LiveProbe } from "../../live/run";
import { asDeclared, setting, type Setting } from "../admin/settings";

/** Both probes: what keeps a broken revision from traffic, and what ends a dead instance. */
export const probesCheck = (context: AdminContext, service: string, spec: ServiceSpec): Check =>
  adminCheck(context, {
    id: `health/${service}/probes`,
    title: `${service}: both probes are as declared`,
    gone: "not-ready",
    ask: async (live) => {
      const { startupProbe, livenessProbe } = servingContainer(await readService(live, context.environment, service));
      return asDeclared([
        ...probe("startupProbe", startupProbe, spec.probes.startup, spec.port),
        ...probe("livenessProbe", livenessProbe, spec.probes.liveness, spec.port),
      ]);
    },
  });

const probe = (name: string, found: LiveProbe | undefined, declared: ProbeSpec, port: number): readonly Setting[] => [
  setting(`${name}.httpGet.path`, found?.httpGet?.path, declared.path),
  setting(`${name}.httpGet.port`, found?.httpGet?.port, port),
  setting(`${name}.periodSeconds`, found?.periodSeconds, declared.periodSeconds),
  setting(`${name}.timeoutSeconds`, found?.timeoutSeconds, declared.timeoutSeconds),
  setting(`${name}.failureThreshold`, found?.failureThreshold, declared.failureThreshold),
  setting(`${name}.initialDelaySeconds`, found?.initialDelaySeconds, 0),
];
