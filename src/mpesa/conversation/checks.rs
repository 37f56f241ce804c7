//! The order of the checks, the ids, the receipts and the clock.

use super::*;

impl Scene {
    /// A token, as another client would get one.
    pub(super) async fn token(&self) -> Result<String, Anything> {
        let path = "/oauth/v1/generate?grant_type=client_credentials";
        let request = self.http.get(format!("{}{path}", self.address));
        let answer = request.basic_auth("key", Some("secret")).send().await?;
        let body: Value = serde_json::from_slice(&answer.bytes().await?)?;
        Ok(body["access_token"].as_str().ok_or("no token")?.to_owned())
    }

    /// What a push in these very words is told: the status, and the message if there is one.
    async fn told(
        &self,
        token: Option<&str>,
        is_json: bool,
        body: &Value,
    ) -> Result<(u16, String), Anything> {
        let url = format!("{}/mpesa/stkpush/v1/processrequest", self.address);
        let mut request = self.http.post(url).body(body.to_string());
        if is_json {
            request = request.header("content-type", "application/json");
        }
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let body: Value = serde_json::from_slice(&answer.bytes().await?)?;
        let message = body["errorMessage"].as_str().unwrap_or_default();
        Ok((status, message.to_owned()))
    }
}

#[tokio::test]
async fn the_checks_come_in_the_order_of_the_real_service() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    let token = scene.token().await?;
    let signature = scene.credentials.sign(clock::now());
    let mut body = json!({
        "BusinessShortCode": "174379", "Password": "wrong", "Timestamp": signature.timestamp,
        "TransactionType": "CustomerPayBillOnline", "Amount": "10.50", "PartyA": PHONE,
        "PartyB": "174379", "PhoneNumber": PHONE, "CallBackURL": scene.callback_url,
        "AccountReference": "INV-42", "TransactionDesc": "Invoice",
    });
    // Everything is wrong; one after the other is put right.
    scene
        .switch(json!({ "locked": true, "push_fault": "spike" }))
        .await?;
    assert_eq!(scene.told(None, false, &body).await?.0, 429);
    scene.switch(json!({ "push_fault": "none" })).await?;
    let said = |status: u16, message: &str| (status, message.to_owned());
    let told = scene.told(None, false, &body).await?;
    assert_eq!(told, said(404, "Invalid Authentication Header"));
    let told = scene.told(Some("another"), false, &body).await?;
    assert_eq!(told, said(404, "Invalid Access Token"));
    let told = scene.told(Some(&token), false, &body).await?;
    assert_eq!(told, said(400, "Bad Request - Invalid BusinessShortCode"));
    let told = scene.told(Some(&token), true, &body).await?;
    assert_eq!(told, said(400, "Bad Request - Invalid Amount"));
    body["Amount"] = json!(10);
    let told = scene.told(Some(&token), true, &body).await?;
    assert_eq!(told, said(500, "Wrong credentials"));
    body["Password"] = json!(signature.password);
    let (status, message) = scene.told(Some(&token), true, &body).await?;
    assert!(status == 500 && message.starts_with("Unable to lock subscriber"));
    scene.switch(json!({ "locked": false })).await?;
    assert_eq!(scene.told(Some(&token), true, &body).await?, said(200, ""));
    Ok(())
}

#[tokio::test]
async fn ids_of_every_age_are_taken() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Cancel)).await?;
    for (form, beginning, length) in [
        ("current", "ws_CO_", 32),
        ("legacy", "ws_CO_", 23),
        ("oldest", "ws_CO_DMZ_", 37),
    ] {
        scene.switch(json!({ "id_form": form })).await?;
        let PushOutcome::Accepted {
            merchant_request_id,
            checkout_request_id,
        } = scene.push().await.outcome
        else {
            return Err(form.into());
        };
        assert!(checkout_request_id.starts_with(beginning), "{form}");
        assert_eq!(checkout_request_id.len(), length, "{form}");
        let callback = scene.callback().await?;
        assert_eq!(callback.checkout_request_id, checkout_request_id);
        assert_eq!(callback.merchant_request_id, merchant_request_id);
        let settled = scene.query(&checkout_request_id).await;
        assert!(matches!(settled, QueryOutcome::Settled { .. }), "{form}");
    }
    Ok(())
}

#[tokio::test]
async fn the_clock_is_nairobis_and_can_be_set() -> Result<(), Anything> {
    let mut scene = scene(auto(Answer::Accept)).await?;
    // A minute past midnight in Nairobi is still yesterday in London.
    let set = json!({ "now": "2026-01-14T21:01:00Z" });
    let now = scene.tell("/clock", set).await?;
    assert!(
        now["now"]
            .as_str()
            .ok_or("no time")?
            .starts_with("2026-01-15T00:01:0")
    );
    let id = scene.accepted().await?;
    assert!(id.starts_with("ws_CO_15012026000"), "{id}");
    let callback = scene.callback().await?;
    let date = callback.transaction_date.ok_or("no date")?;
    assert!(date.starts_with("202601150001"), "{date}");
    let receipt = callback.receipt.ok_or("no receipt")?;
    assert!(
        receipt.starts_with("UAF") && receipt.len() == 10,
        "{receipt}"
    );
    let reset = scene.tell("/clock", json!({ "reset": true })).await?;
    assert!(
        !reset["now"]
            .as_str()
            .ok_or("no time")?
            .starts_with("2026-01-15")
    );
    Ok(())
}
