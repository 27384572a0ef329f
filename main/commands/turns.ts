/** What is carried out one at a time, in the order it came: each is judged by all that came before it. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Begins `work` once everything given before has ended, however that ended. */
  inTurn<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#last.then(work);
    this.#last = run.catch(() => undefined);
    return run;
  }
}
