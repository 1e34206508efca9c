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
  "[a-z0-9-]+(\\.[a-z0-9-]+)*\\.[a-z]{2,10}(/[a-z0-9]+([._-]{1,2}[a-z0-9]+)*){1,6}(:\\w[\\w.-]{0,127})?(@sha256:[0-9a-f]{64})?";

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
