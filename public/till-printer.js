// Reaches receipt printers: on USB, on a serial line, by Bluetooth, wherever the browser can. The till calls
// `tillPrinter`; what fails is thrown, and said there in words.

// The class of printers on USB, and what most of them speak at on a serial line.
const PRINTERS = 7;
const BAUD = 9600;
// Where receipt printers take bytes by Bluetooth, and how many at once.
const SERVICE = "000018f0-0000-1000-8000-00805f9b34fb";
const INLET = "00002af1-0000-1000-8000-00805f9b34fb";
const MOST = 180;

const usb = {
  choose: () => navigator.usb.requestDevice({ filters: [{ classCode: PRINTERS }] }),

  async send(bytes) {
    const [device] = await navigator.usb.getDevices();
    await device.open();
    try {
      if (!device.configuration) await device.selectConfiguration(1);
      const { interfaceNumber, alternate } = device.configuration.interfaces.find(
        (one) => one.alternate.interfaceClass === PRINTERS,
      );
      await device.claimInterface(interfaceNumber);
      const out = alternate.endpoints.find((end) => end.direction === "out");
      await device.transferOut(out.endpointNumber, bytes);
    } finally {
      await device.close();
    }
  },
};

const serial = {
  choose: () => navigator.serial.requestPort(),

  async send(bytes) {
    const [port] = await navigator.serial.getPorts();
    await port.open({ baudRate: BAUD });
    try {
      const writer = port.writable.getWriter();
      await writer.write(bytes);
      await writer.close();
    } finally {
      await port.close();
    }
  },
};

/** The one that was chosen on this page: many browsers forget it with the page, and then it is asked for again. */
let chosen;

async function inlet(device) {
  const server = await device.gatt.connect();
  const service = await server.getPrimaryService(SERVICE);
  return service.getCharacteristic(INLET);
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
    const to = await inlet(chosen);
    const write = to.properties.write ? "writeValueWithResponse" : "writeValueWithoutResponse";
    for (let at = 0; at < bytes.length; at += MOST) await to[write](bytes.slice(at, at + MOST));
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
