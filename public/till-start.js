// Wakes the till that a page is.
import init, { start } from "/pkg/till.js";
import "/till-printer.js";
import "/camera.js";

init({ module_or_path: "/pkg/till_bg.wasm" }).then(start);
