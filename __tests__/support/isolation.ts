import { GoogleAuth } from "google-auth-library";

const MARK = "NETRA_OF_ANOTHER_FILE";
let timesCalled = 0;

/**
 * Holds that a test file finds nothing of another one, and leaves what the next one would find. A worker keeps the
 * packages for all its files, so spies on them are the most that can stay.
 */
export function testIsolation(): void {
  const isSpied = (): readonly boolean[] =>
    [
      Object.getOwnPropertyDescriptor(globalThis, "fetch"),
      Object.getOwnPropertyDescriptor(GoogleAuth.prototype, "getAccessToken"),
      Object.getOwnPropertyDescriptor(process.stderr, "write"),
    ].map((property) => jest.isMockFunction(property?.value));

  test("nothing of another test file is left: variables, listeners, spies, what a module remembers", () => {
    timesCalled += 1;
    expect(timesCalled).toBe(1);
    expect(process.env[MARK]).toBeUndefined();
    expect(process.listenerCount("SIGUSR2")).toBe(0);
    expect(isSpied()).toEqual([false, false, false]);

    process.env[MARK] = "set";
    process.on("SIGUSR2", () => undefined);
    jest.spyOn(globalThis, "fetch");
    jest.spyOn(GoogleAuth.prototype, "getAccessToken");
    jest.spyOn(process.stderr, "write");
    expect(isSpied()).toEqual([true, true, true]);
  });
}
