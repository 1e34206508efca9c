import type { ServiceSpec } from "../../../environments/environment";
import { mebibytes, vcpus } from "../../../google/quantities";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readService, servingContainer } from "../../live/run";
import { asDeclared, setting } from "../admin/settings";

/** What an instance is made of; a socket service computes between messages and finds its sockets again. */
export const resourcesCheck = (context: AdminContext, service: string, spec: ServiceSpec): Check =>
  adminCheck(context, {
    id: `health/${service}/resources`,
    title: `${service}: CPU, memory, port and session affinity are as declared`,
    gone: "not-ready",
    ask: async (live) => {
      const found = await readService(live, context.environment, service);
      const { resources, ports } = servingContainer(found);
      const hasSockets = spec.sockets !== undefined;
      return asDeclared([
        setting("resources.limits.cpu", vcpus(resources.limits.cpu), spec.cpu),
        setting("resources.limits.memory, MiB", mebibytes(resources.limits.memory), spec.memoryMiB),
        setting("resources.cpuIdle", resources.cpuIdle, !hasSockets),
        setting("ports.containerPort", ports[0]?.containerPort, spec.port),
        setting("ports.name", ports[0]?.name, "http1"),
        setting("template.sessionAffinity", found.template.sessionAffinity, hasSockets),
      ]);
    },
  });
