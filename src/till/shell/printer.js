// Reaches receipt printers: on USB, on a serial line, by Bluetooth, wherever the browser can. The till calls
// `tillPrinter`; what fails is thrown, and said there in words.

// The class of printers on USB, and what most of them speak at on a serial line.
const PRINTERS = 7;
const BAUD = 9600;
// Where receipt printers take bytes by Bluetooth, and how many any of them is given at once.
const SERVICE = "000018f0-0000-1000-8000-00805f9b34fb";
const INLET = "00002af1-0000-1000-8000-00805f9b34fb";
const MOST = 180;
// For so long a printer may take for one step, in milliseconds: after it, what waits behind it goes on.
const PATIENCE = 10_000;

/** What a step comes to; it fails where the printer does not answer. */
function soon(step) {
  let timer;
  const late = new Promise((_, fail) => {
    timer = setTimeout(() => fail(new Error("The printer does not answer")), PATIENCE);
  });
  return Promise.race([step, late]).finally(() => clearTimeout(timer));
}

async function inParts(bytes, write) {
  for (let at = 0; at < bytes.length; at += MOST) await soon(write(bytes.slice(at, at + MOST)));
}

const usb = {
  choose: () => navigator.usb.requestDevice({ filters: [{ classCode: PRINTERS }] }),

  async send(bytes) {
    const [device] = await navigator.usb.getDevices();
    try {
      await soon(device.open());
      if (!device.configuration) await soon(device.selectConfiguration(1));
      const { interfaceNumber, alternate } = device.configuration.interfaces.find(
        (one) => one.alternate.interfaceClass === PRINTERS,
      );
      await soon(device.claimInterface(interfaceNumber));
      const out = alternate.endpoints.find((end) => end.direction === "out");
      await inParts(bytes, (part) => device.transferOut(out.endpointNumber, part));
    } finally {
      await soon(device.close());
    }
  },
};

const serial = {
  choose: () => navigator.serial.requestPort(),

  async send(bytes) {
    const [port] = await navigator.serial.getPorts();
    await soon(port.open({ baudRate: BAUD }));
    const writer = port.writable.getWriter();
    try {
      await inParts(bytes, (part) => writer.write(part));
      await soon(writer.close());
    } catch (error) {
      // What it did not take is thrown away: else the line stays busy.
      await soon(writer.abort()).catch(() => {});
      throw error;
    } finally {
      writer.releaseLock();
      await soon(port.close());
    }
  },
};

/** The one that was chosen on this page: many browsers forget it with the page, and then it is asked for again. */
let chosen;

async function inlet(device) {
  const server = await soon(device.gatt.connect());
  const service = await soon(server.getPrimaryService(SERVICE));
  return soon(service.getCharacteristic(INLET));
}

const bluetooth = {
  // Few of them say from afar what they are: whatever is near is shown, and tried when it is chosen.
  async choose() {
    const options = { acceptAllDevices: true, optionalServices: [SERVICE] };
    const device = await navigator.bluetooth.requestDevice(options);
    await inlet(device);
    chosen = device;
  },

  async send(bytes) {
    chosen ??= (await navigator.bluetooth.getDevices?.())?.[0];
    if (!chosen) await bluetooth.choose();
    try {
      const to = await inlet(chosen);
      const write = to.properties.write ? "writeValueWithResponse" : "writeValueWithoutResponse";
      await inParts(bytes, (part) => to[write](part));
    } catch (error) {
      // It does nothing else while it waits for an answer: the next job connects anew.
      chosen.gatt.disconnect?.();
      throw error;
    }
  },
};

const ways = { usb, serial, bluetooth };
/** What is sent waits for what was sent before. */
let last = Promise.resolve();

globalThis.tillPrinter = {
  has: (way) => way in navigator,
  choose: (way) => ways[way].choose(),
  send(way, bytes) {
    last = last.catch(() => {}).then(() => ways[way].send(bytes));
    return last;
  },
};
