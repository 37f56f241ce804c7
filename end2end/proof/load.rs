//! Customers who order without end, as a browser without script does, and press "try again" when no
//! answer comes.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use tokio::task::JoinHandle;
use uuid::Uuid;

use super::history::{History, Intent};
use super::run::Dice;
use super::shopper::{Answer, Form, Shopper, Wish, http};

/// Between two tries of the same form.
const PAUSE: Duration = Duration::from_millis(200);

/// What the customers do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// How many order at the same time.
    pub clients: u64,
    /// The nodes that they reach, in turn.
    pub nodes: Vec<String>,
    /// What they choose from.
    pub products: Vec<Uuid>,
    /// Whether every third is asked for her money by M-Pesa.
    pub has_mpesa: bool,
    /// How long one of them tries the same order.
    pub patience: Duration,
    /// Where chance begins.
    pub seed: u64,
}

impl Plan {
    /// The node whose turn it is.
    fn node(&self, turn: usize) -> &str {
        &self.nodes[turn % self.nodes.len()]
    }
}

/// Customers at work.
pub struct Load {
    /// What they want, send and hear.
    pub history: Arc<History>,
    stop: Arc<AtomicBool>,
    tasks: Vec<JoinHandle<()>>,
}

impl Load {
    /// Lets them begin.
    pub fn start(plan: Plan) -> Load {
        let history = Arc::new(History::new());
        let stop = Arc::new(AtomicBool::new(false));
        let plan = Arc::new(plan);
        let client = http();
        let tasks = (0..plan.clients)
            .map(|first| {
                let (plan, history) = (plan.clone(), history.clone());
                let (stop, http) = (stop.clone(), client.clone());
                tokio::spawn(async move {
                    let mut number = first;
                    while !stop.load(Ordering::Relaxed) {
                        order_once(&plan, &history, &http, number).await;
                        number += plan.clients;
                    }
                })
            })
            .collect();
        Load {
            history,
            stop,
            tasks,
        }
    }

    /// Lets each of them end the order she is at.
    pub async fn stop(self) -> Arc<History> {
        self.stop.store(true, Ordering::Relaxed);
        for task in self.tasks {
            task.await.unwrap();
        }
        self.history
    }
}

/// One order, tried until it is acknowledged or patience ends.
async fn order_once(plan: &Plan, history: &History, http: &reqwest::Client, number: u64) {
    let mut dice = Dice::of(plan.seed, number);
    let shopper = Shopper::new(http, number);
    let (product, some) = (dice.one_of(&plan.products), 1 + dice.below(3));
    // One piece costs what the judge of money counts in.
    let (pay_by, quantity) = if plan.has_mpesa && number.is_multiple_of(3) {
        ("mpesa", 1)
    } else {
        ("on_hand_over", some)
    };
    let intent = Intent {
        note: format!("proof {} {number}", plan.seed),
        product,
        quantity,
        pay_by,
        order_id: None,
        acknowledged: false,
    };
    history.wants(number, intent.clone());
    let began = Instant::now();
    let mut turn = usize::try_from(dice.below(plan.nodes.len() as u64)).unwrap();
    let form = loop {
        if began.elapsed() > plan.patience {
            return;
        }
        if let Some(form) = fill(history, &shopper, plan.node(turn), number, &intent).await {
            break form;
        }
        turn += 1;
        tokio::time::sleep(PAUSE).await;
    };
    history.sends(number, form.get("form[order_id]").parse().unwrap());
    while began.elapsed() <= plan.patience {
        turn += 1;
        let node = plan.node(turn);
        let sent = Instant::now();
        let answer = shopper.place(node, &form).await;
        history.heard(number, node, "place", sent, &answer);
        if answer.is_order() {
            return;
        }
        tokio::time::sleep(PAUSE).await;
    }
}

/// Puts the goods into the cart and fills the checkout in.
async fn fill(
    history: &History,
    shopper: &Shopper,
    node: &str,
    number: u64,
    intent: &Intent,
) -> Option<Form> {
    let sent = Instant::now();
    let chosen = shopper.choose(node, intent.product, intent.quantity).await;
    history.heard(number, node, "choose", sent, &chosen);
    if !matches!(chosen, Answer::To(_)) {
        return None;
    }
    let wish = Wish {
        phone: format!("07{:08}", 10_000_000 + number % 10_000_000),
        note: intent.note.clone(),
        pay_by: intent.pay_by,
    };
    let sent = Instant::now();
    match shopper.checkout(node, &wish).await {
        Ok(form) => Some(form),
        Err(answer) => {
            history.heard(number, node, "checkout", sent, &answer);
            None
        }
    }
}
