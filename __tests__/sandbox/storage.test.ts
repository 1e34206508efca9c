import { BUCKET, PROJECT, useSandbox, type Body, type Reply } from "../support/sandbox";

const { good, bad, send } = useSandbox();

const OBJECTS = `/storage/v1/b/${BUCKET}/o`;
const any = expect.any(String) as string;

/** An upload in the form of the state backend: metadata, then content. */
function uploadObject(name: string, content: string, query = "", bucket = BUCKET): Promise<Reply> {
  const part = (type: string, text: string): string => `--xyz\r\nContent-Type: ${type}\r\n\r\n${text}\r\n`;
  const body = `${part("application/json", JSON.stringify({ bucket, name }))}${part("application/octet-stream", content)}--xyz--\r\n`;
  const path = `/upload/storage/v1/b/${bucket}/o?uploadType=multipart&name=${encodeURIComponent(name)}${query}`;
  return send("POST", path, body, { "Content-Type": 'multipart/related; boundary="xyz"' });
}

const objectPath = (name: string, query = ""): string => `${OBJECTS}/${encodeURIComponent(name)}${query}`;
const generationOf = ({ body }: Reply): string => body.generation as string;

describe("states", () => {
  test("what was uploaded is read by each of three paths, byte for byte, with its checksums", async () => {
    const content = 'a\r\n--xy\u0000\u00ff\r\n{"x": 1}';
    const uploaded = await uploadObject("stack/default.tfstate", content);
    expect(uploaded.body).toEqual({
      kind: "storage#object",
      id: `${BUCKET}/stack/default.tfstate/${generationOf(uploaded)}`,
      bucket: BUCKET,
      name: "stack/default.tfstate",
      generation: expect.stringMatching(/^\d+$/) as string,
      metageneration: "1",
      size: String(Buffer.byteLength(content)),
      storageClass: "STANDARD",
      timeCreated: any,
      updated: any,
      etag: any,
      md5Hash: "vzxcSPpMQwxkyQKbduDKmg==",
      crc32c: "RTDdyg==",
    });
    expect(await good("GET", objectPath("stack/default.tfstate"))).toEqual(uploaded.body);
    const media = objectPath("stack/default.tfstate", "?alt=media");
    for (const path of [`/${BUCKET}/stack/default.tfstate`, media, `/download${media}`]) {
      const { text, headers } = await send("GET", path);
      expect([text, headers["x-goog-generation"], headers["x-goog-hash"]]).toEqual([
        content,
        generationOf(uploaded),
        "crc32c=RTDdyg==,md5=vzxcSPpMQwxkyQKbduDKmg==",
      ]);
    }
    expect(await good("GET", `${OBJECTS}?prefix=stack/`)).toEqual({ kind: "storage#objects", items: [uploaded.body] });
    expect(await good("GET", `${OBJECTS}?prefix=other/`)).toEqual({ kind: "storage#objects", items: [] });
  });

  test("an older version stays, and is read and deleted by its generation", async () => {
    const [one, two] = [await uploadObject("s", "one"), await uploadObject("s", "two")].map(generationOf) as [
      string,
      string,
    ];
    expect(BigInt(two) > BigInt(one)).toBe(true);
    const versions = async (): Promise<readonly string[]> =>
      ((await good("GET", `${OBJECTS}?versions=true`)) as { items: { generation: string }[] }).items.map(
        ({ generation }) => generation,
      );
    expect([...(await versions())].sort()).toEqual([one, two]);
    expect((await good("GET", OBJECTS)).items).toHaveLength(1);
    expect((await send("GET", objectPath("s", `?alt=media&generation=${one}`))).text).toBe("one");
    expect((await send("GET", `/${BUCKET}/s?generation=${two}`)).text).toBe("two");
    expect((await good("GET", objectPath("s", `?generation=${one}`))).timeDeleted).toEqual(any);
    expect((await send("DELETE", objectPath("s"))).status).toBe(204);
    expect((await send("GET", objectPath("s"))).status).toBe(404);
    expect(await versions()).toHaveLength(2);
    expect((await send("DELETE", objectPath("s", `?generation=${one}`))).status).toBe(204);
    expect(await bad("DELETE", objectPath("s", `?generation=${one}`))).toBe(
      `404 notFound: No such object: ${BUCKET}/s`,
    );
    expect(await versions()).toEqual([two]);
  });

  test("a lock is taken once, and given back by the generation that it was taken with", async () => {
    const lock = await uploadObject("s.tflock", "{}", "&ifGenerationMatch=0");
    expect(lock.status).toBe(200);
    const second = await uploadObject("s.tflock", "{}", "&ifGenerationMatch=0");
    expect(second.body).toMatchObject({
      error: {
        code: 412,
        message: "At least one of the pre-conditions you specified did not hold.",
        errors: [{ reason: "conditionNotMet" }],
      },
    });
    expect(await bad("DELETE", objectPath("s.tflock", "?ifGenerationMatch=1"))).toMatch(/^412 conditionNotMet: /);
    expect((await send("DELETE", objectPath("s.tflock", `?ifGenerationMatch=${generationOf(lock)}`))).status).toBe(204);
    expect((await uploadObject("s.tflock", "{}", "&ifGenerationMatch=0")).status).toBe(200);
    expect((await uploadObject("s", "x", "&ifGenerationMatch=5")).status).toBe(412);
  });

  test.each([
    ["?uploadType=multipart&name=a", "text/plain", "x"],
    ["?uploadType=multipart&name=a", "multipart/related; boundary=xyz", "--xyz\r\n\r\n{}\r\n--xyz--"],
    ["?uploadType=multipart&name=a", "multipart/related; boundary=xyz", "--xyz--xyz--xyz"],
    ["?uploadType=multipart&name=a", "multipart/related; boundary=xyz", ""],
  ])("the upload %s as %s of %j is refused", async (query, type, body) => {
    const { status, body: answer } = await send("POST", `/upload/storage/v1/b/${BUCKET}/o${query}`, body, {
      "Content-Type": type,
    });
    expect([status, answer.error.message]).toEqual([
      400,
      "The sandbox takes uploads of uploadType=media, or of multipart with two parts.",
    ]);
  });

  test("an upload of media is its content alone, under the name in the query", async () => {
    const path = `/upload/storage/v1/b/${BUCKET}/o?uploadType=media&name=e2e.lock&ifGenerationMatch=0`;
    expect(await good("POST", path, { started: "now" })).toMatchObject({ name: "e2e.lock", size: "17" });
    expect((await send("GET", objectPath("e2e.lock", "?alt=media"))).text).toBe('{"started":"now"}');
    expect((await send("POST", path, {})).status).toBe(412);
  });

  test("an upload names its object in the query or in its metadata, and its bucket must be there", async () => {
    const body = (metadata: string): string => `--xyz\r\n\r\n${metadata}\r\n--xyz\r\n\r\nx\r\n--xyz--`;
    const type = { "Content-Type": "multipart/related; boundary=xyz" };
    const path = `/upload/storage/v1/b/${BUCKET}/o?uploadType=multipart`;
    expect((await send("POST", path, body('{"name":"a"}'), type)).body).toMatchObject({ name: "a", size: "1" });
    for (const metadata of ["{}", "{", "null"]) {
      const { body: answer } = await send("POST", path, body(metadata), type);
      expect(answer.error.message).toBe("Required object name is missing.");
    }
    expect((await uploadObject("s", "x", "", "none")).body.error.message).toBe("The specified bucket does not exist.");
    expect(await bad("GET", "/storage/v1/b/none/o")).toBe("404 notFound: The specified bucket does not exist.");
    // Of what is no bucket nobody can tell that it is none of an API that is not served.
    expect(await bad("GET", "/none/s")).toBe("501 notImplemented: The sandbox does not serve GET /none/s.");
  });
});

test("a list goes by prefix and delimiter as folders, in pages that hold objects and folders", async () => {
  for (const name of ["a/1", "a/2", "b", "c/d/1", "z"]) await uploadObject(name, "x");
  const list = async (query: string): Promise<unknown> => {
    const { items, prefixes, nextPageToken } = await good("GET", `${OBJECTS}?${query}`);
    return [(items as { name: string }[]).map(({ name }) => name), prefixes, nextPageToken as string | undefined];
  };
  expect(await list("delimiter=/")).toEqual([["b", "z"], ["a/", "c/"], undefined]);
  expect(await list("prefix=a/&delimiter=/")).toEqual([["a/1", "a/2"], undefined, undefined]);
  expect(await list("startOffset=b&endOffset=c/e")).toEqual([["b", "c/d/1"], undefined, undefined]);
  const [first, folders, token] = (await list("delimiter=/&maxResults=2")) as [string[], string[], string];
  expect([first, folders]).toEqual([["b"], ["a/"]]);
  expect(await list(`delimiter=/&maxResults=2&pageToken=${token}`)).toEqual([["z"], ["c/"], undefined]);
});

test("an upload in pieces is not served", async () => {
  expect(await bad("POST", `/upload/storage/v1/b/${BUCKET}/o?uploadType=resumable&name=a`, "{}")).toBe(
    "501 notImplemented: The sandbox takes no upload in pieces (uploadType=resumable).",
  );
});

describe("buckets", () => {
  const createBucket = (body: Body = { name: "bucket", location: REGION }): Promise<Body> =>
    good("POST", `/storage/v1/b?project=${PROJECT}`, body);
  const REGION = "europe-west1";

  test("one has its defaults, numbers as texts, and an objective only where there are two places", async () => {
    const made = await createBucket();
    expect(made).toEqual({
      kind: "storage#bucket",
      id: "bucket",
      name: "bucket",
      selfLink: "https://www.googleapis.com/storage/v1/b/bucket",
      projectNumber: expect.stringMatching(/^\d+$/) as string,
      location: "EUROPE-WEST1",
      locationType: "region",
      storageClass: "STANDARD",
      iamConfiguration: { uniformBucketLevelAccess: { enabled: false }, publicAccessPrevention: "inherited" },
      softDeletePolicy: { retentionDurationSeconds: "604800", effectiveTime: any },
      timeCreated: any,
      updated: any,
      metageneration: "1",
      etag: any,
    });
    expect(await good("GET", "/storage/v1/b/bucket")).toEqual(made);
    expect(await createBucket({ name: "wide", location: "eu" })).toMatchObject({
      locationType: "multi-region",
      rpo: "DEFAULT",
    });
    expect((await createBucket({ name: "logged", logging: { logBucket: "logs" } })).logging).toEqual({
      logBucket: "logs",
      logObjectPrefix: "logged",
    });
    const named = { logBucket: "logs", logObjectPrefix: "of-it" };
    expect((await createBucket({ name: "prefixed", logging: named })).logging).toEqual(named);
  });

  test("a change goes into objects, replaces lists, and removes by null", async () => {
    await createBucket({
      name: "bucket",
      iamConfiguration: { uniformBucketLevelAccess: { enabled: true } },
      labels: { a: "b", c: "d" },
      lifecycle: { rule: [{ condition: { age: 1 } }, { condition: { age: 2 } }] },
    });
    await good("PATCH", "/storage/v1/b/bucket", {
      iamConfiguration: { publicAccessPrevention: "enforced" },
      labels: { a: null },
      lifecycle: { rule: [{ condition: { age: 3 } }] },
    });
    expect(await good("GET", "/storage/v1/b/bucket")).toMatchObject({
      iamConfiguration: { uniformBucketLevelAccess: { enabled: true }, publicAccessPrevention: "enforced" },
      labels: { c: "d" },
      lifecycle: { rule: [{ condition: { age: 3 } }] },
      metageneration: "2",
    });
    expect((await good("GET", "/storage/v1/b/bucket")).labels).toEqual({ c: "d" });
  });

  test("its name is everybody's, and its project must be there", async () => {
    await createBucket();
    expect(await bad("POST", `/storage/v1/b?project=${PROJECT}`, { name: "bucket" })).toBe(
      "409 conflict: Your previous request to create the named bucket succeeded and you already own it.",
    );
    expect(await bad("POST", `/storage/v1/b?project=${PROJECT}`, { name: "Bucket" })).toBe(
      "400 invalid: Invalid bucket name: 'Bucket'",
    );
    expect(await bad("POST", "/storage/v1/b?project=none", { name: "other" })).toBe(
      "404 notFound: The project 'none' was not found.",
    );
  });

  test("one that holds anything, an older version too, is not deleted", async () => {
    await createBucket({ name: "bucket", versioning: { enabled: true } });
    const full = "409 conflict: The bucket you tried to delete is not empty.";
    await uploadObject("a", "x", "", "bucket");
    expect(await bad("DELETE", "/storage/v1/b/bucket")).toBe(full);
    await send("DELETE", "/storage/v1/b/bucket/o/a");
    expect(await bad("DELETE", "/storage/v1/b/bucket")).toBe(full);
    const { items } = (await good("GET", "/storage/v1/b/bucket/o?versions=true")) as {
      items: { generation: string }[];
    };
    await send("DELETE", `/storage/v1/b/bucket/o/a?generation=${items[0]!.generation}`);
    // The provider asks with a slash at the end, and gives up where it is refused.
    for (const path of ["anywhereCaches", "anywhereCaches/"])
      expect(await good("GET", `/storage/v1/b/bucket/${path}`)).toEqual({ kind: "storage#anywhereCaches" });
    const { status, text } = await send("DELETE", "/storage/v1/b/bucket");
    expect([status, text]).toEqual([204, ""]);
    expect(await bad("GET", "/storage/v1/b/bucket")).toBe("404 notFound: The specified bucket does not exist.");
  });

  test("an object is not lost before its bucket lets it go", async () => {
    const create = (name: string, retentionPeriod: string, versioning: boolean): Promise<unknown> =>
      good("POST", `/storage/v1/b?project=${PROJECT}`, {
        ...{ name, location: "EU", versioning: { enabled: versioning } },
        retentionPolicy: { retentionPeriod },
      });
    const upload = (bucket: string): string => `/upload/storage/v1/b/${bucket}/o?uploadType=media&name=kept`;
    for (const [bucket, seconds, versioning] of [
      ["demo-locked", "3600", false],
      ["demo-versions", "3600", true],
      ["demo-short", "1", false],
    ] as const) {
      await create(bucket, seconds, versioning);
      await good("POST", upload(bucket), "x");
    }
    for (const [method, path] of [
      ["DELETE", "/storage/v1/b/demo-locked/o/kept"],
      ["POST", upload("demo-locked")],
    ] as const)
      expect(await bad(method, path)).toMatch(
        /^403 retentionPolicyNotMet: Object 'demo-locked\/kept' is subject to bucket's retention policy .* until 2026-/,
      );
    for (const bucket of ["demo-short", "demo-versions"]) await good("DELETE", `/storage/v1/b/${bucket}/o/kept`);
  });

  test("without versions an object is gone when it is", async () => {
    await createBucket();
    await uploadObject("a", "x", "", "bucket");
    await uploadObject("a", "y", "", "bucket");
    await send("DELETE", "/storage/v1/b/bucket/o/a");
    await send("DELETE", "/storage/v1/b/bucket");
  });

  test("its policy stands under a path, bare, and goes with it", async () => {
    await createBucket();
    const policy = {
      kind: "storage#policy",
      bindings: [{ role: "roles/storage.objectViewer", members: ["user:A@Example.com"] }],
    };
    const { etag } = (await good("GET", "/storage/v1/b/bucket/iam")) as { etag: string };
    const stored = {
      ...policy,
      version: 1,
      etag: any,
      bindings: [{ role: "roles/storage.objectViewer", members: ["user:a@example.com"] }],
    };
    expect(await good("PUT", "/storage/v1/b/bucket/iam", { ...policy, etag })).toEqual(stored);
    expect(await good("GET", "/storage/v1/b/bucket/iam")).toEqual(stored);
    expect(await bad("PUT", "/storage/v1/b/bucket/iam", { ...policy, etag })).toMatch(/^409 aborted: /);
    expect(await bad("GET", "/storage/v1/b/none/iam")).toBe("404 notFound: The specified bucket does not exist.");
    await send("DELETE", "/storage/v1/b/bucket");
    await createBucket();
    expect(await good("GET", "/storage/v1/b/bucket/iam")).not.toHaveProperty("bindings");
  });
});
