import { asObject, asText, type JsonObject } from "../core/json";
import type { Store } from "../core/store";

/** Name of a live object in the store; slashes of its own name are encoded. */
export const objectName = (bucket: string, object: string): string =>
  `storage/b/${bucket}/o/${encodeURIComponent(object)}`;

/** What was an object before it was overwritten or deleted, where the bucket keeps versions. */
export const generationName = (bucket: string, object: string, generation: string): string =>
  `storage/b/${bucket}/noncurrent/${encodeURIComponent(object)}@${generation}`;

/** Live objects of a bucket, and with them those that are kept as older versions. */
export const objectsOf = (store: Store, bucket: string): readonly JsonObject[] =>
  [...store.list(`storage/b/${bucket}/o`), ...store.list(`storage/b/${bucket}/noncurrent`)].map(([, object]) => object);

/** Keeps an object that is about to go as an older version, where its bucket keeps versions. */
export function archive(store: Store, bucket: string, object: JsonObject): void {
  const { versioning } = store.get(`storage/b/${bucket}`) ?? {};
  if (asObject(versioning).enabled !== true) return;
  const [name, generation] = [asText(object.name), asText(object.generation)];
  store.put(generationName(bucket, name, generation), { ...object, timeDeleted: store.time() });
}

/** Removes an older version. */
export const removeGeneration = (store: Store, bucket: string, object: string, generation: string): boolean =>
  store.remove(generationName(bucket, object, generation));
