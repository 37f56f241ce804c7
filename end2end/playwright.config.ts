import { defineConfig } from "@playwright/test";

// The demo shop is one database: tests run one after another, and a test that only
// passes the second time has failed.
export default defineConfig({
  testDir: "./tests",
  workers: 1,
  retries: 0,
  forbidOnly: Boolean(process.env.CI),
  timeout: 60_000,
  // A busy machine takes its time: what is not so after this long is not so.
  expect: { timeout: 15_000 },
  reporter: "list",
  globalSetup: "./server-start.ts",
  globalTeardown: "./server-stop.ts",
  outputDir: "./test-results",
  use: {
    // Set by server-start.ts, before the workers read this file.
    baseURL: process.env.DUKANI_PUBLIC_URL,
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    },
  },
  projects: [
    {
      // A cheap phone whose browser runs no scripts: every page has to work.
      name: "phone",
      testMatch: /.*\.nojs\.spec\.ts/,
      use: {
        viewport: { width: 360, height: 740 },
        hasTouch: true,
        javaScriptEnabled: false,
      },
    },
    {
      name: "desk",
      testMatch: /.*\.spec\.ts/,
      testIgnore: /.*\.nojs\.spec\.ts/,
      use: { viewport: { width: 1440, height: 900 } },
    },
  ],
});
