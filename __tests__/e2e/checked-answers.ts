import { watchAnswers } from "../support/answer-checks";

/**
 * Before each file of these tests: every request to a sandbox in the same process, and every answer, is held against
 * Google's discovery documents. What deviates fails the test that made it, and names the request.
 */

/** Tests that ask what Google refuses on purpose: any bytes on any path. Their answers are looked at all the same. */
const ASKS_ANYTHING = /[\\/]properties\.e2e\.ts$/;

const take = watchAnswers({ refusals: !ASKS_ANYTHING.test(expect.getState().testPath ?? "") });

const expectNothing = (): void => expect(take()).toEqual([]);

afterEach(expectNothing);
// What hooks have asked.
afterAll(expectNothing);
