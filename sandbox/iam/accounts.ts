import {
  alreadyExists,
  invalidArgument,
  notFound,
  okAnswer,
  refusalAnswer,
  type Answer,
  type Refusal,
} from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { applyMask, maskPaths } from "../core/joins";
import { asList, asObject, asText, omitMembers, pickMembers, withoutNulls, type JsonObject } from "../core/json";
import { answerList, PAGE_PARAMETERS } from "../core/list-answer";
import { forgetPolicy } from "../core/policies";
import { accountName, disownAccount, policyRoutes } from "./policies";

const ACCOUNTS = "projects/{project}/serviceAccounts";

function findAccount(call: Call): readonly [name: string, account: JsonObject | undefined] {
  const name = accountName(param(call, "project"), param(call, "email"));
  return [name, call.store.get(name)];
}

const missingAccount = (call: Call): Refusal => notFound(`Service account ${param(call, "email")} does not exist.`);

function createAccount(call: Call): Answer {
  const { store, body } = call;
  const project = param(call, "project");
  const id = asText(body.accountId);
  if (!/^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$/.test(id)) {
    return refusalAnswer(
      invalidArgument(`Service account id "${id}" must be 6 to 30 lower case letters, digits and hyphens.`),
    );
  }
  const email = `${id}@${project}.iam.gserviceaccount.com`;
  const name = accountName(project, email);
  if (store.get(name) !== undefined) {
    return refusalAnswer(alreadyExists(`Service account ${id} already exists within project projects/${project}.`));
  }
  const uniqueId = String(100_000_000_000_000_000_000n + BigInt(store.next()));
  const account: JsonObject = {
    ...asObject(withoutNulls(asObject(body.serviceAccount))),
    name: `projects/${project}/serviceAccounts/${email}`,
    projectId: project,
    uniqueId,
    oauth2ClientId: uniqueId,
    email,
    etag: store.etag(),
  };
  store.put(name, account);
  return okAnswer(account);
}

function withAccount(call: Call, change: (account: JsonObject) => JsonObject): Answer {
  const [name, account] = findAccount(call);
  if (account === undefined) return refusalAnswer(missingAccount(call));
  const next = { ...change(account), etag: call.store.etag() };
  call.store.put(name, next);
  return okAnswer(next);
}

const setAccountDisabled =
  (disabled: boolean) =>
  (call: Call): Answer => {
    const answer = withAccount(call, (account) =>
      disabled ? { ...account, disabled } : omitMembers(account, "disabled"),
    );
    return answer.code === 200 ? okAnswer({}) : answer;
  };

/** What an update may change: everything else is given when an account is made, or written by Google. */
const WRITABLE = ["displayName", "description"];

const ACCOUNT = `${ACCOUNTS}/{email}`;

/** Service accounts and their policies. */
export const accountRoutes: readonly Route[] = [
  { api: "iam", method: "POST", pattern: ACCOUNTS, handle: createAccount },
  {
    api: "iam",
    method: "GET",
    pattern: ACCOUNTS,
    reads: PAGE_PARAMETERS,
    handle: (call) =>
      answerList(call, {
        items: "accounts",
        elements: call.store.list(`iam/${call.path}`).map(([, account]) => account),
      }),
  },
  {
    api: "iam",
    method: "GET",
    pattern: ACCOUNT,
    handle: (call) => {
      const [, account] = findAccount(call);
      return account === undefined ? refusalAnswer(missingAccount(call)) : okAnswer(account);
    },
  },
  {
    api: "iam",
    method: "PATCH",
    pattern: ACCOUNT,
    handle: (call) =>
      withAccount(call, (account) => {
        const masked = applyMask(account, asObject(call.body.serviceAccount), maskPaths(asText(call.body.updateMask)));
        return { ...omitMembers(account, ...WRITABLE), ...pickMembers(masked, ...WRITABLE) };
      }),
  },
  {
    api: "iam",
    method: "DELETE",
    pattern: ACCOUNT,
    handle: (call) => {
      const [name, account] = findAccount(call);
      if (account === undefined) return refusalAnswer(missingAccount(call));
      call.store.remove(name);
      forgetPolicy(call.store, "iam", name.slice("iam/".length));
      disownAccount(call.store, param(call, "email"), asText(account.uniqueId));
      return okAnswer({});
    },
  },
  { api: "iam", method: "POST", pattern: ACCOUNT, verb: "enable", handle: setAccountDisabled(false) },
  { api: "iam", method: "POST", pattern: ACCOUNT, verb: "disable", handle: setAccountDisabled(true) },
  {
    api: "iam",
    method: "POST",
    pattern: ACCOUNT,
    verb: "testIamPermissions",
    // Everybody is the owner here. Of an account that does not exist Google answers no permission, and not 404
    // (https://cloud.google.com/iam/docs/reference/rest/v1/projects.serviceAccounts/testIamPermissions).
    handle: (call) => {
      const [, account] = findAccount(call);
      return okAnswer(account === undefined ? {} : { permissions: asList(call.body.permissions) });
    },
  },
  ...policyRoutes({ api: "iam", pattern: ACCOUNT, get: "POST" }),
];
