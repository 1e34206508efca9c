import {
  conditionNotMet,
  invalidArgument,
  notFound,
  notServed,
  okAnswer,
  refusalAnswer,
  type Answer,
  type Refusal,
} from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import type { Incoming } from "../core/handle";
import { asObject, asText, omitMembers, type JsonObject } from "../core/json";
import { contentHashes, hashHeader } from "./hashes";
import { answerObjectList, OBJECT_LIST_PARAMETERS } from "./object-list";
import { decodeSegments, malformedPath } from "../core/paths";
import type { Store } from "../core/store";
import { checkRetention } from "./retention";

/** Name of a live object in the store. */
const objectName = (bucket: string, object: string): string => `storage/b/${bucket}/o/${encodeURIComponent(object)}`;

/** Name in the store of an object that was overwritten or deleted in a bucket that keeps versions. */
const generationName = (bucket: string, object: string, generation: string): string =>
  `storage/b/${bucket}/noncurrent/${encodeURIComponent(object)}@${generation}`;

/** Live objects and older versions in a bucket. */
export const bucketObjects = (store: Store, bucket: string): readonly JsonObject[] =>
  [...store.list(`storage/b/${bucket}/o`), ...store.list(`storage/b/${bucket}/noncurrent`)].map(([, object]) => object);

/** Keeps an object as an older version before it is overwritten or deleted, where its bucket keeps versions. */
function archiveObject(store: Store, bucket: string, object: JsonObject): void {
  const { versioning } = store.get(`storage/b/${bucket}`) ?? {};
  if (asObject(versioning).enabled !== true) return;
  const [name, generation] = [asText(object.name), asText(object.generation)];
  store.put(generationName(bucket, name, generation), { ...object, timeDeleted: store.time() });
}

/** Removes an older version. */
const removeGeneration = (store: Store, bucket: string, object: string, generation: string): boolean =>
  store.remove(generationName(bucket, object, generation));

/** The refusal of a bucket that is not there. */
export const MISSING_BUCKET = notFound("The specified bucket does not exist.");

const missingObject = (bucket: string, object: string): Refusal => notFound(`No such object: ${bucket}/${object}`);

/** The metadata of an object without its content. */
const answeredObject = (object: JsonObject): JsonObject => omitMembers(object, "content");

/** Refuses a generation that is not the current one; 0 means that no object may exist. */
function checkGeneration(query: URLSearchParams, stored: JsonObject | undefined): Refusal | undefined {
  const wanted = query.get("ifGenerationMatch");
  if (wanted === null || wanted === (stored === undefined ? "0" : asText(stored.generation))) return undefined;
  return conditionNotMet("At least one of the pre-conditions you specified did not hold.");
}

/** Metadata and content of a multipart upload: two parts between boundaries, JSON first. */
function multipartParts(raw: Buffer, contentType: string): readonly [metadata: Buffer, content: Buffer] | undefined {
  const boundary = /boundary="?([^";]+)"?/.exec(contentType)?.[1];
  if (boundary === undefined) return undefined;
  const marks: number[] = [];
  for (let at = raw.indexOf(`--${boundary}`); at >= 0; at = raw.indexOf(`--${boundary}`, at + 1)) marks.push(at);
  const [first, second] = marks.slice(0, 2).map((start, index) => partBody(raw.subarray(start, marks[index + 1])));
  return first === undefined || second === undefined || marks.length < 3 ? undefined : [first, second];
}

/** A part without its headers and without the line break before the next boundary. */
function partBody(part: Buffer): Buffer | undefined {
  const start = part.indexOf("\r\n\r\n");
  return start < 0 ? undefined : part.subarray(start + 4, part.length - 2);
}

/** Metadata and content of an upload; a media upload has its name in the query and no metadata. */
function uploadParts(uploadType: string, raw: Buffer, contentType: string): ReturnType<typeof multipartParts> {
  if (uploadType === "media") return [Buffer.from("{}"), raw];
  return uploadType === "multipart" ? multipartParts(raw, contentType) : undefined;
}

function uploadObject(call: Call): Answer {
  const { store, query, raw, contentType } = call;
  const bucket = param(call, "bucket");
  if (store.get(`storage/b/${bucket}`) === undefined) return refusalAnswer(MISSING_BUCKET);
  const type = query.get("uploadType") ?? "";
  if (type === "resumable")
    return refusalAnswer(notServed("The sandbox takes no upload in pieces (uploadType=resumable)."));
  const found = uploadParts(type, raw, contentType);
  if (found === undefined) {
    return refusalAnswer(
      invalidArgument("The sandbox takes uploads of uploadType=media, or of multipart with two parts."),
    );
  }
  const [metadata, content] = found;
  const name = query.get("name") ?? metadataName(metadata);
  if (name === undefined || name === "") return refusalAnswer(invalidArgument("Required object name is missing."));
  const stored = store.get(objectName(bucket, name));
  const refusal = checkGeneration(query, stored) ?? checkRetention(store, stored, false);
  if (refusal !== undefined) return refusalAnswer(refusal);
  return okAnswer(answeredObject(putObject(store, bucket, name, content)));
}

/** Whether a bucket has a live object of a name. */
export const isObjectThere = (store: Store, bucket: string, name: string): boolean =>
  store.get(objectName(bucket, name)) !== undefined;

/** Writes an object, in the place of one that has its name. */
export function putObject(store: Store, bucket: string, name: string, content: Buffer): JsonObject {
  const stored = store.get(objectName(bucket, name));
  if (stored !== undefined) archiveObject(store, bucket, stored);
  const object = newObject(store, bucket, name, content);
  store.put(objectName(bucket, name), object);
  return object;
}

function metadataName(metadata: Buffer): string | undefined {
  try {
    return asText((JSON.parse(metadata.toString("utf8")) as JsonObject).name);
  } catch {
    return undefined;
  }
}

function newObject(store: Store, bucket: string, name: string, content: Buffer): JsonObject {
  const generation = String(1_700_000_000_000_000 + store.next());
  const time = store.time();
  return {
    kind: "storage#object",
    id: `${bucket}/${name}/${generation}`,
    bucket,
    name,
    generation,
    metageneration: "1",
    size: String(content.length),
    storageClass: "STANDARD",
    timeCreated: time,
    updated: time,
    etag: store.etag(),
    ...contentHashes(content),
    content: content.toString("base64"),
  };
}

/** The object in the generation that a query names; the live one where it names none. */
function objectAt(store: Store, bucket: string, object: string, query: URLSearchParams): JsonObject | undefined {
  const live = store.get(objectName(bucket, object));
  const wanted = query.get("generation");
  return wanted === null || wanted === live?.generation ? live : store.get(generationName(bucket, object, wanted));
}

/** Answers the content of an object, at the media path and with `alt=media`. */
function downloadObject(store: Store, bucket: string, object: string, query: URLSearchParams): Answer {
  const stored = objectAt(store, bucket, object, query);
  if (stored === undefined) return refusalAnswer(missingObject(bucket, object));
  const headers = {
    "x-goog-generation": asText(stored.generation),
    "x-goog-metageneration": "1",
    ...hashHeader(stored),
  };
  return { code: 200, content: Buffer.from(asText(stored.content), "base64"), headers };
}

/**
 * Answers a request beside all APIs: the content of an object is at `/bucket/name`. Where no such bucket is, the path may
 * belong to an API that is not served, and must not look like an object that is not there.
 */
export function answerMedia(store: Store, { method, path, query }: Incoming): Answer | undefined {
  const segments = decodeSegments(path.slice(1));
  if (segments === undefined) return refusalAnswer(malformedPath(path));
  const [bucket = "", ...name] = segments;
  const isMedia = method === "GET" && name.length > 0 && store.get(`storage/b/${bucket}`) !== undefined;
  return isMedia ? downloadObject(store, bucket, name.join("/"), query) : undefined;
}

function getObject(call: Call): Answer {
  const [bucket, object] = [param(call, "bucket"), param(call, "object")];
  if (call.query.get("alt") === "media") return downloadObject(call.store, bucket, object, call.query);
  const stored = objectAt(call.store, bucket, object, call.query);
  const stale = stored === undefined ? undefined : checkGeneration(call.query, stored);
  if (stale !== undefined) return refusalAnswer(stale);
  return stored === undefined ? refusalAnswer(missingObject(bucket, object)) : okAnswer(answeredObject(stored));
}

function listObjects(call: Call): Answer {
  const { store, query } = call;
  return answerObjectList(query, bucketObjects(store, param(call, "bucket")).map(answeredObject));
}

function deleteObject(call: Call): Answer {
  const { store, query } = call;
  const [bucket, object] = [param(call, "bucket"), param(call, "object")];
  const generation = query.get("generation");
  const stored = store.get(objectName(bucket, object));
  const retained = checkRetention(store, objectAt(store, bucket, object, query), generation !== null);
  if (retained !== undefined) return refusalAnswer(retained);
  if (generation !== null && generation !== stored?.generation) {
    return removeGeneration(store, bucket, object, generation)
      ? { code: 204 }
      : refusalAnswer(missingObject(bucket, object));
  }
  if (stored === undefined) return refusalAnswer(missingObject(bucket, object));
  const stale = checkGeneration(query, stored);
  if (stale !== undefined) return refusalAnswer(stale);
  // A deletion that names a generation is final; any other leaves an older version.
  if (generation === null) archiveObject(store, bucket, stored);
  store.remove(objectName(bucket, object));
  return { code: 204 };
}

/** Objects of Cloud Storage, as far as a state backend needs them. */
export const objectRoutes: readonly Route[] = [
  {
    ...{ api: "storage-upload", method: "POST", pattern: "b/{bucket}/o", reads: ["name", "ifGenerationMatch"] },
    handle: uploadObject,
  },
  { api: "storage", method: "GET", pattern: "b/{bucket}/o", reads: OBJECT_LIST_PARAMETERS, handle: listObjects },
  ...["storage", "storage-download"].map((api): Route => ({
    ...{ api, method: "GET", pattern: "b/{bucket}/o/{object}", reads: ["generation", "ifGenerationMatch"] },
    handle: getObject,
  })),
  {
    ...{ api: "storage", method: "DELETE", pattern: "b/{bucket}/o/{object}" },
    reads: ["generation", "ifGenerationMatch"],
    handle: deleteObject,
  },
];
