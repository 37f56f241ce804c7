//! What the client makes of everything that goes wrong.

use super::*;
use crate::mpesa::simulator::PushFault;

#[tokio::test]
async fn a_lost_answer_is_unknown_while_the_prompt_lives() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    scene.switch(json!({ "push_fault": "lost-answer" })).await?;
    let outcome = scene.push().await.outcome;
    assert!(
        matches!(outcome, PushOutcome::Unknown { .. }),
        "{outcome:?}"
    );
    let phone = scene.phone().await?;
    let id = phone["prompts"][0]["checkout_request_id"]
        .as_str()
        .ok_or("no prompt")?;
    scene.answer(id, "accept").await?;
    assert!(scene.callback().await?.code.is_paid());
    Ok(())
}

#[tokio::test]
async fn faults_are_refusals_only_when_no_prompt_lives() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    for (fault, kind) in [
        (PushFault::Refused, Some(RefusedKind::Other)),
        (PushFault::Busy, Some(RefusedKind::Overloaded)),
        (PushFault::Spike, Some(RefusedKind::Overloaded)),
        (PushFault::SpikeEnvelope, Some(RefusedKind::Overloaded)),
        (PushFault::Quota, Some(RefusedKind::Overloaded)),
        (PushFault::InvalidToken, Some(RefusedKind::Credentials)),
        (PushFault::NoProduct, Some(RefusedKind::Credentials)),
        (PushFault::NoMerchant, Some(RefusedKind::Credentials)),
        (PushFault::Html, None),
        (PushFault::Soap, None),
        (PushFault::LostRequest, None),
        (PushFault::InternalError, None),
    ] {
        scene.switch(json!({ "push_fault": fault })).await?;
        let got = match scene.push().await.outcome {
            PushOutcome::Refused { kind, .. } => Some(kind),
            PushOutcome::Unknown { .. } => None,
            accepted @ PushOutcome::Accepted { .. } => return Err(format!("{accepted:?}").into()),
        };
        assert_eq!(got, kind, "{fault:?}");
    }
    // Only the last of them left a prompt, which keeps the phone busy.
    scene.switch(json!({ "push_fault": "none" })).await?;
    let outcome = scene.push().await.outcome;
    let busy = matches!(
        &outcome,
        PushOutcome::Refused {
            kind: RefusedKind::SubscriberBusy,
            ..
        }
    );
    assert!(busy, "{outcome:?}");
    Ok(())
}

#[tokio::test]
async fn wrong_credentials_are_refused() -> Result<(), Anything> {
    let known = vec![Credentials::sandbox("key", "secret")];
    let mut scene = scene(SimulatorSettings {
        known,
        ..SimulatorSettings::default()
    })
    .await?;
    let right = scene.credentials.clone();
    scene.credentials.consumer_secret = "another".to_owned();
    let refused = |outcome: PushOutcome| {
        matches!(
            outcome,
            PushOutcome::Refused {
                kind: RefusedKind::Credentials,
                ..
            }
        )
    };
    assert!(refused(scene.push().await.outcome));
    scene.credentials = Credentials {
        passkey: "another".to_owned(),
        ..right.clone()
    };
    assert!(refused(scene.push().await.outcome));
    scene.credentials = Credentials {
        short_code: "600000".to_owned(),
        ..right.clone()
    };
    assert!(refused(scene.push().await.outcome));
    scene.credentials = right;
    scene.accepted().await?;
    Ok(())
}

#[tokio::test]
async fn a_token_that_another_process_killed_is_replaced() -> Result<(), Anything> {
    let switches = Switches {
        rotate_tokens: true,
        numeric_expiry: true,
        ..auto(Answer::Cancel).switches
    };
    let settings = SimulatorSettings {
        switches,
        ..SimulatorSettings::default()
    };
    let mut scene = scene(settings).await?;
    scene.accepted().await?;
    scene.callback().await?;
    let url = format!(
        "{}/oauth/v1/generate?grant_type=client_credentials",
        scene.address
    );
    let other = scene
        .http
        .get(url)
        .basic_auth("key", Some("secret"))
        .send()
        .await?;
    assert_eq!(other.status().as_u16(), 200);
    scene.accepted().await?;
    Ok(())
}

#[tokio::test]
async fn an_unknown_id_and_faulty_queries_say_nothing() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    let id = scene.accepted().await?;
    assert_eq!(
        scene.query("ws_CO_0").await,
        QueryOutcome::TooEarlyOrUnknownId
    );
    for (fault, outcome) in [
        ("too-early", QueryOutcome::TooEarlyOrUnknownId),
        ("settling", QueryOutcome::NotYet),
        ("spike", QueryOutcome::Busy),
    ] {
        scene.switch(json!({ "query_fault": fault })).await?;
        assert_eq!(scene.query(&id).await, outcome, "{fault}");
    }
    scene.switch(json!({ "query_fault": "html" })).await?;
    assert!(matches!(
        scene.query(&id).await,
        QueryOutcome::Unknown { .. }
    ));
    Ok(())
}

#[tokio::test]
async fn what_never_left_is_refused() -> Result<(), Anything> {
    let mut scene = scene(SimulatorSettings::default()).await?;
    // Held and never listened at: nobody else gets this port, and whoever comes to it is refused.
    let socket = tokio::net::TcpSocket::new_v4()?;
    socket.bind("127.0.0.1:0".parse()?)?;
    let closed = format!("http://{}", socket.local_addr()?);
    scene.daraja = Daraja::new(&closed)?;
    let outcome = scene.push().await.outcome;
    let never = matches!(
        &outcome,
        PushOutcome::Refused {
            kind: RefusedKind::NeverSent,
            ..
        }
    );
    assert!(never, "{outcome:?}");
    Ok(())
}

#[tokio::test]
async fn wrong_methods_and_paths_are_daraja_errors() -> Result<(), Anything> {
    let scene = scene(SimulatorSettings::default()).await?;
    let url = format!("{}/mpesa/stkpush/v1/processrequest", scene.address);
    let answer = scene.http.get(url).send().await?;
    assert_eq!(answer.status().as_u16(), 405);
    let body: Value = serde_json::from_slice(&answer.bytes().await?)?;
    assert_eq!(body["errorCode"], "405.001");
    assert_eq!(body["errorMessage"], "GET Method Not Allowed");
    let answer = scene
        .http
        .get(format!("{}/mpesa/nothing", scene.address))
        .send()
        .await?;
    assert_eq!(answer.status().as_u16(), 404);
    Ok(())
}
