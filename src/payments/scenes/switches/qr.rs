//! QR codes: an image, or nothing; and never a trace in the books.

use super::*;
use crate::mpesa::simulator::QrFault;

impl Scene {
    /// What a customer is shown for so much.
    async fn qr(&self, minor: i64) -> Option<Vec<u8>> {
        let cx = self.shop.cx();
        let mut tx = cx.read().await.unwrap();
        let due = Money::from_minor(minor);
        let ask = qr_ask(&mut tx, &self.seal, due, "T12ABCDEF").await.unwrap();
        drop(tx);
        ask?.draw(&self.daraja).await
    }
}

/// Whether there is an image then.
fn is_drawn(name: &str, key: &str) -> bool {
    match name {
        "qr_fault" => match QrFault::from_key(key).unwrap() {
            QrFault::None => true,
            QrFault::NoImage
            | QrFault::NoProduct
            | QrFault::Spike
            | QrFault::InternalError
            | QrFault::LostAnswer
            | QrFault::InvalidToken => false,
        },
        "qr_delay_ms" => true,
        _ => panic!("{name} is new: say what comes of it"),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn no_faulty_answer_is_shown() {
    let scene = scene("switch-qr", Switches::default()).await;
    for (name, key) in all_of(Family::Qr) {
        scene.switch(set(name, key)).await;
        let image = scene.qr(TOTAL).await;
        assert_eq!(image.is_some(), is_drawn(name, key), "{name} {key}");
        scene.switch(set("qr_fault", "none")).await;
    }
    assert!(scene.payments().await.is_empty());
    assert!(scene.prompts().await.is_empty());
    scene.shop.check().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn only_what_m_pesa_takes_is_asked_for() {
    let scene = scene("qr-amounts", Switches::default()).await;
    for minor in [0, -100, 99, 150, 25_000_100, i64::MAX] {
        assert_eq!(scene.qr(minor).await, None, "{minor}");
    }
    assert!(scene.qr(25_000_000).await.is_some());
    let mut tx = scene.shop.cx().begin().await.unwrap();
    remove_account(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(scene.qr(TOTAL).await, None);
}
