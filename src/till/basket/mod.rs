//! What a till knows of the shop, in memory: found by words, by a scanner or by category, and priced.
//! (Signatures stand in till-island.md.)
