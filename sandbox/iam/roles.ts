import { IAM_REFUSALS } from "../../google/refusals/iam";
import { alreadyExists, invalidArgument, notFound, okAnswer, refusalAnswer, refuse, type Answer } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { checkGuard } from "../core/collection-routes";
import { applyMask, maskPaths } from "../core/joins";
import { answerList, PAGE_PARAMETERS } from "../core/list-answer";
import { asList, asObject, asText, omitMembers, withoutNulls, type JsonObject } from "../core/json";

const ROLES = "projects/{project}/roles";

/** Roles of a project. A deleted role stays for a week, keeps its id and can be undeleted. */
export const roleRoutes: readonly Route[] = [
  {
    api: "iam",
    method: "POST",
    pattern: ROLES,
    handle: (call) => {
      const id = asText(call.body.roleId);
      const path = `${call.path}/${id}`;
      if (!/^[A-Za-z0-9_.]{3,64}$/.test(id)) return refusalAnswer(invalidArgument(`The role_id ${id} is invalid.`));
      if (call.store.get(`iam/${path}`) !== undefined) {
        return refusalAnswer(alreadyExists(`A role named ${id} in projects/${param(call, "project")} already exists.`));
      }
      return writeRole(call, path, asObject(withoutNulls(asObject(call.body.role))));
    },
  },
  {
    api: "iam",
    method: "GET",
    pattern: ROLES,
    reads: [...PAGE_PARAMETERS, "showDeleted", "view"],
    handle: (call) => {
      const { store, path, query } = call;
      const elements = store
        .list(`iam/${path}`)
        .map(([, role]) => role)
        .filter(({ deleted }) => deleted !== true || query.get("showDeleted") === "true")
        // Without a view Google answers the basic one, which has no permissions.
        .map((role) => (query.get("view") === "FULL" ? role : omitMembers(role, "includedPermissions")));
      return answerList(call, { items: "roles", elements });
    },
  },
  { api: "iam", method: "GET", pattern: `${ROLES}/{id}`, handle: (call) => withRole(call, (role) => okAnswer(role)) },
  {
    api: "iam",
    method: "PATCH",
    pattern: `${ROLES}/{id}`,
    handle: (call) =>
      withRole(call, (role) => {
        const stale = checkGuard(call.body, role, "etag");
        if (stale !== undefined) return refusalAnswer(stale);
        const paths = maskPaths(call.query.get("updateMask") ?? "");
        const sent = asObject(withoutNulls(call.body));
        return writeRole(call, call.path, paths.length === 0 ? { ...role, ...sent } : applyMask(role, sent, paths));
      }),
  },
  {
    api: "iam",
    method: "DELETE",
    pattern: `${ROLES}/{id}`,
    reads: ["etag"],
    handle: (call) =>
      withRole(call, (role) => {
        const stale = checkGuard({ etag: call.query.get("etag") ?? "" }, role, "etag");
        return stale === undefined ? writeRole(call, call.path, { ...role, deleted: true }) : refusalAnswer(stale);
      }),
  },
  {
    api: "iam",
    method: "POST",
    pattern: `${ROLES}/{id}`,
    verb: "undelete",
    handle: (call) => withRole(call, (role) => writeRole(call, call.path, omitMembers(role, "deleted"))),
  },
];

function withRole(call: Call, answer: (role: JsonObject) => Answer): Answer {
  const role = call.store.get(`iam/${call.path}`);
  return role === undefined ? refusalAnswer(notFound(`The role named ${call.path} was not found.`)) : answer(role);
}

function writeRole({ store }: Call, path: string, role: JsonObject): Answer {
  const [unknown] = asList(role.includedPermissions).flatMap(
    (permission) => refuse(IAM_REFUSALS.permission, { permission: asText(permission) }) ?? [],
  );
  if (unknown !== undefined) return refusalAnswer(unknown);
  const next: JsonObject = { stage: "ALPHA", ...role, name: path, etag: store.etag() };
  store.put(`iam/${path}`, next);
  return okAnswer(next);
}
