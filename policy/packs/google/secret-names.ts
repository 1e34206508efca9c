/** Names whose values are secrets, in the words that such names use. */
const SECRET_NAME =
  /(PASSWORD|PASSWD|PASSPHRASE|_PWD|SECRET|TOKEN|(API|PRIVATE|ACCESS|BYPASS|SIMULATION|SIGNING|ENCRYPTION|MASTER|SERVICE_ACCOUNT)_KEY|APIKEY|CREDENTIALS?|_DSN)($|_)|_PASS$/i;
const ENDS_AS_SECRET = /(_PASS|PASSWORD|PASSWD|PASSPHRASE|_PWD|SECRET|TOKEN|_KEY|APIKEY|CREDENTIALS?|_DSN)$/i;
/** Of those, names that speak about a secret without being one. */
const ABOUT_A_SECRET =
  /(_(ID|NAME|URL|URI|TTL|MINUTES|SECONDS|HOURS|DAYS|MAX|MIN|LIMIT|EXPIRY|EXPIRATION|EXPIRES(_IN)?|ALGORITHM|PATH|FILE|DIR|VERSION|LENGTH|MIN_LENGTH|TYPE|ISSUER|AUDIENCE|ENABLED|ENDPOINT|HEADER|COOKIE|MANAGER))$/i;
/** A number or a switch under a name that goes on behind its secret word (TOKEN_BUDGET) sets something. */
const isSetting = (name: string, text: string): boolean =>
  /^(\d{1,6}(\.\d+)?|true|false|on|off|yes|no)$/i.test(text) && !ENDS_AS_SECRET.test(name);
/** Whether a name is one of a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !ABOUT_A_SECRET.test(name);

/** A URL that carries a password. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/;
/** One with a key among its parameters. */
const URL_WITH_KEY =
  /^[a-z][a-z0-9+.-]*:\/\/\S+[?&](api[_-]?key|access[_-]?token|auth[_-]?token|token|secret|sig)=[\w%.~+/-]{8,}/i;

/** Whether a variable's name or its text says that it is a secret. */
export const isPlainSecret = (name: string, text = ""): boolean =>
  (isSecretName(name) && !isSetting(name, text)) || URL_WITH_PASSWORD.test(text) || URL_WITH_KEY.test(text);
