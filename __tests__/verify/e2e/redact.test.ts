import { redactText } from "../../../verify/e2e/redact";

const KEY = "Ab3Cd5Ef7Gh9Jk1Lm3No5Pq7Rs9Tu1Vw3Xy5Za7Bc9De1Fg3";
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJlMmUifQ.c2lnbmF0dXJl";

test.each([
  [`X-E2E-Bypass-Key: ${KEY}`, "X-E2E-Bypass-Key: [masked]"],
  [`headers={'X-E2E-Bypass-Key': 'short-one'}`, "headers={'X-E2E-Bypass-Key': '[masked]'}"],
  [`Authorization: Bearer ${TOKEN}`, "Authorization: Bearer [masked]"],
  [`subprotocols=['jwt.${TOKEN}']`, "subprotocols=['jwt.[masked]']"],
  ["E2E_BYPASS_KEY=hunter2-and-more", "E2E_BYPASS_KEY=[masked]"],
  [`wss://app.trial.chat.example/ws?token=${KEY}&x=1`, "wss://app.trial.chat.example/ws?token=[masked]&x=1"],
  [`got ${KEY} back`, "got [masked] back"],
  [`{"password": "correct-horse"}`, `{"password": "[masked]"}`],
  ["postgres://app:p%40ss@10.0.0.3/netra", "postgres://[masked]@10.0.0.3/netra"],
  ["https://a-token@github.example/x?to=a@b", "https://[masked]@github.example/x?to=a@b"],
  ["Cookie: session=abc; csrf=d: status 503", "Cookie: [masked] status 503"],
  ["Set-Cookie: session=abc; Path=/; HttpOnly", "Set-Cookie: [masked]"],
  ["cookies={'session': 'abc', 'csrf': 'd'}", "cookies={[masked]}"],
  ["<RequestsCookieJar[<Cookie session=abc for app/>]>", "<RequestsCookieJar[<Cookie session=[masked] for app/>]>"],
  ["jwt.ZXlKaGJHY2lPaUpJVXpJMU5p", "jwt.[masked]"],
  ["('X-E2E-Bypass-Key', 'abc')", "('X-E2E-Bypass-Key', '[masked]')"],
  ["(b'x-e2e-bypass-key', b'abc')", "(b'x-e2e-bypass-key', b'[masked]')"],
  ["-H X-E2E-Bypass-Key:abcd -v", "-H X-E2E-Bypass-Key:[masked] -v"],
  ["X-E2E-Bypass-Key%3A%20abcd", "X-E2E-Bypass-Key%3A%20[masked]"],
  ["&quot;X-E2E-Bypass-Key&quot;: &quot;abc&quot;", "&quot;X-E2E-Bypass-Key&quot;: &quot;[masked]&quot;"],
  ["&#x27;token&#x27;: &#x27;a&amp;b&#x27;", "&#x27;token&#x27;: &#x27;[masked]&#x27;"],
  [String.raw`{\"token\": \"a\\\"b\", \"x\": 1}`, String.raw`{\"token\": \"[masked]\", \"x\": 1}`],
  ['{"token": "cut off', '{"token": "[masked]'],
  ["SECRET_KEY=hunter2", "SECRET_KEY=[masked]"],
])("%s", (text, shown) => {
  expect(redactText(text)).toBe(shown);
});

test.each([
  "assert 500 == 200",
  "commit 0123456789abcdef0123456789abcdef01234567",
  `image …@sha256:${"0123456789abcdef".repeat(4)}`,
  "tests/e2e/test_chat.py::TestChat::test_agent_answers",
  "the token was refused",
  "no key",
  "E2E_BYPASS_KEY is not set",
  "E2E_BYPASS_KEY: missing",
  "KeyError: 'E2E_BYPASS_KEY'",
  "jwt.exceptions.ExpiredSignatureError: Signature has expired",
  "GET https://app.trial.chat.example/ws",
  "token=[masked]",
])("%s stays as it is", (text) => {
  expect(redactText(text)).toBe(text);
});
