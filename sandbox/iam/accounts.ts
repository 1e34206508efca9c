import { alreadyExists, invalid, notFound, ok, refuse, type Answer, type Refusal } from "../core/answer";
import { param, type Call, type Route } from "../core/call";
import { applyMask, maskPaths } from "../core/joins";
import { asObject, asText, omit, withoutNulls, type JsonObject } from "../core/json";
import { forgetPolicy } from "../core/policies";
import { accountName, disown, policyRoutes } from "./policies";
import { roleRoutes } from "./roles";

const ACCOUNTS = "projects/{project}/serviceAccounts";

function accountOf(call: Call): readonly [name: string, account: JsonObject | undefined] {
  const name = accountName(param(call, "project"), param(call, "email"));
  return [name, call.store.get(name)];
}

const noAccount = (call: Call): Refusal => notFound(`Service account ${param(call, "email")} does not exist.`);

function createAccount(call: Call): Answer {
  const { store, body } = call;
  const project = param(call, "project");
  const id = asText(body.accountId);
  if (!/^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$/.test(id)) {
    return refuse(invalid(`Service account id "${id}" must be 6 to 30 lower case letters, digits and hyphens.`));
  }
  const email = `${id}@${project}.iam.gserviceaccount.com`;
  const name = accountName(project, email);
  if (store.get(name) !== undefined) {
    return refuse(alreadyExists(`Service account ${id} already exists within project projects/${project}.`));
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
  return ok(account);
}

function withAccount(call: Call, change: (account: JsonObject) => JsonObject): Answer {
  const [name, account] = accountOf(call);
  if (account === undefined) return refuse(noAccount(call));
  const next = { ...change(account), etag: call.store.etag() };
  call.store.put(name, next);
  return ok(next);
}

const setDisabled =
  (disabled: boolean) =>
  (call: Call): Answer => {
    const answer = withAccount(call, (account) => (disabled ? { ...account, disabled } : omit(account, "disabled")));
    return answer.code === 200 ? ok({}) : answer;
  };

const one = `${ACCOUNTS}/{email}`;

const accountRoutes: readonly Route[] = [
  { api: "iam", method: "POST", pattern: ACCOUNTS, handle: createAccount },
  {
    api: "iam",
    method: "GET",
    pattern: ACCOUNTS,
    handle: (call) => ok({ accounts: call.store.list(`iam/${call.path}`).map(([, account]) => account) }),
  },
  {
    api: "iam",
    method: "GET",
    pattern: one,
    handle: (call) => {
      const [, account] = accountOf(call);
      return account === undefined ? refuse(noAccount(call)) : ok(account);
    },
  },
  {
    api: "iam",
    method: "PATCH",
    pattern: one,
    handle: (call) =>
      withAccount(call, (account) =>
        applyMask(account, asObject(call.body.serviceAccount), maskPaths(asText(call.body.updateMask))),
      ),
  },
  {
    api: "iam",
    method: "DELETE",
    pattern: one,
    handle: (call) => {
      const [name, account] = accountOf(call);
      if (account === undefined) return refuse(noAccount(call));
      call.store.remove(name);
      forgetPolicy(call.store, "iam", name.slice("iam/".length));
      disown(call.store, param(call, "email"), asText(account.uniqueId));
      return ok({});
    },
  },
  { api: "iam", method: "POST", pattern: one, verb: "enable", handle: setDisabled(false) },
  { api: "iam", method: "POST", pattern: one, verb: "disable", handle: setDisabled(true) },
  ...policyRoutes({ api: "iam", pattern: one, get: "POST" }),
];

/** Service accounts, and roles of projects. */
export const iamRoutes: readonly Route[] = [...accountRoutes, ...roleRoutes];
