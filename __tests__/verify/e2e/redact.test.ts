import { redacted } from "../../../verify/e2e/redact";

const KEY = "Ab3Cd5Ef7Gh9Jk1Lm3No5Pq7Rs9Tu1Vw3Xy5Za7Bc9De1Fg3";
const TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJlMmUifQ.c2lnbmF0dXJl";

test.each([
  [`X-E2E-Bypass-Key: ${KEY}`, "X-E2E-Bypass-Key: [masked]"],
  [`headers={'X-E2E-Bypass-Key': 'short-one'}`, "headers={'X-E2E-Bypass-Key': '[masked]'}"],
  [`Authorization: Bearer ${TOKEN}`, "Authorization: Bearer [masked]"],
  [`subprotocols=['jwt.${TOKEN}']`, "subprotocols=['jwt.[masked]']"],
  ["E2E_BYPASS_KEY=hunter2-and-more", "E2E_BYPASS_KEY=[masked]"],
  [`wss://app.staging.netrasystems.ai/ws?token=${KEY}&x=1`, "wss://app.staging.netrasystems.ai/ws?token=[masked]&x=1"],
  [`got ${KEY} back`, "got [masked] back"],
  [`{"password": "correct-horse"}`, `{"password": "[masked]"}`],
])("%s", (text, shown) => {
  expect(redacted(text)).toBe(shown);
});

test.each([
  "assert 500 == 200",
  "commit 0123456789abcdef0123456789abcdef01234567",
  `image …@sha256:${"0123456789abcdef".repeat(4)}`,
  "tests/e2e/test_chat.py::TestChat::test_agent_answers",
  "the token was refused",
  "no key",
])("%s stays as it is", (text) => {
  expect(redacted(text)).toBe(text);
});
