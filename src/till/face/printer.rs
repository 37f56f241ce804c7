//! The receipt printer and its drawer: over USB or a serial line where the browser reaches one, else the
//! browser's own way to print.

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsValue;

use super::state::Till;
use super::{js, paper};
use crate::sales::receipts::Receipt;
use crate::sales::receipts::escpos::{self, Job, Roll};

/// Where the choice is kept: `usb`, `serial`.
const KEY: &str = "dukani-till-printer";
/// What most receipt printers speak at.
const BAUD: i32 = 9600;
/// The class of printers on USB.
const PRINTERS: i32 = 7;

/// Whether a printer was chosen on this device.
pub fn is_known() -> bool {
    js::kept(KEY).is_some()
}

/// Whether the browser has a way: `usb` or `serial`.
pub fn has(way: &str) -> bool {
    js::get(&js::navigator(), way).is_some()
}

/// Lets somebody choose a printer; only a touch may ask that.
pub fn choose(till: Till, way: &'static str) {
    spawn_local(async move {
        let Some(bus) = js::get(&js::navigator(), way) else {
            return;
        };
        let asked = if way == "usb" {
            let class = js::object(&[("classCode", JsValue::from(PRINTERS))]);
            let filters = js_sys::Array::of1(&class);
            let options = js::object(&[("filters", filters.into())]);
            js::wait(&bus, "requestDevice", &[options]).await
        } else {
            js::wait(&bus, "requestPort", &[]).await
        };
        match asked {
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
        let data: JsValue = Uint8Array::from(bytes.as_slice()).into();
        let sent = match js::kept(KEY).as_deref() {
            Some("usb") => to_usb(&data).await,
            Some("serial") => to_serial(&data).await,
            _ => Err(JsValue::NULL),
        };
        if sent.is_err() {
            till.refuse(till.say.t("till-app-printer-silent"));
        }
    });
}

/// The first of those that were chosen before.
async fn first(bus: &str, list: &str) -> Result<JsValue, JsValue> {
    let bus = js::get(&js::navigator(), bus).ok_or(JsValue::NULL)?;
    let all = js::wait(&bus, list, &[]).await?;
    js::get(&all, "0").ok_or(JsValue::NULL)
}

async fn to_usb(data: &JsValue) -> Result<(), JsValue> {
    let device = first("usb", "getDevices").await?;
    js::wait(&device, "open", &[]).await?;
    let sent = through_usb(&device, data).await;
    let _ = js::wait(&device, "close", &[]).await;
    sent
}

async fn through_usb(device: &JsValue, data: &JsValue) -> Result<(), JsValue> {
    if js::get(device, "configuration").is_none() {
        js::wait(device, "selectConfiguration", &[JsValue::from(1)]).await?;
    }
    let (interface, endpoint) = way_out(device).ok_or(JsValue::NULL)?;
    js::wait(device, "claimInterface", &[interface]).await?;
    js::wait(device, "transferOut", &[endpoint, data.clone()]).await?;
    Ok(())
}

/// The printer's interface, and the endpoint that takes bytes.
fn way_out(device: &JsValue) -> Option<(JsValue, JsValue)> {
    let all = js::get(&js::get(device, "configuration")?, "interfaces")?;
    let all = js_sys::Array::from(&all);
    all.iter().find_map(|interface| {
        let alternate = js::get(&interface, "alternate")?;
        let class = js::get(&alternate, "interfaceClass")?;
        if class != PRINTERS {
            return None;
        }
        let ends = js_sys::Array::from(&js::get(&alternate, "endpoints")?);
        let out = ends
            .iter()
            .find(|end| js::get(end, "direction") == Some(JsValue::from_str("out")))?;
        Some((
            js::get(&interface, "interfaceNumber")?,
            js::get(&out, "endpointNumber")?,
        ))
    })
}

async fn to_serial(data: &JsValue) -> Result<(), JsValue> {
    let port = first("serial", "getPorts").await?;
    let options = js::object(&[("baudRate", JsValue::from(BAUD))]);
    js::wait(&port, "open", &[options]).await?;
    let sent = through_serial(&port, data).await;
    let _ = js::wait(&port, "close", &[]).await;
    sent
}

async fn through_serial(port: &JsValue, data: &JsValue) -> Result<(), JsValue> {
    let stream = js::get(port, "writable").ok_or(JsValue::NULL)?;
    let writer = js::call(&stream, "getWriter", &[])?;
    js::wait(&writer, "write", std::slice::from_ref(data)).await?;
    js::wait(&writer, "close", &[]).await?;
    Ok(())
}
