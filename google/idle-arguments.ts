import { TRAFFIC } from "./cloud-run";
import { entryOf, plainPath } from "./paths";

/** An argument that Google reads only where another one of the same block has a value. */
interface ReadBeside {
  /** Plain path of the argument. */
  readonly path: string;
  /** Name of the other one. */
  readonly argument: string;
  readonly value: string;
}

const OF_TYPE: Readonly<Record<string, readonly ReadBeside[]>> = {
  // https://cloud.google.com/run/docs/reference/rest/v2/projects.locations.services#TrafficTarget
  google_cloud_run_v2_service: [{ path: "traffic.revision", argument: "type", value: TRAFFIC.revision }],
};

/**
 * Whether Google does not read an argument, so that a change of it changes nothing: what it is read beside says
 * everything.
 *
 * @param path - with its indexes
 * @param valueAt - the resource's value at a path
 */
export function isIdle(type: string, path: string, valueAt: (path: string) => unknown): boolean {
  const row = rowOf(type, path);
  return row !== undefined && valueAt(besidePath(path, row)) !== row.value;
}

const rowOf = (type: string, path: string): ReadBeside | undefined =>
  entryOf(OF_TYPE, type)?.find((each) => each.path === plainPath(path));

const besidePath = (path: string, { argument }: ReadBeside): string =>
  `${path.slice(0, path.lastIndexOf(".") + 1)}${argument}`;

/** The path of the argument beside which another one is read; undefined where Google reads it whatever stands beside. */
export function argumentBeside(type: string, path: string): string | undefined {
  const row = rowOf(type, path);
  return row && besidePath(path, row);
}
