//! A shop with goods, in a database of its own, and the nodes that serve it.

use std::path::{Path, PathBuf};

use serde_json::Value;
use sqlx::PgConnection;
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

use super::network::Network;
use super::node::{Excuse, Node, Setting, unexpected};
use super::postgres::Postgres;
use super::process;
use super::shopper::http;

/// The slug of the shop.
pub const SLUG: &str = "demo";

/// A stopped cluster with a filled shop in it, made once and copied for every proof.
static TEMPLATE: OnceCell<TempDir> = OnceCell::const_new();

/// What a product is told by in an import.
pub struct Goods {
    /// Its SKU.
    pub sku: String,
    /// How many pieces there are.
    pub stock: u64,
}

/// A shop that runs. The nodes end before the database does.
pub struct Shop {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// The simulated M-Pesa, where there is one.
    pub simulator: Option<Node>,
    /// The database.
    pub postgres: Postgres,
    folder: TempDir,
}

impl Shop {
    /// A shop with goods, not served yet. `settings` are PostgreSQL's.
    pub async fn open(name: &str, settings: &[&str], goods: &[Goods]) -> Shop {
        let template = TEMPLATE.get_or_init(make_template).await;
        let folder = process::folder(name);
        copy(template.path(), folder.path());
        let shop = Shop {
            nodes: Vec::new(),
            simulator: None,
            postgres: Postgres::open(&folder.path().join("db"), settings).await,
            folder,
        };
        stop_nobody(&mut shop.postgres.connect().await).await;
        if !goods.is_empty() {
            let file = shop.folder.path().join("goods.csv");
            std::fs::write(&file, sheet(goods)).unwrap();
            let file = file.to_string_lossy();
            let setting = shop.setting("import", Vec::new());
            setting.must(&["import", "products", &file, "--business", SLUG]);
        }
        shop
    }

    /// How a program is started on this shop's database.
    pub fn setting(&self, name: &str, mut variables: Vec<(String, String)>) -> Setting {
        variables.push(("DATABASE_URL".to_owned(), self.postgres.url()));
        Setting {
            variables,
            folder: self.folder.path().join(name),
        }
    }

    /// Starts so many nodes.
    pub async fn serve(&mut self, count: usize, variables: &[(String, String)]) {
        for number in 0..count {
            let setting = self.setting(&format!("node-{number}"), variables.to_vec());
            self.nodes.push(Node::serve(setting).await);
        }
    }

    /// Starts so many nodes with a simulated M-Pesa, whose callbacks this network carries.
    pub async fn serve_with_mpesa(&mut self, count: usize, network: &Network) {
        let simulator = Node::simulator(self.setting("simulator", Vec::new())).await;
        let variables = [
            ("DARAJA_URL".to_owned(), simulator.url()),
            ("DUKANI_CALLBACK_URL".to_owned(), network.url()),
        ];
        self.simulator = Some(simulator);
        self.serve(count, &variables).await;
        network.leads_to(self.urls());
    }

    /// Tells the simulated M-Pesa how to behave.
    pub async fn switch_mpesa(&self, switches: &Value) {
        let simulator = self.simulator.as_ref().expect("a simulator").url();
        let request = http()
            .post(format!("{simulator}/switches"))
            .header("content-type", "application/json")
            .body(switches.to_string());
        let answer = request.send().await.unwrap();
        assert!(
            answer.status().is_success(),
            "{switches}: {}",
            answer.status()
        );
    }

    /// Stops where `dukani check` finds anything wrong, or a node wrote of a failure of ours.
    pub fn must_be_in_order(&self) {
        assert_eq!(self.check(), Ok(()));
        self.logs_must_be_clean(&Excuse::default());
    }

    /// Stops where a node wrote of a failure of ours, and nothing excuses it.
    pub fn logs_must_be_clean(&self, excuse: &Excuse) {
        for node in &self.nodes {
            let log = node.take_log();
            let bad = unexpected(&log, excuse);
            let first: Vec<&&str> = bad.iter().take(20).collect();
            assert!(bad.is_empty(), "{} lines such as {first:#?}", bad.len());
        }
    }

    /// Where the nodes are.
    pub fn urls(&self) -> Vec<String> {
        self.nodes.iter().map(Node::url).collect()
    }

    /// The id of a product.
    pub async fn product(&self, db: &mut PgConnection, sku: &str) -> Uuid {
        sqlx::query_scalar("select product_id from app.product where sku = $1")
            .bind(sku)
            .fetch_one(db)
            .await
            .unwrap()
    }

    /// What `dukani check` finds wrong: nothing, or its words.
    pub fn check(&self) -> Result<(), String> {
        let output = self.setting("check", Vec::new()).run(&["check"]);
        if output.status.success() {
            return Ok(());
        }
        Err(format!(
            "{}{}",
            String::from_utf8_lossy(&output.stdout),
            String::from_utf8_lossy(&output.stderr)
        ))
    }

    /// Where files of this run may be put that outlive it.
    pub fn keep(name: &str) -> PathBuf {
        Path::new("/var/tmp").join(format!("proof-{name}-{}.csv", std::process::id()))
    }
}

async fn make_template() -> TempDir {
    let folder = process::folder("template");
    let home = folder.path().join("db");
    std::fs::create_dir_all(&home).unwrap();
    let postgres = Postgres::make(&home, &["fsync=off"]).await;
    let setting = Setting {
        variables: vec![("DATABASE_URL".to_owned(), postgres.url())],
        folder: folder.path().join("demo"),
    };
    setting.must(&["demo"]);
    postgres.stop();
    folder
}

fn copy(from: &Path, to: &Path) {
    let copied = std::process::Command::new("cp")
        .arg("-a")
        .arg(from.join("db"))
        .arg(to)
        .status()
        .unwrap();
    assert!(copied.success());
}

fn sheet(goods: &[Goods]) -> String {
    let mut text =
        "sku,name,category,unit,quantity_step,price,cost,tax_class,stock,slug\n".to_owned();
    for one in goods {
        let slug = one.sku.to_ascii_lowercase();
        text.push_str(&format!(
            "{},Goods {},Proof,piece,1,100.00,60.00,exempt,{},{slug}\n",
            one.sku, one.sku, one.stock
        ));
    }
    text
}

/// Tries are counted as ever, but stop nobody: a proof orders more in a minute than any shop packs.
/// The limits have tests of their own.
async fn stop_nobody(db: &mut PgConnection) {
    sqlx::raw_sql(
        "alter function app.count_try(bytea, integer, integer, timestamptz) rename to true_count_try;
         create function app.count_try(p_key bytea, p_most integer, p_seconds integer, p_now timestamptz)
             returns integer language sql security definer set search_path = pg_catalog, pg_temp
             as $$ select app.true_count_try(p_key, 1000000000, p_seconds, p_now) $$;
         alter function app.count_try(bytea, integer, integer, timestamptz) owner to dukani_definer;
         grant execute on function app.count_try(bytea, integer, integer, timestamptz) to dukani_runtime;
         grant execute on function app.true_count_try(bytea, integer, integer, timestamptz) to dukani_definer;",
    )
    .execute(db)
    .await
    .unwrap();
}
