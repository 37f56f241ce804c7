//! Somebody who works in the shop: chooses by chance, asks twice at times, and remembers what she was
//! told.

use std::fmt::Debug;
use std::sync::Arc;

use rand::rngs::StdRng;
use rand::{RngExt as _, SeedableRng as _};
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::scene::{Good, Pack, Scene};
use crate::platform::Cx;
use crate::values::{Money, Quantity, Stop};

/// How often, of a hundred, two ask the same at the same instant.
const TWINS: u32 = 15;
/// How often, of a hundred, somebody asks again.
const AGAIN: u32 = 25;

/// A quantity as somebody types it.
pub fn typed(milli: i64) -> String {
    format!("{}.{:03}", milli / 1000, milli % 1000)
}

/// An amount as somebody types it.
pub fn amount(minor: i64) -> String {
    Money::from_minor(minor).bare("KES")
}

/// Somebody who works.
pub struct Worker {
    /// Where.
    pub scene: Arc<Scene>,
    /// Her chance.
    pub rng: StdRng,
    number: u64,
    alone: bool,
}

impl Worker {
    /// One of several.
    pub fn new(scene: &Arc<Scene>, seed: u64, number: u64) -> Worker {
        let mixed = number.wrapping_add(1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        Worker {
            scene: scene.clone(),
            rng: StdRng::seed_from_u64(seed ^ mixed),
            number,
            alone: false,
        }
    }

    /// Somebody who is alone in the shop: she asks everything again, and sees that nothing changes.
    pub fn alone(scene: &Arc<Scene>, seed: u64) -> Worker {
        Worker {
            alone: true,
            ..Worker::new(scene, seed, u64::MAX - 1)
        }
    }

    /// Through the back office, now.
    pub fn cx(&self) -> Cx {
        self.scene.cx(self.number)
    }

    /// So often of a hundred.
    pub fn at_times(&mut self, of_hundred: u32) -> bool {
        self.rng.random_range(0..100_u32) < of_hundred
    }

    /// Some halves of a unit.
    pub fn some(&mut self) -> Quantity {
        Quantity::from_milli(self.rng.random_range(1..9_i64) * 500)
    }

    /// A part of this, or all of it.
    pub fn part_of(&mut self, milli: i64) -> i64 {
        if milli <= 1 || self.at_times(40) {
            milli
        } else {
            self.rng.random_range(1..=milli)
        }
    }

    /// One of these.
    pub fn one<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.rng.random_range(0..all.len())]
    }

    /// A product that stands on shelves.
    pub fn good(&mut self) -> Good {
        let scene = self.scene.clone();
        self.one(&scene.goods)
    }

    /// A pack of one of them.
    pub fn pack(&mut self) -> Pack {
        let packs = self.scene.packs;
        self.one(&packs)
    }

    /// A location.
    pub fn place(&mut self) -> Uuid {
        let places = self.scene.places;
        self.one(&places)
    }

    /// A supplier.
    pub fn supplier(&mut self) -> Uuid {
        let suppliers = self.scene.suppliers;
        self.one(&suppliers)
    }

    /// A customer, and her phone.
    pub fn customer(&mut self) -> (Uuid, &'static str) {
        let customers = self.scene.customers;
        self.one(&customers)
    }

    /// The rows that a query finds. `$1` is the business; `$2` is `of`, where that is given.
    pub async fn rows<R>(&self, sql: &'static str, of: Option<Uuid>) -> Vec<R>
    where
        R: for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
    {
        let mut tx = self.scene.shop.look().await;
        let query = sqlx::query_as::<sqlx::Postgres, R>(sql).bind(tx.business());
        let query = match of {
            Some(id) => query.bind(id),
            None => query,
        };
        query.fetch_all(tx.conn()).await.unwrap()
    }

    /// One of them; none where there is none.
    pub async fn pick<R>(&mut self, sql: &'static str, of: Option<Uuid>) -> Option<R>
    where
        R: for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
    {
        let rows = self.rows::<R>(sql, of).await;
        if rows.is_empty() {
            return None;
        }
        let place = self.rng.random_range(0..rows.len());
        rows.into_iter().nth(place)
    }

    /// A document is made.
    pub fn made(&self, kind: &'static str, id: Uuid) {
        self.scene.record.made(kind, id);
    }

    /// Does what nobody else has a hand in, such as a document under a new id. Asked again it says
    /// the same, whatever has happened since.
    pub async fn once<T, F>(&mut self, verb: &'static str, act: impl Fn() -> F) -> Option<T>
    where
        T: PartialEq + Debug,
        F: Future<Output = Result<T, Stop>>,
    {
        let (first, later) = self.acted(verb, act).await?;
        for said in later {
            assert_eq!(said.as_ref(), Some(&first), "{verb}: asked again");
        }
        Some(first)
    }

    /// Does what others may undo or overtake meanwhile: asked again it may be refused, in words.
    pub async fn shared<T, F>(&mut self, verb: &'static str, act: impl Fn() -> F) -> Option<T>
    where
        F: Future<Output = Result<T, Stop>>,
    {
        let (first, _) = self.acted(verb, act).await?;
        Some(first)
    }

    /// What an act says that happens, and what it says when it is asked again. None where it does
    /// not happen.
    async fn acted<T, F>(
        &mut self,
        verb: &'static str,
        act: impl Fn() -> F,
    ) -> Option<(T, Vec<Option<T>>)>
    where
        F: Future<Output = Result<T, Stop>>,
    {
        let scene = self.scene.clone();
        let record = &scene.record;
        let is_twin = !self.alone && self.at_times(TWINS);
        let (first, mut later) = if is_twin {
            record.asked(true);
            let (one, other) = tokio::join!(act(), act());
            match (record.heard(verb, one), record.heard(verb, other)) {
                (Some(one), Some(other)) => (one, vec![Some(other)]),
                // Goods may have come between the two: then one of them happened.
                (Some(one), None) | (None, Some(one)) => (one, Vec::new()),
                (None, None) => return None,
            }
        } else {
            (record.heard(verb, act().await)?, Vec::new())
        };
        if self.alone {
            let before = scene.fingerprint().await;
            later.push(record.heard(verb, act().await));
            record.asked(false);
            assert_eq!(before, scene.fingerprint().await, "{verb}: asked again");
        } else if is_twin || self.at_times(AGAIN) {
            later.push(record.heard(verb, act().await));
            record.asked(false);
        }
        Some((first, later))
    }
}
