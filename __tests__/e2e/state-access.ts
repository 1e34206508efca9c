import type { StateRole } from "../../environments/state-roles";
import type { Entry } from "../../sandbox/core/journal";

/** Which permission of Cloud Storage a request needs, and which a role gives. */

/** A permission on a bucket or an object. */
export interface Access {
  /** `storage.objects.get` */
  readonly permission: string;
  /** As conditions know it: `projects/_/buckets/BUCKET/objects/NAME`. */
  readonly resource: string;
}

/** A bucket's name in conditions. */
export const bucketResource = (bucket: string): string => `projects/_/buckets/${bucket}`;

/** An object's name in conditions. */
export const objectResource = (bucket: string, name: string): string => `${bucketResource(bucket)}/objects/${name}`;

/**
 * What the roles give of that which a state backend can need
 * (https://cloud.google.com/storage/docs/access-control/iam-roles).
 */
const PERMISSIONS: Readonly<Record<string, readonly string[]>> = {
  "roles/storage.objectViewer": ["storage.objects.get", "storage.objects.list"],
  "roles/storage.objectUser": [
    "storage.objects.create",
    "storage.objects.delete",
    "storage.objects.get",
    "storage.objects.list",
    "storage.objects.update",
  ],
  "roles/storage.legacyBucketReader": ["storage.buckets.get", "storage.objects.list"],
};

const STARTS = /^resource\.name\.startsWith\("([^"\\]+)"\)$/;

/** Whether a condition of alternatives "the name begins so" holds. */
const isMet = (expression: string, resource: string): boolean =>
  expression
    .split(" || ")
    .map((part) => {
      const start = STARTS.exec(part)?.[1];
      if (start === undefined) throw new Error(`a condition that cannot be judged here: ${part}`);
      return resource.startsWith(start);
    })
    .some(Boolean);

/** Whether one of the roles gives a permission. */
export const isGranted = (roles: readonly StateRole[], { permission, resource }: Access): boolean =>
  roles.some(({ role, condition }) => {
    const permissions = PERMISSIONS[role];
    if (permissions === undefined) throw new Error(`${role}: its permissions are not known here`);
    return permissions.includes(permission) && (condition === undefined || isMet(condition.expression, resource));
  });

/**
 * What a request to Cloud Storage needs (https://cloud.google.com/storage/docs/access-control/iam-json). An upload over
 * an object that may be there needs to delete it too.
 */
export function neededAccess({ method, path }: Entry): readonly Access[] {
  const { pathname, searchParams } = new URL(path, "http://sandbox");
  const [, bucket = "", object] = /^\/(?:upload\/)?storage\/v1\/b\/([^/]+)\/o(?:\/(.+))?$/.exec(pathname) ?? [
    "",
    // A content's own address.
    ...(/^\/([^/]+)\/(.+)$/.exec(pathname)?.slice(1) ?? []),
  ];
  const named = object ?? searchParams.get("name") ?? "";
  const on = (verb: string): Access => ({
    permission: `storage.objects.${verb}`,
    resource: verb === "list" ? bucketResource(bucket) : objectResource(bucket, decodeURIComponent(named)),
  });
  if (method === "GET") return [on(object === undefined ? "list" : "get")];
  if (method === "DELETE") return [on("delete")];
  if (method === "POST" && pathname.startsWith("/upload/")) {
    return searchParams.get("ifGenerationMatch") === "0" ? [on("create")] : [on("create"), on("delete")];
  }
  throw new Error(`${method} ${pathname}: no permission is known for it`);
}
