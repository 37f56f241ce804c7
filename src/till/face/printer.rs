//! The receipt printer and its drawer: on USB, on a serial line or by Bluetooth where the browser reaches
//! one, else the browser's own way to print. What speaks to printers is `shell/printer.js`.

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::state::Till;
use super::{js, paper};
use crate::sales::receipts::Receipt;
use crate::sales::receipts::escpos::{self, Job, Roll};

/// Where the choice is kept: `usb`, `serial`, `bluetooth`.
const KEY: &str = "dukani-till-printer";

/// Whether a printer was chosen on this device.
pub fn is_known() -> bool {
    js::kept(KEY).is_some()
}

/// What speaks to printers.
fn script() -> JsValue {
    js::global("tillPrinter").unwrap_or(JsValue::UNDEFINED)
}

/// Whether the browser has a way: `usb`, `serial` or `bluetooth`.
pub fn has(way: &str) -> bool {
    let has = js::call(&script(), "has", &[JsValue::from_str(way)]);
    has.is_ok_and(|has| has.is_truthy())
}

/// Lets somebody choose a printer; only a touch may ask that.
pub fn choose(till: Till, way: &'static str) {
    spawn_local(async move {
        match js::wait(&script(), "choose", &[JsValue::from_str(way)]).await {
            Ok(_) => {
                js::keep(KEY, way);
                till.news.set(till.say.t("till-app-printer-chosen"));
                till.close();
            }
            Err(_) => till.refuse(till.say.t("till-app-printer-none")),
        }
    });
}

/// Prints on the chosen printer, else as the browser prints.
pub fn print_or_page(till: Till, receipt: Option<Receipt>, opens: bool) {
    if is_known() {
        print(till, receipt, opens);
    } else {
        js::print();
    }
}

/// Prints on the chosen printer, and opens the drawer.
pub fn print(till: Till, receipt: Option<Receipt>, opens: bool) {
    let Some(receipt) = receipt else {
        return;
    };
    let roll = if paper::roll() == "58" {
        Roll::Narrow
    } else {
        Roll::Wide
    };
    let job = Job {
        roll,
        cuts: roll == Roll::Wide,
        opens_drawer: opens,
    };
    send(till, escpos::bytes(&receipt, job));
}

/// Opens the drawer.
pub fn kick(till: Till) {
    send(till, escpos::kick());
}

fn send(till: Till, bytes: Vec<u8>) {
    spawn_local(async move {
        let way = JsValue::from_str(&js::kept(KEY).unwrap_or_default());
        let data: JsValue = Uint8Array::from(bytes.as_slice()).into();
        if js::wait(&script(), "send", &[way, data]).await.is_err() {
            till.refuse(till.say.t("till-app-printer-silent"));
        }
    });
}
