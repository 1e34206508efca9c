import { errorReason } from "../../report/text";
import { missing, untold, works, type Found } from "./facts";

/** Whether there is an account at Google here, told by a token that was made and thrown away. */

const LOG_IN = "gcloud auth application-default login";

/** What Google's library says where there are no credentials, or where they are no longer any. */
const NONE = /Could not load the default credentials|does not exist|is not a file|ENOENT/;
const ENDED = /invalid_grant|invalid_rapt|invalid_client|reauth|deleted_client|account_not_found/i;

/** An error without what it quotes of files, hosts and people. */
const publicReason = (error: unknown): string => {
  const reason = errorReason(error);
  if (NONE.test(reason)) return "none found";
  if (ENDED.test(reason)) return "found, and Google refuses them";
  return /ENOTFOUND|ECONNREFUSED|ETIMEDOUT|EAI_AGAIN|ECONNRESET|network|timeout|socket/i.test(reason)
    ? "found, and Google could not be asked"
    : "found, and no token could be made with them";
};

/**
 * Judges credentials.
 *
 * @param variables - the process's
 * @param makeToken - makes a token with application-default credentials
 */
export async function judgeCredentials(
  variables: Readonly<Record<string, string | undefined>>,
  makeToken: () => Promise<unknown>,
): Promise<Found> {
  if (variables.GOOGLE_OAUTH_ACCESS_TOKEN) return works("a token in GOOGLE_OAUTH_ACCESS_TOKEN, not tried");
  try {
    await makeToken();
    return works("application-default credentials, a token was made with them");
  } catch (error) {
    const reason = publicReason(error);
    const isCertain = reason === "none found" || reason.endsWith("refuses them");
    return isCertain ? missing(reason, LOG_IN) : untold(reason, `look at the network, or ${LOG_IN}`);
  }
}
