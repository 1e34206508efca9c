import type { Environment } from "../../environments/environment";
import { serviceAt, socketEndpoints } from "../../environments/hosts";
import { hostRows, type HostRow } from "../checks/route";

/** A request that the load makes again and again. */
export interface LoadRoute extends HostRow {
  readonly service: string;
}

/**
 * One request for every row of the host table: the liveness path of a host's own service, which does not use the stores,
 * and each path that leads to another service, `/prefix/` for `/prefix/*`. A path that accepts sockets is left out: it has
 * a load of its own.
 */
export function loadRoutes(environment: Pick<Environment, "hosts" | "services">): readonly LoadRoute[] {
  const isSocket = (host: string, path: string): boolean =>
    socketEndpoints(environment).some((endpoint) => endpoint.host === host && endpoint.path === path);
  return hostRows(environment)
    .filter(({ host, path }) => !isSocket(host, path))
    .flatMap((row) => {
      const service = serviceAt(environment, row.host, row.path);
      return service === undefined ? [] : [{ ...row, service }];
    });
}

/** `GET host/path`: the name of the request's scenario, by which its answers are counted. */
export const routeName = ({ host, path }: Pick<LoadRoute, "host" | "path">): string => `GET ${host}${path}`;
