import { isRegion } from "../../google/regions";
import { invalidArgument, notServed, type Refusal, permissionDenied } from "./answer";
import type { Api, Service } from "./api";
import { asText } from "./json";
import type { Store } from "./store";

/** Name of a project in the store. */
export const projectName = (project: string): string => `cloudresourcemanager/projects/${project}`;

/** The project's number, as decimal text. */
export const projectNumber = (store: Store, project: string): string =>
  asText(store.get(projectName(project))?.projectNumber);

/** The id of a project that is named by id or by number; undefined where there is none. */
export function projectId(store: Store, idOrNumber: string): string | undefined {
  if (store.get(projectName(idOrNumber)) !== undefined) return idOrNumber;
  const found = store
    .list("cloudresourcemanager/projects")
    .find(([, { projectNumber }]) => projectNumber === idOrNumber);
  return found === undefined ? undefined : asText(found[1].projectId);
}

/**
 * The same segments with the project named by its id. A request may name it by its number, or by `-` where the address
 * of a service account names it.
 */
export function segmentsByProjectId(store: Store, segments: readonly string[]): readonly string[] {
  const [first, project = "", ...rest] = segments;
  if (first !== "projects" || segments.length < 2) return segments;
  const [, owner] = project === "-" ? (/@([^.]+)\./.exec(rest[1] ?? "") ?? []) : [];
  return [first, projectId(store, owner ?? project) ?? owner ?? project, ...rest];
}

/** A path of a resource with its project named by its id. */
export const pathByProjectId = (store: Store, path: string): string =>
  segmentsByProjectId(store, path.split("/")).join("/");

/** A path from `projects/` on with its project named by its number, as some APIs answer it. */
export const pathByProjectNumber = (store: Store, path: string): string =>
  path.replace(/^projects\/([^/]+)/, (_, project: string) => `projects/${projectNumber(store, project)}`);

/** Whether a service is switched on in a project. */
export const isServiceEnabled = (store: Store, project: string, service: string): boolean =>
  store.get(`serviceusage/projects/${project}/services/${service}`) !== undefined;

/**
 * Refuses a project that does not exist, or has the service of the API switched off. The project is named by its id.
 */
export function checkProject(store: Store, service: Service | undefined, project: string): Refusal | undefined {
  if (store.get(projectName(project)) === undefined) {
    return accessRefusal(`Permission denied on resource project ${project}.`, "CONSUMER_INVALID", service, project);
  }
  if (service === undefined || isServiceEnabled(store, project, service.name)) return undefined;
  const { name, title } = service;
  const number = projectNumber(store, project);
  return accessRefusal(
    `${title} has not been used in project ${number} before or it is disabled. Enable it by visiting https://console.developers.google.com/apis/api/${name}/overview?project=${number} then retry. If you enabled this API recently, wait a few minutes for the action to propagate to our systems and retry.`,
    "SERVICE_DISABLED",
    service,
    number,
  );
}

/** A refusal that says for programs what is missing (https://google.aip.dev/193). */
function accessRefusal(message: string, reason: string, service: Service | undefined, project: string): Refusal {
  const metadata = { consumer: `projects/${project}`, ...(service !== undefined && { service: service.name }) };
  const info = { "@type": "type.googleapis.com/google.rpc.ErrorInfo", reason, domain: "googleapis.com", metadata };
  return { ...permissionDenied(message, reason), details: [info] };
}

/** Locations of several regions (https://cloud.google.com/artifact-registry/docs/repositories/repo-locations). */
const MULTI_REGIONS: ReadonlySet<string> = new Set(["us", "europe", "asia"]);

/**
 * Refuses a location or a region that Google Cloud, or the API, does not have.
 *
 * @param params - values of a path's placeholders; `-` stands for all of them
 */
export function checkLocation(
  { hasMultiRegions }: Api,
  { location, region }: Readonly<Record<string, string>>,
): Refusal | undefined {
  if (region !== undefined && !isRegion(region)) {
    return invalidArgument(`Invalid value for field 'region': '${region}'. Unknown region.`);
  }
  // Some APIs have it, for what is in many regions at once.
  if (location === "global") return notServed("The location 'global' is not served.");
  return location === undefined ||
    location === "-" ||
    isRegion(location) ||
    (hasMultiRegions === true && MULTI_REGIONS.has(location))
    ? undefined
    : permissionDenied(`Permission denied on 'locations/${location}' (or it may not exist).`);
}
