//! QR codes: an image, or nothing; and never a trace in the books.

use super::*;

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

#[tokio::test(flavor = "multi_thread")]
async fn no_faulty_answer_is_shown() {
    let scene = scene("switch-qr", Switches::default()).await;
    assert!(scene.qr(TOTAL).await.is_some());
    for fault in [
        "no-image",
        "no-product",
        "spike",
        "internal-error",
        "lost-answer",
        "invalid-token",
    ] {
        scene.switch(json!({ "qr_fault": fault })).await;
        assert_eq!(scene.qr(TOTAL).await, None, "{fault}");
    }
    scene
        .switch(json!({ "qr_fault": "none", "qr_delay_ms": 20 }))
        .await;
    assert!(scene.qr(TOTAL).await.is_some());
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
