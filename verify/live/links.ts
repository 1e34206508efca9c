/** `projects/…` of a resource, however the API spells its link: by host, by version, or without either. */
export function resourcePath(link: string): string {
  const at = link.indexOf("projects/");
  return at < 0 ? link : link.slice(at);
}

/** The last part of a link: the resource's own name. */
export const resourceName = (link: string): string => link.slice(link.lastIndexOf("/") + 1);
