/** Names whose values are secrets, in the words that such names use. */
const SECRET_NAME =
  /(PASSWORD|PASSWD|PASSPHRASE|_PWD|SECRET|TOKEN|(API|PRIVATE|ACCESS|BYPASS|SIMULATION|SIGNING|ENCRYPTION|MASTER|SERVICE_ACCOUNT)_KEY|APIKEY|CREDENTIALS?|_DSN)($|_)|_PASS$/i;
const ENDS_AS_SECRET = /(_PASS|PASSWORD|PASSWD|PASSPHRASE|_PWD|SECRET|TOKEN|_KEY|APIKEY|CREDENTIALS?|_DSN)$/i;
/** Of those, names that speak about a secret without being one. */
const ABOUT_A_SECRET =
  /(_(ID|NAME|URL|URI|TTL|MINUTES|SECONDS|HOURS|DAYS|MAX|MIN|LIMIT|EXPIRY|EXPIRATION|EXPIRES(_IN)?|ALGORITHM|PATH|FILE|DIR|VERSION|LENGTH|MIN_LENGTH|TYPE|ISSUER|AUDIENCE|ENABLED|ENDPOINT|HEADER|COOKIE|MODE|SOURCE|PROVIDER|STORE|BACKEND|PREFIX|POLICY|MANAGER))$/i;
/** Where a secret is kept: a file, or a resource of Google's. */
const IS_PLACE = /^((\.{0,2}|~)(\/[\w.@+-]+)+|projects\/[^/\s]+\/\S+)$/;

/** A number or a switch under a name that goes on behind its secret word (TOKEN_BUDGET) sets something. */
const isSetting = (name: string, text: string): boolean =>
  IS_PLACE.test(text) || (/^(\d{1,6}(\.\d+)?|true|false|on|off|yes|no)$/i.test(text) && !ENDS_AS_SECRET.test(name));
/** Whether a name is one of a secret. */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name) && !ABOUT_A_SECRET.test(name);

/** A URL that carries a password. */
const URL_WITH_PASSWORD = /^[a-z][a-z0-9+.-]*:\/\/[^/\s:@]*:[^/\s@]+@/;
/** One with a key among its parameters. */
const URL_WITH_KEY =
  /^[a-z][a-z0-9+.-]*:\/\/\S+[?&](api[_-]?key|access[_-]?token|auth[_-]?token|token|secret|sig)=[\w%.~+/-]{8,}/i;

/** A text that stands for one which somebody is to put there. */
export const isPlaceholder = (text: string): boolean =>
  /placeholder|change[-_ ]?me|replace[-_ ]?(me|this)|\btodo\b|^<.*>$|\.invalid(\/|:|$)|^your[-_]/i.test(text);

/** Whether a variable's name or its text says that it is a secret. */
export const isPlainSecret = (name: string, text = ""): boolean =>
  (isSecretName(name) && !isSetting(name, text) && !isPlaceholder(text)) ||
  URL_WITH_PASSWORD.test(text) ||
  URL_WITH_KEY.test(text);
