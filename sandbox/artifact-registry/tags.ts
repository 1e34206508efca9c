import { alreadyExists, invalidArgument, notFound, okAnswer, refusalAnswer, type Answer } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { asText } from "../core/json";
import { encodeSlashes } from "../core/paths";

const REPOSITORY = "projects/{project}/locations/{location}/repositories/{repository}";
const PACKAGE = `${REPOSITORY}/packages/{package}`;

/** A digest as the last part of a path: behind a colon there would be a verb. */
const digestSegment = (digest: string): string => digest.replace(":", "%3A");

/** The segments of a path to an image, whose name may hold slashes and whose version is a digest. */
export const imageSegments = (segments: readonly string[]): readonly string[] => {
  const encoded = segments.map(encodeSlashes);
  return encoded.at(-2) === "versions" ? [...encoded.slice(0, -1), digestSegment(encoded.at(-1) ?? "")] : encoded;
};

const versionName = (path: string, digest: string): string =>
  `artifactregistry/${path}/versions/${digestSegment(digest)}`;

/**
 * A tag that is made is an image that is pushed: there is no registry here to which anybody could push, and nothing reads
 * an image.
 */
function createTag(call: Call): Answer {
  const { store, path, query, body } = call;
  const [repository = "", name = ""] = path.split("/packages/");
  if (store.get(`artifactregistry/${repository}`) === undefined)
    return refusalAnswer(notFound(`Repository ${repository} not found`));
  const id = query.get("tagId") ?? "";
  const digest = asText(body.version).split("/versions/")[1] ?? "";
  if (!/^[\w][\w.-]{0,127}$/.test(id)) return refusalAnswer(invalidArgument(`invalid tag id "${id}"`));
  if (!/^sha256:[0-9a-f]{64}$/.test(digest)) return refusalAnswer(invalidArgument("version: a digest is needed"));
  const image = `${repository}/packages/${name.replace(/\/tags$/, "")}`;
  const tag = `artifactregistry/${image}/tags/${id}`;
  if (store.get(tag) !== undefined) return refusalAnswer(alreadyExists(`Tag ${id} already exists`));
  store.put(versionName(image, digest), { name: `${image}/versions/${digest}`, createTime: store.time() });
  store.put(tag, { name: `${image}/tags/${id}`, version: `${image}/versions/${digest}` });
  return okAnswer(store.get(tag) ?? {});
}

const answerStored =
  (noun: string, id: string) =>
  (call: Call): Answer => {
    const stored = call.store.get(`artifactregistry/${call.path}`);
    return stored === undefined ? refusalAnswer(notFound(`${noun} ${param(call, id)} not found`)) : okAnswer(stored);
  };

/** Tags and versions of images. */
export const tagRoutes: readonly Route[] = [
  { api: "artifactregistry", method: "POST", pattern: `${PACKAGE}/tags`, reads: ["tagId"], handle: createTag },
  { api: "artifactregistry", method: "GET", pattern: `${PACKAGE}/tags/{tag}`, handle: answerStored("Tag", "tag") },
  {
    api: "artifactregistry",
    method: "GET",
    pattern: `${PACKAGE}/versions/{version}`,
    handle: answerStored("Version", "version"),
  },
];
