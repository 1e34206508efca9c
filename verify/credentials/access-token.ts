import { z } from "zod";
import type { StagingEnvironment } from "../../environments/environment";
import { announcedUrl, serviceAt } from "../../environments/hosts";
import { parseJson } from "../../report/text";
import { answerText, commonSymptom, isRefusedBy, retryAfterOf } from "../http/answer";
import { failed } from "../engine/attempt";
import { SHORTEST_SECRET, type Mask } from "../masking";
import { explainBreakage } from "../http/protocols";
import { askHost, type HostAnswer } from "../http/request";
import type { SymptomId } from "../symptoms";
import type { Target } from "../http/target";
import { readBypassKey, type Credential, type KeySource } from "./bypass-key";

/** A token that an HTTP header can carry and a mask can hide. */
const Token = z.object({
  access_token: z
    .string()
    .min(SHORTEST_SECRET)
    .regex(/^[\x21-\x7e]+$/),
});

/** Whom the token is for: no real account, and recognised in the services' logs by its address. */
const tokenUser = ({ domain }: Pick<StagingEnvironment, "domain">) => ({
  email: `verify@e2e.${domain}`,
  name: "Verification",
  permissions: ["read", "write"],
});

/**
 * Asks the auth service for a token with the bypass key, and has both masked from then on. Only staging's type has a route
 * for one.
 *
 * @throws where Secret Manager does not answer, and an error that may be this machine's own trouble
 */
export async function obtainAccessToken(
  environment: StagingEnvironment,
  target: Target,
  source: KeySource,
  mask: Mask,
  signal: AbortSignal,
): Promise<Credential> {
  const key = await readBypassKey(source, mask, signal);
  return key.ok ? requestToken(environment, target, key.secret, mask, signal) : key;
}

/** Never quotes an answer's body: it may hold the token. */
async function requestToken(
  environment: StagingEnvironment,
  target: Target,
  key: string,
  mask: Mask,
  signal: AbortSignal,
): Promise<Credential> {
  const { path, keyHeader } = environment.e2e.tokenRoute;
  const expected = `status 200 with access_token from POST ${path}`;
  const refusedCredential = (symptom: SymptomId, found: string, answer?: HostAnswer): Credential => ({
    ok: false,
    attempt: failed(symptom, found, expected, answer ? retryAfterOf(answer) : {}),
  });
  const announced = announcedUrl(environment, "AUTH_SERVICE_URL");
  const host = announced === undefined ? "" : new URL(announced).hostname;
  const service = serviceAt(environment, host, path);
  if (service === undefined) return refusedCredential("host-unknown", "no row is announced as AUTH_SERVICE_URL");
  const json = JSON.stringify(tokenUser(environment));
  const reply = await askHost(target, { scheme: "https", host, path, json, headers: { [keyHeader]: key } }, signal);
  if (!reply.ok) {
    const { symptom, found } = await explainBreakage(reply, target, host, signal);
    return refusedCredential(symptom, `POST ${path}: ${found}`);
  }
  const { answer, body } = reply;
  const found = `POST ${path}: ${answerText(answer)}`;
  if (isRefusedBy(answer, service)) return refusedCredential("token-refused", found);
  const fault = commonSymptom(answer, service);
  if (fault !== undefined) return refusedCredential(fault, found, answer);
  const token = answer.status === 200 ? Token.safeParse(parseJson(body)) : undefined;
  if (!token?.success) return refusedCredential("wrong-status", `${found}, without a token`);
  mask.hide(token.data.access_token);
  return { ok: true, secret: token.data.access_token };
}
