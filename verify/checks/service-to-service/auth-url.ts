import { serviceAt } from "../../../environments/hosts";
import { failed, passed } from "../../engine/attempt";
import type { Check } from "../../engine/check";
import { adminCheck, type AdminContext } from "../admin/admin-check";
import type { Live } from "../../live/live";
import { PUBLIC_URL_VARIABLE, readVariables } from "../../live/run";
import { authService } from "./auth-host";

/**
 * The host of the auth URL that a service is configured with, as it runs. It is the one plain value that is looked at:
 * the spec announces it, and browsers know it.
 *
 * @throws GoogleApiError
 */
export async function configuredHost(
  { environment }: Pick<AdminContext, "environment">,
  live: Live,
  service: string,
): Promise<string | undefined> {
  const variables = await readVariables(live, environment, service);
  const variable = variables.find(({ name }) => name === PUBLIC_URL_VARIABLE);
  return variable?.kind === "plain" ? variable.host : undefined;
}

/** A service calls auth at a host of the table that leads to the auth service. */
export const authUrlCheck = (context: AdminContext, service: string): Check =>
  adminCheck(context, {
    id: `service-to-service/${service}/auth-url`,
    title: `${service}: its auth URL is a routed host that leads to the auth service`,
    gone: "not-ready",
    ask: async (live) => {
      const { environment } = context;
      const declared = authService(environment);
      const host = await configuredHost(context, live, service);
      const found = host === undefined ? undefined : serviceAt(environment, host, "/");
      if (found !== undefined && found === declared) return passed(`https://${host} leads to ${found}`);
      const leads = found === undefined ? "no row of the host table" : found;
      return failed(
        "not-as-declared",
        `${PUBLIC_URL_VARIABLE}: ${host === undefined ? "no https URL" : `https://${host}, ${leads}`}`,
        `${PUBLIC_URL_VARIABLE}: a host that leads to ${declared ?? "an auth service"}`,
      );
    },
  });
