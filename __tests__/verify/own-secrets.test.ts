import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { googleApi } from "../../verify/google-api";
import { ownSecretsMask, withoutUserinfo } from "../../verify/own-secrets";
import { testClock } from "../support/test-clock";

/** What a process's own variables hold is in no text that somebody else sends back. */

const SECRET = "zq8-canary-of-a-variable";

test.each([
  ...["NETRA_REVIEW_KEY", "E2E_BYPASS_KEY", "GOOGLE_OAUTH_ACCESS_TOKEN", "GH_TOKEN", "GITHUB_TOKEN", "NPM_TOKEN"],
  ...["ACTIONS_ID_TOKEN_REQUEST_TOKEN", "TF_TOKEN_registry_example", "TF_VAR_db_password", "PGPASSWORD"],
])("%s is masked, in plain and encoded", (name) => {
  const mask = ownSecretsMask({ [name]: ` ${SECRET}\n` });
  for (const text of [SECRET, Buffer.from(`x${SECRET}`).toString("base64")]) {
    expect(mask.text(`refused for ${text}`)).toContain("[masked]");
    expect(mask.text(`refused for ${text}`)).not.toContain(text.slice(4, 20));
  }
});

test.each(["NOTIFY_WEBHOOK", "ACTIONS_ID_TOKEN_REQUEST_URL"])(
  "%s is masked behind its host, which is no secret",
  (name) => {
    const mask = ownSecretsMask({ [name]: `https://chat.googleapis.com/v1/${SECRET}?key=${SECRET}` });
    expect(mask.text(`https://chat.googleapis.com/v1/${SECRET}?key=${SECRET}`)).toBe(
      "https://chat.googleapis.com[masked]",
    );
    expect(mask.text("run.googleapis.com: no answer")).toBe("run.googleapis.com: no answer");
  },
);

test.each([
  "GOOGLE_APPLICATION_CREDENTIALS",
  "GOOGLE_SECRET_MANAGER_CUSTOM_ENDPOINT",
  "PATH",
  "KEYBOARD",
  "SSH_AUTH_SOCK",
])("%s is no secret", (name) => {
  expect(ownSecretsMask({ [name]: "/home/somebody/credentials.json" }).text("/home/somebody/credentials.json")).toBe(
    "/home/somebody/credentials.json",
  );
});

test.each([
  ["'https://user:canary@127.0.0.1' is invalid", "'https://[masked]@127.0.0.1' is invalid"],
  ["redis://:canary@10.0.0.3:6379/0, git+ssh://canary@h/x", "redis://[masked]@10.0.0.3:6379/0, git+ssh://[masked]@h/x"],
  ["https://chat.example/@canary serviceAccount:a@b.iam", "https://chat.example/@canary serviceAccount:a@b.iam"],
])("%s", (text, expected) => expect(withoutUserinfo(text)).toBe(expected));

test("a token that Google says back is in no error, whatever is asked", async () => {
  const server = createServer((request, response) => {
    const message = `refused: ${request.headers.authorization} at ${request.url}`;
    response.writeHead(403, { "content-type": "application/json" }).end(JSON.stringify({ error: { message } }));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const api = googleApi({ GOOGLE_OAUTH_ACCESS_TOKEN: SECRET, GOOGLE_CLOUD_RUN_V2_CUSTOM_ENDPOINT: url }, testClock());
  try {
    const calls: readonly (() => Promise<unknown>)[] = [
      () => api.get("run", "a"),
      () => api.post("run", "a", {}),
      () => api.patch("run", "a", {}, "b"),
      () => api.text("run", "a", {}, 100),
      () => api.remove("run", "a"),
    ];
    for (const call of calls) {
      const error = await call().then(
        () => undefined,
        (thrown: unknown) => thrown as Error & { readonly status: number },
      );
      expect(error).toMatchObject({ status: 403 });
      expect(error?.message).toContain("Bearer [masked]");
      expect(error?.message).not.toContain(SECRET);
    }
  } finally {
    server.close();
    server.closeAllConnections();
  }
});
