//! The rule of what is still to be done: of a business that is at work, not of what is written down.

use super::Invariant;

pub(super) const RULES: [Invariant; 1] = [
    Invariant {
        rule: "no job waits more than five minutes past its time",
        examined: "select count(*) from app.outbox where business_id = $1 and done_at is null",
        broken: "select 'job ' || task || ' of ' || run_at from app.outbox
                  where business_id = $1 and done_at is null and run_at < now() - interval '5 minutes'",
    },
];
