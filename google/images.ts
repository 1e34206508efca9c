/** An image in Artifact Registry (https://cloud.google.com/artifact-registry/docs/docker/names). */
export interface RegistryImage {
  readonly project: string;
  readonly location: string;
  readonly repository: string;
  /** Its name in the repository; it may hold slashes. */
  readonly name: string;
  readonly version: { readonly tag: string } | { readonly digest: string };
}

/**
 * How an image in a registry is named: host, path in lower case, tag or digest
 * (https://github.com/distribution/reference). No key or password has such a form.
 */
export const IMAGE_REFERENCE =
  /^[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,10}(\/[a-z0-9]+([._-]{1,2}[a-z0-9]+)*){1,6}(:\w[\w.-]{0,127})?(@sha256:[0-9a-f]{64})?$/;

const FORM =
  /^([a-z0-9-]+)-docker\.pkg\.dev\/([a-z0-9.:-]+)\/([a-z0-9-]+)\/([^:@]+)(?::(\w[\w.-]{0,127}))?(?:@(sha256:[0-9a-f]{64}))?$/;

/** Reads an image's reference; undefined where it is in another registry. A digest counts more than a tag beside it. */
export function readImage(reference: string): RegistryImage | undefined {
  const [, location, project, repository, name, tag = "latest", digest] = FORM.exec(reference) ?? [];
  if (location === undefined || project === undefined || repository === undefined || name === undefined)
    return undefined;
  return { project, location, repository, name, version: digest === undefined ? { tag } : { digest } };
}

/** Path of the package that an image is a version of, in Artifact Registry's API. */
export const packagePath = ({ project, location, repository, name }: RegistryImage): string =>
  `projects/${project}/locations/${location}/repositories/${repository}/packages/${encodeURIComponent(name)}`;

/** Path of what an image's reference names: its tag, or its version. */
export const imagePath = (image: RegistryImage): string =>
  "tag" in image.version
    ? `${packagePath(image)}/tags/${image.version.tag}`
    : `${packagePath(image)}/versions/${image.version.digest}`;

/** A reference of an image with a registry: host, path, and a tag or a digest, none of which can hold a secret's text. */
const REFERENCE =
  /^(?<path>[a-z0-9-]+(?:\.[a-z0-9-]+)+(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)+)(?::(?<tag>\w[\w.-]{0,63}))?(?:@sha256:[0-9a-f]{64})?$/;

/** Whether a text has the form of an image's reference, and so may be printed. */
export const isImageReference = (text: string): boolean => text.length <= 300 && REFERENCE.test(text);

/**
 * Images that show a sample page, of Google and of others, which stand in for a service that has none yet
 * (https://cloud.google.com/run/docs/quickstarts/deploy-container).
 */
const SAMPLES =
  /^((us|europe|asia)-docker\.pkg\.dev\/(cloudrun\/container|google-samples\/containers)\/|gcr\.io\/(cloudrun|google-samples|google-containers)\/|(docker\.io\/(library\/)?)?(nginx|httpd|hello-world|busybox|nginxdemos\/hello)(:|@|$))/;

/** Whether an image is a sample, and no service of anybody. */
export const isSampleImage = (reference: string): boolean => SAMPLES.test(reference);

/** The numbers of a tag that counts: `42`, `v1.2.3`; undefined where it has another form. */
const versionOfTag = (tag: string | undefined): readonly number[] | undefined =>
  /^v?\d{1,9}(\.\d{1,9}){0,3}$/.test(tag ?? "") ? (tag ?? "").replace("v", "").split(".").map(Number) : undefined;

/** Whether one image is an earlier version of another one, by tags that count. */
export function isOlderImage(older: string, newer: string): boolean {
  const [a, b] = [older, newer].map((reference) => REFERENCE.exec(reference)?.groups);
  const [low, high] = [a, b].map((groups) => versionOfTag(groups?.tag));
  if (a?.path === undefined || a.path !== b?.path || !low || !high || low.length !== high.length) return false;
  const place = low.findIndex((step, index) => step !== high[index]);
  return place >= 0 && (low[place] ?? 0) < (high[place] ?? 0);
}
