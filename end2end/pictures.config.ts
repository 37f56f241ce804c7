import { defineConfig } from "@playwright/test";

import tests from "./playwright.config.ts";

// Not a test: takes the README's pictures in a demo that was just filled. See scripts/pictures.sh.
export default defineConfig({
  ...tests,
  testDir: "./pictures",
  projects: [{ name: "pictures" }],
});
