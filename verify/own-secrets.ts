import { MASKED, createMask, type Mask } from "./masking";

/** How variables are called that hold a secret: keys, tokens, passwords, and addresses that let whoever knows them in. */
const SECRET_NAME =
  /(?:KEY|TOKEN|SECRET|PASSWORD|WEBHOOK|TOKEN_REQUEST_URL)$|^TF_TOKEN_|^TF_VAR_.*(?:key|token|secret|password)/i;

/** Of an address what is behind the host: the host alone is in many texts, and no secret. */
const secretPart = (value: string): string =>
  URL.canParse(value) && value.includes("://") ? value.slice(new URL(value).origin.length) : value;

/**
 * A mask of the secrets in variables. A server that is told a token may say it in its refusal, and a program the variable
 * that it was given.
 *
 * @param variables - the process's
 */
export function ownSecretsMask(variables: Readonly<Record<string, string | undefined>>): Mask {
  const mask = createMask();
  for (const [name, value = ""] of Object.entries(variables)) {
    if (SECRET_NAME.test(name)) mask.hide(secretPart(value.trim()));
  }
  return mask;
}

/** A text whose addresses name no user and no password. */
export const withoutUserinfo = (text: string): string =>
  text.replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^\s/'"@]+@/gi, `$1${MASKED}@`);
