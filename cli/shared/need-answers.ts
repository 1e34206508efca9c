import { z } from "zod";
import { isStatus, parseAnswer, GoogleApiError } from "../../verify/google-answers";
import type { GoogleApi } from "../../verify/google-api";
import { needPath, type Need } from "./needs";

/** What Google says of a need: it is met, it is not and why, or nobody can tell. */
export type NeedAnswer =
  | { readonly verdict: "met" }
  | { readonly verdict: "missing"; readonly found: string }
  | { readonly verdict: "unknown"; readonly reason: string };

const MET: NeedAnswer = { verdict: "met" };
const missing = (found: string): NeedAnswer => ({ verdict: "missing", found });

const State = z.object({ state: z.string() });
const Permissions = z.object({ permissions: z.array(z.string()).optional() });

/** What lets somebody start a service as an account. */
const ACT_AS = "iam.serviceAccounts.actAs";

async function askSecretVersion(google: GoogleApi, path: string): Promise<NeedAnswer> {
  const { state } = parseAnswer(State, await google.get("secretmanager", path), path);
  return state === "ENABLED" ? MET : missing(`is ${state.toLowerCase()}`);
}

async function askApi(google: GoogleApi, path: string): Promise<NeedAnswer> {
  const { state } = parseAnswer(State, await google.get("serviceusage", path), path);
  return state === "ENABLED" ? MET : missing("is not enabled");
}

/** Google answers no permission, and not 404, where there is no such account. */
async function askAccount(google: GoogleApi, email: string): Promise<NeedAnswer> {
  const path = `projects/-/serviceAccounts/${email}:testIamPermissions`;
  const { permissions = [] } = parseAnswer(
    Permissions,
    await google.post("iam", path, { permissions: [ACT_AS] }),
    email,
  );
  return permissions.includes(ACT_AS) ? MET : missing("does not exist, or this account may not start anything as it");
}

function ask(google: GoogleApi, need: Need): Promise<NeedAnswer> {
  const path = needPath(need);
  switch (need.kind) {
    case "secret version":
      return askSecretVersion(google, path);
    case "image":
      return google.get("artifactregistry", path).then(() => MET);
    case "api":
      return askApi(google, path);
    case "account":
      return askAccount(google, path);
  }
}

/** Google's text where the API itself that is asked is off (the row apiDisabled of google/failures). */
const IS_OFF = /has not been used in project|it is disabled|SERVICE_DISABLED/;

/** Asks Google whether something is there. It never rejects where Google refuses to answer. */
export async function answerNeed(google: GoogleApi, need: Need): Promise<NeedAnswer> {
  try {
    return await ask(google, need);
  } catch (error) {
    if (isStatus(error, 404)) return missing("does not exist");
    if (!(error instanceof GoogleApiError)) throw error;
    if (isStatus(error, 403) && IS_OFF.test(error.message)) return missing("cannot be there: the API is not enabled");
    return { verdict: "unknown", reason: error.message };
  }
}
