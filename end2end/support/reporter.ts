import type { FullConfig, FullResult, Reporter, Suite, TestCase, TestError } from '@playwright/test/reporter';

/** Ends the run with one line that counts, so that a run that tested nothing shows as one and fails. */
export default class Count implements Reporter {
  private suite: Suite | undefined;
  private troubles = 0;

  onBegin(_config: FullConfig, suite: Suite) {
    this.suite = suite;
  }

  /** Trouble outside of any test, such as a portal that does not stop. */
  onError(_error: TestError) {
    this.troubles += 1;
  }

  async onEnd(result: FullResult) {
    const tests = this.suite?.allTests() ?? [];
    const count = (outcome: ReturnType<TestCase['outcome']>) => tests.filter((test) => test.outcome() === outcome).length;
    const passed = count('expected');
    const failed = count('unexpected') + count('flaky') + this.troubles;
    process.stdout.write(`\ntest: browser tests took ${Math.round(result.duration / 1000)} s\n`);
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
    return { status: passed === 0 || failed > 0 ? ('failed' as const) : result.status };
  }

  printsToStdio() {
    return true;
  }
}
