// Types into a field of the page what the camera reads, as a scanner would. Only pages that have such a field
// load this; what they draw for it is in `src/ui/scan.rs`, and says by `data-scan` which fields are meant.
import { isThere, read, stop } from "/camera.js";

/** The field that takes a code: the one there is, or the first of several rows that is empty. */
function fieldOf(scan) {
  const fields = [...document.querySelectorAll(scan.dataset.scan)];
  return fields.length === 1 ? fields[0] : fields.find((one) => one.value.trim() === "");
}

/** Writes a code into a field. A field of several lines keeps those it has. */
function write(field, code) {
  if (field.tagName !== "TEXTAREA") {
    field.value = code;
    return;
  }
  const lines = field.value.split("\n").filter((line) => line.trim() !== "");
  if (!lines.includes(code)) lines.push(code);
  field.value = `${lines.join("\n")}\n`;
}

/** What comes after a code: its form is sent as the enter key would, or the field after it is typed into. */
function goOn(scan, field) {
  const parts = [...field.form.elements];
  if ("sends" in scan.dataset) {
    parts.find((one) => one.type === "submit").click();
    return;
  }
  const after = parts.slice(parts.indexOf(field) + 1);
  const isTyped = (one) => one.matches("input:not([type=hidden]), select, textarea");
  const next = field.tagName === "TEXTAREA" ? field : after.find(isTyped);
  (next ?? field).focus();
}

async function wake(scan) {
  const [button, needs, sheet] = ["button", "p", "dialog"].map((kind) => scan.querySelector(kind));
  const [full, none] = sheet.querySelectorAll("[role=alert] > p");
  const video = sheet.querySelector("video");

  async function look() {
    const field = fieldOf(scan);
    full.hidden = field !== undefined;
    none.hidden = true;
    sheet.showModal();
    if (!field) return;
    try {
      const code = await read(video);
      if (code === undefined) return;
      sheet.close();
      write(field, code);
      goOn(scan, field);
    } catch {
      none.hidden = false;
    }
  }

  button.addEventListener("click", look);
  sheet.querySelector("button").addEventListener("click", () => sheet.close());
  sheet.addEventListener("close", stop);
  // Whoever leaves the page, and comes back to it as it was, finds neither on.
  addEventListener("pagehide", () => {
    stop();
    sheet.close();
  });

  if (await isThere()) {
    button.hidden = false;
    scan.hidden = false;
  } else if (!isSecureContext && matchMedia("(pointer: coarse)").matches) {
    needs.hidden = false;
    scan.hidden = false;
  }
}

for (const scan of document.querySelectorAll("[data-scan]")) wake(scan);
