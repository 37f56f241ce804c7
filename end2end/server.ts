// The program under test: `dukani serve --demo` with a database of its own, on ports of
// its own, so that a running Dukani on the same machine is neither used nor disturbed.
import { type ChildProcess, execFile, spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const here = dirname(fileURLToPath(import.meta.url));
const results = join(here, "test-results");
const log = join(results, "server.log");
/** What a test reads, also outside of Playwright's workers, to find the server and its process. */
const addresses = join(results, "addresses.json");

// The demo business is filled at the first start, on a slow machine with cold disks.
const START_MS = 300_000;
const STOP_MS = 90_000;

let server: ChildProcess | undefined;
let data: string | undefined;
let isStopping = false;

export async function start(): Promise<void> {
  const [port, simulatorPort] = await freePorts(2);
  const publicUrl = `http://127.0.0.1:${port}`;
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;

  // Started by root, the database runs as another user, who has to reach its folder:
  // neither root's home nor a folder closed to others will do.
  data = mkdtempSync("/var/tmp/dukani-e2e-");
  chmodSync(data, 0o755);
  mkdirSync(results, { recursive: true });

  rmSync(log, { force: true });
  // Where the workers are started from, they find it in their environment too.
  Object.assign(process.env, {
    DUKANI_DATA: data,
    DUKANI_ADDR: `127.0.0.1:${port}`,
    DUKANI_SIMULATOR_ADDR: `127.0.0.1:${simulatorPort}`,
    DUKANI_PUBLIC_URL: publicUrl,
    DUKANI_SIMULATOR_URL: simulatorUrl,
  });
  server = launch();
  let failure: Error | undefined;
  server.on("error", (error) => (failure = error));

  const deadline = Date.now() + START_MS;
  while (!(await healthy(publicUrl))) {
    const ended = server.exitCode ?? server.signalCode;
    if (failure || ended !== null || Date.now() > deadline) {
      const silence = ended === null ? `no answer in ${START_MS / 1000} s` : `ended (${ended})`;
      const reason = failure?.message ?? silence;
      await stop();
      throw new Error(`dukani did not start: ${reason}\n${tail(log)}`);
    }
    await pause(200);
  }
}

/** Starts the program, and starts it again when a test has killed it: see `killServer`. */
function launch(isAgain = false): ChildProcess {
  const output = openSync(log, "a");
  // A process group of its own: Ctrl-C reaches Playwright alone, which then stops it.
  const child = spawn(program(), ["serve", "--demo"], {
    cwd: dirname(here),
    detached: true,
    stdio: ["ignore", output, output],
  });
  closeSync(output);
  const { DUKANI_PUBLIC_URL: publicUrl, DUKANI_SIMULATOR_URL: simulatorUrl } = process.env;
  const found = { publicUrl, simulatorUrl, data, pid: child.pid };
  // Whoever reads it meanwhile reads the one before.
  writeFileSync(`${addresses}.new`, JSON.stringify(found, null, 2));
  renameSync(`${addresses}.new`, addresses);
  // Whoever waits for it says why it is not there.
  child.once("error", () => undefined);
  const began = Date.now();
  child.once("exit", async (_, signal) => {
    // One that was started anew, and found its address taken for a moment, is started once more; one that ends
    // later by itself is broken, and stays so.
    const foundNoRoom = isAgain && signal === null && Date.now() - began < START_MS / 2;
    if (signal !== "SIGKILL" && !foundNoRoom) return;
    // Its database ends with it, by a signal of the kernel's, and takes a moment for that.
    const deadline = Date.now() + STOP_MS;
    while (existsSync(join(data!, "postgres", "postmaster.pid")) && Date.now() < deadline) {
      await pause(50);
    }
    if (signal === null) await pause(500);
    if (!isStopping) server = launch(true);
  });
  return child;
}

/**
 * Kills the server without warning, and waits until it is there again, at the same address with the same
 * database. For tests.
 */
export async function killServer(): Promise<void> {
  const read = () => JSON.parse(readFileSync(addresses, "utf8")) as { publicUrl: string; pid: number };
  const killed = read().pid;
  process.kill(killed, "SIGKILL");
  const deadline = Date.now() + START_MS;
  while (read().pid === killed || !(await healthy(read().publicUrl))) {
    if (Date.now() > deadline) throw new Error(`dukani did not come back\n${tail(log)}`);
    await pause(100);
  }
}

/** What the program itself says of the books: `dukani check`, beside the server. For tests. */
export async function check(): Promise<string> {
  const checked = promisify(execFile)(program(), ["check"], { cwd: dirname(here) });
  const failed = (error: { stdout?: string; stderr?: string }) => error;
  const { stdout, stderr } = await checked.catch(failed);
  return `${stdout}${stderr}`;
}

export async function stop(): Promise<void> {
  isStopping = true;
  if (server && running(server)) {
    server.kill("SIGINT");
    const deadline = Date.now() + STOP_MS;
    while (running(server) && Date.now() < deadline) {
      await pause(50);
    }
    if (running(server)) {
      server.kill("SIGKILL");
      throw new Error(`dukani did not stop ${STOP_MS / 1000} s after SIGINT\n${tail(log)}`);
    }
  }
  if (data) {
    // A database that is still ending may write a last file.
    rmSync(data, { recursive: true, force: true, maxRetries: 20, retryDelay: 250 });
  }
}

function running(child: ChildProcess): boolean {
  return child.pid !== undefined && child.exitCode === null && child.signalCode === null;
}

function program(): string {
  const target = process.env.CARGO_TARGET_DIR ?? join(homedir(), ".cache/dukani/target");
  return process.env.DUKANI_BIN ?? join(target, "debug/dukani");
}

async function healthy(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) });
    return answer.status === 200;
  } catch {
    return false;
  }
}

/** Ports nobody listens on; held together, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const listeners = await Promise.all(
    Array.from({ length: count }, () => {
      const listener = createServer();
      return new Promise<typeof listener>((resolve, reject) => {
        listener.once("error", reject);
        listener.listen(0, "127.0.0.1", () => resolve(listener));
      });
    }),
  );
  return Promise.all(
    listeners.map((listener) => {
      const address = listener.address();
      const port = typeof address === "object" && address ? address.port : 0;
      return new Promise<number>((resolve) => listener.close(() => resolve(port)));
    }),
  );
}

function tail(file: string): string {
  return readFileSync(file, "utf8").split("\n").slice(-40).join("\n");
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
