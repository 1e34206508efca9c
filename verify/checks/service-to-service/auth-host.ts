import type { Environment } from "../../../environments/environment";
import { announcedUrl, serviceAt } from "../../../environments/hosts";
import { variablesOf } from "../../../environments/variables";
import { PUBLIC_URL_VARIABLE } from "../../live/run";

/** The service that the announced auth URL leads to; undefined where no row announces one. */
export function authService(environment: Environment): string | undefined {
  const url = announcedUrl(environment, PUBLIC_URL_VARIABLE);
  return url === undefined ? undefined : serviceAt(environment, new URL(url).host, "/");
}

/** The services that are told the auth URL and are not the auth service itself. */
export const authCallers = (environment: Environment): readonly string[] =>
  Object.keys(environment.services).filter(
    (service) =>
      service !== authService(environment) &&
      variablesOf(environment, service).some(({ name }) => name === PUBLIC_URL_VARIABLE),
  );
