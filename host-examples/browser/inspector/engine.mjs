// The page's side of the worker.

export class Cancelled extends Error {}

/** Runs jobs in a worker; `cancel` ends the worker, with all that it was doing, and starts another. */
export class Engine {
  /** None before the page has come whole, and after something broke, until the next job. */
  #worker;
  #parts;
  #jobs = new Map();
  #next = 0;

  /** `parts` promises the worker's script and the plugin's module. */
  constructor(parts) {
    parts.then(({ script, module }) => {
      this.#parts = { url: workerScript(script), module };
      this.#start();
      for (const [id, { job, input }] of this.#jobs) this.#worker.postMessage({ id, job, input });
    });
  }

  /** The job's output. What breaks here is a mistake of ours: a refusal is an answer like any other. */
  run(job, input, report) {
    this.#next += 1;
    const id = this.#next;
    return new Promise((resolve, reject) => {
      this.#jobs.set(id, { job, input, resolve, reject, report });
      if (!this.#parts) return;
      if (!this.#worker) this.#start();
      this.#worker.postMessage({ id, job, input });
    });
  }

  call(operation, request) {
    return this.run("call", { operation, request });
  }

  get isBusy() {
    return this.#jobs.size > 0;
  }

  cancel() {
    this.#end(new Cancelled("cancelled"));
    if (this.#parts) this.#start();
  }

  #end(reason) {
    this.#worker?.terminate();
    this.#worker = undefined;
    const jobs = [...this.#jobs.values()];
    this.#jobs.clear();
    for (const { reject } of jobs) reject(reason);
  }

  #start() {
    const worker = new Worker(this.#parts.url);
    this.#worker = worker;
    worker.postMessage({ module: this.#parts.module });
    worker.addEventListener("message", ({ data: { id, progress, output, broke } }) => {
      const job = this.#jobs.get(id);
      if (!job) return;
      if (progress) {
        job.report?.(progress);
        return;
      }
      this.#jobs.delete(id);
      if (broke === undefined) job.resolve(output);
      // A trap leaves an instance that nobody should ask again.
      else {
        job.reject(new Error(broke));
        this.#end(new Error(broke));
      }
    });
    worker.addEventListener("error", (event) => {
      // Of a worker that was ended long ago, or of this one, which the next job replaces.
      if (this.#worker === worker) this.#end(new Error(event.message || "the worker does not start"));
    });
  }
}

/** The one script that this page may ever start: the policy knows no other, and there can be no second policy. */
function workerScript(text) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
  const policy = globalThis.trustedTypes?.createPolicy("inspector-worker", { createScriptURL: () => url });
  return policy ? policy.createScriptURL("") : url;
}
