interface Flight<T> {
  result: Promise<T>;
  controller: AbortController;
  waiting: number;
}

/** One request at a time in a lane; who asks what is being asked already shares its answer. */
export function createTurns<T>() {
  const lanes = new Map<string, Promise<void>>();
  const flights = new Map<string, Flight<T>>();

  function start(key: string, lane: string, run: (signal: AbortSignal) => Promise<T>): Flight<T> {
    const controller = new AbortController();
    const before = lanes.get(lane) ?? Promise.resolve();
    const result = before.then(() => {
      controller.signal.throwIfAborted();
      return run(controller.signal);
    });
    const flight = { result, controller, waiting: 0 };
    flights.set(key, flight);
    const over = result
      .then(
        () => undefined,
        () => undefined,
      )
      .finally(() => {
        if (lanes.get(lane) === over) lanes.delete(lane);
        if (flights.get(key) === flight) flights.delete(key);
      });
    lanes.set(lane, over);
    return flight;
  }

  /** Each asker may leave on its own; the request ends when the last has left. */
  return async (
    key: string,
    lane: string,
    signal: AbortSignal,
    run: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> => {
    signal.throwIfAborted();
    const flight = flights.get(key) ?? start(key, lane, run);
    flight.waiting++;
    return new Promise<T>((resolve, reject) => {
      const leave = () => {
        flight.waiting--;
        if (flight.waiting === 0) {
          if (flights.get(key) === flight) flights.delete(key);
          flight.controller.abort(signal.reason);
        }
        reject(signal.reason as Error);
      };
      signal.addEventListener("abort", leave, { once: true });
      flight.result.then(resolve, reject).finally(() => signal.removeEventListener("abort", leave));
    });
  };
}
