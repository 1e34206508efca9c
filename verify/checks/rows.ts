import type { Environment } from "../../environments/environment";

/** Somewhere that the host table leads, and what is asked there. */
export interface Row {
  readonly host: string;
  readonly path: string;
  /** Of a host's own service its liveness path, which must answer 200; of another path any answer tells who it leads to. */
  readonly isLiveness: boolean;
}

/** Every row of the (host, path) table, as a request that tells where it leads. */
export const rowsOf = ({ hosts, services }: Pick<Environment, "hosts" | "services">): readonly Row[] =>
  Object.values(hosts).flatMap(({ host, service, paths = [] }) => [
    { host, path: services[service]?.probes.liveness.path ?? "/", isLiveness: true },
    ...paths.map(({ path }) => ({ host, path: path.replace(/\*$/, ""), isLiveness: false })),
  ]);
