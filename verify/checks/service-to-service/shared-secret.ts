import type { Environment, SecretVariable } from "../../../environments/environment";
import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import { readVariables } from "../../live/run";
import { mountedSecrets } from "../variables/declared";

/** What services know each other by, and what one signs and the others check. */
const SHARED: readonly SecretVariable[] = ["SERVICE_SECRET", "JWT_SECRET_KEY"];

const holders = ({ services }: Environment, variable: SecretVariable): readonly string[] =>
  Object.entries(services).flatMap(([name, { secrets }]) => (variable in secrets ? [name] : []));

/** Every shared secret: all its services mount the same version of it, or one refuses what the other signed. */
export const sharedSecretChecks = (context: AdminContext): readonly Check[] =>
  SHARED.flatMap((variable) => {
    const services = holders(context.environment, variable);
    return services.length < 2 ? [] : [sharedSecretCheck(context, variable, services)];
  });

const sharedSecretCheck = (context: AdminContext, variable: SecretVariable, services: readonly string[]): Check =>
  adminCheck(context, {
    id: `service-to-service/shared/${variable}`,
    title: `${services.join(" and ")} mount the same version of ${variable}`,
    gone: "not-ready",
    ask: async (live) => {
      const { environment } = context;
      const mounts = await Promise.all(
        services.map(async (service) => {
          const mounted = mountedSecrets(environment, await readVariables(live, environment, service));
          const found = mounted.find((each) => each.variable === variable);
          return [service, found === undefined ? "no secret" : `${found.secret}, version ${found.version}`] as const;
        }),
      );
      const different = new Set(mounts.map(([, mount]) => mount));
      const [first = ""] = different;
      if (different.size === 1 && first !== "no secret") return passed(first);
      const found = mounts.map(([service, mount]) => `${service}: ${mount}`).join("; ");
      return failed("not-as-declared", found, `one secret and one version of ${variable}`);
    },
  });
