const idle = () => {};

/** What a queue has in common with its one reader: it sleeps until there is something to take, or until `signal`. */
export function createWaker() {
  let wake = idle;
  return {
    wake: () => wake(),
    sleep(signal: AbortSignal): Promise<void> {
      if (signal.aborted) return Promise.resolve();
      return new Promise((resolve) => {
        const done = () => {
          signal.removeEventListener("abort", done);
          wake = idle;
          resolve();
        };
        wake = done;
        signal.addEventListener("abort", done);
      });
    },
  };
}
