// The program under test: `dukani serve --demo` with a database of its own, on ports of
// its own, so that a running Dukani on the same machine is neither used nor disturbed.
import { type ChildProcess, spawn } from "node:child_process";
import {
  chmodSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const results = join(here, "test-results");
const log = join(results, "server.log");
/** What a test outside Playwright's workers reads to find the server. */
const addresses = join(results, "addresses.json");

// The demo business is filled at the first start, on a slow machine with cold disks.
const START_MS = 120_000;
const STOP_MS = 30_000;

let server: ChildProcess | undefined;
let data: string | undefined;

export async function start(): Promise<void> {
  const [port, simulatorPort] = await freePorts(2);
  const publicUrl = `http://127.0.0.1:${port}`;
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`;

  // Started by root, the database runs as another user, who has to reach its folder:
  // neither root's home nor a folder closed to others will do.
  data = mkdtempSync("/var/tmp/dukani-e2e-");
  chmodSync(data, 0o755);
  mkdirSync(results, { recursive: true });

  const output = openSync(log, "w");
  // A process group of its own: Ctrl-C reaches Playwright alone, which then stops it.
  server = spawn(program(), ["serve", "--demo"], {
    cwd: dirname(here),
    detached: true,
    stdio: ["ignore", output, output],
    env: {
      ...process.env,
      DUKANI_DATA: data,
      DUKANI_ADDR: `127.0.0.1:${port}`,
      DUKANI_SIMULATOR_ADDR: `127.0.0.1:${simulatorPort}`,
      DUKANI_PUBLIC_URL: publicUrl,
    },
  });
  closeSync(output);
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

  process.env.DUKANI_PUBLIC_URL = publicUrl;
  process.env.DUKANI_SIMULATOR_URL = simulatorUrl;
  process.env.DUKANI_DATA = data;
  writeFileSync(addresses, JSON.stringify({ publicUrl, simulatorUrl, data }, null, 2));
}

export async function stop(): Promise<void> {
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
    rmSync(data, { recursive: true, force: true });
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
