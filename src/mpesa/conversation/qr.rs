//! QR codes that are drawn, late, or none.

use super::*;

impl Scene {
    async fn qr(&self) -> QrOutcome {
        self.daraja
            .qr(&self.credentials, &ask(), clock::now())
            .await
    }

    async fn qr_within(&self, milliseconds: u64) -> QrOutcome {
        let patience = Duration::from_millis(milliseconds);
        self.daraja
            .qr_within(patience, &self.credentials, &ask(), clock::now())
            .await
    }
}

fn ask() -> Qr {
    Qr {
        merchant_name: "Mama Njeri".to_owned(),
        reference: "T12ABCDEF".to_owned(),
        amount_shillings: 2_760,
    }
}

#[tokio::test]
async fn a_code_is_drawn_for_paybill_and_till() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    let mut drawn = Vec::new();
    for kind in [
        AccountKind::PayBill,
        AccountKind::Till {
            till_number: "5123456".to_owned(),
        },
    ] {
        scene.credentials.kind = kind;
        let QrOutcome::Drawn(png) = scene.qr().await else {
            return Err("nothing is drawn".into());
        };
        let image = image::load_from_memory(&png)?.into_luma8();
        assert!((200..=300).contains(&image.width()) && image.width() == image.height());
        // White round it, and the first of its three corners dark in its middle.
        assert_eq!(image.get_pixel(0, 0).0, [255]);
        let dark = image.enumerate_pixels().find(|(_, _, one)| one.0 == [0]);
        let (left, top, _) = dark.ok_or("it is all white")?;
        assert_eq!(left, top);
        drawn.push(png);
    }
    assert_ne!(drawn[0], drawn[1], "who is credited is in it");
    Ok(())
}

#[tokio::test]
async fn what_goes_wrong_is_no_image() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    for (fault, kind) in [
        ("no-product", Some(RefusedKind::Credentials)),
        ("spike", Some(RefusedKind::Overloaded)),
        ("no-image", None),
        ("internal-error", None),
        ("lost-answer", None),
    ] {
        scene
            .switch(json!({ "next": 1, "qr_fault": fault }))
            .await?;
        match scene.qr().await {
            QrOutcome::Refused(refused) => assert_eq!(Some(refused), kind, "{fault}"),
            QrOutcome::Unknown { why } => assert_eq!(None, kind, "{fault}: {why}"),
            QrOutcome::Drawn(_) => return Err(fault.into()),
        }
    }
    // One refused token is replaced; two in a row are not.
    let refused_once = json!({ "next": 1, "qr_fault": "invalid-token" });
    scene.switch(refused_once).await?;
    assert!(matches!(scene.qr().await, QrOutcome::Drawn(_)));
    scene.switch(json!({ "qr_fault": "invalid-token" })).await?;
    let refused = QrOutcome::Refused(RefusedKind::Credentials);
    assert_eq!(scene.qr().await, refused);
    scene.switch(json!({ "qr_fault": "none" })).await?;
    assert!(matches!(scene.qr().await, QrOutcome::Drawn(_)));
    Ok(())
}

#[tokio::test]
async fn a_slow_one_is_not_waited_for() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    scene.switch(json!({ "qr_delay_ms": 30 })).await?;
    assert!(matches!(scene.qr().await, QrOutcome::Drawn(_)));
    scene.switch(json!({ "qr_delay_ms": 60_000 })).await?;
    let late = scene.qr_within(50).await;
    assert!(matches!(late, QrOutcome::Unknown { .. }), "{late:?}");
    // The token is there still: the next one is drawn.
    scene.switch(json!({ "qr_delay_ms": 0 })).await?;
    assert!(matches!(scene.qr().await, QrOutcome::Drawn(_)));
    Ok(())
}

#[tokio::test]
async fn what_cannot_be_right_is_not_sent() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    scene.credentials.short_code = "12".to_owned();
    let field = RefusedKind::BadRequest("BusinessShortCode".to_owned());
    assert_eq!(scene.qr().await, QrOutcome::Refused(field));
    Ok(())
}
